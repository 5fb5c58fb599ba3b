"""What went wrong, in plain Chinese: what, where, what was kept, what to do."""

import logging
import secrets
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mingdeng.intake.uploads import TooLarge

logger = logging.getLogger(__name__)
NOT_FOUND = ("没有这个页面", "地址可能不完整，或者内容不在您能看到的范围内。没有改动任何内容。")
DENIED = ("这里不在您的权限内", "您的职务不包含这项操作。没有改动任何内容。")
STALE_FORM = ("这一页放得太久了", "内容没有保存。请返回上一页，刷新后再提交。")
BROKEN = ("系统出错了", "这一次操作没有保存。请稍后再试；还是不行，请把编号告诉管理员。")
TOO_LARGE = "内容太多"
TOO_LONG = "表单里的内容超过了限度，没有保存。请缩短后再提交。"
TOO_MANY_FILES = f"一次最多上传 {settings.DATA_UPLOAD_MAX_NUMBER_FILES} 个文件，没有接收。"
BUSY = (
    "系统正忙",
    "没有得到保存成功的确认。请稍后刷新看一看，再提交一次；同一张表单不会重复保存。",
)
WRONG_REQUEST = "这个请求不能理解"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: an unknown or malformed parameter; 413 where it was too much."""
    if isinstance(exception, TooLarge):
        return _show(request, exception.status, TOO_LARGE, f"{exception}没有改动任何内容。")
    if isinstance(exception, TooManyFilesSent):
        return _show(request, 413, TOO_LARGE, TOO_MANY_FILES)
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _show(request, 413, TOO_LARGE, TOO_LONG)
    return _show(request, 400, WRONG_REQUEST, f"{exception}没有改动任何内容。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not visible."""
    del exception  # says nothing a visitor may read
    return _show(request, 404, *NOT_FOUND)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: visible, but not allowed."""
    del exception
    return _show(request, 403, *DENIED)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the token of a form is missing or old."""
    del reason
    return _show(request, 403, *STALE_FORM)


def broken(request: HttpRequest) -> HttpResponse:
    """500: an error of ours, with a number for the operator; 503 where the database is busy."""
    number = secrets.token_hex(4)
    if isinstance(sys.exc_info()[1], OperationalError):
        logger.error("busy %s", number)
        response = _show(request, 503, *BUSY)
        response.headers["Retry-After"] = "10"
        return response
    logger.error(
        "error %s at %s", number, request.resolver_match and request.resolver_match.view_name
    )
    return _show(request, 500, BROKEN[0], f"{BROKEN[1]}编号 {number}。")


def cannot(request: HttpRequest, title: str, text: str) -> HttpResponse:
    """503: the server lacks something this needs; the text says what, and what supplies it."""
    return _show(request, 503, title, f"{text}没有改动任何内容。")


def _show(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "web/error.html", {"title": title, "text": text}, status=status)
