"""会议记录: what was recorded of an activity, for the files and for signing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mingdeng.activities.said import Hosting, Item, Record
from mingdeng.documents.word.blocks import (
    Block,
    ByHand,
    Gap,
    Heading,
    Labelled,
    Names,
    Paper,
    Text,
)
from mingdeng.documents.word.calling import record_name, when

# A heading is short; a longer item is a paragraph.
LONGEST_HEADING = 50
SIGNED_BY = ("主持人（签名）", "记录人（签名）")


@dataclass(frozen=True, slots=True)
class Attended:
    """A host with who was there, where that is known by name."""

    name: str
    hosting: Hosting
    present: Sequence[str] = ()


def minutes(record: Record, attended: Sequence[Attended], day: date) -> Paper:
    """The record of one activity."""
    title = ["、".join(host.name for host in attended), record_name(record.kinds)]
    blocks = [*_facts(record), *_attendance(attended), *_guests(record), Gap(), *_agenda(record)]
    return Paper(title, [*blocks, ByHand(SIGNED_BY)], day)


def _facts(record: Record) -> Iterator[Block]:
    yield Labelled("时间", when(record.held_on, record.held_to, record.start, record.end))
    named = (
        *(("地点", record.place), ("主持人", record.chair), ("记录人", record.recorder)),
        ("主讲人", record.lecturer),
        ("学时", f"{record.hours.normalize():f}" if record.hours else ""),
    )
    yield from (Labelled(label, text) for label, text in named if text)


def _attendance(attended: Sequence[Attended]) -> Iterator[Block]:
    several = len(attended) > 1
    for host in attended:
        if several:
            yield Labelled("组织", host.name)
        heads = _heads(host.hosting)
        if heads:
            yield Labelled("人数", heads)
        if host.present:
            yield Names("出席", host.present)
        if host.hosting.absent:
            yield Labelled(
                "缺席", units=[told_absent(a.name, a.reason) for a in host.hosting.absent]
            )


def told_absent(name: str, reason: str) -> str:
    """Someone missing, and why."""
    return f"{name}（{reason}）" if reason else name


def _heads(hosting: Hosting) -> str:
    counts = (("应到", hosting.expected), ("实到", hosting.present))
    return "，".join(f"{word}{count}人" for word, count in counts if count is not None)


def _guests(record: Record) -> Iterator[Block]:
    if record.guests:
        yield Names("列席", record.guests)


def _agenda(record: Record) -> Iterator[Block]:
    """The items with what was decided; the topic where there are none."""
    if not record.agenda:
        yield Text(record.topic or "没有记录议程。")
    for number, item in enumerate(record.agenda, start=1):
        yield Heading(item.text, number=number, plain=len(item.text) > LONGEST_HEADING)
        if item.decision:
            yield Text(f"决定：{item.decision}")
        votes = votes_of(item)
        if votes:
            yield Text(f"表决结果：{votes}")


def votes_of(item: Item) -> str:
    """How a vote came out, in words."""
    counts = (item.votes_for, item.votes_against, item.abstentions)
    told = zip(("赞成", "反对", "弃权"), counts, strict=True)
    return "，".join(f"{word}{count}票" for word, count in told if count is not None)
