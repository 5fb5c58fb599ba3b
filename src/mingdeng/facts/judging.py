"""Judging everyone in an organ, and what is worth saying about the meetings themselves."""

from collections.abc import Callable, Sequence

from mingdeng.engine.inputs import Bearer, Records, Waiver
from mingdeng.engine.scalar import judge
from mingdeng.engine.tables import Tables
from mingdeng.engine.verdicts import Verdict
from mingdeng.facts.bearers import bearers_of
from mingdeng.facts.evidence import coverage_of, evidence_from, evidence_of
from mingdeng.facts.organ import Activity, Organ
from mingdeng.facts.reporting import about_cell
from mingdeng.files.rows import WARNING, Finding

NOT_COUNTED = "到会人数不足，不能计为开过"


def judge_organ(
    organ: Organ, tables: Tables, *, progress: Callable[[int, int], None] | None = None
) -> list[Verdict]:
    """Every duty of every bearer of the organ, in the organ's own order."""
    bearers = bearers_of(organ)
    records = records_of(organ)
    verdicts: list[Verdict] = []
    for done, bearer in enumerate(bearers, start=1):
        verdicts += judge(tables, bearer, records(bearer))
        if progress is not None:
            progress(done, len(bearers))
    return verdicts


def records_of(organ: Organ) -> Callable[[Bearer], Records]:
    """What is recorded about a bearer: evidence, what the sources cover, waivers."""
    evidence, coverage = evidence_of(organ), coverage_of(organ)
    waivers: dict[str, list[Waiver]] = {}
    for waiver in organ.waivers:
        waivers.setdefault(waiver.bearer, []).append(waiver)

    def found(bearer: Bearer) -> Records:
        key = bearer.id
        return Records(evidence.get(key, ()), waivers.get(key, ()), coverage.get(key, ()))

    return found


def remarks(organ: Organ, tables: Tables, verdicts: Sequence[Verdict]) -> list[Finding]:
    """Meetings that were held but do not count, or of which a rule has something to say."""
    asked = {v.bearer.organization for v in verdicts if v.rejected is not None}
    found: list[Finding] = []
    for activity in organ.activities:
        if activity.organization in asked and _is_rejected(activity, tables):
            found.append(_remark(activity, "not-counted", NOT_COUNTED))
        found += [_remark(activity, "remark", say) for say in _remarks_on(activity, tables)]
    return found


def _is_rejected(activity: Activity, tables: Tables) -> bool:
    """Whether an activity was held but is not what a rule counts."""
    return activity.held_on <= tables.clocks.as_of and any(
        leaf.only_if is not None and tables.conditions_met.of_evidence(leaf.only_if, item) is False
        for item in evidence_from(activity)
        for leaf in tables.leaves_by_kind.get(item.kind, ())
    )


def _remarks_on(activity: Activity, tables: Tables) -> list[str]:
    """What the rules in force on its day say about an activity that counts."""
    return [
        remark.say
        for item in evidence_from(activity)
        for kinds, first, last, remark in tables.remarks
        if item.kind in kinds
        and first <= item.held_from < last
        and tables.conditions_met.of_evidence(remark.when, item) is True
    ]


def _remark(activity: Activity, code: str, what: str) -> Finding:
    heads = f"应到{activity.expected}人，实到{activity.present}人，"
    said = (WARNING, code, f"{heads}{what}。", "请核对人数；属实的，按规定处理。")
    return about_cell(activity.row.source, activity.row.columns, "present", said)
