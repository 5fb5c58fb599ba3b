"""Day and time of a meeting: only the day said to be its own, only hours that are clear."""

import re
from datetime import time, timedelta

from mingdeng.files.dates import DateReading, read_date_text
from mingdeng.files.kinds import kind_words
from mingdeng.files.proposing.meetings import Line, Meeting, Value, convened_on
from mingdeng.files.proposing.said import Findings, Read, quoted
from mingdeng.files.text import chinese_number, plain
from mingdeng.files.times import read_times

_HAS_DAY = re.compile(r"[年月]|\d{4}[./\-]\d|\d{1,2}[./]\d{1,2}")
_NEXT_DAY = re.compile(r"(?<=[至到—–~\-])\s*(?:次日|翌日|第二天|隔日)")
_HALF = re.compile("上午|下午|中午|早|晨|晚|夜|AM|PM|am|pm")
_HOUR = re.compile(
    r"(?:上午|下午|中午|早上|晚上|傍晚|晚)\s?[\d一二两三四五六七八九十]{1,3}\s?[:：时点][^，,。；;]{0,16}"
)
_CLOCK = re.compile(r"(?<![\d.])\d{1,2}\s?[:：时点]")
_NUMERAL = re.compile("[一二两三四五六七八九十]{1,3}(?=[时点])")
_TOLD = {
    "no-year": "没有写年份",
    "no-day": "没有写是哪一天",
    "no-such-date": "没有这一天",
    "ambiguous-date": "可以理解为不同的日期",
    "several-dates": "写了不止一个日期",
    "range-backwards": "结束日期早于开始日期",
}
# Nobody meets at three in the night: such an hour lacks its 下午.
NIGHT_ENDS = 7
_LABELS = {"start": "开始时间", "end": "结束时间"}


def read_when(meeting: Meeting, found: Findings) -> None:
    """Day, last day, start and end."""
    sources = [*_labelled(meeting), *_told(meeting)]
    days = [one for one in sources if one[1].day]
    for source, reading in sources:
        if reading.problem in _TOLD:
            told = _TOLD[reading.problem]
            found.doubt("held_on", f"日期“{source.text[:30]}”{told}，没有填写。", source.text)
    _settle_days(found, days)
    if any(doubt.field == "held_on" for doubt in found.doubts) and "held_on" not in found.fields:
        found.fields.pop("held_to", None)
    _settle_times(meeting, found, sources)


def _labelled(meeting: Meeting) -> list[tuple[Value | Line, DateReading]]:
    hint = meeting.context.year
    dated = [value for value in meeting.values("date") if _HAS_DAY.search(plain(value.text))]
    return [(value, read_date_text(_spelled(value.text), hint)) for value in dated]


def _spelled(text: str) -> str:
    """The text without 次日 and with 两点 as 2点."""
    return re.sub("两(?=[时点])", "2", _NEXT_DAY.sub("", text))


def _told(meeting: Meeting) -> list[tuple[Value | Line, DateReading]]:
    """Days of a title that has one whole, and of sentences that say a meeting was held."""
    hint = meeting.context.year
    found: list[tuple[Value | Line, DateReading]] = []
    for title in meeting.titles:
        reading = read_date_text(title.text)
        # 林一帆 2026/3/5 16:20:11 is when a message was sent.
        if reading.day and kind_words().find(title.text):
            found.append((title, reading))
    for line in meeting.lines:
        if not line.field and convened_on(line.text, hint):
            head = re.split("[。；;]", line.text)[0]
            start = re.search(r"[\d二〇一三四五六七八九十]", head)
            text = _spelled(head[start.start() if start else 0 :])
            found.append((Line(quoted(head), line.place), read_date_text(text, hint)))
    return found


def _settle_days(found: Findings, days: list[tuple[Value | Line, DateReading]]) -> None:
    reads = [source.read(str(reading.day)) for source, reading in days]
    taken = found.settle("held_on", "日期", reads)
    if taken is None:
        return
    last = [source.read(str(reading.last)) for source, reading in days if reading.last]
    found.settle("held_to", "结束日期", last)
    for source, reading in days:
        if _NEXT_DAY.search(source.text) and reading.day:
            found.fields["held_to"] = source.read(str(reading.day + timedelta(days=1)))


def _settle_times(
    meeting: Meeting, found: Findings, sources: list[tuple[Value | Line, DateReading]]
) -> None:
    starts: list[Read] = []
    ends: list[Read] = []
    for source, reading in sources:
        _take(found, source, (reading.start, reading.end), (starts, ends))
        if reading.warning == "no-such-time":
            found.doubt("start", f"“{source.text[:30]}”里的时刻有误，没有填写。", source.text)
    for value in meeting.values("date"):
        if not _HAS_DAY.search(plain(value.text)):
            _take(found, value, _times(value.text), (starts, ends))
    for name, kept in (("start", starts), ("end", ends)):
        for value in meeting.values(name):
            _take(found, value, (_times(value.text)[0], None), (kept, kept))
    if not starts:
        _from_prose(meeting, found, (starts, ends))
    start = found.settle("start", _LABELS["start"], starts)
    end = found.settle("end", _LABELS["end"], ends)
    over_night = "held_to" in found.fields
    if start and end and end.value <= start.value and not over_night:
        del found.fields["end"]
        found.doubt("end", f"“{end.words[:40]}”的结束时间不晚于开始时间，没有填写。", end.words)


def _from_prose(meeting: Meeting, found: Findings, kept: tuple[list[Read], list[Read]]) -> None:
    """下午3点在四楼会议室开了支委会: an hour with its half of the day, in the first lines."""
    for line in meeting.lines[:6]:
        match = _HOUR.search(line.text)
        if not line.field and match and re.search("开|会", line.text):
            _take(found, Line(match[0], line.place), _times(match[0]), kept)
            return


def _times(text: str) -> tuple[time | None, time | None]:
    line = re.sub(
        "[一二两三四五六七八九十]{1,3}(?=[时点])", _digits, plain(_NEXT_DAY.sub("", text))
    )
    start, end, _, bad = read_times(line)
    return (None, None) if bad else (start, end)


def _digits(match: re.Match[str]) -> str:
    return str(chinese_number(match[0]) or match[0])


def _take(
    found: Findings,
    source: Value | Line,
    times: tuple[time | None, time | None],
    kept: tuple[list[Read], list[Read]],
) -> None:
    """Keep hours that are clear; 3:00 without 下午 is told."""
    clear = bool(_HALF.search(source.text)) or bool(_NEXT_DAY.search(source.text))
    if times[0] and times[0].hour < NIGHT_ENDS and not clear:
        said = source.text[:30]
        found.doubt("start", f"“{said}”没有写上午还是下午，时间没有填写。", source.text)
        return
    for value, into in zip(times, kept, strict=True):
        if value is not None:
            into.append(source.read(f"{value:%H:%M}"))
