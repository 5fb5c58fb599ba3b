"""What judging answers: one verdict per bearer, duty and period."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from mingdeng.engine.inputs import Bearer, Evidence, Waiver
from mingdeng.engine.tables import Tables, Test
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


class Verdict(NamedTuple):
    """One duty of one bearer in one period, judged.

    `test` is the comparison that `required` and `counted` belong to, `since` the day
    a dated obligation opened or a standing duty began to fail, `rejected` the last
    evidence that was held but did not count.
    """

    bearer: Bearer
    rule: Rule
    version: Version
    period: str
    state: str
    required: Fraction | int | None
    counted: Fraction | int | None
    due_on: date | None
    still_possible: bool | None
    latest: Evidence | None = None
    why: Why | None = None
    test: Test | None = None
    since: date | None = None
    late: bool = False
    rejected: Evidence | None = None


def is_soon(tables: Tables, verdict: Verdict) -> bool:
    """Whether what is due comes up within the days the packs call soon."""
    if verdict.state != DUE or verdict.due_on is None:
        return False
    return (verdict.due_on - tables.clocks.as_of).days <= tables.soon_days
