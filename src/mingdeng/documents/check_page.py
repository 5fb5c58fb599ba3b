"""The check as one self-contained page that can be forwarded and printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mingdeng.documents.check_text import finding_groups, missing_text
from mingdeng.documents.check_view import OrganizationView, organization_view
from mingdeng.documents.columns import visible
from mingdeng.documents.matrix import YearMatrix, year_matrices
from mingdeng.documents.wording import NOTHING_JUDGED, SYMBOLS
from mingdeng.engine.reasons import day_name
from mingdeng.facts.outcome import Outcome
from mingdeng.files.rows import ERROR
from mingdeng.rulebook.model import UNSURE
from mingdeng.rulebook.vocabulary import vocabulary

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True)
class Section:
    """One organization on the page."""

    anchor: str
    view: OrganizationView
    matrices: list[YearMatrix]


@dataclass(frozen=True)
class UsedRule:
    """One rule the page speaks of."""

    id: str
    label: str
    gist: str
    cite: str
    mark: str
    doubt: str


def check_page(outcome: Outcome) -> str:
    """The page as HTML: findings, what is open, a year for each organization, the rules."""
    words = vocabulary()
    sections = [
        Section(item.id, organization_view(outcome, item), year_matrices(outcome, item))
        for item in outcome.organ.organizations
    ]
    return _template().render(
        organ=outcome.organ,
        as_of=day_name(outcome.as_of),
        first=day_name(outcome.tables.first),
        packs="、".join(pack.label for pack in outcome.rulebook.packs),
        fingerprint=outcome.rulebook.fingerprint,
        files=[visible(name) for name in outcome.files_read],
        lead=_lead(outcome, sections),
        nothing_judged=NOTHING_JUDGED,
        sections=sections,
        open_sections=[s for s in sections if s.view.overdue or s.view.soon],
        findings=finding_groups(outcome.findings),
        missing=outcome.missing(),
        rules=_rules(outcome),
        symbols=[(SYMBOLS[state], state, words.label("states", state)) for state in SYMBOLS],
        kind_label=lambda kind: words.label("bearers", kind),
        missing_text=missing_text,
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("mingdeng.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("check.html")


def _lead(outcome: Outcome, sections: Sequence[Section]) -> str:
    """The whole page in one line."""
    if not sections:
        return (
            "没有读到任何党组织，没有可以判断的内容。请放入党组织名册、党员名册或活动台账后再检查。"
        )
    if not outcome.could_judge():
        return "缺少台账或事实，没有可以判断的内容。"
    counts = (
        ("未履行", sum(len(section.view.overdue) for section in sections)),
        ("将到期", sum(len(section.view.soon) for section in sections)),
    )
    said = "，".join(f"{name} {count} 项" for name, count in counts if count)
    lost = sum(finding.severity == ERROR for finding in outcome.findings)
    not_taken = f"文件中有 {lost} 处没有采用。" if lost else ""
    return f"{said or '没有未履行和将到期的事项'}。{not_taken}"


def _rules(outcome: Outcome) -> list[UsedRule]:
    used = {
        verdict.rule.id: verdict
        for organization in outcome.organ.organizations
        for verdict in outcome.verdicts_of(organization)
    }
    words = vocabulary()
    return [
        UsedRule(
            id=verdict.rule.id,
            label=verdict.rule.label,
            gist=basis.gist,
            cite=str(basis.cite),
            mark=words.label("confidences", basis.confidence) if basis.confidence in UNSURE else "",
            doubt=basis.doubt_for_readers,
        )
        for verdict in used.values()
        for basis in [verdict.version.basis]
    ]
