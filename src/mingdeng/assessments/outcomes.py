"""How organizations stand on a day, kept until something about them changes.

The number of the last act on an organization or anything under it is its version: it
comes from the journal, so every process sees a change at its next request.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from mingdeng.access.policy import Viewer, scope
from mingdeng.access.queries import packs_of
from mingdeng.assessments.entries import Span
from mingdeng.assessments.kept import Kept
from mingdeng.assessments.queries import in_view_of, versions_of
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
# Whole judgements are large; pages of many organizations keep what they fold from them.
KEPT = 64
YEARS_BACK = 5

Packs = tuple[str, ...]
Ids = Sequence[uuid.UUID]


class Key(NamedTuple):
    """What a judgement depends on."""

    organization: uuid.UUID
    version: int
    packs: Packs
    clocks: Clocks


Keys = Mapping[uuid.UUID, Key]


class Judged(NamedTuple):
    """An organization with everything judged that is shown under it."""

    organization: facts.Organization
    verdicts: Sequence[Verdict]


_kept: Kept[Key, Judged] = Kept(KEPT)
_organs: Kept[Key, facts.Organ] = Kept(KEPT)


def outcomes_of(viewer: Viewer, ids: Iterable[uuid.UUID], clocks: Clocks) -> list[Outcome]:
    """The duties of those of the organizations the viewer may see, one outcome per rule stack."""
    found = scope(viewer, "read", "board")
    seen = [one for one in ids if found.everything or one in found.organizations]
    return judged_of(seen, clocks)


def judged_of(ids: Ids, clocks: Clocks) -> list[Outcome]:
    """The duties of organizations, whoever asks; callers show them only to who may see them."""
    return judge_kept(keys_of(ids, clocks), clocks)


def judge_kept(keys: Keys, clocks: Clocks) -> list[Outcome]:
    """The duties of a few organizations, kept whole."""
    there = {one: _kept.get(key) for one, key in keys.items()}
    missing = {one: keys[one] for one, judged in there.items() if judged is None}
    for one, judged in _judge(missing, clocks).items():
        _kept.put(keys[one], judged)
        there[one] = judged
    return _outcomes(keys, there, clocks)


def judge_anew(keys: Keys, clocks: Clocks) -> list[Outcome]:
    """The duties of many organizations, judged now and not kept."""
    return _outcomes(keys, _judge(keys, clocks), clocks)


def keys_of(ids: Ids, clocks: Clocks) -> dict[uuid.UUID, Key]:
    """What the judgement of each of some organizations depends on: as many queries as for one."""
    packs, versions = packs_of(ids, clocks.as_of), versions_of(ids)
    return {one: Key(one, versions.get(one, 0), packs[one], clocks) for one in ids}


def _outcomes(
    keys: Keys, there: Mapping[uuid.UUID, Judged | None], clocks: Clocks
) -> list[Outcome]:
    by_packs: dict[Packs, list[Judged]] = {}
    for one, key in keys.items():
        judged = there.get(one)
        if judged is not None:
            by_packs.setdefault(key.packs, []).append(judged)
    return [_outcome(stack, members, clocks) for stack, members in by_packs.items()]


def tables_of(packs: Packs, clocks: Clocks) -> Tables:
    """The compiled rules of a stack for a day."""
    return _tables(packs, clocks, date(clocks.as_of.year, 1, 1))


@lru_cache(maxsize=32)
def rulebook_of(packs: Packs) -> Rulebook:
    """The duties of a stack of packs, read once."""
    return load_duties(list(packs))


def organ_for(keys: Keys, clocks: Clocks, in_view: Ids = ()) -> facts.Organ:
    """The facts of some organizations, as far back as any rule looks."""
    first = date(clocks.as_of.year - YEARS_BACK, 1, 1)
    return organ_of({one: key.packs for one, key in keys.items()}, Span(first, clocks), in_view)


def organ_kept(key: Key) -> facts.Organ:
    """The facts of one organization alone, read once per version: a form asks at every change."""
    found = _organs.get(key)
    if found is None:
        found = organ_for({key.organization: key}, key.clocks)
        _organs.put(key, found)
    return found


def judge_within(
    organ: facts.Organ, wanted: frozenset[str], tables: Tables
) -> dict[str, list[Verdict]]:
    """The verdicts shown under some organizations of an organ."""
    records = records_of(organ)
    kinds = {item.id: item.kind for item in organ.organizations}
    verdicts: dict[str, list[Verdict]] = {one: [] for one in wanted}
    for bearer in bearers_of(organ, wanted):
        home = bearer.organization
        # The organ itself is judged with its committee: a branch alone does not show it whole.
        if bearer.kind == ORGAN and kinds[home] != COMMITTEE:
            continue
        verdicts[home] += judge(tables, bearer, records(bearer))
    return verdicts


@lru_cache(maxsize=64)
def _tables(packs: Packs, clocks: Clocks, first: date) -> Tables:
    return compile_rules(rulebook_of(packs), clocks, first=first)


def _judge(keys: Keys, clocks: Clocks) -> dict[uuid.UUID, Judged]:
    """Judge what is not kept; a committee is judged with everything under it in view."""
    if not keys:
        return {}
    in_view = in_view_of(keys)
    only = next(iter(keys.values())) if len(keys) == 1 and not in_view else None
    organ = organ_kept(only) if only else organ_for(keys, clocks, in_view)
    by_id = {item.id: item for item in organ.organizations}
    found: dict[uuid.UUID, Judged] = {}
    for stack in dict.fromkeys(key.packs for key in keys.values()):
        wanted = [one for one, key in keys.items() if key.packs == stack and str(one) in by_id]
        names = frozenset(str(one) for one in wanted)
        verdicts = judge_within(organ, names, tables_of(stack, clocks))
        for one in wanted:
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
