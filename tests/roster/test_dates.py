"""What holds on a day: from its first day to the day before its end, unknown ends open."""

from datetime import date, timedelta

import pytest

from mingdeng.roster.dates import in_force
from mingdeng.roster.models import Membership, Organization
from tests.house import place, someone

pytestmark = pytest.mark.django_db
FIRST, END = date(2026, 3, 1), date(2026, 9, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        (FIRST, END, FIRST - DAY, False),
        (FIRST, END, FIRST, True),
        (FIRST, END, END - DAY, True),
        (FIRST, END, END, False),
        (None, END, date(1950, 1, 1), True),
        (FIRST, None, date(2090, 1, 1), True),
    ],
)
def test_what_holds_on_a_day(
    since: date | None, until: date | None, day: date, *, holds: bool
) -> None:
    branch = place("第一支部")
    someone("林一帆", branch)
    Membership.objects.update(since=since, until=until)
    assert Membership.objects.filter(in_force(day)).exists() is holds
    # The same where a query begins elsewhere.
    assert Organization.objects.filter(in_force(day, "memberships__")).exists() is holds
