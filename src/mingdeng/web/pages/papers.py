"""What pages show as Word papers: the same queries, in the forms offices file."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date

from django.core.exceptions import BadRequest
from django.http import QueryDict

from mingdeng.access.queries import below, organizations, posts_to
from mingdeng.activities.models import Activity, Host
from mingdeng.activities.queries import activities
from mingdeng.activities.said import Absent, Hosting
from mingdeng.activities.services import said_of
from mingdeng.assessments.wanting import SOON
from mingdeng.daycount import local_day
from mingdeng.documents.matters import Matter
from mingdeng.documents.ruletexts import packs_for, whole
from mingdeng.documents.standing import Standing
from mingdeng.documents.word import Paper, word_file
from mingdeng.documents.word.calling import called
from mingdeng.documents.word.calls import Sheet, Signing, notice, sign_in
from mingdeng.documents.word.filling import (
    Filling,
    minutes_filling,
    notice_filling,
    sign_in_filling,
)
from mingdeng.documents.word.lists import (
    Held,
    Line,
    OnRoll,
    Open,
    Term,
    open_duties,
    records,
    roster,
    terms,
)
from mingdeng.documents.word.making import made
from mingdeng.documents.word.minutes import Attended, minutes
from mingdeng.documents.word.person import Span, member_sheet
from mingdeng.engine.verdicts import DUE, OVERDUE
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import Organization, Post
from mingdeng.rulebook.formulas import answer
from mingdeng.rulebook.model import Rulebook
from mingdeng.stationery.models import Template
from mingdeng.web.forms import Participant, RecordForm
from mingdeng.web.pages.board import Board
from mingdeng.web.pages.committee import BRANCHES
from mingdeng.web.pages.exporting import Download
from mingdeng.web.pages.life import invited_to
from mingdeng.web.pages.listing import choices_of, filters_of, narrowed
from mingdeng.web.pages.recording import participants
from mingdeng.web.pages.tree import Held as HeldAbout
from mingdeng.web.pages.tree import Place, tree_page
from mingdeng.web.visit import Visit

# A list longer than this is for a spreadsheet.
MOST = 2_000
TERM = "term.expiry"
Kind = Template.Kind
SECTIONS = ((OVERDUE, "未履行"), (SOON, "将到期"), (DUE, "本期待履行"))


def minutes_of(visit: Visit, one: Activity) -> Download:
    """会议记录 of an activity; who was there by name where the roll and the numbers agree."""
    record = said_of(one)
    attended = [
        Attended(_whose(host), hosting, _present(_expected(visit, one, host), hosting))
        for host, hosting in zip(one.hosts.all(), record.hosts, strict=True)
    ]
    paper = minutes(record, attended, visit.as_of)
    filling = minutes_filling(record, attended, visit.as_of)
    return _on_own_page(one, Kind.MINUTES, paper, filling)


def sign_in_of(visit: Visit, one: Activity) -> Download:
    """签到表 of an activity or a plan."""
    record = said_of(one)
    sheets = [
        Sheet(_whose(host), hosting.expected, _signing(_expected(visit, one, host), hosting))
        for host, hosting in zip(one.hosts.all(), record.hosts, strict=True)
    ]
    paper = sign_in(record, sheets, visit.as_of)
    filling = sign_in_filling(record, sheets, visit.as_of)
    return _on_own_page(one, Kind.SIGN_IN, paper, filling)


def notice_of_plan(visit: Visit, one: Activity) -> Download:
    """会议通知 of a plan, of the day it went out."""
    day = local_day(one.notified_at) if one.notified_at else visit.today
    names = [_whose(host) for host in one.hosts.all()]
    said = (said_of(one), names, invited_to(one), day)
    return _on_own_page(one, Kind.NOTICE, notice(*said), notice_filling(*said))


def open_of(visit: Visit, page: Board, under: Sequence[Standing], whose: str) -> Download:
    """What is open for an organization, and for the branches under it."""
    matters: list[Matter] = [matter for matter, _ in page.open]
    matters += [matter for one in under if one.kind in BRANCHES for matter in one.matters]
    # What only waits for its period to go by is told of one's own place, as on the page.
    wanted = SECTIONS[:2] if under else SECTIONS
    sections = [(word, _open(matters, state)) for state, word in wanted]
    if sum(len(some) for _, some in sections) > MOST:
        raise BadRequest(f"超过 {MOST} 项，一份文件放不下，请导出 Excel，或按下级组织分别导出。")
    return _download(open_duties(whose, sections, visit.as_of, below=bool(under)), visit.as_of)


def roster_of(visit: Visit, page: Place) -> Download:
    """党员名册 of one organization, without the fields only some may read."""
    people = [
        OnRoll(
            name=member.person.name,
            gender=member.person.gender,
            status=str(member.person.get_status_display()),
            joined=member.person.joined,
            converted=member.person.converted,
            titles=titles,
            group=member.group.name if member.group else "",
        )
        for member, titles in page.members
    ]
    paper = roster(page.organization.full_name, people, visit.as_of, own=page.only_own)
    return _download(paper, visit.as_of)


def terms_of(visit: Visit, whose: Organization) -> Download:
    """任期台账 of an organization and of those under it."""
    under = set(below(whose.id))
    places = [node.organization for node in tree_page(visit) if node.organization.id in under]
    seen = posts_to(visit.viewer, "read").filter(in_force(visit.as_of))
    held = list(seen.filter(organization__in=[one.id for one in places]))
    order = {one.id: number for number, one in enumerate(places)}
    ranks = list(Post.Kind.values)
    held.sort(key=lambda post: (order[post.organization_id], ranks.index(post.kind)))
    book = whole(packs_for(visit.viewer, visit.as_of))
    found = [_term(book, one, held) for one in places if one.elected or one.id == whose.id]
    rows = [Held(p.organization.name, p.title, p.person.name, p.since) for p in held]
    return _download(terms(whose.full_name, found, rows, visit.as_of), visit.as_of)


def sheet_of(visit: Visit, held: HeldAbout) -> Download:
    """党员信息表 of someone, with the fields the viewer may read."""
    spans = [
        Span(one.branch.full_name, one.group.name if one.group else "", one.since, one.until)
        for one in held.memberships
    ]
    posts = [
        Span(one.organization.full_name, one.title, one.since, one.until) for one in held.posts
    ]
    paper = member_sheet(held.fields, spans, posts, visit.as_of)
    return Download(_name(f"{held.person.name}党员信息表", visit.as_of), word_file(paper))


def records_of(visit: Visit, given: QueryDict) -> Download:
    """纪实 as listed."""
    wanted = narrowed(visit, given)
    found = activities(visit.viewer, wanted)
    if found.count() > MOST:
        raise BadRequest(f"符合的记录超过 {MOST} 条，一份文件放不下，请按组织或时间缩小范围。")
    seen = organizations(visit.viewer, "read", "activity")
    names = dict(seen.values_list("id", "full_name"))
    whose = names.get(wanted.organization, "") if wanted.organization else ""
    chosen = "，".join(choices_of(visit, filters_of(given)).said)
    lines = [_line(one, set(names)) for one in reversed(found)]
    return _download(records(whose, chosen, lines, visit.as_of), visit.as_of)


def _on_own_page(one: Activity, kind: str, paper: Paper, filling: Filling) -> Download:
    """On the template of the organization that holds the activity, where there is one."""
    places = [host.organization_id for host in one.hosts.all()]
    name = _name("".join(paper.title), one.held_on)
    return Download(name, made(places, kind, paper, filling))


def _download(paper: Paper, day: date) -> Download:
    return Download(_name("".join(paper.title), day), word_file(paper))


def _name(title: str, day: date) -> str:
    return f"{title}（{day}）.docx"


def _whose(host: Host) -> str:
    return f"{host.organization.full_name}{host.group.name if host.group else ''}"


def _expected(visit: Visit, one: Activity, host: Host) -> list[Participant]:
    """Who was or is expected of a host; nobody where the viewer does not keep the roll."""
    group = str(host.group_id) if host.group_id else ""
    form = RecordForm({"held_on": one.held_on.isoformat(), "group": group}, list(one.kinds))
    return participants(visit, host.organization, form)


def _present(expected: Sequence[Participant], hosting: Hosting) -> list[str]:
    """Everyone expected who was not missing, if that is as many as were counted."""
    away = {_key(one) for one in hosting.absent}
    there = [one.name for one in expected if not {one.id, one.name} & away]
    return there if there and len(there) == hosting.present else []


def _key(absent: Absent) -> str:
    return str(absent.person) if absent.person else absent.name


def _signing(expected: Sequence[Participant], hosting: Hosting) -> list[Signing]:
    why = {_key(one): one.reason or "未写明原因" for one in hosting.absent}
    return [
        Signing(one.name, one.note, why.get(one.id) or why.get(one.name, "")) for one in expected
    ]


def _open(matters: Sequence[Matter], state: str) -> list[Open]:
    return [
        Open(one.organization_name, one.label, one.period, one.sentence, one.due)
        for one in sorted(matters, key=lambda one: one.order)
        if one.state == state
    ]


def _term(book: Rulebook, one: Organization, held: Sequence[Post]) -> Term:
    here = (post for post in held if post.organization_id == one.id)
    secretary = next((p.person.name for p in here if p.kind == Post.Kind.SECRETARY), "")
    return Term(one.name, one.elected, _expires(book, one), secretary)


def _expires(book: Rulebook, one: Organization) -> date | None:
    """When the term ends, as the rules have it; None where they have no term for its kind."""
    formula = book.formulas[TERM]
    kinds = {value for field in formula.inputs for value, _ in field.choices}
    if one.elected is None or one.kind not in kinds:
        return None
    found = answer(formula, {"kind": one.kind, "elected_on": one.elected.isoformat()}, book)
    expires = found.outputs["expires_on"]
    return expires if isinstance(expires, date) else None


def _line(one: Activity, seen: set[uuid.UUID]) -> Line:
    hosts = [host for host in one.hosts.all() if host.organization_id in seen]
    return Line(
        held_on=one.held_on,
        kinds=called(one.kinds),
        organizations="、".join(_short(host) for host in hosts),
        said=one.topic or "—",
        expected="、".join(_heads(host.expected for host in hosts)),
        present="、".join(_heads(host.present for host in hosts)),
    )


def _short(host: Host) -> str:
    return f"{host.organization.name}{host.group.name if host.group else ''}"


def _heads(counts: Iterator[int | None]) -> Iterator[str]:
    return ("—" if count is None else str(count) for count in counts)
