"""Times of day in the spellings offices use."""

import re
from datetime import time

_HALF = r"(上午|下午|中午|早上|早晨|凌晨|晚上|傍晚|夜间|早|晚|AM|PM|am|pm)?\s?"
_CLOCK = re.compile(
    rf"{_HALF}(\d{{1,2}})\s?(?:[:时点]\s?(?:(\d{{1,2}})(?::\d{{2}}(?:\.\d+)?)?\s?分?|(半|一刻|三刻|整|钟))?"
    r")\s?(AM|PM|am|pm)?"
)
_CLOCK_SEPARATOR = re.compile(r"\s?(?:-|—|–|~|至|到|\s)+\s?")
_AFTERNOON = frozenset(["下午", "晚上", "傍晚", "夜间", "晚", "PM", "pm"])
_WORD_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}


def read_times(text: str) -> tuple[time | None, time | None, str, bool]:
    """Start and end named in `plain` text, what is left after them, and whether one cannot be."""
    match = _CLOCK.search(text[:60])
    if not match:
        return None, None, text, False
    start = _clock(match, None)
    rest = text[match.end() :]
    separator = _CLOCK_SEPARATOR.match(rest)
    second = _CLOCK.match(rest, separator.end()) if separator else None
    if not second:
        return start, None, rest, start is None
    end = _clock(second, start if match[1] or match[5] else None)
    return start, end, rest[second.end() :], start is None or end is None


def _clock(match: re.Match[str], earlier: time | None) -> time | None:
    """The time a match names; an end after 下午3:00 means the afternoon too."""
    half, hour = match[1] or match[5], int(match[2])
    minute = int(match[3]) if match[3] else _WORD_MINUTES.get(match[4] or "", 0)
    if hour > 23 or minute > 59:
        return None
    if (
        (half in _AFTERNOON and hour < 12)
        or (half == "中午" and hour < 4)
        or (half is None and earlier and hour < 12 <= earlier.hour)
    ):
        hour += 12
    return time(hour, minute)
