"""Lines of a ledger that themselves say their meeting was not held, put off or only planned."""

import re

from mingdeng.files.dates import DateReading, YearHint, read_date_text
from mingdeng.files.grid import Stamp, Value, text_of
from mingdeng.files.kinds import kind_words
from mingdeng.files.records import Record
from mingdeng.files.rows import LEDGER
from mingdeng.files.text import squeeze

_HOLD = "(?:召开|开展|举行|举办)"
_NOT = rf"(?:未能?(?:{_HOLD}|开(?!始|放|具))|没有?(?:{_HOLD}|开$)|取消)"
_LATER = "(?:待定|推迟|延期|延后|暂缓|改期)"
_PLANNED = rf"拟(?:[于在定].{{1,12}})?{_HOLD}?"
# What may stand before and after the word in a clause about the meeting itself.
_WORDS = "(?:原定|本次|此次|该次|会议|大会|活动|尚|均|都|已|暂)*"
_OF_IT = f"{_WORDS}(?:[因由].{{1,16}})?{_WORDS}"
_ON = rf"{_HOLD}?(?:会议|大会|活动|会)?"
_CLAUSE_NOT = re.compile(rf"{_OF_IT}{_NOT}{_ON}")
_CLAUSE_ANY = re.compile(rf"{_OF_IT}(?:{_NOT}|{_LATER}){_ON}(?:[至到于].{{1,12}})?|{_PLANNED}")
_HINT = re.compile(f"[未没拟]|取消|{_LATER}")  # without any of these no clause can say so
_CLAUSE_END = re.compile(r"[,;。、()\[\]:]")
_IN_DATE = re.compile(rf"{_NOT}|{_LATER}|拟|暂定|预[定计]")
_PUT_OFF = re.compile(
    rf"(?:推迟|延期|延后|改期|顺延|调整|改){_HOLD}?[至到为于](?=\d|[〇一二三四五六七八九十]+[年月])"
)
# Cells in which such a clause, standing alone, can only mean the meeting.
_ALONE = ("topic", "agenda", "place", "expected", "present", "attendance")


def not_held(record: Record) -> str | None:
    """The field in which a line of a ledger says that there was no such meeting."""
    if record.form != LEDGER:
        return None
    if _says_so_of_date(record):
        return "date" if record.has("date") else "day"
    if any(_CLAUSE_ANY.fullmatch(clause) for clause, _ in _clauses(record, "kind")):
        return "kind"
    if any(
        _CLAUSE_NOT.fullmatch(text) and _is_of(record, named)
        for text, named in _clauses(record, "remark")
    ):
        return "remark"
    return next((name for name in _ALONE if _says_only_so(record, name)), None)


def _says_so_of_date(record: Record) -> bool:
    text = _line(record.value("date")) or _line(record.value("day"))
    return bool(_IN_DATE.search(text)) and not _PUT_OFF.search(text)


def _says_only_so(record: Record, name: str) -> bool:
    clauses = [clause for clause, _ in _clauses(record, name) if clause]
    return bool(clauses) and all(
        _CLAUSE_ANY.fullmatch(clause) and clause != "待定" for clause in clauses
    )


def _is_of(record: Record, named: tuple[str, ...]) -> bool:
    """Whether a remark is about the meeting of its line: 党课未开展 says nothing of a 党员大会."""
    kinds = kind_words().find(_line(record.value("kind"))[:200]) or record.context.kinds
    return not named or set(kinds) <= set(named)


def _clauses(record: Record, name: str) -> list[tuple[str, tuple[str, ...]]]:
    """The clauses of a cell without the kinds they name, and these kinds."""
    line = _line(record.value(name))[:200]
    if not _HINT.search(line):
        return []
    words, parts = kind_words(), _CLAUSE_END.split(line)
    return [(words.pattern.sub("", part), words.find(part)) for part in parts]


def _line(value: Value) -> str:
    return squeeze(text_of(value)) if isinstance(value, str) else ""


def put_off(value: Value, hint: YearHint) -> DateReading | None:
    """The day a meeting was put off to: 原定1月5日，延期至1月9日; None where none was."""
    line = "" if isinstance(value, Stamp) else _line(value)
    match = _PUT_OFF.search(line)
    if not match:
        return None
    before = read_date_text(line[: match.start()].removeprefix("原定"), hint)
    year = YearHint(before.day.year, before.year_from) if before.day else hint
    after = read_date_text(line[match.end() :], year)
    if before.day and after.day and after.day < before.day:
        return DateReading(problem="ambiguous-date")
    return after
