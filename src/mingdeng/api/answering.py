"""From what is raised to what is answered."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from mingdeng.accounts.services import TokenInvalid, TooSoon
from mingdeng.activities import services as activities
from mingdeng.activities.models import Activity
from mingdeng.api.caller import NO_TOKEN, NoToken
from mingdeng.api.problems import NotNow, Wrong, broken, problem
from mingdeng.api.shapes.records import record_out
from mingdeng.assessments import services as assessments
from mingdeng.intake import services as intake
from mingdeng.journal.services import KeyUsedOtherwise
from mingdeng.registers import values as registers
from mingdeng.roster import services as roster

Handler = Callable[[HttpRequest, Any], HttpResponse]
USED = "这个 Idempotency-Key 已经用于别的操作，请换一个。"
STALE = "别人刚刚改过，您提交的没有保存。"
COMPARE = "请比较 current 和 sent，改好后写上 current 里的 version 再提交。"
LOCKED = "已经确认或撤回，不能再改。"
UNDECIDED = "还有没有决定的行。"
NOT_JSON = "请求的内容不是 JSON。"
OUTDATED = "有内容在预览之后改过，已重新比对，请再看一遍预览。"
# What is wrong with a field, by what pydantic calls it; what stands in {} comes with it.
WORDS: Mapping[str, str] = {
    "missing": "必须填写。",
    "extra_forbidden": "没有这一项。",
    "string_type": "应为文字。",
    "string_too_long": "不超过{max_length}字。",
    "string_too_short": "至少{min_length}字。",
    "list_type": "应为列表。",
    "too_long": "不超过{max_length}项。",
    "too_short": "至少{min_length}项。",
    "int_type": "应为整数。",
    "int_parsing": "应为整数。",
    "bool_type": "应为 true 或 false。",
    "greater_than_equal": "不小于{ge}。",
    "less_than_equal": "不大于{le}。",
    "literal_error": "应为其中之一：{expected}。",
    "uuid_parsing": "不是编号。",
    "uuid_type": "不是编号。",
    "model_type": "应为对象。",
    "model_attributes_type": "应为对象。",
    "dict_type": "应为对象。",
    "value_error": "{error}",
}
OTHERWISE = "不合要求。"


def install(api: NinjaAPI) -> None:
    """Teach an API to answer everything its rooms raise."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _plain(status: int, **said: Any) -> Handler:
    return lambda request, error: problem(status, request.path, **said)  # noqa: ARG005


def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    said = {"do": str(error)} if str(error) else {}
    return problem(403, request.path, **said)


def _too_soon(request: HttpRequest, error: TooSoon) -> HttpResponse:
    response = problem(429, request.path)
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    del error
    response = problem(503, request.path, kept="不知道是否已经保存。")
    response.headers["Retry-After"] = "10"
    return response


def _wrong(request: HttpRequest, error: Wrong) -> HttpResponse:
    return problem(error.status, request.path, fields=error.fields)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, request.path, fields=error.problems)


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    # A refusal that names its fields is about what was sent, another about how things stand.
    if getattr(error, "problems", None):
        return _invalid(request, error)
    return problem(409, request.path, code="refused", what=str(error))


def _stale(request: HttpRequest, error: Any) -> HttpResponse:
    """Both texts: who comes second decides knowingly."""
    said = {"current": _as_it_stands(error.current), "sent": sent_in(request)}
    return problem(409, request.path, code="stale", what=STALE, do=COMPARE, **said)


def _as_it_stands(current: Any) -> dict[str, Any]:
    if isinstance(current, Mapping):
        return dict(current)
    if isinstance(current, Activity):
        return record_out(current).model_dump()
    fields = current._meta.concrete_fields  # noqa: SLF001 - Django's documented way
    hidden = {"account", "requested_by", "decided_by", "answered_by", "asked_by", "final_by"}
    return {one.attname: getattr(current, one.attname) for one in fields if one.name not in hidden}


def sent_in(request: HttpRequest) -> dict[str, Any]:
    """The object that was sent; empty where it was none."""
    try:
        found = json.loads(request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    del error  # the parser's English
    return problem(400, request.path, what=NOT_JSON)


def _fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, request.path, fields={_place(one): _words(one) for one in error.errors})


def _place(error: Mapping[str, Any]) -> str:
    """Where: hosts.0.organization of a body, the name of a parameter."""
    source, *loc = error["loc"]
    inside = loc[1:] if source == "body" and len(loc) > 1 else loc[-1:]
    return ".".join(map(str, inside)) or source


def _words(error: Mapping[str, Any]) -> str:
    words = WORDS.get(error["type"], OTHERWISE)
    try:
        return words.format(**error.get("ctx", {}))
    except KeyError:
        return OTHERWISE


def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return problem(getattr(error, "status", 400), request.path)


def _undecided(request: HttpRequest, error: intake.Undecided) -> HttpResponse:
    return problem(409, request.path, code="undecided", what=UNDECIDED, do=str(error))


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    del error
    return broken(request.path)


_key_used = _plain(409, code="key_used", what=USED, do="请换一个 Idempotency-Key 再提交。")
_locked = _plain(409, code="locked", what=LOCKED)
_no_token = _plain(401, what=NO_TOKEN)
_too_large = _plain(413)
HANDLERS: Mapping[type[Exception], Handler] = {
    Exception: _broken,
    Http404: _plain(404),
    PermissionDenied: _denied,
    BadRequest: _plain(400),
    MultiPartParserError: _plain(400, what="请求的内容不是完整的表单。"),
    HttpError: _unreadable,
    ValidationError: _fields,
    NoToken: _no_token,
    TokenInvalid: _plain(401),
    TooSoon: _too_soon,
    Wrong: _wrong,
    NotNow: _refused,
    RequestDataTooBig: _too_large,
    TooManyFieldsSent: _too_large,
    TooManyFilesSent: _too_large,
    SuspiciousOperation: _suspicious,
    OperationalError: _busy,
    IntegrityError: _plain(409),
    KeyUsedOtherwise: _key_used,
    activities.Invalid: _invalid,
    activities.Stale: _stale,
    activities.Locked: _locked,
    activities.Refused: _refused,
    assessments.Invalid: _invalid,
    assessments.Refused: _refused,
    assessments.Stale: _stale,
    registers.Invalid: _invalid,
    roster.Refused: _refused,
    roster.Stale: _stale,
    intake.Refused: _refused,
    intake.Undecided: _undecided,
    intake.Outdated: _plain(409, code="outdated", what=OUTDATED),
}
