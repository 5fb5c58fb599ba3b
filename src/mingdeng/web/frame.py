"""What stands around every page: the bar, the day, who is signed in."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mingdeng.access.policy import Viewer
from mingdeng.access.queries import reaches, role_labels
from mingdeng.engine.reasons import day_name
from mingdeng.web.visit import AS_OF, Visit

# Where, what it is called, what one must be able to read to have it in the bar.
ENTRIES = (
    ("web:today", "今天", None),
    ("web:duties", "履责", "board"),
    ("web:records", "纪实", "activity"),
    ("web:registers", "台账", "entry"),
    ("web:organizations", "组织", "organization"),
    ("web:imports", "导入", "import"),
    ("web:rules", "规则", "rule"),
    ("web:burden", "减负", "burden"),
)

# Administrators have these and no others.
ADMINISTRATION = (
    ("web:accounts", "账号", "account"),
    ("web:foundings", "开设", "founding"),
    ("web:journal", "日志", "journal"),
    ("web:outbox", "提醒发送", "delivery"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the bar."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around the content."""

    entries: list[Entry]
    name: str
    roles: str
    me: str
    acting: str
    may_choose: bool
    as_of: date
    as_of_text: str
    previewing: bool
    back_to_today: str
    kept: list[tuple[str, str]]
    latest: date
    administrator: bool
    demo: bool


def show(
    request: HttpRequest,
    visit: Visit,
    template: str,
    content: dict[str, object],
    status: int = 200,
) -> HttpResponse:
    """A page in its frame; a part of a page, asked for by htmx, has none."""
    context = {**content, "visit": visit, "frame": frame(request, visit)}
    return render(request, template, context, status=status)


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return bool(request.headers.get("HX-Request"))


def frame(request: HttpRequest, visit: Visit) -> Frame:
    """The frame of a request."""
    viewer = visit.viewer
    kept = [(name, request.GET.get(name, "")) for name in request.GET if name != AS_OF]
    person = getattr(visit.account, "person", None)
    return Frame(
        entries=[
            Entry(label, visit.link(reverse(name)), _is_here(request.path, reverse(name)))
            for name, label, thing in _entries_of(visit)
            if thing is None or reaches(viewer, "read", thing)
        ],
        name=person.name if person else visit.account.get_kind_display(),
        roles="、".join(role_labels(viewer)),
        me=visit.link(reverse("web:me")),
        acting=_acting(viewer),
        may_choose=len(viewer.posts) > 1,
        as_of=visit.as_of,
        as_of_text=day_name(visit.as_of),
        previewing=visit.previewing,
        back_to_today=_without_day(request.path, kept),
        kept=kept,
        latest=visit.today + timedelta(days=366 * 5),
        administrator=visit.account.is_administrator,
        demo=settings.DEMO,
    )


def first_page_of(visit: Visit) -> str:
    """Where an administrator begins: the first page they may see."""
    seen = (name for name, _, thing in ADMINISTRATION if reaches(visit.viewer, "read", thing))
    return reverse(next(seen, "web:me"))


def _entries_of(visit: Visit) -> tuple[tuple[str, str, str | None], ...]:
    return ADMINISTRATION if visit.account.is_administrator else ENTRIES


def _acting(viewer: Viewer) -> str:
    """The role chosen to act in; empty where all the posts count."""
    return next(iter(role_labels(viewer, viewer.acting)), "") if viewer.acting else ""


def _is_here(path: str, entry: str) -> bool:
    if entry == reverse("web:registers"):
        return path.startswith((entry, "/entries/"))
    return path == entry if entry == reverse("web:today") else path.startswith(entry)


def _without_day(path: str, kept: list[tuple[str, str]]) -> str:
    from urllib.parse import urlencode

    return f"{path}?{urlencode(kept)}" if kept else path
