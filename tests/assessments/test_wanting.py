"""What is open on a day: of months that are judged together, the latest tells it all."""

from datetime import date

import pytest

from mingdeng.activities.said import Absent, Hosting, Record
from mingdeng.activities.services import cover, record
from mingdeng.assessments.outcomes import judged_of
from mingdeng.assessments.wanting import open_verdicts
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.verdicts import OVERDUE
from mingdeng.roster.models import Person
from tests.house import SYSTEM, TODAY, place, someone

pytestmark = pytest.mark.django_db
LAPSE = "organizational-life-lapse"


def test_months_without_taking_part_are_open_once_as_the_latest_of_them() -> None:
    branch = place("第一支部")
    someone("林一帆", branch, status=Person.Status.FULL)
    away = someone("周建国", branch, status=Person.Status.FULL)
    cover(SYSTEM, branch, ["theme_day"], date(2026, 1, 1), None, "本系统")
    for month in range(1, 10):
        host = Hosting(branch.id, None, 2, 1, (Absent(away.name, "", away.id),))
        record(SYSTEM, Record(kinds=("theme_day",), held_on=date(2026, month, 5), hosts=(host,)))
    (outcome,) = judged_of([branch.id], Clocks(TODAY))
    (organization,) = outcome.organ.organizations
    every = [v for v in outcome.verdicts_of(organization) if v.rule.id == LAPSE]
    missed = sorted(v.period for v in every if v.state == OVERDUE)
    assert len(missed) > 1
    shown = [v for v in open_verdicts(outcome, organization) if v.rule.id == LAPSE]
    assert [v.period for v in shown] == [missed[-1]]
