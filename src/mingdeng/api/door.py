"""The door of each operation: token, scope, right and what may be sent, before anything is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router
from ninja.security import HttpBearer

from mingdeng.access.inspecting import note_inspection
from mingdeng.access.queries import reaches
from mingdeng.accounts.services import READ, SCOPES
from mingdeng.api.caller import ACTING, Caller, caller_in
from mingdeng.api.problems import Problem, Wrong
from mingdeng.files.guard import MAX_FILE
from mingdeng.intake.uploads import too_large_in

View = TypeVar("View", bound=Callable[..., Any])
Right = tuple[str, str]
JSON, FORM = "application/json", "multipart/form-data"
WRITES = frozenset({"POST", "PUT"})
NO_SCOPE = "这个令牌没有“{}”的范围，请换用有这个范围的令牌。"
TOLD_POST = "以何职务办理：职务的编号，见 /me；不写的按全部职务。"
ALWAYS = (400, 401, 403, 422, 429, 503)
ON_WRITING = (409, 413, 415)
# Beside what the API's own functions read: the same name given twice has no one meaning.
TWICE, UNKNOWN, NO_FIELD = "只能写一次。", "没有这个参数。", "没有这一项。"
TOO_LARGE = "超过 {} 兆字节，没有接收。"
# Every operation by its route and method, for whoever lists the addresses.
DOORS: dict[str, dict[str, "Door"]] = {}


class Needs(NamedTuple):
    """What one must be able to do to a kind of thing, and what the token must be for."""

    action: str = ""
    thing: str = ""
    scope: str = READ

    @property
    def right(self) -> Right:
        """The action and the thing."""
        return self.action, self.thing


class Bearer(HttpBearer):
    """The token in the header, never in an address; cookies say nothing here."""

    def __init__(self, door: "Door") -> None:
        self.door = door
        super().__init__()

    def __call__(self, request: HttpRequest) -> Caller:
        """Whoever may pass. Raises what the answer is made of."""
        return self.door.let_in(request)

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Not asked: everything is decided above."""


@dataclass
class Door:
    """What an operation asks for."""

    name: str
    method: str
    needs: Needs
    media: str
    queries: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()

    def let_in(self, request: HttpRequest) -> Caller:
        """The caller, where they may pass. Raises PermissionDenied, Wrong and as `caller_in`."""
        caller = caller_in(request)
        if not caller.has(self.needs.scope):
            raise PermissionDenied(NO_SCOPE.format(SCOPES[self.needs.scope]))
        if self.needs.action and not reaches(caller.viewer, *self.needs.right):
            raise PermissionDenied
        self._check_queries(request)
        if self.needs.action == "read" and request.resolver_match:
            about = request.resolver_match.kwargs.values()
            note_inspection(caller.viewer, caller.now, about, caller.token.id)
        if self.method in WRITES and self.media and request.content_type != self.media:
            raise Wrong(415, {"Content-Type": f"应为 {self.media}。"})
        if self.media == FORM:
            self._check_form(request)
        return caller

    def _check_form(self, request: HttpRequest) -> None:
        """Of a form: named fields and files and no others, none of them too large."""
        large = too_large_in(request) if request.FILES is not None else []
        if large:
            said = TOO_LARGE.format(MAX_FILE >> 20)
            raise Wrong(413, {name[:60]: said for name in large})
        beyond = [*(set(request.POST) - self.fields), *(set(request.FILES) - self.files)]
        many = {name: TWICE for name in request.POST if len(request.POST.getlist(name)) > 1}
        if beyond or many:
            raise Wrong(422, {**many, **{name[:40]: NO_FIELD for name in beyond}})

    def _check_queries(self, request: HttpRequest) -> None:
        wrong = {name[:40]: UNKNOWN for name in request.GET if name not in self.queries}
        many = {name: TWICE for name in request.GET if len(request.GET.getlist(name)) > 1}
        if wrong or many:
            raise Wrong(422, {**many, **wrong})

    @property
    def told(self) -> Mapping[str, Any]:
        """As `mingdeng permissions` lists it."""
        action, thing, scope = self.needs
        if not action:
            return {"for": "signed_in", "scope": scope}
        return {"for": "granted", "action": action, "object": thing, "scope": scope}


def operation(
    router: Router,
    route: str,
    told: str,
    answers: Any,
    needs: "Needs",
    *,
    status: int = 200,
) -> Callable[[View], View]:
    """An operation: "GET /records", what it is called, what it answers, what it asks for.

    Where it answers bytes, `answers` is their type.
    What a caller may do to the very thing asked for the operation looks at itself.
    """
    method, path = route.split(" ")

    def around(view: View) -> View:
        raw = answers if isinstance(answers, str) else ""
        media = JSON if method in WRITES else ""
        door = Door(view.__name__, method, needs, media)
        codes = {*ALWAYS, 404, *(ON_WRITING if method in WRITES else ())}
        router.api_operation(
            [method],
            path,
            auth=Bearer(door),
            response={status: None if raw else answers, frozenset(codes): Problem},
            operation_id=view.__name__,
            summary=told,
            description=told,
            openapi_extra=_extra(needs.scope, status, raw),
        )(view)
        made = cast("Any", view)._ninja_operation  # noqa: SLF001 - ninja leaves it there
        sources = {one.__ninja_param_source__: one for one in made.models}
        if "query" in sources:
            door.queries = frozenset(sources["query"].__ninja_flatten_map__)
        if sources.keys() & {"file", "form"}:
            door.media = FORM
            door.fields, door.files = _names(sources, "form"), _names(sources, "file")
        elif "body" not in sources:
            door.media = ""
        DOORS.setdefault(_route(path), {})[method] = door
        return view

    return around


def _route(path: str) -> str:
    """A path as Django writes it."""
    return path.lstrip("/").replace("{", "<").replace("}", ">")


def _names(sources: Mapping[str, Any], source: str) -> frozenset[str]:
    found = sources.get(source)
    if found is None:
        return frozenset()
    return frozenset(getattr(found, "__ninja_flatten_map__", found.model_fields))


def _extra(scope: str, status: int, raw: str) -> dict[str, Any]:
    acting = {
        "in": "header",
        "name": ACTING,
        "required": False,
        "description": TOLD_POST,
        "schema": {"type": "string", "format": "uuid"},
    }
    extra: dict[str, Any] = {"parameters": [acting], "x-scope": scope}
    if raw:
        content = {raw: {"schema": {"type": "string", "format": "binary"}}}
        extra["responses"] = {status: {"content": content}}
    return extra
