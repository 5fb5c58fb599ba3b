"""The API as a whole: its rooms, and its description as OpenAPI 3.1."""

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from mingdeng.api.answering import install
from mingdeng.api.door import Needs, operation
from mingdeng.api.operations import (
    corrections,
    duties,
    files,
    import_ends,
    imports,
    me,
    people,
    place_edits,
    places,
    plans,
    posts,
    records,
    registers,
    rules,
    search,
    statements,
    waivers,
)
from mingdeng.api.problems import MEDIA_TYPE

VERSION, PREFIX = "1", "/api/v1/"
ABOUT = "页面上能看能做的，程序也能看能做：同样的权限，同样的日志。用法见文档“接口”一页。"
RETRY = {"Retry-After": {"description": "过多少秒再试", "schema": {"type": "string"}}}


class Api(NinjaAPI):
    """An API whose problems are described as what they are."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description; no page that shows it is served, none is fetched from elsewhere."""
        del path_prefix, path_params
        schema = super().get_openapi_schema(path_prefix=PREFIX)
        for path in schema["paths"].values():
            for one in path.values():
                _describe(one["responses"])
        return schema


def _describe(responses: dict[int, Any]) -> None:
    for status, said in responses.items():
        if status >= 400:
            said["content"] = {MEDIA_TYPE: said["content"]["application/json"]}
        if status in {429, 503}:
            said["headers"] = RETRY


api = Api(
    title="明灯",
    version=VERSION,
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
)
install(api)
own = Router(tags=["接口"])


@operation(own, "GET /openapi.json", "这个接口的说明（OpenAPI 3.1）", dict[str, Any], Needs())
def openapi(request: HttpRequest) -> HttpResponse:
    """What there is, for programs that make clients."""
    del request
    return HttpResponse(_description(), content_type="application/json")


@cache
def _description() -> str:
    """Made once: it takes a second, and is always the same."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False)


ROOMS = (
    *(duties, records, registers, files, plans, statements, waivers, corrections),
    *(places, place_edits, people, posts, imports, import_ends, me, rules, search),
)
# Operations on one path stand in one router, whichever rooms they are of.
for router in dict.fromkeys(room.router for room in ROOMS):
    api.add_router("", router)
api.add_router("", own)
