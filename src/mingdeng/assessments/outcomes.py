"""How organizations stand on a day, kept until something about them changes.

The number of the last act on an organization or anything under it is its version: it
comes from the journal, so every process sees a change at its next request.
"""

import uuid
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from mingdeng.access.policy import Viewer, scope
from mingdeng.assessments.queries import in_view_of, packs_of, versions_of
from mingdeng.assessments.records import organ_of
from mingdeng.engine.compiler import compile_rules
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.scalar import judge
from mingdeng.engine.tables import Tables
from mingdeng.engine.verdicts import Verdict
from mingdeng.facts import organ as facts
from mingdeng.facts.bearers import bearers_of
from mingdeng.facts.judging import records_of
from mingdeng.facts.outcome import Outcome
from mingdeng.rulebook.duties import load_duties
from mingdeng.rulebook.model import Rulebook

COMMITTEE, ORGAN = "organ_committee", "organ"
KEPT = 4_000
YEARS_BACK = 5

Packs = tuple[str, ...]
Ids = Sequence[uuid.UUID]


class Key(NamedTuple):
    """What a judgement depends on."""

    organization: uuid.UUID
    version: int
    packs: Packs
    clocks: Clocks


class Judged(NamedTuple):
    """An organization with everything judged that is shown under it."""

    organization: facts.Organization
    verdicts: Sequence[Verdict]


class _Kept:
    """The latest judgements of this process; threads share them."""

    def __init__(self) -> None:
        self._items: OrderedDict[Key, Judged] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Judged | None:
        with self._lock:
            found = self._items.get(key)
            if found is not None:
                self._items.move_to_end(key)
            return found

    def put(self, key: Key, judged: Judged) -> None:
        with self._lock:
            self._items[key] = judged
            while len(self._items) > KEPT:
                self._items.popitem(last=False)


_kept = _Kept()


def outcomes_of(viewer: Viewer, ids: Iterable[uuid.UUID], clocks: Clocks) -> list[Outcome]:
    """The duties of those of the organizations the viewer may see, one outcome per rule stack."""
    found = scope(viewer, "read", "board")
    seen = [one for one in ids if found.everything or one in found.organizations]
    return judged_of(seen, clocks)


def judged_of(ids: Ids, clocks: Clocks) -> list[Outcome]:
    """The duties of organizations, whoever asks; callers show them only to who may see them."""
    packs = packs_of(ids, clocks.as_of)
    versions = versions_of(ids)
    keys = {one: Key(one, versions.get(one, 0), packs[one], clocks) for one in ids}
    there = {one: _kept.get(key) for one, key in keys.items()}
    missing = [one for one, judged in there.items() if judged is None]
    for one, judged in _judge(missing, packs, clocks).items():
        _kept.put(keys[one], judged)
        there[one] = judged
    by_packs: dict[Packs, list[Judged]] = {}
    for one in ids:
        judged_one = there[one]
        if judged_one is not None:
            by_packs.setdefault(packs[one], []).append(judged_one)
    return [_outcome(stack, members, clocks) for stack, members in by_packs.items()]


def tables_of(packs: Packs, clocks: Clocks) -> Tables:
    """The compiled rules of a stack for a day."""
    return _tables(packs, clocks, date(clocks.as_of.year, 1, 1))


@lru_cache(maxsize=32)
def rulebook_of(packs: Packs) -> Rulebook:
    """The duties of a stack of packs, read once."""
    return load_duties(list(packs))


def organ_for(ids: Ids, clocks: Clocks) -> facts.Organ:
    """The facts of some organizations, as far back as any rule looks."""
    return organ_of(ids, date(clocks.as_of.year - YEARS_BACK, 1, 1), clocks.as_of)


def judge_within(
    organ: facts.Organ, wanted: frozenset[str], tables: Tables
) -> dict[str, list[Verdict]]:
    """The verdicts shown under some organizations of an organ."""
    records = records_of(organ)
    kinds = {item.id: item.kind for item in organ.organizations}
    verdicts: dict[str, list[Verdict]] = {one: [] for one in wanted}
    for bearer in bearers_of(organ):
        home = bearer.organization
        # The organ itself is judged with its committee: a branch alone does not show it whole.
        if home not in wanted or (bearer.kind == ORGAN and kinds[home] != COMMITTEE):
            continue
        verdicts[home] += judge(tables, bearer, records(bearer))
    return verdicts


@lru_cache(maxsize=64)
def _tables(packs: Packs, clocks: Clocks, first: date) -> Tables:
    return compile_rules(rulebook_of(packs), clocks, first=first)


def _judge(ids: Ids, packs: Mapping[uuid.UUID, Packs], clocks: Clocks) -> dict[uuid.UUID, Judged]:
    """Judge what is not kept; a committee is judged with everything under it in view."""
    if not ids:
        return {}
    organ = organ_for([*{*ids, *in_view_of(ids)}], clocks)
    by_id = {item.id: item for item in organ.organizations}
    found: dict[uuid.UUID, Judged] = {}
    for stack in {packs[one] for one in ids}:
        wanted = [one for one in ids if packs[one] == stack]
        names = frozenset(str(one) for one in wanted)
        verdicts = judge_within(organ, names, tables_of(stack, clocks))
        for one in wanted:
            if str(one) in by_id:
                found[one] = Judged(by_id[str(one)], verdicts[str(one)])
    return found


def _outcome(packs: Packs, members: Sequence[Judged], clocks: Clocks) -> Outcome:
    organizations = tuple(judged.organization for judged in members)
    return Outcome(
        organ=facts.Organ(
            name=organizations[0].unit or "" if organizations else "",
            organizations=organizations,
            people=(),
            activities=(),
            payments=(),
            ledgers=(),
            dues_months={},
            posts_told_in=frozenset(),
            secretaries_known=True,
        ),
        rulebook=rulebook_of(packs),
        tables=tables_of(packs, clocks),
        verdicts={judged.organization.id: judged.verdicts for judged in members},
        findings=(),
        files_read=(),
    )
