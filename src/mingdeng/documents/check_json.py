"""The check as JSON: a promised interface for other tools."""

from collections.abc import Mapping
from typing import Any

from mingdeng.engine.reasons import reason
from mingdeng.engine.verdicts import UNKNOWN, Verdict
from mingdeng.facts.organ import Activity, Organization
from mingdeng.facts.outcome import Outcome, is_below, missing_of
from mingdeng.files.rows import Finding, Source


def check_json(outcome: Outcome) -> dict[str, Any]:
    """The whole outcome.

    Of groups and persons, what is unknown for want of a source is not listed row by
    row but once per source under `missing`.
    """
    names = {item.id: item.name for item in outcome.organ.organizations}
    return {
        "as_of": outcome.as_of.isoformat(),
        "from": outcome.tables.first.isoformat(),
        "organ": outcome.organ.name,
        "packs": [pack.id for pack in outcome.rulebook.packs],
        "fingerprint": outcome.rulebook.fingerprint,
        "files_read": list(outcome.files_read),
        "findings": [_finding(finding) for finding in outcome.findings],
        "organizations": [_organization(outcome, item) for item in outcome.organ.organizations],
        "activities": [_activity(activity, names) for activity in outcome.organ.activities],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.file,
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "place": finding.place,
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def _organization(outcome: Outcome, organization: Organization) -> dict[str, Any]:
    verdicts = outcome.verdicts_of(organization)
    return {
        "name": organization.name,
        "full_name": organization.full_name,
        "kind": organization.kind,
        "duties": [
            _duty(outcome, verdict)
            for verdict in verdicts
            if not (verdict.state == UNKNOWN and is_below(verdict, organization))
        ],
        "missing": [
            {
                "code": missing.code,
                "detail": missing.detail,
                "label": missing.label,
                "duties": list(missing.duties),
            }
            for missing in missing_of(verdicts)
        ],
    }


def _duty(outcome: Outcome, verdict: Verdict) -> dict[str, Any]:
    basis = verdict.version.basis
    return {
        "id": verdict.rule.id,
        "label": verdict.rule.label,
        "bearer": verdict.bearer.name,
        "bearer_kind": verdict.bearer.kind,
        "group": verdict.bearer.group,
        "period": verdict.period,
        "required": _number(verdict.required),
        "counted": _number(verdict.counted),
        "state": verdict.state,
        "soon": outcome.is_soon(verdict),
        "late": verdict.late,
        "still_possible": verdict.still_possible,
        "due_on": verdict.due_on.isoformat() if verdict.due_on else None,
        "latest_on": verdict.latest.held_from.isoformat() if verdict.latest else None,
        "reason": reason(verdict),
        "force": verdict.version.force,
        "confidence": basis.confidence,
        "doubt": basis.doubt,
        "cite": {"text": basis.cite.text, "article": basis.cite.article},
    }


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _activity(activity: Activity, names: Mapping[str, str]) -> dict[str, Any]:
    row = activity.row
    return {
        "organization": names[activity.organization],
        "group": activity.group,
        "kinds": list(activity.kinds),
        "held_on": activity.held_on.isoformat(),
        "start": row.start.isoformat("minutes") if row.start else None,
        "expected": activity.expected,
        "present": activity.present,
        "absent": list(activity.absent),
        "source": _source(row.source),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "file": source.file,
        "sheet": source.sheet,
        "row": source.row,
        "place": source.place,
    }
