"""Words and signs for states: of one bearer, and of several told together."""

from collections.abc import Sequence

from mingdeng.engine.verdicts import DUE, MET, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict, looks_back
from mingdeng.facts.organ import group_name
from mingdeng.rulebook.vocabulary import vocabulary

SYMBOLS = {MET: "●", DUE: "○", OVERDUE: "▲", NOT_APPLICABLE: "—", UNKNOWN: "?"}
# What several bearers are in together: the first of these any of them is in.
WORST_FIRST = (OVERDUE, DUE, UNKNOWN, MET, NOT_APPLICABLE)
# A look back over several periods asks after a lapse: met means that there was none.
LAPSE_WORDS = {MET: "没有发生", DUE: "尚未到期", OVERDUE: "须核实"}
# What is counted as people, not as things.
PEOPLE = frozenset({"member", "river_chief", "village_official"})
NOTHING_JUDGED = "? 没有来源，不能判断"


def state_text(verdict: Verdict) -> str:
    """The state of a verdict in a word."""
    word = LAPSE_WORDS.get(verdict.state) if looks_back(verdict) else None
    return word or vocabulary().label("states", verdict.state)


def unit_below(kind: str) -> str:
    """The measure word for members, groups, pairs and those who hold a charge."""
    return "名" if kind in PEOPLE else "个"


def worst_of(members: Sequence[Verdict]) -> Verdict:
    """The verdict that stands for several bearers."""
    return min(members, key=lambda verdict: WORST_FIRST.index(verdict.state))


def told_below(members: Sequence[Verdict]) -> str:
    """Several bearers in one period: how many there are, how many are in which state."""
    first = members[0].bearer
    heads = f"{len(members)} {unit_below(first.kind)}{vocabulary().label('bearers', first.kind)}"
    groups = [[v for v in members if v.state == state] for state in WORST_FIRST]
    return "，".join([heads, *(_told(group, len(members)) for group in groups if group)])


def _told(group: Sequence[Verdict], of: int) -> str:
    """How many are in a state; groups by name where they are only some of them."""
    first = group[0]
    text = f"{state_text(first)} {len(group)} {unit_below(first.bearer.kind)}"
    if first.bearer.kind != "party_group" or first.state == MET or len(group) == of:
        return text
    return f"{text}（{'、'.join(group_name(v.bearer.group) for v in group)}）"
