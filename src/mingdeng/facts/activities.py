"""From rows of ledgers and minutes to activities of organizations."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from mingdeng.facts.naming import Directory
from mingdeng.facts.organ import Activity, Organization
from mingdeng.facts.people import Roster
from mingdeng.facts.reporting import about_cell
from mingdeng.files.rows import (
    COLUMN,
    ERROR,
    NOTICE,
    WARNING,
    ActivityRow,
    Finding,
    Group,
)

GROUP_MEETING = "group_meeting"
LEDGER = "ledger"
# What one record of an activity may tell where another does not.
TOLD = ("expected", "present", "absent", "absent_people")
HELD_BY = {"leading_group_meeting": "leading_group", "committee_meeting": "organ_committee"}
BRANCHES = frozenset(("branch", "general_branch"))


class ActivityBuilder:
    """Puts rows to organizations and people, noting what does not fit."""

    def __init__(
        self, organizations: Sequence[Organization], directory: Directory, roster: Roster
    ) -> None:
        self.organizations = {item.id: item for item in organizations}
        self.directory, self.roster = directory, roster
        self.findings: list[Finding] = []

    def build(self, rows: Sequence[ActivityRow]) -> list[Activity]:
        """The activities of all rows; one recorded in a ledger and as minutes is taken once."""
        homes = self._homes(rows)
        activities: list[Activity] = []
        same_day: dict[tuple[object, ...], list[int]] = {}
        for place, row in enumerate(rows, start=1):
            home = homes[place - 1]
            if home is None:
                continue
            activity = self._activity(place, row, home)
            others = same_day.setdefault((home, activity.group, row.held_on), [])
            same = next((n for n in others if _is_same(activity, activities[n])), None)
            if same is not None:
                self._note_repeat(activity, activities[same])
                activities[same] = _together(activities[same], activity)
                continue
            others.append(len(activities))
            activities.append(activity)
        return activities

    def _homes(self, rows: Sequence[ActivityRow]) -> list[str | None]:
        """The organization of each row; where it is not written, that of the people named."""
        found = [self._written_home(row) for row in rows]
        by_people = self._homes_by_people(rows, found)
        homes = []
        for row, written in zip(rows, found, strict=True):
            home = written
            if home is None and not _in_column(row):
                home = by_people.get(_table(row)) or self._only_holder(row)
            if home is None:
                self._note_homeless(row)
            homes.append(home)
        return homes

    def _written_home(self, row: ActivityRow) -> str | None:
        if row.organization_from == COLUMN:
            return self.directory.find(row.organization)
        above = self.directory.find(row.organization) or self.directory.find_in(row.organization)
        if above is not None and self.organizations[above].kind in BRANCHES:
            return above
        # 填报单位：机关党委 stands on many a branch's ledger; sheet and file tell whose it is.
        places = (row.source.sheet, PurePath(row.source.file).name)
        return next(filter(None, map(self.directory.find_beginning, places)), above)

    def _only_holder(self, row: ActivityRow) -> str | None:
        """For meetings only one organization of the organ can hold: its 党组, its 机关党委."""
        holders = {HELD_BY[kind] for kind in row.kinds if kind in HELD_BY}
        found = [item.id for item in self.organizations.values() if item.kind in holders]
        return found[0] if len(found) == 1 else None

    def _homes_by_people(
        self, rows: Sequence[ActivityRow], found: Sequence[str | None]
    ) -> Mapping[tuple[str, str | None, str | None], str]:
        """For tables that name no organization: where most of the people named belong."""
        votes: dict[tuple[str, str | None, str | None], Counter[str]] = {}
        first: dict[tuple[str, str | None, str | None], ActivityRow] = {}
        for row, home in zip(rows, found, strict=True):
            if home is None and not _in_column(row):
                first.setdefault(_table(row), row)
                votes.setdefault(_table(row), Counter()).update(self._homes_named(row))
        homes = {table: count.most_common(1)[0][0] for table, count in votes.items() if count}
        for table, home in homes.items():
            self._note_inferred(first[table], home)
        return homes

    def _homes_named(self, row: ActivityRow) -> Iterator[str]:
        names = [row.chair, row.chair, row.recorder, *(absence.name for absence in row.absent)]
        yield from filter(None, (self.roster.home_of(name) for name in names))

    def _activity(self, place: int, row: ActivityRow, home: str) -> Activity:
        people = []
        for absence in row.absent:
            person = self.roster.find(absence.name, home)
            if person is not None:
                people.append(person.id)
            elif self.roster:
                self._note_stranger(row, absence.name, home)
        return Activity(
            id=f"activity-{place:06d}",
            organization=home,
            group=self._group(row, home),
            kinds=row.kinds,
            held_on=row.held_on,
            expected=row.expected,
            present=row.present,
            absent=tuple(absence.name for absence in row.absent),
            absent_people=tuple(people),
            row=row,
        )

    def _group(self, row: ActivityRow, home: str) -> Group:
        """The group a group meeting was of; a branch with one group needs no number."""
        if GROUP_MEETING not in row.kinds:
            return None
        groups = self.organizations[home].groups
        if row.group is None and len(groups) == 1:
            return groups[0]
        if row.group is None and groups:
            self._note(
                row,
                "kinds",
                (
                    WARNING,
                    "group-not-named",
                    "没有写明是哪个党小组，不能计入任何一个党小组。",
                    "请在会议类别后写上党小组，如“党小组会（第一党小组）”。",
                ),
            )
        return row.group

    def _note(self, row: ActivityRow, field: str | None, said: tuple[str, str, str, str]) -> None:
        self.findings.append(about_cell(row.source, row.columns, field, said))

    def _note_homeless(self, row: ActivityRow) -> None:
        written = f"“{row.organization}”" if row.organization else "这一条"
        self._note(
            row,
            "organization",
            (
                ERROR,
                "unknown-branch",
                f"{written}对不上任何党组织，这条活动没有计入。",
                "请核对支部名称，或在表头、工作表名中写明是哪个支部。",
            ),
        )

    def _note_inferred(self, row: ActivityRow, home: str) -> None:
        name = self.organizations[home].name
        who = f"主持人{row.chair}" if self.roster.home_of(row.chair) == home else "所列人员"
        self._note(
            row,
            None,
            (
                WARNING,
                "organization-from-people",
                f"没有写明是哪个支部，按{who}归入{name}。",
                "请核对；不对的话在标题中写明支部。",
            ),
        )

    def _note_stranger(self, row: ActivityRow, name: str, home: str) -> None:
        branch = self.organizations[home].name
        said = (
            WARNING,
            "absent-not-on-roster",
            f"缺席人员“{name}”不在{branch}的名册中，姓名照录，没有对应到人。",
            "请核对姓名，或补入党员名册。",
        )
        if self.roster.is_shared(name, home):
            said = (
                WARNING,
                "absent-namesakes",
                f"{branch}有两名以上党员叫“{name}”，姓名照录，没有对应到人。",
                "请在姓名后写明是哪一位，如“王平（办公室）”。",
            )
        self._note(row, "absent", said)

    def _note_repeat(self, again: Activity, same: Activity) -> None:
        source = same.row.source
        where = f"{source.sheet or source.file}第{source.row}行" if source.row else source.file
        said = (
            NOTICE,
            "same-meeting-elsewhere",
            f"与{where}是同一次活动，只计一次。",
            "不需要处理。",
        )
        if _differ(again.expected, same.expected) or _differ(again.present, same.present):
            said = (
                WARNING,
                "records-differ",
                f"与{where}是同一次活动，只计一次；两处应到、实到人数不同，以台账为准。",
                "请核对人数，改正其中一处。",
            )
        self._note(again.row, None, said)


def _in_column(row: ActivityRow) -> bool:
    """Whether the row itself names an organization, known or not."""
    return bool(row.organization) and row.organization_from == COLUMN


def _table(row: ActivityRow) -> tuple[str, str | None, str | None]:
    """Rows of one sheet belong together; each set of minutes stands for itself."""
    place = row.source.place if row.form != LEDGER else None
    return (row.source.file, row.source.sheet, place)


def _together(one: Activity, other: Activity) -> Activity:
    """Two records of one activity as one: the ledger's line, and what only the other tells."""
    kept, more = (other, one) if other.row.form == LEDGER else (one, other)
    told = {name: getattr(more, name) for name in TOLD if getattr(kept, name) in {None, ()}}
    kinds = tuple(dict.fromkeys((*kept.kinds, *more.kinds)))
    return replace(kept, kinds=kinds, **told)


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def _is_same(one: Activity, other: Activity) -> bool:
    """Whether two records of one organization, group and day are one activity.

    Minutes and a ledger line are, where they share a kind. Two ledger lines are only
    when they stand in different tables and agree in everything both of them tell.
    """
    if one.row.form != other.row.form:
        return bool(set(one.kinds) & set(other.kinds))
    if set(one.kinds) != set(other.kinds) or _table(one.row) == _table(other.row):
        return False
    pairs = (
        (one.expected, other.expected),
        (one.present, other.present),
        (one.row.start, other.row.start),
        (one.row.topic, other.row.topic),
    )
    return all(a == b for a, b in pairs if a is not None and b is not None)
