"""The check as text for a terminal or a mail: findings first, then each organization."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdeng.documents.check_view import Line, OrganizationView, organization_view
from mingdeng.documents.columns import visible
from mingdeng.documents.wording import NOTHING_JUDGED
from mingdeng.engine.reasons import day_name
from mingdeng.facts.outcome import Missing, Outcome
from mingdeng.files.rows import ERROR, NOTICE, WARNING, Finding

HEADINGS = {ERROR: "没有采用", WARNING: "已采用，请核对", NOTICE: "提示"}
# So many findings of one kind in one file are still told one by one.
FEW = 3
MISSING = {"source": "没有“{}”的台账或记录", "fact": "不知道“{}”"}


def check_text(outcome: Outcome) -> str:
    """The whole outcome, silent where there is nothing to say."""
    return "\n".join(
        [
            *_head(outcome),
            *_findings(outcome.findings),
            *_organizations(outcome),
            *_missing(outcome),
            *_not_read(outcome),
        ]
    )


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
    for group in finding_groups(findings):
        yield f"  {group.heading} {group.count} 处"
        yield from (f"    {line.where}：{line.message}{line.remedy}" for line in group.lines)


@dataclass(frozen=True)
class FindingLine:
    """A finding, or several of one kind in one file that need not be told one by one."""

    where: str
    message: str
    remedy: str


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one severity."""

    heading: str
    count: int
    lines: Sequence[FindingLine]


def finding_groups(findings: Sequence[Finding]) -> list[FindingGroup]:
    """Findings by severity; what was taken and recurs in a file is told once with its places."""
    groups = []
    for severity, heading in HEADINGS.items():
        chosen = [finding for finding in findings if finding.severity == severity]
        if chosen:
            alike: dict[tuple[object, ...], list[Finding]] = {}
            for place, finding in enumerate(chosen):
                own = place if severity == ERROR else None
                alike.setdefault((finding.file, finding.code, own), []).append(finding)
            lines = [line for members in alike.values() for line in _lines_of(members)]
            groups.append(FindingGroup(heading, len(chosen), lines))
    return groups


def _lines_of(members: Sequence[Finding]) -> list[FindingLine]:
    if len(members) <= FEW:
        return [FindingLine(where(f), f.message, f.remedy) for f in members]
    first = members[0]
    others = "；".join(where(f, with_file=False) for f in members[1:])
    message = f"{first.message}同类还有 {len(members) - 1} 处：{others}。"
    return [FindingLine(where(first), message, first.remedy)]


def where(finding: Finding, *, with_file: bool = True) -> str:
    """The place of a finding as a person would look for it."""
    row = f"第{finding.row}行" if finding.row else ""
    column = f"第{finding.column}列" if finding.column else ""
    file = finding.file if with_file else ""
    parts = (file, finding.sheet, f"{row}{column}", finding.place)
    return " ".join(visible(part) for part in parts if part) or "整个文件夹"


def _organizations(outcome: Outcome) -> Iterator[str]:
    for organization in outcome.organ.organizations:
        yield ""
        yield from _organization(organization_view(outcome, organization))


def _organization(view: OrganizationView) -> Iterator[str]:
    yield view.organization.name
    if view.all_met:
        yield f"  ● {view.all_met_text}"
    for symbol, heading, lines in (
        ("▲", "未履行", view.overdue),
        ("○", "将到期", view.soon),
        ("○", "本期待履行", view.due),
    ):
        if lines:
            yield f"  {symbol} {heading} {len(lines)} 项"
            yield from (f"    {text}" for line in lines for text in _line(line))
    if view.nothing_judged:
        yield f"  {NOTHING_JUDGED}"


def _missing(outcome: Outcome) -> Iterator[str]:
    missing = outcome.missing()
    if missing:
        yield ""
        yield "没有来源、不能判断的"
        yield from (f"  ? {missing_text(entry)}" for entry in missing)


def _not_read(outcome: Outcome) -> Iterator[str]:
    """The last word: what all of the above knows nothing of."""
    refused = {finding.file for finding in outcome.findings if finding.severity == ERROR}
    count = len(refused - set(outcome.files_read))
    if count:
        yield ""
        yield f"有 {count} 个文件或文件夹没有读取，以上结论不包括其中的内容，见“没有采用”。"


def _line(line: Line) -> Iterator[str]:
    mark = f"（{line.mark}）" if line.mark else ""
    yield f"{line.label}  {line.reason}"
    yield f"  {line.cite}{mark}  [{line.rule_id}]"


def missing_text(missing: Missing) -> str:
    """One line for a missing source or fact."""
    return f"{missing_here(missing)}（{missing.organizations} 个组织）"


def missing_here(missing: Missing) -> str:
    """The same of one organization."""
    return f"{MISSING[missing.code].format(missing.label)}：{'、'.join(missing.duties)}"
