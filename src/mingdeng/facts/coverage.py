"""Which days and kinds the ledgers speak for: only there can something be missing.

Ledgers that share kinds belong to one way of keeping records, and together they
name the kinds that are kept. A ledger speaks for its year, or for the month,
quarter or half-year its title names.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from mingdeng.daycount import Cycle, Period, period_of
from mingdeng.facts.naming import Directory
from mingdeng.facts.organ import Activity, Span
from mingdeng.files.rows import ACTIVITIES, COLUMN, Source, TableRead
from mingdeng.files.text import chinese_number

Place = tuple[str, str | None]
ONE_MONTH = "(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
MONTHS = re.compile(
    rf"(?<![\d一二三四五六七八九十]){ONE_MONTH}月?(?:[-—~～至到]{ONE_MONTH})?月份?(?!\d)"
)
QUARTERS = re.compile("第?([一二三四1-4])(?:季度)?(?:[-—~～至到、]第?([一二三四1-4]))?季度")
NUMBERS = re.compile("[0-9一二三四五六七八九十]+")
HALF = re.compile(r"([上下])半年")


def ledger_spans(
    tables: Sequence[TableRead], activities: Sequence[Activity], directory: Directory
) -> tuple[Span, ...]:
    """The spans all activity ledgers of a folder cover."""
    ledgers = [table for table in tables if table.what == ACTIVITIES]
    rows = _rows_by_place(activities)
    spans: list[Span] = []
    for family in _families(ledgers, rows):
        kinds = frozenset(kind for table in family for kind in _kinds(table, rows))
        joint = _joint_homes(family, rows)
        for table in family:
            homes = dict.fromkeys([*_homes(table, rows, directory), *joint.get(_series(table), ())])
            for period in _periods(table, rows):
                spans += [Span(home, kinds, period.start, period.end) for home in homes]
    return tuple(dict.fromkeys(spans))


def _rows_by_place(activities: Iterable[Activity]) -> dict[Place, list[Activity]]:
    found: dict[Place, list[Activity]] = {}
    for activity in activities:
        if activity.row.form == "ledger":
            found.setdefault(_place(activity.row.source), []).append(activity)
    return found


def _place(source: Source) -> Place:
    return (source.file, source.sheet)


def _kinds(table: TableRead, rows: dict[Place, list[Activity]]) -> set[str]:
    written = {kind for row in rows.get(_place(table.source), ()) for kind in row.kinds}
    return written | set(table.kinds_named)


def _families(
    tables: Sequence[TableRead], rows: dict[Place, list[Activity]]
) -> list[list[TableRead]]:
    """Tables joined wherever they share a kind."""
    families: list[tuple[set[str], list[TableRead]]] = []
    for table in tables:
        kinds = _kinds(table, rows)
        joined: tuple[set[str], list[TableRead]] = (kinds, [table])
        apart = []
        for family in families:
            if family[0] & joined[0]:
                joined = (family[0] | joined[0], family[1] + joined[1])
            else:
                apart.append(family)
        families = [*apart, joined]
    return [members for _, members in families]


def _homes(
    table: TableRead, rows: dict[Place, list[Activity]], directory: Directory
) -> Iterator[str]:
    """The organizations a ledger writes of, and those its heading or title names."""
    written = [row.organization for row in rows.get(_place(table.source), ())]
    named = (directory.find(text) or directory.find_in(text) for text in table.organizations)
    yield from dict.fromkeys([*written, *(home for home in named if home is not None)])


def _joint_homes(
    family: Sequence[TableRead], rows: dict[Place, list[Activity]]
) -> dict[str, list[str]]:
    """By series of ledgers kept for several branches at once, the branches any of them writes of.

    A branch that did nothing in July has no line in the organ's ledger of July.
    """
    found: dict[str, dict[str, None]] = {}
    for table in family:
        for row in rows.get(_place(table.source), ()):
            if row.row.organization_from == COLUMN:
                found.setdefault(_series(table), {}).setdefault(row.organization)
    return {series: list(homes) for series, homes in found.items()}


def _series(table: TableRead) -> str:
    """Ledgers of one form: 2024年1月登记表 and 2024年2月登记表 differ in numbers only."""
    place = f"{table.source.file}/{table.source.sheet or ''}"
    return NUMBERS.sub("", unicodedata.normalize("NFKC", place))


def _periods(table: TableRead, rows: dict[Place, list[Activity]]) -> Iterator[Period]:
    """The years a table is of; a part of the year where its title, sheet or file name says so."""
    days = [row.held_on for row in rows.get(_place(table.source), ())]
    years = table.years or tuple(sorted({day.year for day in days}))
    text = " ".join(filter(None, (table.title, table.source.sheet, table.source.file)))
    for year in years:
        part = _named_part(text, year)
        if part is not None and all(part.start <= d <= part.end for d in days if d.year == year):
            yield part
        else:
            yield period_of(date(year, 1, 1), Cycle("year"))


def _named_part(text: str, year: int) -> Period | None:
    """The months, quarters or half of a year a title names; None for the year as a whole."""
    line = re.sub(r"(?:19|20)\d{2}年?|[\s]|\d{1,2}月\d{1,2}日", " ", text)
    spans = {_span(found, 1) for found in MONTHS.finditer(line)}
    spans |= {_span(found, 3) for found in QUARTERS.finditer(line)}
    spans |= {(1, 6) if half[1] == "上" else (7, 12) for half in HALF.finditer(line)}
    if len(spans) != 1:
        return None
    first, last = next(iter(spans))
    if first > last:
        return None
    end = period_of(date(year, last, 1), Cycle("month")).end
    return Period(f"{year}-{first:02}", date(year, first, 1), end)


def _span(found: re.Match[str], months: int) -> tuple[int, int]:
    """First and last month of a match; `months` to each step named."""
    first = chinese_number(found[1]) or 1
    last = (chinese_number(found[2]) if found[2] else None) or first
    return (first - 1) * months + 1, last * months
