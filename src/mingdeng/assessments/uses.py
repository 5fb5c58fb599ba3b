"""What a record that is being typed would serve, before it is saved."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mingdeng.assessments.outcomes import (
    judge_kept,
    judge_within,
    keys_of,
    organ_kept,
    tables_of,
)
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.verdicts import MET, Verdict, looks_back
from mingdeng.facts.organ import Activity

NEW = "typed"


@dataclass(frozen=True, slots=True)
class Use:
    """One duty a record would count for; `bearers` where several members or groups gain."""

    rule: str
    label: str
    period: str
    bearer_kind: str
    bearers: int
    becomes_met: bool


def uses_of(organization: uuid.UUID, typed: Activity, clocks: Clocks) -> list[Use]:
    """The duties whose count grows by the record; the engine judges with it and without it."""
    keys = keys_of([organization], clocks)
    tables, home = tables_of(keys[organization].packs, clocks), str(organization)
    organ = organ_kept(keys[organization])
    # Members are counted with everyone the record names; who was absent gains nothing.
    with_it = replace(organ, activities=(*organ.activities, replace(typed, id=NEW)))
    before = judge_kept(keys, clocks)[0].verdicts[home]
    after = judge_within(with_it, frozenset({home}), tables)[home]
    return list(_gains(before, after))


def _gains(before: Sequence[Verdict], after: Sequence[Verdict]) -> Iterable[Use]:
    was = {(v.bearer.id, v.rule.id, v.period): v for v in before}
    grown: dict[tuple[str, str, str], list[Verdict]] = {}
    for verdict in after:
        earlier = was.get((verdict.bearer.id, verdict.rule.id, verdict.period))
        # That someone did not stay away for months is no duty a meeting is held for.
        if earlier is not None and not looks_back(verdict) and _grew(earlier, verdict):
            key = (verdict.rule.id, verdict.period, verdict.bearer.kind)
            grown.setdefault(key, []).append(verdict)
    for (rule, period, kind), verdicts in grown.items():
        first = verdicts[0]
        earlier = was[(first.bearer.id, rule, period)]
        yield Use(
            rule=rule,
            label=first.rule.label,
            period=period,
            bearer_kind=kind,
            bearers=len(verdicts),
            becomes_met=first.state == MET and earlier.state != MET,
        )


def _grew(before: Verdict, after: Verdict) -> bool:
    if before.state != MET and after.state == MET:
        return True
    return after.counted is not None and after.counted > (before.counted or 0)
