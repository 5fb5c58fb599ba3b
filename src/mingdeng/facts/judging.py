"""Judging everyone in an organ, and what is worth saying about the meetings themselves."""

from collections.abc import Callable, Sequence

from mingdeng.engine.inputs import Records
from mingdeng.engine.scalar import judge
from mingdeng.engine.tables import Tables
from mingdeng.engine.verdicts import Verdict
from mingdeng.facts.bearers import bearers_of
from mingdeng.facts.evidence import coverage_of, evidence_of
from mingdeng.facts.organ import Activity, Organ
from mingdeng.facts.reporting import about_cell
from mingdeng.files.rows import WARNING, Finding
from mingdeng.rulebook.formulas import answer
from mingdeng.rulebook.model import Rulebook

MEMBERS_MEETING = "members_meeting"
# The question that says whether enough were present to vote.
VOTE = "meeting.vote"


def judge_organ(
    organ: Organ, tables: Tables, *, progress: Callable[[int, int], None] | None = None
) -> list[Verdict]:
    """Every duty of every bearer of the organ, in the organ's own order."""
    bearers = bearers_of(organ)
    evidence, coverage = evidence_of(organ), coverage_of(organ)
    verdicts: list[Verdict] = []
    for done, bearer in enumerate(bearers, start=1):
        records = Records(
            evidence=evidence.get(bearer.id, ()), coverage=coverage.get(bearer.id, ())
        )
        verdicts += judge(tables, bearer, records)
        if progress is not None:
            progress(done, len(bearers))
    return verdicts


def remarks(organ: Organ, verdicts: Sequence[Verdict], rulebook: Rulebook) -> list[Finding]:
    """Meetings that were held but do not count, or in which nothing could be voted."""
    rejected = {verdict.rejected.id for verdict in verdicts if verdict.rejected is not None}
    found: list[Finding] = []
    for activity in organ.activities:
        if activity.id in rejected:
            found.append(_remark(activity, "not-counted", "到会人数不足，不能计为开过。"))
        elif MEMBERS_MEETING in activity.kinds and not _may_vote(activity, rulebook):
            found.append(
                _remark(activity, "could-not-vote", "到会人数不足半数，计为开过，但不能进行表决。")
            )
    return found


def _may_vote(activity: Activity, rulebook: Rulebook) -> bool:
    row = activity.row
    entitled = activity.expected if row.voters is None else row.voters
    present = activity.present if row.voters_present is None else row.voters_present
    formula = rulebook.formulas.get(VOTE)
    if formula is None or entitled is None or present is None:
        return True
    result = answer(formula, {"entitled": entitled, "present": present}, rulebook)
    return bool(result.outputs["may_vote"])


def _remark(activity: Activity, code: str, what: str) -> Finding:
    heads = f"应到{activity.expected}人，实到{activity.present}人，"
    said = (WARNING, code, heads + what, "请核对人数；属实的，按规定处理。")
    return about_cell(activity.row.source, activity.row.columns, "present", said)
