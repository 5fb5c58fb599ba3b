"""Everything held about one person, from every room: one function for the page and the server."""

from collections.abc import Iterator
from datetime import date

from mingdeng.documents.own_copy import whole_copy
from mingdeng.handover.queries import handovers_of
from mingdeng.notify.queries import notices_of
from mingdeng.notify.wording import line_text
from mingdeng.roster.models import Person
from mingdeng.subjects.copies import Part, Row

NOTICE_COLUMNS = (("日期", 14), ("提醒", 12), ("事项", 60))
HANDOVER_COLUMNS = (
    *(("截至", 14), ("职务", 20), ("组织", 36), ("移交或接收", 12)),
    *(("状态", 10), ("退回理由", 40)),
)


def everything_about(person: Person, until: date) -> list[Part]:
    """All that is held about someone; the caller has seen to it who may have it."""
    return [
        *whole_copy(person, until),
        Part("提醒", NOTICE_COLUMNS, list(_notices(person))),
        Part("交接", HANDOVER_COLUMNS, list(_handovers(person))),
    ]


def _handovers(person: Person) -> Iterator[Row]:
    for one in handovers_of(person):
        part = "移交" if one.predecessor_id == person.id else "接收"
        if person.id not in {one.predecessor_id, one.successor_id}:
            part = "监交"
        place, state = one.organization.name, str(one.get_state_display())
        why = one.reason if one.refused_by_id == person.id else ""
        yield [one.as_of.isoformat(), one.post.title, place, part, state, why]


def _notices(person: Person) -> Iterator[Row]:
    for one in notices_of(person):
        told = "；".join(line_text(line) for line in one.lines)
        yield [one.day.isoformat(), str(one.get_kind_display()), told]
