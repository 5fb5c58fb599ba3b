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

Place = tuple[str, str | None]
CHINESE = "一二三四五六七八九十"
MONTH = re.compile(r"(?<![\d年])(1[0-2]|0?[1-9])月份?(?!\d|[一二三四五六七八九十])")
MONTH_OF_YEAR = re.compile(r"年(1[0-2]|0?[1-9])月份?(?!\d)")
QUARTER = re.compile(r"(?:第)?([一二三四1-4])季度")
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
    months = MONTH_OF_YEAR.findall(text) + MONTH.findall(text)
    if len(set(map(int, months))) == 1:
        return period_of(date(year, int(months[0]), 1), Cycle("month"))
    if len(set(map(int, months))) > 1:
        return None
    quarter = QUARTER.search(text)
    if quarter:
        number = int(quarter[1]) if quarter[1].isdigit() else CHINESE.index(quarter[1]) + 1
        return period_of(date(year, 3 * number, 1), Cycle("quarter"))
    half = HALF.search(text)
    if half:
        return period_of(date(year, 1 if half[1] == "上" else 12, 1), Cycle("half-year"))
    return None
