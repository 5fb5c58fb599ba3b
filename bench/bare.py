"""The least Django can do: one page, no database, no session. What the others are compared with."""

import secrets

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY=secrets.token_hex(),
    MIDDLEWARE=[],
)


def bare(request: HttpRequest) -> HttpResponse:
    """A page."""
    del request
    return HttpResponse("<!doctype html><title>bare</title>")


urlpatterns = [path("", bare)]
application = get_wsgi_application()
