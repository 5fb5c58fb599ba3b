"""Addresses of the server: the pages."""

from django.urls import include, path

urlpatterns = [path("", include("mingdeng.web.urls"))]
