"""Every form of every page as a browser would find it: what it is sent to, and its fields."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

FIELDS = frozenset({"input", "select", "textarea", "button"})


class Rendered(NamedTuple):
    """One field of a form: how the form is sent, to which page, and what the field is called."""

    method: str
    page: str
    name: str


@dataclass
class _Form:
    method: str
    path: str
    names: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the forms of a page; a field outside of one belongs to the page itself."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.loose = _Form("get", path)
        self.forms = [self.loose]
        self.inside: _Form | None = None
        self.named: dict[str, _Form] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            action = given.get("action") or given.get("hx-post") or self.path
            self.inside = _Form((given.get("method") or "get").lower(), action)
            self.forms.append(self.inside)
            self.named[given.get("id") or ""] = self.inside
        elif tag in FIELDS and given.get("name"):
            form = self.named.get(given.get("form") or "", self.inside) or self.loose
            form.names.append(str(given["name"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None


def fields_on(path: str, html: str) -> Iterator[Rendered]:
    """The fields of one page."""
    reader = _Reader(path)
    reader.feed(html)
    for form in reader.forms:
        page = _page_of(form.path, path)
        for name in form.names:
            yield Rendered(form.method, page, name)


def walked(client: Client, paths: Iterable[str]) -> set[Rendered]:
    """The fields of all pages that open."""
    found: set[Rendered] = set()
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            found.update(fields_on(urlsplit(path).path, answer.content.decode()))
    return found


def _page_of(action: str, path: str) -> str:
    """The name of the page a form is sent to."""
    target = urlsplit(action).path or path
    try:
        return resolve(target).url_name or ""
    except Resolver404:
        return target
