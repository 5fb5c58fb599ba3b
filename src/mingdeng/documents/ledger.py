"""纪实 as the ledger of 三会一课, in the columns offices keep, so that our reader reads it back.

What the usual columns cannot carry without being read otherwise (decisions of several items,
a vote written in words) stands in the last column in full, and the usual one is left empty.
"""

import uuid
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from mingdeng.activities.models import Activity
from mingdeng.activities.said import Hosting, Item, Record
from mingdeng.activities.services import said_of
from mingdeng.documents.workbook import Cell, Sheet
from mingdeng.files.absences import read_absences
from mingdeng.files.agenda import agenda_items
from mingdeng.files.counts import read_votes
from mingdeng.files.people import read_names
from mingdeng.rulebook.vocabulary import vocabulary

COLUMNS = (
    *(("序号", 6), ("日期", 12), ("会议类别", 16), ("党组织", 24), ("党小组", 12)),
    *(("起止时间", 12), ("会议地点", 14), ("主持人", 9), ("记录人", 9), ("主讲人", 9)),
    *(("议题", 30), ("会议议程", 36), ("决议", 24), ("表决结果", 12), ("应到", 6), ("实到", 6)),
    *(("缺席人员及原因", 20), ("列席人员", 14), ("学时", 6), ("备注", 36)),
)
NOBODY = "无"
VOTES = ("赞成", "反对", "弃权")


@dataclass(frozen=True, slots=True)
class Line:
    """One activity as one of its hosts held it."""

    record: Record
    hosting: Hosting
    organization: str
    group: str


@dataclass(frozen=True, slots=True)
class Said:
    """Agenda, decision and vote as the columns hold them, and what they cannot hold."""

    agenda: str = ""
    decision: str = ""
    votes: str = ""
    rest: str = ""


def lines_of(one: Activity, seen: Container[uuid.UUID], only: uuid.UUID | None) -> Iterator[Line]:
    """One line for each host the reader may see: each keeps its own ledger."""
    record = said_of(one)
    for host, hosting in zip(one.hosts.all(), record.hosts, strict=True):
        if host.organization_id in seen and only in {None, host.organization_id}:
            group = host.group.name if host.group else ""
            yield Line(record, hosting, host.organization.full_name, group)


def ledger_rows(lines: Sequence[Line]) -> list[list[Cell]]:
    """The rows, the earliest first, as a ledger is kept."""
    ordered = sorted(lines, key=lambda one: (one.record.held_on, one.organization))
    return [list(_row(number, line)) for number, line in enumerate(ordered, start=1)]


def ledger_sheet(name: str, title: str, lines: Sequence[Line]) -> Sheet:
    """The sheet."""
    return Sheet(name, COLUMNS, ledger_rows(lines), title)


def _row(number: int, line: Line) -> Iterator[Cell]:
    record, hosting = line.record, line.hosting
    said, absent = _said(record), _absent(hosting)
    yield number
    yield _days(record)
    yield vocabulary().listed("kinds", record.kinds)
    yield line.organization
    yield line.group
    yield _times(record)
    yield from (record.place, record.chair, record.recorder, record.lecturer)
    yield from (record.topic, said.agenda, said.decision, said.votes)
    yield from ("" if one is None else one for one in (hosting.expected, hosting.present))
    yield absent
    yield _guests(record)
    yield f"{record.hours.normalize():f}" if record.hours else ""
    yield "\n".join(filter(None, (said.rest, _untold(record, hosting, absent))))


def _days(record: Record) -> str:
    day = record.held_on.isoformat()
    return f"{day}至{record.held_to.isoformat()}" if record.held_to else day


def _times(record: Record) -> str:
    if record.start is None:
        return ""
    return f"{record.start:%H:%M}" + (f"-{record.end:%H:%M}" if record.end else "")


def _said(record: Record) -> Said:
    """Agenda and decisions in their columns where they are read back as they are."""
    items = record.agenda
    if not items:
        return Said()
    agenda = _numbered(items)
    texts = tuple(item.text for item in items)
    last = items[-1]
    decided = [item for item in items if item.decision or _votes(item)]
    if agenda_items(agenda) == texts and decided in ([], [last]):
        said = Said(agenda, last.decision, _votes(last))
        if _read_votes(said) == (last.votes_for, last.votes_against, last.abstentions):
            return said
    # Without an agenda column nothing is said of the items, and nothing is read otherwise.
    return Said(rest="\n".join(_told(number, item) for number, item in enumerate(items, start=1)))


def _numbered(items: Sequence[Item]) -> str:
    """The items one under the other; a single one as it is where it is read so."""
    if len(items) == 1 and agenda_items(items[0].text) == (items[0].text,):
        return items[0].text
    return "\n".join(f"{number}.{item.text}" for number, item in enumerate(items, start=1))


def _votes(item: Item) -> str:
    counts = (item.votes_for, item.votes_against, item.abstentions)
    told = zip(VOTES, counts, strict=True)
    return "，".join(f"{word}{count}票" for word, count in told if count is not None)


def _read_votes(said: Said) -> tuple[int | None, int | None, int | None]:
    """The vote as it is read back: from its own column, else from words beside it."""
    found = (read_votes(text) for text in (said.votes, said.decision, said.agenda) if text)
    return next((one for one in found if one), (None, None, None))


def _told(number: int, item: Item) -> str:
    words = (item.text, f"决定：{item.decision}" if item.decision else "", _votes(item))
    return f"（{number}）{'；'.join(filter(None, words))}"


def _absent(hosting: Hosting) -> str:
    """Who was missing and why; 无 only where the numbers say that nobody was."""
    if not hosting.absent:
        everyone = hosting.expected is not None and hosting.expected == hosting.present
        return NOBODY if everyone else ""
    told = _who(hosting)
    read = sorted((one.name, one.reason or "") for one in read_absences(told).absences)
    return told if read == sorted((one.name, one.reason) for one in hosting.absent) else ""


def _who(hosting: Hosting) -> str:
    return "、".join(
        f"{one.name}（{one.reason}）" if one.reason else one.name for one in hosting.absent
    )


def _guests(record: Record) -> str:
    told = "、".join(record.guests)
    return told if read_names(told) == record.guests else ""


def _untold(record: Record, hosting: Hosting, absent: str) -> str:
    """Names that would be read otherwise than they are held."""
    missing = f"缺席：{_who(hosting)}" if hosting.absent and not absent else ""
    guests = f"列席：{'、'.join(record.guests)}" if record.guests and not _guests(record) else ""
    topics = dict.fromkeys(topic for item in record.agenda for topic in item.topics)
    named = vocabulary().listed("topics", topics)
    return "\n".join(filter(None, (missing, guests, f"专题：{named}" if named else "")))
