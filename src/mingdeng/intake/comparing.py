"""How rows of a workbook compare with the entries held: new, same, changed or in conflict.

The same entry is one of the same organization, title, day, period, parent and owner; what
a row does not say may be anything.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mingdeng.access.policy import Viewer
from mingdeng.intake.models import Line
from mingdeng.registers.columns import LABELS, PLACE, Column, columns_of
from mingdeng.registers.models import Entry
from mingdeng.registers.naming import Ambiguous, Names
from mingdeng.registers.queries import may_fill, places_to_enter, reserved_facts
from mingdeng.registers.records import called
from mingdeng.registers.values import Invalid, Said, read_entry, shown
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import ABOUT, OWNER, PARENT, TITLE, Register

State = Line.State
ONES = ("day",)
NOT_TAKEN = ("已经办结", "不止一条")
Who = tuple[uuid.UUID | None, str]
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """Who imports into which register, with which columns and for which organizations."""

    viewer: Viewer
    register: Register
    columns: Sequence[Column]
    places: Mapping[uuid.UUID, Organization]

    @property
    def offered(self) -> frozenset[str]:
        """The fields they are offered."""
        return frozenset(one.name for one in self.columns)


def reach_of(viewer: Viewer, register: Register) -> Reach:
    """What someone may import into a register: for all they may write for, where that is any."""
    places = {one.id: one for one in places_to_enter(viewer, register)}
    # Also who writes for one organization is asked which, where a row names one.
    place = Column(PLACE, LABELS[PLACE], required=len(places) > 1)
    columns = [place, *columns_of(viewer, register, places=False)]
    return Reach(viewer, register, columns, places)


@dataclass(slots=True)
class _Row:
    """A line with what it says in types, and whom it names."""

    line: Line
    place: Organization
    said: Said
    people: dict[str, list[Who]]
    parent: uuid.UUID | None
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Comparer:
    """Compares the lines of one upload, piece after piece; each entry is found only once."""

    reach: Reach
    seen: dict[int, tuple[int, str]] = field(default_factory=dict)

    def compare(self, lines: Sequence[Line]) -> None:
        """Say of each line how it compares; those with bad cells stay as they are."""
        good = [line for line in lines if not line.data["bad"]]
        rows = self._rows(good)
        held = self._held(rows)
        reserved = reserved_facts(self.reach.viewer, self.reach.register, list(held.values()))
        alike: dict[tuple[uuid.UUID, str], list[Entry]] = {}
        for one in held.values():
            alike.setdefault((one.organization_id, one.title), []).append(one)
        for row in rows:
            if row.problems:
                self._refuse(row)
            else:
                near = alike.get((row.place.id, row.said.values[TITLE]), [])
                self._judge(row, [one for one in near if _is_same(one, row)], reserved)

    def _rows(self, lines: Sequence[Line]) -> list[_Row]:
        rows = [row for line in lines if (row := self._row(line)) is not None]
        names: dict[uuid.UUID, set[str]] = {}
        for row in rows:
            for written in row.said.people.values():
                names.setdefault(row.place.id, set()).update(written)
        day = self.reach.viewer.day
        known = {place: Names(place, written, day) for place, written in names.items()}
        parents = self._parents(rows)
        for row in rows:
            self._name(row, known)
            self._place_under(row, parents)
            self._check_restricted(row)
        return rows

    def _row(self, line: Line) -> _Row | None:
        place = self.reach.places.get(uuid.UUID(line.data["organization"]))
        if place is None:
            _put(line, State.ERROR, problem="这个组织的台账现在不由您填写。")
            return None
        try:
            said = read_entry(self.reach.register, line.data["given"], line.data["period"])
        except Invalid as invalid:  # the definition was changed since the file was read
            _put(line, State.ERROR, problem=str(invalid))
            return None
        return _Row(line, place, said, {}, None)

    def _name(self, row: _Row, known: Mapping[uuid.UUID, Names]) -> None:
        for name, written in row.said.people.items():
            try:
                found = [(known[row.place.id].person(one), one) for one in written]
            except Ambiguous as same:
                row.problems[name] = (
                    f"有两名以上党员叫“{same}”，请写明支部，如“{same}（第一党支部）”。"
                )
                continue
            row.people[name] = [(person, "" if person else text) for person, text in found]

    def _parents(self, rows: Sequence[_Row]) -> Mapping[str, list[Entry]]:
        """The entries that could be meant by what is written for one above, by title."""
        of = next((one.of for one in self.reach.register.fields if one.id == PARENT), None)
        written = {str(row.said.values.get(PARENT) or "") for row in rows} - {""}
        if of is None or not written:
            return {}
        found: dict[str, list[Entry]] = {}
        there = called(of, written)
        for one in there.prefetch_related("organization__below"):
            found.setdefault(one.title, []).append(one)
        return found

    def _place_under(self, row: _Row, parents: Mapping[str, list[Entry]]) -> None:
        written = row.said.values.get(PARENT)
        if not written:
            return
        near = [one for one in parents.get(written, ()) if one.organization_id == row.place.id]
        above = [
            one
            for one in parents.get(written, ())
            if any(under.organization_id == row.place.id for under in one.organization.below.all())
        ]
        found = near or above
        if len(found) == 1:
            row.parent = found[0].id
            return
        several = "有几条同名的" if found else "没有找到"
        row.problems[PARENT] = f"“{written[:30]}”{several}，请核对名称。"

    def _check_restricted(self, row: _Row) -> None:
        parties = [who for name in (OWNER, ABOUT) for who, _ in row.people.get(name, ())]
        for one in self.reach.register.fields:
            if one.id not in row.said.values or row.said.values[one.id] in (None, "", []):
                continue
            if not may_fill(self.reach.viewer, one, row.place.id, parties):
                row.problems[one.id] = f"{one.label}不由您填写，请清空这一格。"

    def _refuse(self, row: _Row) -> None:
        labels = {one.name: one.label for one in self.reach.columns}
        at = row.line.data.get("at", {})
        where = f"第{row.line.source.get('row')}行"
        row.line.data["bad"] = [
            [at.get(name, where), labels.get(name, name), problem]
            for name, problem in row.problems.items()
        ]
        _put(row.line, State.ERROR, problem=summed_up(row.line.data["bad"]))

    def _held(self, rows: Iterable[_Row]) -> dict[uuid.UUID, Entry]:
        """The entries of the titles that are said, in the organizations they are said of."""
        titles = {row.said.values[TITLE] for row in rows}
        places = {row.place.id for row in rows}
        found = called(self.reach.register.id, titles).filter(organization_id__in=places)
        return {one.id: one for one in found.prefetch_related("people").select_related("parent")}

    def _judge(
        self, row: _Row, same: Sequence[Entry], reserved: Mapping[uuid.UUID, Mapping[str, Any]]
    ) -> None:
        here = (row.line.number, f"第{row.line.source.get('row')}行")
        before = self.seen.setdefault(_identity(row), here)
        if before != here:
            problem = f"与{before[1]}说的是同一条；确实是两条的，勾选后再新增一条。"
            _put(row.line, State.CONFLICT, problem=problem)
        elif len(same) > 1:
            problem = f"台账里这样的{NOT_TAKEN[1]}，分不清是哪一条，请在页面上改。"
            _put(row.line, State.CONFLICT, problem=problem)
        elif not same:
            _put(row.line, State.NEW)
        else:
            self._against(row, same[0], reserved.get(same[0].id, {}))

    def _against(self, row: _Row, held: Entry, reserved: Mapping[str, Any]) -> None:
        changes = self._changes(row, held, reserved)
        if not changes:
            _put(row.line, State.SAME, held)
        elif held.state == Entry.State.CLOSED:
            problem = f"台账里这一条{NOT_TAKEN[0]}，要改的先“重新办理”。"
            _put(row.line, State.CONFLICT, held, changes, problem)
        else:
            _put(row.line, State.CHANGED, held, changes)

    def _changes(self, row: _Row, held: Entry, reserved: Mapping[str, Any]) -> dict[str, list[str]]:
        """Field by field what is held and what is said, as texts."""
        found: dict[str, list[str]] = {}
        for one in self.reach.register.fields:
            if one.is_person:
                named = [p for p in held.people.all() if p.field == one.id]
                whom = [(p.person_id, "" if p.person_id else p.name) for p in named]
                if one.id in row.people and row.people[one.id] != whom:
                    written = "、".join(row.said.people[one.id])
                    found[one.id] = ["、".join(p.name for p in named), written]
                continue
            if one.id not in row.said.values or one.id == PARENT:
                continue
            kept = reserved if one.restricted else held.facts
            had = getattr(held, one.id) if one.is_column else kept.get(one.id)
            pair = [shown(one, had), shown(one, row.said.values[one.id])]
            if pair[0] != pair[1]:
                found[one.id] = pair
        return found


def may_take_entry(line: Line) -> bool:
    """Whether a line can be imported as it stands, where someone wants it."""
    if line.state == State.CONFLICT:
        return not any(why in line.problem for why in NOT_TAKEN)
    return line.state in {State.NEW, State.CHANGED}


def summed_up(bad: Collection[Sequence[str]]) -> str:
    """The bad cells of a line as one text."""
    return "；".join(f"{cell} {label}：{problem}" for cell, label, problem in bad)[:500]


def _is_same(one: Entry, row: _Row) -> bool:
    said = row.said
    days: dict[str, date | None] = {name: said.values.get(name) for name in ONES}
    if any(day is not None and getattr(one, name) != day for name, day in days.items()):
        return False
    if one.period != said.period or (row.parent and one.parent_id != row.parent):
        return False
    owner = [(p.person_id, "" if p.person_id else p.name) for p in one.people.all() if _owns(p)]
    return not row.people.get(OWNER) or row.people[OWNER] == owner


def _owns(named: Any) -> bool:
    return bool(named.field == OWNER)


def _identity(row: _Row) -> int:
    """What makes a row the same entry, as one number: of very many rows all are kept."""
    values, owner = row.said.values, tuple(row.people.get(OWNER, ()))
    return hash(
        (row.place.id, values[TITLE], values.get("day"), row.said.period, row.parent, owner)
    )


def _put(
    line: Line,
    state: str,
    held: Entry | None = None,
    changes: Mapping[str, Any] | None = None,
    problem: str = "",
) -> None:
    line.state, line.problem = state, problem[:500]
    line.target = held.id if held else None
    line.target_version = held.version if held else None
    line.changes = dict(changes or {})
