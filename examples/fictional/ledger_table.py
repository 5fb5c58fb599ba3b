"""One table of meetings: which columns, in which order, and how each cell is spelled."""

from dataclasses import dataclass
from random import Random

from . import headings
from .entries import NO_SUCH_MONTH, UNKNOWN_KIND, MeetingEntry
from .grid import Value
from .model import Branch
from .office import Office, banded, date_hand, marked, name_bands
from .spelling.absences import AbsenceHand, spell_absences, spell_reasons
from .spelling.counts import spell_both, spell_count
from .spelling.dates import impossible_month, spell_date
from .spelling.kinds import UNKNOWN_KINDS, KindHand, spell_group, spell_kinds
from .spelling.numerals import chinese_number
from .spelling.persons import spell_name
from .styles import Hand
from .table import Column, Line

ATTENDANCE = ("expected", "present", "both", "absent", "absent_count", "reason")
EXTRAS = ("hours", "leaders", "photos", "uploaded")
DISPENSABLE = ("place", "recorder", "note", *EXTRAS)


@dataclass
class Block:
    """One table to be drawn; `branch` is None where a column says it."""

    entries: list[MeetingEntry]
    branch: Branch | None
    year: int
    month: int | None
    part: str
    hand: Hand
    year_shown: bool
    kind_column: bool = True

    @property
    def branch_column(self) -> bool:
        return self.branch is None or self.hand.branch_place == "column"


def ledger_columns(rng: Random, block: Block) -> list[Column]:
    """The headings of one table, left to right."""
    hand = block.hand
    columns = [
        Column(name, marked(hand, _heading(rng, hand, name))) for name in _fields(rng, block)
    ]
    return banded(hand, columns, _bands(rng, hand, [column.field for column in columns]))


def _fields(rng: Random, block: Block) -> list[str]:
    """Number and branch come first and remarks last; the rest follows the office's order."""
    hand = block.hand
    units = [["date"], _kind_unit(block), ["topic"], ["place"], ["chair", "recorder"]]
    units.append(_attendance(hand))
    if hand.extras == "some":
        units += [[name] for name in rng.sample(EXTRAS, 2)]
    if hand.order == "shuffled":
        rng.shuffle(units)
    elif hand.order == "kind_first":
        units[0], units[1] = units[1], units[0]
    head = ["seq", "branch"] if block.branch_column else ["seq"]
    return [*head, *(name for unit in units for name in unit), "note"]


def _kind_unit(block: Block) -> list[str]:
    if not block.kind_column:
        return []
    grouped = any(entry.activity.group for entry in block.entries)
    return ["kind", "group"] if block.hand.group_place == "column" and grouped else ["kind"]


def _attendance(hand: Hand) -> list[str]:
    counts = ["expected", "present"] if hand.count_cells == "apart" else ["both"]
    names = {"none": [], "columns": ["absent", "reason"], "count_only": ["absent_count"]}
    return counts + names.get(hand.absent, ["absent"])


def _heading(rng: Random, hand: Hand, name: str) -> str:
    aliases = {"both": hand.count_cells}
    if hand.absent == "columns":
        aliases["absent"] = "absent_names"
    words = headings.LEDGER[aliases.get(name, name)]
    heading = headings.choose_heading(rng, words, hand.headings)
    return headings.shaped(rng, heading, hand.heading_shape)


def _bands(rng: Random, hand: Hand, fields: list[str]) -> dict[str, str]:
    chosen = {"attendance": [name for name in fields if name in ATTENDANCE]}
    if rng.random() < 0.5:
        chosen["organizer"] = ["chair", "recorder"]
    if rng.random() < 0.5 and hand.order != "shuffled":
        chosen["meeting"] = [f for f in fields if f in ("date", "kind", "group", "topic", "place")]
    return name_bands(rng, hand, chosen)


def ledger_line(
    office: Office, block: Block, columns: list[Column], entry: MeetingEntry, number: int
) -> Line:
    """One meeting as this hand writes it; only the cells the table has columns for."""
    rng, hand, activity = office.rng, block.hand, entry.activity
    cells: dict[str, Value] = {
        "seq": number,
        "branch": office.branch_word(activity.branch, hand.branch_words),
        "date": _date(rng, block, entry),
        "kind": marked(hand, _kind(rng, hand, entry)),
        "group": spell_group(hand.group_words, activity.group) or None,
        "topic": marked(hand, _topic(hand, entry)),
        "place": activity.place,
        "chair": spell_name(rng, activity.chair.name, hand.name_spaces, hand.dot),
        "recorder": spell_name(rng, activity.recorder.name, hand.name_spaces, hand.dot),
        **_attendance_cells(rng, hand, entry),
        **_extra_cells(rng),
    }
    wanted = {column.field for column in columns}
    return Line({name: value for name, value in cells.items() if name in wanted}, entry)


def _date(rng: Random, block: Block, entry: MeetingEntry) -> Value:
    hand = date_hand(block.hand, meetings=True, year_shown=block.year_shown)
    if entry.fault == NO_SUCH_MONTH:
        return impossible_month(hand, entry.activity.on)
    return spell_date(rng, hand, entry.activity.on, entry.activity.start)


def _kind(rng: Random, hand: Hand, entry: MeetingEntry) -> str:
    if entry.fault == UNKNOWN_KIND:
        return rng.choice(UNKNOWN_KINDS)
    how = KindHand(hand.kinds, hand.joiner, hand.group_words, hand.group_place == "kind")
    return spell_kinds(rng, how, entry.activity.kinds, entry.activity.group)


def _topic(hand: Hand, entry: MeetingEntry) -> str:
    group = entry.activity.group
    if group is None or hand.group_place != "topic":
        return entry.activity.topic
    return f"第{chinese_number(group)}党小组:{entry.activity.topic}"


def _attendance_cells(rng: Random, hand: Hand, entry: MeetingEntry) -> dict[str, Value]:
    should, present, absent = entry.activity.should, entry.present, entry.activity.absent
    nobody = "" if present > should else hand.nobody
    how = AbsenceHand(hand.absent, nobody, hand.name_spaces, hand.dot)
    cells: dict[str, Value] = {
        "expected": spell_count(rng, hand.counts, should),
        "present": spell_count(rng, hand.counts, present),
        "reason": spell_reasons(absent) or None,
    }
    if hand.count_cells != "apart":
        cells["both"] = marked(hand, spell_both(hand.count_cells, hand.counts, should, present))
    if hand.absent != "none":
        name = "absent_count" if hand.absent == "count_only" else "absent"
        cells[name] = marked(hand, spell_absences(rng, how, absent)) or None
    return cells


def _extra_cells(rng: Random) -> dict[str, Value]:
    return {
        "hours": rng.choice((1, 1.5, 2)),
        "leaders": rng.choice(("无", "分管领导", None)),
        "photos": rng.randint(1, 6),
        "uploaded": rng.choice(("是", "否")),
    }
