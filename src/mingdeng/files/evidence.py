"""What the cells of a column look like, for headings that leave doubt."""

from collections.abc import Callable, Sequence
from datetime import time

from mingdeng.files.context import is_organization
from mingdeng.files.dates import read_date
from mingdeng.files.grid import Stamp, Value, empty
from mingdeng.files.kinds import MEETINGS, is_kind_cell, kind_words
from mingdeng.files.people import read_status
from mingdeng.files.rows import ACTIVITIES, DUES, MEMBERS, ORGANIZATIONS
from mingdeng.files.text import plain, squeeze
from mingdeng.files.times import read_times

Test = Callable[[Value], bool]
_POSTS = ("书记", "委员", "组长", "支委")


def share(values: Sequence[Value], test: Test) -> float:
    """The share of the cells with something in them that pass a test."""
    said = [value for value in values if not empty(value)]
    return sum(map(test, said)) / len(said) if said else 0.0


def _is_date(value: Value) -> bool:
    if isinstance(value, Stamp):
        return True
    if isinstance(value, time):
        return False
    reading = read_date(value)
    return reading.day is not None or reading.problem in {"no-year", "no-such-date"}


def _is_time(value: Value) -> bool:
    if isinstance(value, time):
        return True
    if not isinstance(value, str) or _is_date(value):
        return False
    return read_times(plain(value))[0] is not None


def _has_kind(value: Value) -> bool:
    return isinstance(value, str) and not MEETINGS.isdisjoint(kind_words().find(value[:60]))


def _is_kind(value: Value) -> bool:
    return isinstance(value, str) and is_kind_cell(value)


def _is_organization(value: Value) -> bool:
    return isinstance(value, str) and is_organization(value)


def _has_post(value: Value) -> bool:
    return isinstance(value, str) and any(word in squeeze(value) for word in _POSTS)


def _names_people(value: Value) -> bool:
    return isinstance(value, str) and not squeeze(value).rstrip("人名").isdecimal()


def _is_status(value: Value) -> bool:
    return isinstance(value, str) and read_status(value) in {"full", "probationary"}


# Fields for which the cells decide between several columns with fitting headings.
CONTESTED: dict[tuple[str, str], Test] = {
    (ACTIVITIES, "date"): _is_date,
    (ACTIVITIES, "kind"): _is_kind,
    (ACTIVITIES, "absent"): _names_people,
    (MEMBERS, "status"): _is_status,
    (MEMBERS, "organization"): _is_organization,
    (MEMBERS, "posts"): _has_post,
}
# Fields a vague heading stands for only where enough cells bear it out.
VAGUE: dict[tuple[str, str], tuple[Test, float]] = {
    (ACTIVITIES, "kind"): (_is_kind, 0.5),
    (ACTIVITIES, "time"): (_is_time, 0.5),
    (ACTIVITIES, "organization"): (_is_organization, 0.5),
    (MEMBERS, "organization"): (_is_organization, 0.5),
    (MEMBERS, "posts"): (_has_post, 0.2),
    (DUES, "organization"): (_is_organization, 0.5),
    (ORGANIZATIONS, "name"): (_is_organization, 0.5),
}


def names_kinds(values: Sequence[Value]) -> bool:
    """Whether the cells of a topic column mostly name the kind of meeting."""
    return share(values, _has_kind) >= 0.5
