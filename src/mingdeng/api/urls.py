"""Addresses of the API, each with the doors of its operations."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from mingdeng.api.door import DOORS
from mingdeng.api.problems import problem
from mingdeng.api.service import api

View = Callable[..., HttpResponse]
ANYONE = {"for": "anyone"}


def _guarded(pattern: URLPattern, route: str) -> URLPattern:
    """An address with its doors; nothing of it is stored, and a wrong method is told in words."""
    view: Any = pattern.callback

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        if response.status_code == 405:
            allow = ", ".join(sorted(response.headers["Allow"].split(", ")))
            response = problem(405, request.path)
            response.headers["Allow"] = allow
        response.headers["Cache-Control"] = "no-store"
        return response

    doors = {door.name: (method, door.told) for method, door in DOORS[route].items()}
    inner.doors = doors  # type: ignore[attr-defined]
    return path(route, csrf_exempt(inner), name=next(iter(doors)))


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """No such address, told as everything else here is."""
    return problem(404, request.path)


nothing.door = ANYONE  # type: ignore[attr-defined]


def _patterns() -> list[URLPattern]:
    found: dict[str, URLPattern] = {}
    for pattern in api.urls[0]:
        route = str(pattern.pattern).replace("<uuidstr:", "<uuid:")  # as ninja writes it
        if isinstance(pattern, URLPattern) and route in DOORS:
            found.setdefault(route, _guarded(pattern, route))
    return list(found.values())


app_name = "api"
# Also what has a line break in it, which no converter of Django takes.
urlpatterns = [*_patterns(), re_path(r"^[\s\S]*$", nothing, name="nothing")]
