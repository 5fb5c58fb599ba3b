"""The check as text for a terminal or a mail: findings first, then each organization."""

from collections.abc import Iterator, Sequence

from mingdeng.documents.check_view import Line, OrganizationView, organization_view
from mingdeng.engine.reasons import day_name
from mingdeng.facts.outcome import Missing, Outcome
from mingdeng.files.rows import ERROR, NOTICE, WARNING, Finding

HEADINGS = {ERROR: "没有采用", WARNING: "已采用，请核对", NOTICE: "提示"}
MISSING = {"source": "没有读到反映“{}”的台账", "fact": "缺少事实“{}”"}


def check_text(outcome: Outcome) -> str:
    """The whole outcome, silent where there is nothing to say."""
    return "\n".join([*_head(outcome), *_findings(outcome.findings), *_organizations(outcome)])


def _head(outcome: Outcome) -> Iterator[str]:
    organ = outcome.organ
    packs = "、".join(pack.label for pack in outcome.rulebook.packs)
    yield f"{organ.name or '未写明单位'}  截至 {day_name(outcome.as_of)}  规则：{packs}"
    yield (
        f"读入文件 {len(outcome.files_read)} 个：组织 {len(organ.organizations)} 个，"
        f"党员 {len(organ.people)} 人，活动 {len(organ.activities)} 次"
    )


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield "文件中需要看的"
    for severity, heading in HEADINGS.items():
        chosen = [finding for finding in findings if finding.severity == severity]
        if chosen:
            yield f"  {heading} {len(chosen)} 处"
            yield from (
                f"    {where(finding)}：{finding.message}{finding.remedy}" for finding in chosen
            )


def where(finding: Finding) -> str:
    """The place of a finding as a person would look for it."""
    row = f"第{finding.row}行" if finding.row else ""
    column = f"第{finding.column}列" if finding.column else ""
    parts = (finding.file, finding.sheet, f"{row}{column}", finding.place)
    return " ".join(part for part in parts if part)


def _organizations(outcome: Outcome) -> Iterator[str]:
    for organization in outcome.organ.organizations:
        yield ""
        yield from _organization(organization_view(outcome, organization))


def _organization(view: OrganizationView) -> Iterator[str]:
    yield view.organization.name
    if view.all_met:
        yield f"  ● 应做的都已做到（{view.met} 项）"
    for symbol, heading, lines in (
        ("▲", "未履行", view.overdue),
        ("○", "将到期", view.soon),
        ("○", "本期待履行", view.due),
    ):
        if lines:
            yield f"  {symbol} {heading} {len(lines)} 项"
            yield from (f"    {text}" for line in lines for text in _line(line))
    yield from (f"  ? {missing_text(missing)}" for missing in view.missing)


def _line(line: Line) -> Iterator[str]:
    mark = f"（{line.mark}）" if line.mark else ""
    yield f"{line.label}  {line.reason}"
    yield f"  {line.cite}{mark}  [{line.rule_id}]"


def missing_text(missing: Missing) -> str:
    """One line for a missing source or fact."""
    said = MISSING[missing.code].format(missing.label)
    return f"{said}，不能判断：{'、'.join(missing.duties)}"
