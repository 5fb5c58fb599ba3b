"""Sessions end when nobody uses them; pages of someone signed in are kept by no cache."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

LAST_USED = "last_used"
Next = Callable[[HttpRequest], HttpResponse]


class SignedInMiddleware:
    """Ends idle sessions and forbids storing pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = time.time()
            if now - request.session.get(LAST_USED, now) > settings.IDLE_SECONDS:
                logout(request)
            else:
                request.session[LAST_USED] = now
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
