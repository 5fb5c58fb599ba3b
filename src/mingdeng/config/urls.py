"""Addresses of the server: the API, the pages, and what is said when something goes wrong."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("mingdeng.api.urls")),
    path("", include("mingdeng.web.urls")),
]
handler400 = "mingdeng.web.views.errors.bad_request"
handler403 = "mingdeng.web.views.errors.denied"
handler404 = "mingdeng.web.views.errors.not_found"
handler500 = "mingdeng.web.views.errors.broken"
