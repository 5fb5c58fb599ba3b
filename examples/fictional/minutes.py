"""Word minutes in the forms offices keep: tables of several shapes, and plain paragraphs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table, _Cell

from .minutes_plan import Minutes
from .model import COMMITTEE_MEETING, Person
from .office import Office, marked
from .spelling.absences import AbsenceHand, spell_absences
from .spelling.dates import WEEKDAYS, spoken_time
from .spelling.kinds import KindHand, spell_kinds
from .styles import Hand
from .writers.frozen import freeze

FORMS = ("table", "wide_table", "paragraphs", "two_columns")
AUTHOR = "机关党委办公室"
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
# Plain styles leave names out or count heads; minutes always name who was away.
NAMELESS = {"none": "bracket", "count_only": "names", "columns": "bracket"}


@dataclass(frozen=True)
class Facts:
    """One meeting in words, ready for any layout."""

    title: str
    kind: str
    when: str
    has_end: bool
    absent: str
    guest: str
    decision: str


def write_minutes(office: Office, all_minutes: list[Minutes]) -> list[dict[str, Any]]:
    """One document a meeting; returns the truth about each."""
    words = []
    for number, minutes in enumerate(all_minutes):
        form = office.hand.minutes
        form = FORMS[number % len(FORMS)] if form == "mixed" else form
        facts = _facts_of(office, minutes)
        file = _file_name(office, minutes, facts, number)
        document = Document()
        LAYOUTS[form](document, office, minutes, facts)
        _save(document, office.out / file)
        words.append(_word_truth(office, minutes, file, has_end=facts.has_end))
    return words


def _save(document: WordDocument, path: Path) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.title = path.stem
    properties.comments = ""
    properties.created = properties.modified = CREATED
    document.save(str(path))
    freeze(path)


def _facts_of(office: Office, minutes: Minutes) -> Facts:
    rng, hand, activity = office.rng, office.hand, minutes.activity
    how = KindHand(hand.kinds, hand.joiner, hand.group_words, group_in_kind=True)
    kind = spell_kinds(rng, how, activity.kinds, activity.group)
    form = NAMELESS.get(hand.absent, hand.absent)
    absences = AbsenceHand(form, hand.nobody or "无", "none", hand.dot)
    when, has_end = _spell_when(rng, activity.on, activity.start, minutes.end)
    named = hand.minutes_branch == "named"
    who = office.branch_word(activity.branch, "short") if named else "党支部"
    return Facts(
        title=f"{who}会议记录",
        kind=marked(hand, kind),
        when=marked(hand, when),
        has_end=has_end,
        absent=marked(hand, spell_absences(rng, absences, activity.absent)).replace("\n", "、"),
        guest=_guest_of(rng, hand, minutes),
        decision=marked(hand, _spell_decision(rng, minutes)),
    )


def _guest_of(rng: Random, hand: Hand, minutes: Minutes) -> str:
    """A committee may hear someone who is not of it; he counts neither as present nor as absent."""
    activity = minutes.activity
    others = [p for p in activity.branch.members if p not in activity.branch.committee]
    if activity.kinds != (COMMITTEE_MEETING,) or rng.random() < 0.5:
        return "无"
    return marked(hand, f"{_said(hand, rng.choice(others))}(支部党员)")


def _spell_when(rng: Random, on: date, start: time, end: time) -> tuple[str, bool]:
    day = f"{on.year}年{on.month}月{on.day}日"
    dash = f"{start:%H:%M}—{end:%H:%M}"
    with_end = (
        f"{day} {dash}",
        f"{day}(星期{WEEKDAYS[on.weekday()]}){dash}",
        f"{day}{spoken_time(start)}至{spoken_time(end)}",
        f"{on:%Y-%m-%d} {start:%H:%M}-{end:%H:%M}",
    )
    without = (f"{day}{spoken_time(start)}", f"{day} {start:%H:%M}")
    has_end = rng.random() < 0.75
    return rng.choice(with_end if has_end else without), has_end


def _spell_decision(rng: Random, minutes: Minutes) -> str:
    if minutes.votes is None:
        return "无"
    yes, no, abstaining = minutes.votes
    return "同意上述安排," + rng.choice(
        (
            f"赞成{yes}票,反对{no}票,弃权{abstaining}票。",
            f"同意{yes}人,不同意{no}人,弃权{abstaining}人。",
            f"表决结果:同意{yes}票、反对{no}票、弃权{abstaining}票。",
        )
    )


def _file_name(office: Office, minutes: Minutes, facts: Facts, number: int) -> str:
    """The branch may be named here too, else it follows from who presided."""
    who = minutes.activity.branch.name if office.hand.minutes_branch == "named" else ""
    kind = facts.kind.replace("\n", "")
    return f"{number + 1}.{who}{kind}记录{minutes.activity.on:%m%d}.docx"


def _agenda_lines(minutes: Minutes) -> list[str]:
    return [f"{number}、{item}" for number, item in zip("一二三四", minutes.agenda, strict=False)]


def _talk(hand: Hand, minutes: Minutes) -> list[str]:
    activity = minutes.activity
    lines = [
        f"{activity.chair.name}:传达文件精神,提出贯彻意见。",
        f"{activity.recorder.name}:汇报有关工作进展情况。",
    ]
    return [marked(hand, line.replace("·", hand.dot)) for line in lines]


def _people_present(minutes: Minutes) -> list[Person]:
    activity = minutes.activity
    away = {absence.person for absence in activity.absent}
    if activity.kinds == (COMMITTEE_MEETING,):
        called = list(activity.branch.committee)
    else:
        called = activity.branch.on_roll(activity.on, activity.group)
    return [person for person in called if person not in away]


def _as_table(document: WordDocument, office: Office, minutes: Minutes, facts: Facts) -> None:
    """Label, value, label, value: the sample's form."""
    activity, hand = minutes.activity, office.hand
    document.add_paragraph(facts.title)
    rows = [
        ("会议名称", facts.kind, "时间", facts.when),
        ("地点", activity.place, "主持人", _said(hand, activity.chair)),
        ("应到人数", str(activity.should), "实到人数", str(activity.present)),
        ("缺席人员及原因", facts.absent, "记录人", _said(hand, activity.recorder)),
    ]
    table = document.add_table(rows=len(rows), cols=4)
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    items = ";".join(_agenda_lines(minutes)) + "。"
    document.add_paragraph(marked(hand, f"会议议题:{items}"))
    for line in _talk(hand, minutes):
        document.add_paragraph(line)
    document.add_paragraph(marked(hand, "会议决议:") + facts.decision)


