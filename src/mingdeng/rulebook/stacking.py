"""Packs upon packs: a lower one may be stricter, or set what the higher leaves free.

Anything else is a conflict: it is reported, and the higher rule holds.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from mingdeng.rulebook.changes import Change, with_set
from mingdeng.rulebook.definitions import Definitions
from mingdeng.rulebook.model import (
    FORCES,
    After,
    Always,
    Conflict,
    Every,
    Offset,
    Rule,
    Rulebook,
    Version,
)
from mingdeng.rulebook.numbers import read_plain
from mingdeng.rulebook.reading import PackReader, Unreadable
from mingdeng.rulebook.rules import read_version
from mingdeng.rulebook.walk import numbers_of_version, path_of
from mingdeng.rulebook.yamltree import Node

# Roughly how long a step is, in days: only to compare two limits of the same kind.
STEP_DAYS = {"years": 365, "months": 30, "days": 1, "working_days": 1}

Written = tuple[Version, Node]
"""A version and the node it was read from."""


class Stacker:
    """Applies the changes of lower packs to one rule, highest level first."""

    def __init__(
        self, rule: Rule, node: Node, definitions: Definitions, readers: Mapping[str, PackReader]
    ) -> None:
        self.rule, self.definitions, self.readers = rule, definitions, readers
        self.written = _written(rule, node)
        self.in_force: list[Written] = [] if rule.optional else list(self.written)
        self.conflicts: list[Conflict] = []

    def apply(self, change: Change) -> None:
        """Split the versions the change overlaps and put the changed ones in their place."""
        base = self.in_force or self.written
        changed = [
            self._changed(pair, change)
            for pair in base
            if _overlap(pair[0], change.from_, change.to) is not None
        ]
        kept = [piece for pair in self.in_force for piece in _outside(pair, change)]
        self.in_force = sorted([*kept, *changed], key=lambda pair: pair[0].from_)

    def result(self) -> Rule:
        return self.rule._replace(versions=tuple(version for version, _ in self.in_force))

    def _changed(self, pair: Written, change: Change) -> Written:
        version, node = pair
        allowed = {
            path: content for path, content in change.set.items() if self._may(pair, change, path)
        }
        for path, content in allowed.items():
            node = with_set(node, path, content) or node
        first, last = _overlap(version, change.from_, change.to) or (version.from_, version.to)
        new = self._read(node, version, change, allowed)
        new = new._replace(
            from_=first,
            to=last,
            basis=change.basis,
            place=change.place,
            changed_by=(*version.changed_by, change.place.pack),
        )
        return new, node

    def _may(self, pair: Written, change: Change, path: str) -> bool:
        """Whether the change of one path is allowed; notes the conflict where it is not."""
        problem = self._objection(pair, change, path)
        if problem:
            self.conflicts.append(Conflict(change.place, self.rule.id, path, problem))
        return problem is None

    def _objection(self, pair: Written, change: Change, path: str) -> str | None:
        version, node = pair
        merged = with_set(node, path, change.set[path])
        if merged is None:
            return "上级规则没有这一项"
        try:
            new = self._read(merged, version, change, {path: change.set[path]})
        except Unreadable:
            return "写法不能使用"
        if any(path == free or path.startswith(f"{free}.") for free in self.rule.free):
            return None
        return (
            None
            if _is_stricter(version, new, path)
            else "放宽了上级规则，或上级规则没有授权下级自定"
        )

    def _read(
        self, node: Node, version: Version, change: Change, paths: Mapping[str, Node]
    ) -> Version:
        """Read a merged node: changed numbers belong to the change, the others stay."""
        reader = PackReader(version.place.pack, change.place.file, version.basis.cite.text)
        reader.changed_paths = dict.fromkeys(paths, change.place.pack)
        new = read_version(reader, node, self.rule.id, self.definitions)
        if reader.flaws:
            self.readers[change.place.file].flaws += reader.flaws
            raise Unreadable
        return new


def _written(rule: Rule, node: Node) -> list[Written]:
    entries = dict(node.items())["versions"].value
    by_line = {child.line: child for child in entries} if isinstance(entries, list) else {}
    return [(version, by_line[version.place.line]) for version in rule.written]


def _overlap(version: Version, first: date, last: date | None) -> tuple[date, date | None] | None:
    """The common days of a version and a span whose end is excluded; None where there are none."""
    start = max(version.from_, first)
    ends = [end for end in (version.to, last) if end is not None]
    end = min(ends) if ends else None
    return None if end is not None and end <= start else (start, end)


def _outside(pair: Written, change: Change) -> list[Written]:
    """The parts of a version before and after a change."""
    version, node = pair
    parts = [_overlap(version, version.from_, change.from_)]
    if change.to is not None:
        parts.append(_overlap(version, change.to, version.to))
    return [(version._replace(from_=part[0], to=part[1]), node) for part in parts if part]


def _is_stricter(old: Version, new: Version, path: str) -> bool:
    """Whether the changed path asks at least as much as before."""
    head, last = path.partition(".")[0], path.rpartition(".")[2]
    if head == "every":
        return _rank(new) <= _rank(old)
    if head in {"within", "due"}:
        return _length(_limit(new, head)) <= _length(_limit(old, head))
    if head == "force":
        return FORCES.index(new.force) >= FORCES.index(old.force)
    before, after = _value(old, path), _value(new, path)
    if before is None or after is None:
        return False
    return {"at_least": after >= before, "at_most": after <= before}.get(last, False)


def _rank(version: Version) -> int:
    timing = version.timing
    return timing.cycle(read_plain).rank if isinstance(timing, Every) else -1


def _limit(version: Version, head: str) -> Offset:
    if head == "due":
        return version.due
    return version.timing.within if isinstance(version.timing, After | Always) else ()


def _length(offset: Offset) -> Fraction:
    return sum((STEP_DAYS[unit] * number.value for unit, number in offset), Fraction(0))


def _value(version: Version, path: str) -> Fraction | None:
    return next((n.value for n in numbers_of_version(version) if path_of(n) == path), None)


def stack_rules(
    rules: Mapping[str, tuple[Rule, Node]],
    changes: Sequence[Change],
    definitions: Definitions,
    readers: Mapping[str, PackReader],
) -> tuple[dict[str, Rule], list[Conflict]]:
    """All rules under all changes, highest level first, and what conflicts."""
    stacked: dict[str, Rule] = {}
    conflicts: list[Conflict] = []
    for rule_id, (rule, node) in rules.items():
        stacker = Stacker(rule, node, definitions, readers)
        for change in changes:
            if change.target == "rule" and change.id == rule_id:
                stacker.apply(change)
        stacked[rule_id] = stacker.result()
        conflicts += stacker.conflicts
    return stacked, conflicts


def adopted(rulebook: Rulebook) -> Rulebook:
    """The same rulebook as if every optional rule had been adopted: to try what that would mean."""
    rules = {
        name: rule if rule.versions else rule._replace(versions=rule.written)
        for name, rule in rulebook.rules.items()
    }
    return rulebook._replace(rules=rules)
