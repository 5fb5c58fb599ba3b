"""What goes wrong, as JSON: what, where, what was kept, what to do (RFC 9457)."""

import json
import logging
import secrets
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from pydantic import BaseModel, Field

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
KEPT = "没有改动任何内容。"


class Problem(BaseModel):
    """An answer that says why something was not done."""

    status: int
    code: str = Field(description="给程序用的代号")
    what: str = Field(description="出了什么问题")
    where: str = Field(description="哪个地址")
    kept: str = Field(description="留下了什么")
    do: str = Field(description="可以怎么做")
    fields: dict[str, str] | None = Field(None, description="哪一项有什么问题")
    current: dict[str, Any] | None = Field(None, description="现在保存的内容")
    sent: dict[str, Any] | None = Field(None, description="您提交的内容")


class Wrong(Exception):
    """Something sent cannot stand, by field, in words."""

    def __init__(self, status: int, fields: Mapping[str, str]) -> None:
        self.status, self.fields = status, dict(fields)
        super().__init__("；".join(self.fields.values()))


class NotNow(Exception):
    """Something does not fit with how things stand, in words."""


# Code, what happened, and what to do about it, by status.
SAID: Mapping[int, tuple[str, str, str]] = {
    400: ("bad_request", "这个请求不能理解。", "请按接口说明改正请求。"),
    401: ("no_token", "没有有效的访问令牌。", "请在请求头写 Authorization: Bearer 令牌。"),
    403: ("denied", "这里不在您的权限内。", "请由有这项权限的人办理，或换用范围足够的令牌。"),
    404: ("not_found", "没有这项内容。", "地址可能不完整，或者内容不在您能看到的范围内。"),
    405: ("no_such_method", "这个地址不能这样使用。", "请按接口说明选择方法。"),
    409: ("conflict", "与现在的情况不符。", "请读取现在的内容，再决定怎么办。"),
    413: ("too_large", "内容太多。", "请减少内容，分几次提交。"),
    415: ("wrong_type", "内容的格式不对。", "请按接口说明写 Content-Type。"),
    422: ("invalid", "有的内容不能采用。", "请按 fields 逐项改正后再提交。"),
    429: ("too_soon", "错误的令牌试得太多。", "请过 Retry-After 所写的秒数再试。"),
    500: ("broken", "系统出错了。", "请稍后再试；还是不行，请把编号告诉管理员。"),
    503: ("busy", "系统正忙，没有得到保存成功的确认。", "请稍后用同一个 Idempotency-Key 再提交。"),
}


def problem(status: int, path: str, **said: Any) -> HttpResponse:
    """An answer of a status; `said` is what is special about it."""
    code, what, do = SAID[status]
    usual = {"code": code, "what": what, "kept": KEPT, "do": do}
    body = Problem.model_validate({"status": status, "where": path, **usual, **said})
    text = json.dumps(body.model_dump(exclude_none=True), cls=DjangoJSONEncoder, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def broken(path: str) -> HttpResponse:
    """An error of ours, with a number for the operator and nothing of what it was about."""
    number = secrets.token_hex(4)
    logger.exception("api error %s", number)
    return problem(500, path, what=f"系统出错了，编号 {number}。", kept="这一次操作没有保存。")
