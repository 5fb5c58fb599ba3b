"""One request of someone signed in: who looks, on which day, and the door in front of a page."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from mingdeng.access.inspecting import note_inspection
from mingdeng.access.policy import Target, Viewer, may, post_for, viewer_of
from mingdeng.access.queries import above_member, reaches
from mingdeng.accounts.backends import ONE
from mingdeng.accounts.models import User
from mingdeng.accounts.services import password_is_old
from mingdeng.daycount import SHANGHAI
from mingdeng.engine.inputs import Clocks
from mingdeng.journal.services import Actor

P = ParamSpec("P")
# What a view asks for stands on the view itself, for whoever lists the addresses.
DOOR = "door"
AS_OF, ACTING = "as_of", "acting_as"
# Of a page that knows only from its address which parameters it has, and refuses others itself.
ANY = ("*",)
# Further away no rule is known and no record is kept.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks, what day it is, and which day they ask about."""

    account: User
    viewer: Viewer
    now: datetime
    today: date
    as_of: date

    @property
    def previewing(self) -> bool:
        """Whether another day than today is shown."""
        return self.as_of != self.today

    @property
    def clocks(self) -> Clocks:
        """The day asked about, with everything recorded until now."""
        return Clocks(self.as_of)

    def may(self, action: str, thing: str, organization: uuid.UUID | None) -> bool:
        """Whether the viewer may do something to a thing of an organization."""
        return may(self.viewer, action, thing, Target(organization))

    def actor(self, action: str, thing: str, organization: uuid.UUID | None) -> Actor:
        """The viewer acting, in the post that allows it. Raises PermissionDenied."""
        if not self.may(action, thing, organization):
            raise PermissionDenied
        post = post_for(self.viewer, action, thing, organization)
        return Actor(self.account.id, post, self.now)

    def actor_for(self, action: str, thing: str, target: Target) -> Actor:
        """Likewise to a thing that may be one's own. Raises PermissionDenied."""
        if not may(self.viewer, action, thing, target):
            raise PermissionDenied
        post = post_for(self.viewer, action, thing, target.organization)
        return Actor(self.account.id, post, self.now)

    def link(self, path: str, **query: object) -> str:
        """An address that keeps the day asked about."""
        given = {name: str(value) for name, value in query.items() if value not in {None, ""}}
        if self.previewing:
            given[AS_OF] = self.as_of.isoformat()
        return f"{path}?{urlencode(given)}" if given else path

    def keep(self, url: str) -> str:
        """An address of ours, made to keep the day asked about."""
        if not self.previewing:
            return url
        return f"{url}{'&' if '?' in url else '?'}{urlencode({AS_OF: self.as_of.isoformat()})}"


View = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(
    action: str | None = None, thing: str = "", *, takes: Iterable[str] = (), own: bool = False
) -> Callable[[View[P]], Page[P]]:
    """A page for whoever may do something to a kind of thing; without one, for anyone signed in.

    `takes` are its parameters; any other is refused. The `own` pages are where someone puts
    their way of signing in right; until that is done nothing else opens.
    """
    allowed = frozenset((AS_OF, *takes))

    def around(view: View[P]) -> Page[P]:
        @wraps(view)
        def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            account = request.user
            if not isinstance(account, User):
                return to_sign_in(request)
            refuse_unknown(request.GET, request.GET if allowed >= {*ANY} else allowed)
            visit = visit_of(account, request.GET, request.session.get(ACTING, ""))
            wanting = None if own else wanting_of(request, visit)
            if wanting is not None:
                return _sent_to(request, reverse(wanting))
            if action is not None and not reaches(visit.viewer, action, thing):
                raise PermissionDenied
            if action == "read":
                note_inspection(visit.viewer, visit.now, kwargs.values())
            return view(request, visit, *args, **kwargs)

        setattr(inner, DOOR, {"for": "granted", "action": action, "object": thing})
        if action is None:
            setattr(inner, DOOR, {"for": "signed_in"})
        return inner  # type: ignore[return-value]  # wraps() keeps the view's own signature

    return around


def visit_of(account: User, query: QueryDict, acting: str = "") -> Visit:
    """Read the clock, once, the day asked about, and the post chosen. Raises BadRequest."""
    now = datetime.now(UTC)
    today = now.astimezone(SHANGHAI).date()
    as_of = day_in(query.get(AS_OF, "")) or today
    if not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        raise BadRequest(f"“{as_of}”太远，请填 {FIRST_YEAR} 至 {LAST_YEAR} 年之间的日期。")
    return Visit(account, viewer_of(account, today, id_in(acting)), now, today, as_of)


def day_in(text: str) -> date | None:
    """A day of a parameter, None where it is empty. Raises BadRequest."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"“{text[:20]}”不是日期，请写作 2026-11-22。") from None


def id_in(text: str) -> uuid.UUID | None:
    """An id of a parameter, None where it is empty. Raises BadRequest."""
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadRequest("地址中的编号不完整，请从页面上的链接进入。") from None


def refuse_unknown(given: QueryDict, allowed: Iterable[str]) -> None:
    """Raise BadRequest for a parameter the page does not have, or one given twice."""
    known = frozenset(allowed)
    for name in given:
        if name not in known:
            raise BadRequest(f"地址中有这个页面没有的参数“{name[:40]}”。")


def open_to_all(view: Page[P]) -> Page[P]:
    """A page in front of the door: it decides by itself what it shows to whom."""
    setattr(view, DOOR, {"for": "anyone"})
    return view


def wanting_of(request: HttpRequest, visit: Visit) -> str | None:
    """What someone must see to first: a factor their posts ask for, a password too old."""
    if request.session.get(BACKEND_SESSION_KEY) == ONE and above_member(visit.viewer):
        return "web:second-factor"
    return "web:password" if password_is_old(visit.account, visit.now) else None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where someone not signed in is sent; a part of a page asks for the whole page."""
    return _sent_to(request, settings.LOGIN_URL)


def _sent_to(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def found_or_404(found: Any) -> Any:
    """The first of a query; what is not visible is not there. Raises Http404."""
    from django.http import Http404

    one = found.first()
    if one is None:
        raise Http404
    return one
