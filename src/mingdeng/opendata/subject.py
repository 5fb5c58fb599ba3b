"""Everything held about one person, from every room: one function for the page and the server."""

from collections.abc import Iterator
from datetime import date

from mingdeng.documents.own_copy import whole_copy
from mingdeng.notify.queries import notices_of
from mingdeng.notify.wording import line_text
from mingdeng.roster.models import Person
from mingdeng.subjects.copies import Part, Row

NOTICE_COLUMNS = (("日期", 14), ("提醒", 12), ("事项", 60))


def everything_about(person: Person, until: date) -> list[Part]:
    """All that is held about someone; the caller has seen to it who may have it."""
    return [*whole_copy(person, until), Part("提醒", NOTICE_COLUMNS, list(_notices(person)))]


def _notices(person: Person) -> Iterator[Row]:
    for one in notices_of(person):
        told = "；".join(line_text(line) for line in one.lines)
        yield [one.day.isoformat(), str(one.get_kind_display()), told]
