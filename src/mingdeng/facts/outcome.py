"""The main job in one piece: what was read, who owes what, how each duty stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mingdeng.engine.compiler import compile_rules
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.tables import Tables
from mingdeng.engine.verdicts import DUE, MET, OVERDUE, UNKNOWN, Verdict, is_soon, looks_back
from mingdeng.facts.builder import build
from mingdeng.facts.judging import judge_organ, remarks
from mingdeng.facts.limits import within_limits
from mingdeng.facts.organ import Organ, Organization
from mingdeng.files.report import without_many_alike
from mingdeng.files.rows import Finding, Reading
from mingdeng.rulebook.model import Rulebook
from mingdeng.rulebook.vocabulary import vocabulary

Progress = Callable[[int, int], None]
SEVERITIES = ("error", "warning", "notice")


@dataclass(frozen=True)
class Outcome:
    """The check of an organ's files as of a day."""

    organ: Organ
    rulebook: Rulebook
    tables: Tables
    verdicts: Mapping[str, Sequence[Verdict]]
    findings: Sequence[Finding]
    files_read: Sequence[str]

    @property
    def as_of(self) -> date:
        """The day asked about."""
        return self.tables.clocks.as_of

    def is_soon(self, verdict: Verdict) -> bool:
        """Whether a verdict is due and comes up soon."""
        return is_soon(self.tables, verdict)

    def verdicts_of(self, organization: Organization) -> Sequence[Verdict]:
        """Everything judged that is shown under an organization."""
        return self.verdicts.get(organization.id, ())

    def is_open(self) -> bool:
        """Whether anything is overdue, or due soon."""
        return any(v.state == OVERDUE or self.is_soon(v) for v in self._all())

    def could_judge(self) -> bool:
        """Whether at least one duty could be told to be met, due or overdue."""
        return any(v.state in {MET, DUE, OVERDUE} for v in self._all())

    def missing(self) -> "list[Missing]":
        """What is missing in the whole organ, one entry for each source or fact."""
        return missing_of(list(self._all()))

    def _all(self) -> Iterator[Verdict]:
        for verdicts in self.verdicts.values():
            yield from verdicts


@dataclass(frozen=True)
class Missing:
    """One source or fact that is missing, with the duties it leaves open and for how many."""

    code: str
    detail: str
    label: str
    duties: tuple[str, ...]
    organizations: int


def check(
    reading: Reading,
    rulebook: Rulebook,
    clocks: Clocks,
    *,
    first: date | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Put the rows together and judge everyone as of the day."""
    organ = build(within_limits(reading))
    tables = compile_rules(rulebook, clocks, first=first)
    verdicts = judge_organ(organ, tables, progress=progress)
    findings = without_many_alike([*organ.findings, *remarks(organ, tables, verdicts)])
    by_home: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_home.setdefault(verdict.bearer.organization, []).append(verdict)
    return Outcome(
        organ=organ,
        rulebook=rulebook,
        tables=tables,
        verdicts=by_home,
        findings=sorted(findings, key=_finding_order),
        files_read=reading.files_read,
    )


def missing_of(verdicts: Sequence[Verdict]) -> list[Missing]:
    """What is missing, one entry for each source or fact.

    A look back over several months that reaches behind the first ledger is no reason to
    ask for one, where later months could be judged.
    """
    judged = {v.rule.id for v in verdicts if v.state in {MET, DUE, OVERDUE}}
    groups: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        why = verdict.why
        if verdict.state != UNKNOWN or why is None:
            continue
        if not (looks_back(verdict) and verdict.rule.id in judged):
            groups.setdefault((why.code, why.detail), []).append(verdict)
    ordered = sorted(groups.items(), key=lambda group: group[0][0] != "source")
    return [_missing(code, detail, members) for (code, detail), members in ordered]


def _missing(code: str, detail: str, verdicts: Sequence[Verdict]) -> Missing:
    return Missing(
        code=code,
        detail=detail,
        label=_source_name(detail) if code == "source" else vocabulary().label("facts", detail),
        duties=tuple(dict.fromkeys(v.rule.label for v in verdicts)),
        organizations=len({v.bearer.organization for v in verdicts}),
    )


def _source_name(source: str) -> str:
    """A source as the engine names it: a kind, or a kind with the topic it must tell."""
    kind, _, topic = source.partition(":")
    name = vocabulary().label("kinds", kind)
    return f"逐次写明{vocabulary().label('topics', topic)}议题的{name}" if topic else name


def has_begun(outcome: Outcome, verdict: Verdict) -> bool:
    """Whether the period of a duty has begun; later ones need not be shown yet."""
    if verdict.test is not None:
        leaf = verdict.test.leaf
        position = verdict.test.last_slot - leaf.base
        return leaf.days.periods[position].start <= outcome.as_of
    # An obligation with a day of its own is shown from the year on in which it falls due.
    return verdict.due_on is None or verdict.due_on <= outcome.tables.last


def is_below(verdict: Verdict, organization: Organization) -> bool:
    """Whether the bearer stands below the organization: a group, a member, a pair."""
    return verdict.bearer.id != organization.id and verdict.bearer.kind != "organ"


def _finding_order(finding: Finding) -> tuple[object, ...]:
    return (
        SEVERITIES.index(finding.severity),
        finding.file,
        finding.sheet or "",
        finding.row or 0,
        finding.column or 0,
        finding.place or "",
    )
