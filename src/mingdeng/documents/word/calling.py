"""What papers about activities are called, and how they say a day."""

from collections.abc import Sequence
from datetime import date, time

from mingdeng.engine.reasons import day_name
from mingdeng.rulebook.vocabulary import vocabulary

WEEKDAYS = "一二三四五六日"
MEETS, MEETING = "会", "会议"


def called(kinds: Sequence[str]) -> str:
    """The kinds of an activity."""
    return vocabulary().listed("kinds", kinds)


def record_name(kinds: Sequence[str]) -> str:
    """What the record of an activity is called: 支委会会议记录, 党组会议记录, 主题党日记录."""
    name = called(kinds)
    is_one = len(kinds) == 1 and name.endswith(MEETS) and not name.endswith(MEETING)
    return f"{name}{'会议' if is_one else ''}记录"


def to_take_place(kinds: Sequence[str]) -> str:
    """That an activity is to take place: 召开支委会、开展主题党日."""
    labels = [vocabulary().label("kinds", kind) for kind in kinds]
    meetings = [one for one in labels if one.endswith((MEETS, MEETING))]
    others = [one for one in labels if one not in meetings]
    held = [f"召开{'、'.join(meetings)}"] if meetings else []
    return "、".join([*held, *([f"开展{'、'.join(others)}"] if others else [])])


def when(first: date, last: date | None, start: time | None, end: time | None) -> str:
    """The day with its weekday, and the hours."""
    day = f"{day_name(first)}（星期{WEEKDAYS[first.weekday()]}）"
    if last and last != first:
        day = f"{day}至{day_name(last)}"
    hours = f"{start:%H:%M}" if start else ""
    return f"{day}{hours}{f'至{end:%H:%M}' if hours and end else ''}"
