"""The meetings a text reports, each with its titles, labelled values and lines in order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from mingdeng.files.context import Context, context_of, organization_in
from mingdeng.files.dates import YearHint, read_date_text
from mingdeng.files.kinds import kind_words
from mingdeng.files.minuteslines import Piece, label_of, label_words
from mingdeng.files.proposing.said import Read, quoted
from mingdeng.files.text import squeeze

NUMBERED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．是项]|,(?!\d))|[（(][一二三四五六七八九十\d]{1,2}[）)]"
    r"|\d{1,2}\s?[、.．)）](?!\d)|[①②③④⑤⑥⑦⑧⑨⑩])\s*[、.．:：]?\s*"
)
HELD = re.compile("召开|举行|开展|举办|组织|开了")
_DATE_AT_START = re.compile(
    r"(?:\d{4}|[二][〇○零]\S{2})\s?[年./\-]\s?\S{1,3}?\s?[月./\-]\s?\S{1,3}|\S{1,2}月\S{1,3}[日号]"
)
_BEFORE_DATE = re.compile(
    "传达|学习|根据|按照|关于|贯彻|落实|讨论|研究|通报|下次|拟|定于|将于|计划"
)
_CONTINUED = frozenset(["topic", "agenda", "decision", "absent", "attendees", "guests", "votes"])
_SIGNS = frozenset(["place", "chair", "recorder", "expected", "present", "attendance", "attendees"])
_SHORT = frozenset(["chair", "recorder", "place", "date"])
_SECOND_LABEL = re.compile(r"\s+(主持人?|记录人?|地点|时间)\s+(?=\S)")
MAX_MEETINGS = 40


@dataclass(frozen=True, slots=True)
class Value:
    """What stands behind a label, with the lines that go on with it."""

    text: str
    label: str
    place: str

    def read(self, value: str) -> Read:
        """A value read from these words."""
        label = f"{self.label.strip('：: ')}：" if self.label else ""
        return Read(value, quoted(f"{label}{self.text}"), self.place)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the running text."""

    text: str
    place: str
    field: str = ""

    def read(self, value: str, words: str = "") -> Read:
        """A value read from this line, or from some words of it."""
        return Read(value, quoted(words or self.text), self.place)


