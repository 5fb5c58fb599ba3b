"""The check as rows of text, as they stand in the sheets of a workbook."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from mingdeng.documents.check_text import HEADINGS, missing_text
from mingdeng.documents.check_view import Line, mark_of, organization_view
from mingdeng.documents.columns import visible
from mingdeng.documents.wording import SYMBOLS, state_text, told_below, worst_of
from mingdeng.engine.reasons import amount, day_name, period_text, reason
from mingdeng.engine.verdicts import MET, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict, looks_back
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome, is_below
from mingdeng.rulebook.vocabulary import vocabulary

Row = Sequence[str]
NOTE = "没有台账反映的事项不能判断为未履行。党员个人的事项按期合计，不列姓名。"


def open_rows(outcome: Outcome) -> Iterator[Row]:
    """What is open, for each organization, then what could not be judged."""
    for organization in outcome.organ.organizations:
        view = organization_view(outcome, organization)
        for line in view.overdue:
            yield _open_row(organization.name, f"▲ {line.state}", line)
        for line in view.soon:
            yield _open_row(organization.name, "○ 将到期", line)
        for line in view.due:
            yield _open_row(organization.name, f"○ {line.state}", line)
    for missing in outcome.missing():
        yield ("", "? 缺少来源", "", missing_text(missing), "", "")


def _open_row(organization: str, heading: str, line: Line) -> Row:
    cite = f"{line.cite}（{line.mark}）" if line.mark else line.cite
    return (organization, heading, line.label, line.reason, cite, line.force)


def duty_rows(outcome: Outcome) -> Iterator[Row]:
    """Every duty; those of single members summed up, so that no names are spread over a list."""
    for organization in outcome.organ.organizations:
        verdicts = outcome.verdicts_of(organization)
        personal = [v for v in verdicts if _is_personal(v, organization)]
        for verdict in verdicts:
            if not _is_personal(verdict, organization) and _says_something(verdict, organization):
                yield _duty_row(organization, verdict)
        ordered = sorted(personal, key=lambda v: (v.rule.id, v.period))
        for _, group in groupby(ordered, key=lambda v: (v.rule.id, v.period)):
            members = list(group)
            if any(_says_something(v, organization) and v.state != NOT_APPLICABLE for v in members):
                yield _personal_row(organization, members)


def _is_personal(verdict: Verdict, organization: Organization) -> bool:
    return is_below(verdict, organization) and verdict.bearer.kind == "member"


def _says_something(verdict: Verdict, organization: Organization) -> bool:
    """Below an organization not what is unknown, nor a lapse that did not happen."""
    if not is_below(verdict, organization):
        return True
    lapsed = verdict.state == OVERDUE or not looks_back(verdict)
    return verdict.state != UNKNOWN and lapsed


def _duty_row(organization: Organization, verdict: Verdict) -> Row:
    return (
        organization.name,
        verdict.bearer.name,
        verdict.rule.label,
        period_text(verdict),
        f"{SYMBOLS[verdict.state]} {state_text(verdict)}",
        amount(verdict.required),
        amount(verdict.counted),
        verdict.due_on.isoformat() if verdict.due_on else "",
        reason(verdict),
        str(verdict.version.basis.cite),
        mark_of(verdict),
        verdict.rule.id,
    )


def _personal_row(organization: Organization, members: Sequence[Verdict]) -> Row:
    """One duty of all members in one period; 要求 and 已计 count heads."""
    worst = worst_of(members)
    owing = sum(v.state != NOT_APPLICABLE for v in members)
    met = sum(v.state == MET for v in members)
    summed = {1: "党员", 5: f"{owing}名", 6: f"{met}名", 8: told_below(members)}
    return [summed.get(place, text) for place, text in enumerate(_duty_row(organization, worst))]


def finding_rows(outcome: Outcome) -> Iterator[Row]:
    """What was found in the files, one by one."""
    for finding in outcome.findings:
        yield (
            HEADINGS[finding.severity],
            visible(finding.file),
            visible(finding.sheet or ""),
            _text(finding.row),
            _text(finding.column),
            finding.place or "",
            finding.message,
            finding.remedy,
        )


def rule_rows(outcome: Outcome) -> Iterator[Row]:
    """The rules, each in its latest version."""
    words = vocabulary()
    for rule in outcome.rulebook.rules.values():
        for version in rule.versions[-1:]:
            basis = version.basis
            mark = words.label("confidences", basis.confidence)
            yield (rule.id, rule.label, basis.gist, str(basis.cite), mark, basis.doubt_for_readers)


def about_rows(outcome: Outcome) -> Iterator[Row]:
    """What the check rests on: the day, the rules, the files."""
    yield ("单位", outcome.organ.name or "未写明单位")
    yield ("截至", day_name(outcome.as_of))
    yield ("自", day_name(outcome.tables.first))
    yield ("规则", "、".join(pack.label for pack in outcome.rulebook.packs))
    yield ("规则版本", outcome.rulebook.fingerprint)
    yield ("读入的文件", "\n".join(map(visible, outcome.files_read)))
    yield ("说明", NOTE)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
