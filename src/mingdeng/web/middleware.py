"""Sessions end when nobody uses them and after a day's work; no cache keeps a signed-in page."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

LAST_USED, SIGNED_IN = "last_used", "signed_in"
# Written once a minute at most: a read must not cost a write.
WRITE_AFTER = 60
Next = Callable[[HttpRequest], HttpResponse]


class SignedInMiddleware:
    """Ends idle and old sessions and forbids storing pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _keep_or_end(request, time.time())
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _keep_or_end(request: HttpRequest, now: float) -> None:
    idle = now - request.session.get(LAST_USED, 0)
    age = now - request.session.setdefault(SIGNED_IN, now)
    fresh = LAST_USED not in request.session
    if not fresh and (idle > settings.IDLE_SECONDS or age > settings.SESSION_COOKIE_AGE):
        logout(request)
    elif idle > WRITE_AFTER:
        request.session[LAST_USED] = now