@dataclass(slots=True)
class Meeting:
    """What is written about one meeting."""

    titles: list[Line] = field(default_factory=list)
    labelled: dict[str, list[Value]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    file: str = ""

    def values(self, name: str) -> list[Value]:
        """Every value of a label, those that say nothing left out."""
        return [value for value in self.labelled.get(name, ()) if value.text.strip()]

    @property
    def context(self) -> Context:
        """What the title and the name of the file say."""
        return context_of([line.text for line in self.titles], None, self.file)


def meetings_of(pieces: Iterable[Piece], file: str) -> list[Meeting]:
    """The meetings of a text; one that turns out to be no meeting goes with the one before."""
    found: list[Meeting] = []
    reader = _Reader(file)
    for piece in _apart(pieces):
        if not found or reader.begins_anew(found[-1], piece):
            if len(found) == MAX_MEETINGS:
                break  # nobody records so many from one text; the first are offered
            found.append(Meeting(file=file))
            reader.section = ""
        reader.add(found[-1], piece)
    whole: list[Meeting] = []
    for meeting in found:
        if whole and not _is_meeting(meeting):
            _join(whole[-1], meeting)
        elif len(whole) == 1 and not _is_meeting(whole[0]):
            _join(whole[0], meeting)
        else:
            whole.append(meeting)
    return whole


def _apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """主持人 周建国 记录 郑文博: a second label within a value, set off by spaces only."""
    for piece in pieces:
        match = _SECOND_LABEL.search(piece.text) if piece.field in _SHORT else None
        if match is None:
            yield piece
            continue
        yield replace(piece, text=piece.text[: match.start()])
        rest = Piece(piece.text[match.end() :], piece.spot, label_of(match[1]), match[1])
        yield from _apart([rest])


class _Reader:
    """Adds pieces to a meeting; knows which label the last line belonged to."""

    def __init__(self, file: str) -> None:
        self.hint = context_of([], None, file).year
        self.section = ""

    def begins_anew(self, meeting: Meeting, piece: Piece) -> bool:
        """Whether a piece is the head of another meeting."""
        if piece.field is None and is_title(piece) and _title_end(piece.text):
            return bool(meeting.labelled or meeting.lines)
        if piece.field == "date":
            day = read_date_text(piece.text, self.hint).day
            earlier = (read_date_text(v.text, self.hint).day for v in meeting.values("date"))
            return day is not None and any(one not in {None, day} for one in earlier)
        if piece.field is None and not meeting.values("date"):
            day = convened_on(piece.text, self.hint)
            earlier = (convened_on(line.text, self.hint) for line in meeting.lines)
            return day is not None and any(one not in {None, day} for one in earlier)
        return False

    def add(self, meeting: Meeting, piece: Piece) -> None:
        """Take a piece up as title, labelled value or line."""
        place = place_of(piece)
        if piece.field == "other":
            self.section = "other"
        elif piece.field is None:
            self._line(meeting, piece, place)
        elif piece.field == "body":
            self.section = ""
            if piece.text:
                meeting.lines.append(Line(piece.text, place))
        else:
            self.section = piece.field if piece.field in _CONTINUED else ""
            values = meeting.labelled.setdefault(piece.field, [])
            values.append(Value(piece.text, piece.label, place))
            meeting.lines.append(Line(piece.text, place, piece.field))

    def _line(self, meeting: Meeting, piece: Piece, place: str) -> None:
        if is_title(piece) and not meeting.labelled and not meeting.lines:
            meeting.titles.append(Line(piece.text, place))
            return
        values = meeting.labelled.get(self.section)
        if values and _goes_on(self.section, values[-1].text, piece.text):
            last = values[-1]
            values[-1] = Value(f"{last.text}\n{piece.text}".strip(), last.label, last.place)
            meeting.lines.append(Line(piece.text, place, self.section))
        elif self.section != "other":
            self.section = ""
            meeting.lines.append(Line(piece.text, place))


def convened_on(line: str, hint: YearHint) -> date | None:
    """The day of a sentence that begins with it and says that a meeting was held."""
    head = re.split("[。；;]", line[:160])[0]
    match = _DATE_AT_START.search(head)
    if not match or match.start() > 30 or not HELD.search(head[match.end() :]):
        return None
    before = head[: match.start()].strip("，, （(")
    if _BEFORE_DATE.search(before) or (len(before) > 2 and not organization_in(before)):
        return None
    # 2026年1月10日召开的会议 speaks of another meeting.
    if re.match(r"[^，,]{0,12}(?:召开|举行)的", head[match.end() :]):
        return None
    return read_date_text(head[match.start() :], hint).day


def is_title(piece: Piece) -> bool:
    """Whether a line can be the title of minutes."""
    word = squeeze(piece.text)
    if not 2 <= len(word) <= 50 or word[-1] in "。；;，,：:" or NUMBERED.match(word):
        return False
    if any(sign in word for sign in "，。；"):
        return False
    return not piece.in_cell or bool(_title_end(word)) or bool(kind_words().find(word))


def place_of(piece: Piece) -> str:
    """Where a piece stands, in words."""
    spot = piece.spot
    if spot.place:
        return spot.place
    return f"第{spot.row}行" if spot.row else ""


def _title_end(text: str) -> bool:
    word = re.sub(r"[()（）\d第期次号]+$", "", squeeze(text))
    return word.endswith(label_words("title_ends"))


def _goes_on(section: str, text: str, line: str) -> bool:
    """Whether a line belongs to the label above it."""
    if not section:
        return False
    if not text or text.endswith(("、", "，", ",", "：", ":")):
        return True
    numbered = bool(NUMBERED.match(line))
    if section in {"topic", "agenda", "decision", "absent"}:
        return numbered and bool(NUMBERED.match(text))
    return False


def _is_meeting(meeting: Meeting) -> bool:
    """Whether there is enough of it: a title or sentence of a meeting, or two labels."""
    if any(kind_words().find(line.text) for line in meeting.titles):
        return True
    signs = sum(1 for name in _SIGNS if meeting.values(name))
    told = any(HELD.search(line.text) and kind_words().find(line.text) for line in meeting.lines)
    return signs >= 2 or told or bool(meeting.values("kind") or meeting.values("name"))


def _join(first: Meeting, second: Meeting) -> None:
    first.lines += [*second.titles, *second.lines]
    for name, values in second.labelled.items():
        first.labelled.setdefault(name, []).extend(values)