def _as_wide_table(document: WordDocument, office: Office, minutes: Minutes, facts: Facts) -> None:
    """One big form with merged cells, the whole talk inside it."""
    activity, hand = minutes.activity, office.hand
    document.add_paragraph(facts.title)
    table = document.add_table(rows=0, cols=6)
    _merged_row(table, "会议名称", facts.kind)
    _merged_row(table, "会议时间", facts.when)
    _six_cells(
        table,
        ("会议地点", activity.place, "主持人", _said(hand, activity.chair)),
        ("记录人", _said(hand, activity.recorder)),
    )
    _six_cells(
        table,
        ("应到", f"{activity.should}人", "实到", f"{activity.present}人"),
        ("列席", facts.guest),
    )
    _merged_row(table, "缺席人员\n及原因", facts.absent)
    _merged_row(table, "会议议题", "\n".join(_agenda_lines(minutes)))
    _merged_row(table, "会议内容", "\n".join(_talk(hand, minutes)))
    _merged_row(table, "会议决议", facts.decision)


def _add_row(table: Table) -> tuple[_Cell, ...]:
    table.add_row()  # type: ignore[no-untyped-call]
    return table.rows[-1].cells


def _as_two_columns(document: WordDocument, office: Office, minutes: Minutes, facts: Facts) -> None:
    """A narrow form: every label has a row of its own."""
    activity, hand = minutes.activity, office.hand
    rows = (
        ("会议类型", facts.kind),
        ("召开时间", facts.when),
        ("召开地点", activity.place),
        ("主持", _said(hand, activity.chair)),
        ("记录", _said(hand, activity.recorder)),
        ("参会人数", marked(hand, f"应到{activity.should}人,实到{activity.present}人")),
        ("缺席人员", facts.absent),
        ("列席人员", facts.guest),
        ("会议议程", "\n".join(_agenda_lines(minutes))),
        ("会议记录", "\n".join(_talk(hand, minutes))),
        ("表决情况", facts.decision),
    )
    document.add_paragraph(facts.title)
    table = document.add_table(rows=0, cols=2)
    for values in rows:
        for cell, value in zip(_add_row(table), values, strict=True):
            cell.text = value


def _merged_row(table: Table, label: str, text: str) -> None:
    cells = _add_row(table)
    cells[0].text = label
    cells[1].merge(cells[5]).text = text


def _six_cells(table: Table, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    for cell, text in zip(_add_row(table), (*first, *second), strict=True):
        cell.text = text


def _as_paragraphs(document: WordDocument, office: Office, minutes: Minutes, facts: Facts) -> None:
    activity, hand = minutes.activity, office.hand
    attending = "、".join(_said(hand, person) for person in _people_present(minutes))
    lines = [
        f"会议名称:{facts.kind}",
        f"时间:{facts.when}",
        f"地点:{activity.place}",
        f"主持人:{_said(hand, activity.chair)}",
        f"记录人:{_said(hand, activity.recorder)}",
        f"应到{activity.should}人,实到{activity.present}人",
        f"出席:{attending}",
        f"列席:{facts.guest}",
        f"缺席:{facts.absent}",
        "议题:",
    ]
    document.add_paragraph(facts.title)
    for line in lines:
        document.add_paragraph(marked(hand, line))
    for line in [*_agenda_lines(minutes), *_talk(hand, minutes)]:
        document.add_paragraph(line)
    document.add_paragraph(marked(hand, "决议:") + facts.decision)


def _said(hand: Hand, person: Person) -> str:
    return person.name.replace("·", hand.dot)


LAYOUTS = {
    "table": _as_table,
    "wide_table": _as_wide_table,
    "paragraphs": _as_paragraphs,
    "two_columns": _as_two_columns,
}


def _word_truth(office: Office, minutes: Minutes, file: str, *, has_end: bool) -> dict[str, Any]:
    activity = minutes.activity
    named = office.hand.minutes_branch == "named"
    return {
        "file": file,
        "organization": activity.branch.name,
        "inferred_from": None if named else activity.chair.name,
        "kinds": list(activity.kinds),
        "on": activity.on.isoformat(),
        "group": activity.group,
        "start": f"{activity.start:%H:%M}",
        "end": f"{minutes.end:%H:%M}" if has_end else None,
        "place": activity.place,
        "chair": activity.chair.name,
        "recorder": activity.recorder.name,
        "should": activity.should,
        "present": activity.present,
        "absent": [absence.person.name for absence in activity.absent],
        "agenda": len(minutes.agenda),
        "votes": list(minutes.votes) if minutes.votes else None,
    }
