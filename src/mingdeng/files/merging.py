"""What only shows across tables and files: people and meetings entered twice, hidden sheets."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mingdeng.files.grid import Spot
from mingdeng.files.report import finding
from mingdeng.files.rows import (
    COLUMN,
    GROUP_MEETING,
    LEDGER,
    ActivityRow,
    DuesRow,
    Finding,
    MemberRow,
    OrganizationRow,
    PostRow,
    Reading,
    Row,
    Source,
    TableRead,
    UnreadActivity,
)
from mingdeng.files.worker import Outcome

_Sheet = tuple[str, str | None]
# More lines on one matter and day than any office writes need not all be compared.
MEETINGS_COMPARED = 10


@dataclass(slots=True)
class _Merged:
    """Rows in the order of files, and the findings about them."""

    rows: list[Row] = field(default_factory=list)
    tables: list[TableRead] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: list[UnreadActivity] = field(default_factory=list)


def merge(outcomes: Mapping[str, Outcome]) -> Reading:
    """One reading of all files, repetitions taken out and told."""
    merged = _Merged()
    for outcome in outcomes.values():
        merged.rows += outcome.rows
        merged.tables += outcome.tables
        merged.findings += outcome.findings
        merged.unread += outcome.unread
        outcome.rows = []
    _settle_hidden(merged)
    _drop_people(merged)
    _drop_meetings(merged)
    _sort_findings(merged, list(outcomes))
    return Reading(
        organizations=tuple(row for row in merged.rows if isinstance(row, OrganizationRow)),
        members=tuple(row for row in merged.rows if isinstance(row, MemberRow)),
        activities=tuple(row for row in merged.rows if isinstance(row, ActivityRow)),
        dues=tuple(row for row in merged.rows if isinstance(row, DuesRow)),
        tables=tuple(merged.tables),
        findings=tuple(merged.findings),
        files_read=tuple(name for name, outcome in outcomes.items() if outcome.was_read),
        unread=tuple(merged.unread),
        posts=tuple(row for row in merged.rows if isinstance(row, PostRow)),
    )


def _sheet(source: Source) -> _Sheet:
    return source.file, source.sheet


def _tell(merged: _Merged, code: str, row: Row, column: int | None, **values: object) -> None:
    source = row.source
    spot = Spot(source.sheet, source.row, column if source.row else None, source.place)
    merged.findings.append(finding(code, source.file, spot, **values))


def _where(row: Row, later: Row) -> str:
    """Where a row stands, as someone looking at a later row says it."""
    source = row.source
    words = [] if source.file == later.source.file else [f"文件“{source.file}”"]
    if source.sheet and source.sheet != later.source.sheet:
        words.append(f"工作表“{source.sheet}”")
    words.append(f"第{source.row}行" if source.row else source.place or "前文")
    return "".join(words)


# ---- hidden sheets ----


def _settle_hidden(merged: _Merged) -> None:
    """Records of hidden sheets count, unless a visible sheet says the same."""
    hidden = {_sheet(table.source) for table in merged.tables if table.hidden}
    if not hidden:
        return
    visible = {_identity(row) for row in merged.rows if _sheet(row.source) not in hidden}
    repeated: Counter[_Sheet] = Counter()
    taken: Counter[_Sheet] = Counter()
    kept: list[Row] = []
    for row in merged.rows:
        sheet = _sheet(row.source)
        if sheet in hidden and _identity(row) in visible:
            repeated[sheet] += 1
            continue
        taken[sheet] += sheet in hidden
        kept.append(row)
    merged.rows = kept
    for file, name in sorted(hidden, key=str):
        sheet = (file, name)
        code = "hidden-sheet-repeats" if repeated[sheet] else "hidden-sheet-taken"
        if repeated[sheet] or taken[sheet]:
            merged.findings.append(
                finding(code, file, Spot(name), repeated=repeated[sheet], count=taken[sheet])
            )


def _identity(row: Row) -> Hashable:
    """What two rows about the same thing have in common."""
    if isinstance(row, OrganizationRow):
        return "organization", row.name
    if isinstance(row, MemberRow):
        return "member", row.id_number or (row.name, row.organization, row.birth)
    if isinstance(row, ActivityRow):
        people = None if _names_branch(row) else (row.chair, row.lecturer, row.present)
        return "activity", row.organization, row.held_on, frozenset(row.kinds), row.group, people
    if isinstance(row, PostRow):
        return "post", row.organization, row.title, row.name, row.group, row.since
    return "dues", row.organization, row.name, row.year


# ---- people ----


def _drop_people(merged: _Merged) -> None:
    """Of two lines about one person the first one stays."""
    by_number: dict[str, MemberRow] = {}
    namesakes: dict[Hashable, tuple[MemberRow, ...]] = {}
    kept: list[Row] = []
    for row in merged.rows:
        if not isinstance(row, MemberRow):
            kept.append(row)
            continue
        others = namesakes.get((row.name, row.organization), ())
        twin = by_number.get(row.id_number) if row.id_number else None
        column = "name" if twin is None else "id_number"
        twin = twin or next((other for other in others if _is_same(row, other)), None)
        if twin is not None:
            place = row.columns.get(column)
            _tell(merged, "same-person-twice", row, place, earlier=_where(twin, row))
            continue
        doubtful = next((other for other in others if _may_be_same(row, other)), None)
        if doubtful is not None:
            place = row.columns.get("name")
            _tell(merged, "same-name-in-branch", row, place, earlier=_where(doubtful, row))
        if row.id_number:
            by_number[row.id_number] = row
        namesakes[row.name, row.organization] = (*others[:9], row)
        kept.append(row)
    merged.rows = kept


def _is_same(row: MemberRow, other: MemberRow) -> bool:
    """Of two namesakes in a branch: one person by birth, unless two numbers tell them apart."""
    both_numbered = row.id_number is not None and other.id_number is not None
    return row.birth is not None and row.birth == other.birth and not both_numbered


def _may_be_same(row: MemberRow, other: MemberRow) -> bool:
    """Of two namesakes in a branch: too little is known to tell."""
    both_numbered = row.id_number is not None and other.id_number is not None
    both_dated = row.birth is not None and other.birth is not None
    return not both_numbered and not both_dated


# ---- meetings ----


def _drop_meetings(merged: _Merged) -> None:
    """Of two lines about one meeting the first one stays; ledgers and minutes are kept apart."""
    earlier: dict[Hashable, list[ActivityRow]] = {}
    alike: dict[Hashable, ActivityRow] = {}
    kept: list[Row] = []
    for row in merged.rows:
        if not isinstance(row, ActivityRow):
            kept.append(row)
            continue
        others = earlier.setdefault(_meeting(row), [])
        twin = next((other for other in others if _may_agree(row, other)), None)
        if twin is not None:
            column = 1 if row.source.row else None
            _tell(merged, "same-meeting-twice", row, column, earlier=_where(twin, row))
            continue
        if len(others) < MEETINGS_COMPARED:
            others.append(row)
        similar = alike.setdefault(_occasion(row), row)
        if similar is not row and _worth_a_look(row):
            _tell(merged, "possibly-same-meeting", row, 1, earlier=_where(similar, row))
        kept.append(row)
    merged.rows = kept


def _occasion(row: ActivityRow) -> Hashable:
    return row.form, row.organization, row.held_on, frozenset(row.kinds), row.group


def _meeting(row: ActivityRow) -> Hashable:
    topic = "".join(row.topic.split()) if row.topic else None
    return _occasion(row), topic, None if _names_branch(row) else (_sheet(row.source), row.chair)


def _names_branch(row: ActivityRow) -> bool:
    """Where only the office above is named, sheet and chair have to tell two branches apart."""
    named = row.organization or ""
    return row.organization_from == COLUMN or "支部" in named or "总支" in named


def _may_agree(row: ActivityRow, other: ActivityRow) -> bool:
    """Hour and place: what only one of two lines tells does not make them two meetings."""
    pairs = ((row.start, other.start), (row.place, other.place))
    return all(mine == theirs or mine is None or theirs is None for mine, theirs in pairs)


def _worth_a_look(row: ActivityRow) -> bool:
    unnamed_group = GROUP_MEETING in row.kinds and row.group is None
    return row.form == LEDGER and _names_branch(row) and not unnamed_group


# ---- order ----


def _sort_findings(merged: _Merged, files: Sequence[str]) -> None:
    """By file, sheet, row and column, as someone would go through them."""
    file_at = {name: index for index, name in enumerate(files)}
    sheet_at = _first_seen(_sheet(table.source) for table in merged.tables)
    later = _first_seen((item.file, item.sheet) for item in merged.findings)

    def order(item: Finding) -> tuple[int, int, int, int]:
        sheet = (item.file, item.sheet)
        place = sheet_at.get(sheet, len(sheet_at) + later[sheet]) if item.sheet else -1
        return file_at.get(item.file, -1), place, item.row or 0, item.column or 0

    merged.findings.sort(key=order)


def _first_seen(sheets: Iterable[_Sheet]) -> dict[_Sheet, int]:
    return {sheet: index for index, sheet in enumerate(dict.fromkeys(sheets))}
