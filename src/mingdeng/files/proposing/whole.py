"""One proposal for each meeting of a text."""

import re
from collections.abc import Iterable
from datetime import date

from mingdeng.files.context import organization_in
from mingdeng.files.counts import read_attendance
from mingdeng.files.minuteslines import Piece
from mingdeng.files.proposing.agenda import read_agenda
from mingdeng.files.proposing.heads import read_heads
from mingdeng.files.proposing.kinds import read_kinds_of
from mingdeng.files.proposing.meetings import Line, Meeting, Value, meetings_of
from mingdeng.files.proposing.people import read_guests, read_people
from mingdeng.files.proposing.place import read_place
from mingdeng.files.proposing.said import Findings, Proposal, Read, ReadItem
from mingdeng.files.proposing.when import read_when
from mingdeng.files.text import plain
from mingdeng.rulebook.vocabulary import vocabulary

_HOURS = re.compile(r"(\d{1,3}(?:\.\d)?)\s*(?:个)?(?:学时|课时)?")


def proposals_of(pieces: Iterable[Piece], file: str) -> list[Proposal]:
    """The meetings of a text as they could be recorded; [] where there is none at all."""
    found = [_proposal(meeting) for meeting in meetings_of(pieces, file)]
    return [one for one in found if one.fields or one.kinds or one.agenda or one.absent]


def _proposal(meeting: Meeting) -> Proposal:
    found = Findings()
    kinds = read_kinds_of(meeting, found)
    read_when(meeting, found)
    read_place(meeting, found)
    read_people(meeting, found)
    _read_hours(meeting, found)
    _read_organization(meeting, found)
    absent = read_heads(meeting, found)
    agenda = read_agenda(meeting, found)
    _compare_votes(agenda, found)
    return Proposal(
        title=_title(kinds, found),
        kinds=kinds,
        fields=found.fields,
        absent=absent,
        guests=read_guests(meeting, found),
        agenda=agenda,
        doubts=tuple(found.doubts),
    )


def _title(kinds: tuple[Read, ...], found: Findings) -> str:
    """How a meeting is told from another one of the same text."""
    names = "、".join(vocabulary().label("kinds", one.value) for one in kinds) or "类别不明"
    read = found.fields.get("held_on")
    if read is None:
        return f"{names}，日期不明"
    day = date.fromisoformat(read.value)
    return f"{names}，{day.year}年{day.month}月{day.day}日"


def _read_hours(meeting: Meeting, found: Findings) -> None:
    reads = []
    for value in meeting.values("hours"):
        match = _HOURS.fullmatch(plain(value.text))
        if match:
            reads.append(value.read(match[1]))
    found.settle("hours", "学时", reads)


def _read_organization(meeting: Meeting, found: Findings) -> None:
    sources: list[Value | Line] = [*meeting.values("organization"), *meeting.titles]
    for source in sources:
        name = organization_in(source.text)
        if name is None and isinstance(source, Value) and len(source.text) <= 60:
            name = plain(source.text)
        if name:
            found.fields["organization"] = source.read(name)
            return


def _compare_votes(agenda: tuple[ReadItem, ...], found: Findings) -> None:
    """Votes that are not as many as the people there who may vote are told."""
    read = found.fields.get("present")
    in_all = found.voters or (int(read.value) if read else None)
    for item in agenda:
        votes = item.votes
        there = (read_attendance(votes.words).present if votes else None) or in_all
        if votes is None or there is None:
            continue
        numbers = (votes.in_favour, votes.against, votes.abstaining)
        cast = sum(number or 0 for number in numbers)
        if cast > there or (None not in numbers and cast != there):
            name = item.text.value[:20]
            told = f"议题“{name}”共 {cast} 票，与到会 {there} 人不一致，请核对。"
            found.doubt("agenda", told, votes.words)
