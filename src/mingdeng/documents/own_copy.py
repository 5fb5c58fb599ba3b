"""What is held about someone, as a workbook for people and as JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mingdeng.assessments.labels import rule_label
from mingdeng.assessments.queries import objections_of, waivers_of
from mingdeng.daycount import local_day
from mingdeng.documents.workbook import Paper, Sheet, workbook
from mingdeng.engine.reasons import day_name
from mingdeng.files.ours import COPY
from mingdeng.roster.models import Person
from mingdeng.subjects.copies import Part, Row, parts_of

NAME = "本人信息"
OBJECTION_COLUMNS = (
    *(("提出日期", 14), ("事项", 24), ("时段", 12), ("异议", 50)),
    *(("答复", 12), ("答复理由", 50)),
)
WAIVER_COLUMNS = (
    *(("申请日期", 14), ("事项", 24), ("起", 14), ("止", 14), ("理由", 40)),
    *(("状态", 12), ("审批意见", 40)),
)


def whole_copy(person: Person, until: date) -> list[Part]:
    """Everything held about someone, their objections and exemptions with it."""
    return [
        *parts_of(person, until),
        Part("异议", OBJECTION_COLUMNS, list(_objections(person))),
        Part("经批准的例外", WAIVER_COLUMNS, list(_waivers(person))),
    ]


def copy_data(parts: Sequence[Part]) -> dict[str, Any]:
    """For a program."""
    return {part.name: part.data() for part in parts}


def copy_json(parts: Sequence[Part]) -> bytes:
    """The copy as a JSON file."""
    return f"{json.dumps(copy_data(parts), ensure_ascii=False, indent=2)}\n".encode()


def copy_workbook(parts: Sequence[Part], until: date) -> bytes:
    """The copy as a workbook, a sheet for each table."""
    paper = Paper(NAME, NAME, f"截至{day_name(until)}", until, COPY)
    return workbook(paper, [Sheet(part.name, part.columns, part.rows) for part in parts])


def _objections(person: Person) -> Iterator[Row]:
    for one in objections_of(person):
        day = local_day(one.at).isoformat()
        outcome = str(one.get_outcome_display())
        yield [day, rule_label(one.rule), one.period, one.text, outcome, one.answer]


def _waivers(person: Person) -> Iterator[Row]:
    for one in waivers_of(person):
        day, state = local_day(one.requested_at).isoformat(), str(one.get_state_display())
        days = (one.first.isoformat(), one.last.isoformat())
        yield [day, rule_label(one.rule), *days, one.reason, state, one.decision]
