"""One part of a list at a time, and the address of the next."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest

from mingdeng.api.shapes.types import MOST_PAGES, Listed, Paged

T = TypeVar("T")
M = TypeVar("M")


def listed(
    request: HttpRequest,
    found: Any,
    asked: Paged,
    shape: type[Listed[T]],
    show: Callable[[M], T],
) -> Listed[T]:
    """A page of a query or a list; nothing is counted, one more than is shown tells of the next."""
    first = (asked.page - 1) * asked.limit
    rows: Sequence[M] = list(found[first : first + asked.limit + 1])
    more = len(rows) > asked.limit and asked.page < MOST_PAGES
    following = _next(request, asked) if more else None
    return shape(items=[show(one) for one in rows[: asked.limit]], next=following)


def _next(request: HttpRequest, asked: Paged) -> str:
    query = request.GET.copy()
    query["page"] = str(asked.page + 1)
    return f"{request.path}?{query.urlencode()}"
