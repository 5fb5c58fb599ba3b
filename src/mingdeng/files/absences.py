"""Who was absent and why, from one cell: 张三（病假）、李四（出差）; 病假：张三；2人出差 …

Names and reasons are told apart by word lists and by the surname.  What is
neither is handed back as unclear, never turned into a name.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache

from mingdeng.files.people import is_person, join_split_names, person_name, unify_dots
from mingdeng.files.rows import Absence
from mingdeng.files.text import CJK, chinese_number, is_nothing, plain, squeeze
from mingdeng.files.words import word_list, word_pairs, word_set

MAX_TEXT = 4_000  # characters of a cell that are looked at
_SEPARATORS = frozenset("、,;/。|")
_STRONG = frozenset(";。")
_COUNT = re.compile(r"(?:共|共计)?(\d{1,4}|[一二三四五六七八九十两]{1,3})(?:人|名|位)")
_BARE_COUNT = re.compile(r"\d{1,4}")
_LEAD_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)、]\s?)(?=\D)")
_REASON_LEAD = re.compile(r"^(?:均为|均因|均|都|皆|各|分别)")
_ETC = re.compile(r"等(?:人|同志|\d+[人名]|[一二三四五六七八九十]+人)?(?=$|\D{2,6}$)")
_JOINED = re.compile(rf"([{CJK}·]{{2,4}})[和及与]([{CJK}·]{{2,4}})")
_HEADCOUNT = re.compile("(?<!未)(?:应到|实到|应参|实参|到会|参会|参加|出席)")
_CLAUSE = re.compile(r"^(?:因|正在|在|请|去|赴|参加|外出)")


@dataclass(slots=True)
class AbsenceReading:
    """What an absence cell says."""

    absences: list[Absence] = field(default_factory=list)
    counted: int = 0  # people counted, not named
    unclear: list[str] = field(default_factory=list)
    incomplete: bool = False  # 张三等3人


@dataclass(slots=True)
class _Item:
    """A piece between separators: its words, and what stands in brackets after them."""

    words: str
    brackets: list[str]
    ends_segment: bool


def read_absences(text: str) -> AbsenceReading:
    """The people a cell lists as absent, with reasons."""
    reading = AbsenceReading()
    text = _within_limit(text, reading)
    line = plain(unify_dots(text.replace("\n", ";")))
    if not is_nothing(line) and not _nobody(line):
        _Reader(reading, None).read(line)
    return reading


def _within_limit(text: str, reading: AbsenceReading) -> str:
    """The text up to the last name that ends within the limit; what follows is unclear."""
    if len(text) <= MAX_TEXT:
        return text
    end = max(text.rfind(sign, 0, MAX_TEXT) for sign in "、，,;；\n") + 1
    reading.unclear.append(text[end : end + MAX_TEXT])
    return text[:end]


def with_reasons(absences: list[Absence], text: str) -> list[Absence]:
    """Absences whose reasons stand in a column of their own: one for each, or one for all."""
    reasons = [part for part in re.split(r"[、,;/\s]+", plain(text)) if part]
    if not reasons or is_nothing(text) or any(absence.reason for absence in absences):
        return absences
    if len(reasons) != len(absences):
        reasons = [plain(text)] * len(absences)
    return [
        replace(absence, reason=_reason(reason))
        for absence, reason in zip(absences, reasons, strict=True)
    ]


def _nobody(line: str) -> bool:
    word = squeeze(line).rstrip("。.").partition(":")
    return (word[2] or word[0]) in word_set("absence.none") or is_nothing(word[2] or word[0])


class _Reader:
    """Walks over the pieces of a line; `label` is a reason said before the names."""

    def __init__(self, reading: AbsenceReading, label: str | None) -> None:
        self.reading = reading
        self.outer_label = self.label = label
        self.waiting: list[int] = []  # names of this segment that have no reason yet

    def read(self, line: str) -> None:
        for item in _items(join_split_names(line)):
            self._item(item)
            if item.ends_segment:
                self.waiting, self.label = [], self.outer_label

    def _item(self, item: _Item) -> None:
        words = _LEAD_NUMBER.sub("", item.words.strip())
        if ":" in words:
            words = self._labelled(*(part.strip() for part in words.split(":", 1)))
        counted = _COUNT.search(words) or _BARE_COUNT.fullmatch(words)
        if counted and not _ETC.search(words):
            self._counted(counted, words, item.brackets)
        elif words and _is_reason(words) and item.brackets and _lists_people(item.brackets[0]):
            self._inner(item.brackets, _reason(words))
        elif not words and item.brackets:
            self._inner(item.brackets, self.label)
        else:
            self._people(words)
            self._give_reason(item.brackets)

    def _labelled(self, left: str, right: str) -> str:
        """病假:张三 sets the label; 张三:病假 is a person with a reason."""
        label = squeeze(_COUNT.sub("", left))
        if not label or label in word_set("absence.lead"):
            self.label = self.outer_label
        elif _is_reason(label):
            self.label = _reason(label)
        elif is_person(person_name(label)) and _is_reason(right):
            return f"{label} {right}"
        else:
            self.label = label
        return right

    def _counted(self, match: re.Match[str], words: str, brackets: list[str]) -> None:
        """2人出差, 请假3人（张三、李四、王五）."""
        if _HEADCOUNT.search(words):
            return
        reason = squeeze(words.replace(match[0], ""))
        label = _reason(reason) if reason and _is_reason(reason) else self.label
        named = [part for part in brackets if _lists_people(part)]
        if named:
            self._inner(named, label)
        else:
            number = match[1] if match.re is _COUNT else match[0]
            self.reading.counted += chinese_number(number) or 0

    def _inner(self, brackets: list[str], label: str | None) -> None:
        for part in brackets:
            if not is_nothing(part) and not _nobody(part):
                _Reader(self.reading, label).read(part)

    def _people(self, words: str) -> None:
        if _ETC.search(words):
            words, self.reading.incomplete = _ETC.sub(" ", words), True
        joined = _JOINED.fullmatch(words)
        tokens = list(joined.groups()) if joined else words.split()
        for token in tokens:
            self._token(token)

    def _token(self, token: str) -> None:
        if any(len(word) > 2 and token.endswith(word) for word in word_list("absence.none")):
            return  # 其余全部到会
        name, reason = _cut(token)
        if name:
            self.waiting.append(len(self.reading.absences))
            self.reading.absences.append(Absence(name, self.label))
        if reason and (name or self.waiting) and _is_reason(reason):
            self._give_reason([reason], only_last=bool(name))
        elif reason:
            self.reading.unclear.append(reason)

    def _give_reason(self, brackets: list[str], *, only_last: bool = False) -> None:
        """张三、李四（均出差）: the reason is for all who have none yet."""
        said = [part for part in brackets if not is_nothing(part) and not _COUNT.fullmatch(part)]
        reason = _reason("，".join(said))
        if not reason or not self.waiting:
            return
        for index in self.waiting[-1:] if only_last else self.waiting:
            absence = self.reading.absences[index]
            if absence.reason is None or index == self.waiting[-1]:
                self.reading.absences[index] = replace(absence, reason=reason)
        self.waiting = []


def _items(line: str) -> list[_Item]:
    """Pieces of a line; separators within brackets do not divide."""
    items: list[_Item] = []
    words: list[str] = []
    brackets: list[list[str]] = []
    depth = 0
    for sign in line:
        if sign in "([":
            depth += 1
            brackets += [[]] if depth == 1 else []
            continue  # brackets within brackets are read as one
        if sign in ")]" and depth:
            depth -= 1
            continue
        if depth:
            brackets[-1].append(sign)
        elif sign in _SEPARATORS or (brackets and not sign.isspace()):
            items.append(_item(words, brackets, ends_segment=sign in _STRONG))
            words, brackets = [] if sign in _SEPARATORS else [sign], []
        else:
            words.append(sign)
    items.append(_item(words, brackets, ends_segment=True))
    return [item for item in items if item.words.strip() or item.brackets]


def _item(words: list[str], brackets: list[list[str]], *, ends_segment: bool) -> _Item:
    return _Item("".join(words), ["".join(part) for part in brackets], ends_segment)


def _cut(token: str) -> tuple[str | None, str | None]:
    """A token as name and reason: 张三, 病假, 张三病假, 张三因病请假."""
    match = _reason_pattern().search(token, 2)
    # Before 因 stands a person, whatever the surname: 扎西多吉因公出差.
    head = token[: match.start()] if match else token
    name = person_name(head)
    if match and is_person(name) and (_has_surname(name) or match[0] == "因"):
        return name, token[match.start() :]
    name = person_name(token)
    if not is_person(name):
        return None, token
    if _has_surname(name) and not _reason_pattern().match(token):
        return name, None
    doubtful = _is_reason(token) or _CLAUSE.match(token)
    return (None, token) if doubtful else (name, None)


def _has_surname(name: str) -> bool:
    return "·" in name or name[0] in _surnames() or name.startswith(word_list("compound_surnames"))


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(word_list("surnames")))


@cache
def _reason_pattern() -> re.Pattern[str]:
    words = sorted(word_list("absence.reasons"), key=len, reverse=True)
    return re.compile("(?<!原)因(?!特)|请(?:了|年|探|公)?|正在|" + "|".join(map(re.escape, words)))


def _is_reason(text: str) -> bool:
    """Whether a text speaks of a reason: a listed word in it, or …假 at its end."""
    match = _reason_pattern().search(text)
    return bool(match) or (text.endswith("假") and len(text) <= 6)


def _reason(text: str) -> str | None:
    word = _REASON_LEAD.sub("", text.strip()).strip(" ,，。:")
    short = squeeze(word)
    for end in ("未参加", "未到会", "未参会", "未到", "缺席", "未出席"):
        if short.endswith(end) and len(short) > len(end):
            short = word = short[: -len(end)].rstrip(",")
    return word_pairs("absence.same").get(short, word) or None


def _lists_people(text: str) -> bool:
    """Whether what stands in brackets names people rather than a reason."""
    reading = AbsenceReading()
    _Reader(reading, None).read(text)
    return bool(reading.absences) and not reading.unclear
