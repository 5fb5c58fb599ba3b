"""How an organization stands, in as much as pages over many organizations say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from mingdeng.access.policy import MEMBER
from mingdeng.assessments.folding import Fold
from mingdeng.assessments.wanting import Sources, open_verdicts
from mingdeng.documents.matrix import is_calendar
from mingdeng.documents.matters import Matter, matter_of, matters_of
from mingdeng.documents.wording import WORST_FIRST, state_text
from mingdeng.engine.verdicts import DUE, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict, looks_back
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome, has_begun


@dataclass(frozen=True, slots=True)
class Year:
    """One recurring duty over the year: how many of its periods are in which state, worst first.

    `speaks` where anything is known of it; `counts` are (state, word, how many).
    """

    rule_id: str
    label: str
    speaks: bool
    counts: Sequence[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Standing:
    """One organization: what is open, and the year of each duty."""

    id: str
    name: str
    kind: str
    matters: Sequence[Matter]
    years: Sequence[Year]
    # Its line of a committee's table, by the columns it was drawn with; for who draws it.
    drawn: dict[tuple[str, ...], str] = field(default_factory=dict, compare=False)


def standing_of(outcome: Outcome, organization: Organization) -> Standing:
    """Worked out from the verdicts."""
    return Standing(
        id=organization.id,
        name=organization.name,
        kind=organization.kind,
        matters=matters_of(outcome, organization),
        years=_years(outcome, organization),
    )


def _years(outcome: Outcome, organization: Organization) -> list[Year]:
    """The recurring duties in the packs' order."""
    by_rule: dict[str, list[Verdict]] = {}
    for verdict in outcome.verdicts_of(organization):
        if is_calendar(verdict):
            by_rule.setdefault(verdict.rule.id, []).append(verdict)
    return [_year(outcome, verdicts) for verdicts in by_rule.values()]


def _year(outcome: Outcome, verdicts: Sequence[Verdict]) -> Year:
    """A month that has not begun says nothing about a branch."""
    come = [v for v in verdicts if v.state != DUE or has_begun(outcome, v)]
    by_state = [[v for v in come if v.state == state] for state in WORST_FIRST]
    return Year(
        rule_id=verdicts[0].rule.id,
        label=verdicts[0].rule.label,
        speaks=any(_says_something(v) for v in verdicts),
        counts=[(some[0].state, state_text(some[0]), len(some)) for some in by_state if some],
    )


def _says_something(verdict: Verdict) -> bool:
    if looks_back(verdict):
        return verdict.state == OVERDUE
    return verdict.state not in {UNKNOWN, NOT_APPLICABLE}


def _of_members(outcome: Outcome, organization: Organization) -> dict[str, list[Matter]]:
    """What is open for each member, by person."""
    found: dict[str, list[Matter]] = {}
    for verdict in open_verdicts(outcome, organization):
        if verdict.bearer.kind == MEMBER:
            matter = matter_of(outcome, organization, [verdict])
            found.setdefault(verdict.bearer.id, []).append(matter)
    return found


def _dump(standing: Standing) -> dict[str, Any]:
    return {
        "id": standing.id,
        "name": standing.name,
        "kind": standing.kind,
        "matters": [_plain(one) for one in standing.matters],
        "years": [asdict(one) for one in standing.years],
    }


def _load(plain: Mapping[str, Any]) -> Standing:
    return Standing(
        id=plain["id"],
        name=plain["name"],
        kind=plain["kind"],
        matters=[_matter(one) for one in plain["matters"]],
        years=[
            Year(**{**one, "counts": [tuple(count) for count in one["counts"]]})
            for one in plain["years"]
        ],
    )


def _plain(matter: Matter) -> dict[str, Any]:
    return {**asdict(matter), "due": matter.due and matter.due.isoformat()}


def _matter(plain: Mapping[str, Any]) -> Matter:
    due = plain["due"] and date.fromisoformat(plain["due"])
    return Matter(
        **{**plain, "due": due, "kinds": tuple(plain["kinds"]), "bearers": tuple(plain["bearers"])}
    )


STANDING: Fold[Standing] = Fold("standing", make=standing_of, dump=_dump, load=_load)
OF_MEMBERS: Fold[dict[str, list[Matter]]] = Fold(
    "of-members",
    make=_of_members,
    dump=lambda made: {one: [_plain(m) for m in some] for one, some in made.items()},
    load=lambda plain: {one: [_matter(m) for m in some] for one, some in plain.items()},
)
# What wants someone, for 今天 and for the reminders.
SOURCES: Sources[Matter] = Sources(STANDING, OF_MEMBERS)
