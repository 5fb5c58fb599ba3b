"""What judging answers: one verdict per bearer, duty and period."""

from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from mingdeng.engine.inputs import Bearer, Evidence, Waiver
from mingdeng.engine.tables import Matter, Tables, Test
from mingdeng.rulebook.model import Rule, Version

MET, DUE, OVERDUE = "met", "due", "overdue"
NOT_APPLICABLE, UNKNOWN = "not_applicable", "unknown"


class Why(NamedTuple):
    """What decided a verdict, beyond the count.

    `code` is one of: waived, founded, dissolved, condition, nothing-held, fact, source.
    `detail` names the fact or kind of evidence that is missing.
    """

    code: str
    detail: str = ""
    waiver: Waiver | None = None


@cache
def missing(code: str, detail: str) -> Why:
    """Why something cannot be told, one object for all who lack the same fact or source."""
    return Why(code, detail)


class Verdict(NamedTuple):
    """One duty of one bearer in one period, judged.

    `test` is the comparison that `required` and `counted` belong to, `since` the day
    a dated obligation opened or a standing duty began to fail, `rejected` the last
    evidence that was held but did not count.
    """

    bearer: Bearer
    matter: Matter
    state: str
    required: Fraction | int | None
    counted: Fraction | int | None
    latest: Evidence | None = None
    why: Why | None = None
    test: Test | None = None
    rejected: Evidence | None = None
    since: date | None = None
    late: bool = False

    @property
    def rule(self) -> Rule:
        """The rule judged."""
        return self.matter.rule

    @property
    def version(self) -> Version:
        """The text of the rule the period was judged by."""
        return self.matter.version

    @property
    def period(self) -> str:
        """The period; of a dated obligation its due day, of a standing duty since when."""
        return self.matter.period

    @property
    def due_on(self) -> date | None:
        """The last day on which it is on time."""
        return self.matter.due_on

    @property
    def still_possible(self) -> bool | None:
        """Whether it can still be met; None where that is no question."""
        if self.state == DUE:
            return True
        return self.matter.mendable if self.state == OVERDUE else None


def looks_back(verdict: Verdict) -> bool:
    """Whether a duty is judged over several periods together."""
    return verdict.test is not None and verdict.test.first_slot != verdict.test.last_slot


def is_soon(tables: Tables, verdict: Verdict) -> bool:
    """Whether what is due comes up within the days the packs call soon."""
    if verdict.state != DUE or verdict.due_on is None:
        return False
    return (verdict.due_on - tables.clocks.as_of).days <= tables.soon_days
