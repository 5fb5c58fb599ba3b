"""What is open for an organization in words, one line per duty and period."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from mingdeng.assessments.wanting import SOON, Open, open_groups, open_of
from mingdeng.documents.check_view import cite_of, count_below, mark_of
from mingdeng.documents.wording import SYMBOLS, state_text
from mingdeng.engine.reasons import reason
from mingdeng.engine.verdicts import Verdict
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome, is_below
from mingdeng.rulebook.vocabulary import vocabulary

# Whom everyone may see named who sees the board; members and those whom an entry of a
# register names are named in 为什么 to who may see them.
NAMED = frozenset({"party_group", "committee_pair"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Open):
    """One thing that is open, in words."""

    symbol: str
    word: str
    sentence: str
    cite: str
    mark: str
    force: str


def matters_of(outcome: Outcome, organization: Organization) -> list[Matter]:
    """What is overdue or due in a period that has begun, in order of date."""
    groups = open_groups(outcome, organization)
    found = (matter_of(outcome, organization, members) for members in groups)
    return sorted(found, key=lambda one: one.order)


def matter_of(outcome: Outcome, organization: Organization, members: Sequence[Verdict]) -> Matter:
    """One line for one verdict, or for several of one duty and period below the organization."""
    first = members[0]
    found = open_of(outcome, organization, members)
    return Matter(
        **{one.name: getattr(found, one.name) for one in fields(found)},
        symbol=SYMBOLS[first.state],
        word="将到期" if found.state == SOON else state_text(first),
        sentence=_sentence(outcome, organization, members),
        cite=cite_of(first),
        mark=mark_of(first),
        force=vocabulary().label("forces", first.version.force),
    )


def _sentence(outcome: Outcome, organization: Organization, members: Sequence[Verdict]) -> str:
    first = members[0]
    below = is_below(first, organization)
    if below and len(members) > 1:
        return count_below(members, outcome.verdicts_of(organization))
    if below and first.bearer.kind in NAMED:
        return f"{first.bearer.name}：{reason(first)}"
    return reason(first)
