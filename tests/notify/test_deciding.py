"""Who is told on a day, and what: each rule of it by itself, without a database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from mingdeng.notify.deciding import DEADLINE, DIGEST, Decision, Thing, Told, decide
from mingdeng.notify.rules import Rules, week_of

USUAL = Rules(days_before=7, opens=time(9), closes=time(17, 30), rest_days=False, budget=2)
# 2026: 1 to 7 October are days off, Saturday the 10th is worked; the 12th is a Monday.
MONDAY, FRIDAY = date(2026, 10, 12), date(2026, 10, 16)
LATE = Thing("late", date(2026, 9, 30), standing=True)
ASKED = Thing("asked", None, standing=True)


def due(day: date, key: str = "due") -> Thing:
    return Thing(key, day, standing=False)


def asked(
    day: date,
    things: list[Thing],
    told: list[Told] | None = None,
    *,
    rules: Rules = USUAL,
    digest: bool = False,
) -> Decision | None:
    return decide(day, rules, things, told or [], digest_time=digest)


def was(day: date, kind: str, *things: Thing) -> Told:
    keys = frozenset(one.key for one in things)
    return Told(day, kind, keys, frozenset(one.key for one in things if one.standing))


def keys(decision: Decision | None) -> set[str]:
    assert decision is not None
    return {one.key for one in decision.things}


def test_nothing_is_said_while_all_is_on_time() -> None:
    assert asked(MONDAY, [], digest=True) is None
    assert asked(MONDAY, [due(date(2026, 10, 31))], digest=True) is None


def test_what_is_late_or_waits_is_told_once_a_week() -> None:
    decision = asked(MONDAY, [LATE, ASKED], digest=True)
    assert decision is not None
    assert decision.kind == DIGEST
    assert keys(decision) == {"late", "asked"}
    assert asked(FRIDAY, [LATE, ASKED], digest=False) is None


def test_before_a_deadline_there_is_one_notice_and_no_second() -> None:
    thing = due(date(2026, 10, 23))
    decision = asked(FRIDAY, [thing])
    assert decision is not None
    assert decision.kind == DEADLINE
    later = date(2026, 10, 19)
    assert asked(later, [thing], [was(FRIDAY, DEADLINE, thing)]) is None


def test_what_falls_due_about_the_same_time_goes_into_one_notice() -> None:
    things = [due(date(2026, 10, 19), "first"), due(date(2026, 10, 23), "second")]
    assert keys(asked(MONDAY, things)) == {"first", "second"}


def test_a_digest_takes_along_what_would_be_told_this_week_anyway() -> None:
    thing = due(date(2026, 10, 23))
    decision = asked(MONDAY, [LATE, thing], digest=True)
    assert keys(decision) == {"late", "due"}
    assert asked(FRIDAY, [LATE, thing], [was(MONDAY, DIGEST, LATE, thing)]) is None


def test_a_digest_that_would_say_the_same_waits_four_weeks() -> None:
    told = [was(MONDAY, DIGEST, LATE)]
    for weeks in (1, 2, 3):
        assert asked(MONDAY + timedelta(weeks=weeks), [LATE], told, digest=True) is None
    assert asked(MONDAY + timedelta(weeks=4), [LATE], told, digest=True) is not None
    assert asked(MONDAY + timedelta(weeks=1), [LATE, ASKED], told, digest=True) is not None


@pytest.mark.parametrize("budget", [0, 1, 2, 3])
def test_the_weeks_budget_is_never_exceeded(budget: int) -> None:
    rules, told = _with(budget), list[Told]()
    for number in range(5):
        day = MONDAY + timedelta(days=number)
        new = [due(day + timedelta(days=1), f"new {number}")]
        decision = asked(day, [LATE, *new], told, rules=rules, digest=number == 0)
        if decision is not None:
            assert decision.number == len(told) + 1
            told.append(was(day, decision.kind, *decision.things))
    assert len(told) == budget
    assert len({week_of(one.day) for one in told}) <= 1


def _with(budget: int) -> Rules:
    return Rules(7, time(9), time(17, 30), rest_days=False, budget=budget)


def test_a_rest_day_puts_it_off_to_the_next_working_day() -> None:
    thing = due(date(2026, 10, 18))  # a Sunday; seven days before is a Sunday too
    assert asked(date(2026, 10, 10), [thing]) is None
    assert not USUAL.is_open_day(date(2026, 10, 11))
    assert asked(MONDAY, [thing]) is not None


def test_it_never_comes_after_the_deadline_but_on_the_last_working_day_before() -> None:
    rules = Rules(1, time(9), time(17, 30), rest_days=False, budget=2)
    thing = due(date(2026, 10, 5))  # in the middle of the days off
    assert asked(date(2026, 9, 30), [thing], rules=rules) is not None
    assert asked(date(2026, 9, 29), [due(date(2026, 10, 8))], rules=rules) is None
    assert asked(date(2026, 10, 8), [thing], rules=rules) is None


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-10-12T08:59", False),
        ("2026-10-12T09:00", True),
        ("2026-10-12T17:29", True),
        ("2026-10-12T17:30", False),
        ("2026-10-11T10:00", False),  # Sunday
        ("2026-10-10T10:00", True),  # a Saturday that is worked
        ("2026-10-05T10:00", False),  # National Day
        ("2027-10-05T10:00", True),  # a year whose days off nobody knows yet
        ("2027-10-09T10:00", False),
    ],
)
def test_quiet_hours_are_evenings_weekends_and_holidays(at: str, told: bool) -> None:
    local = datetime.fromisoformat(f"{at}:00+08:00")
    assert USUAL.is_open(local.astimezone(UTC)) is told


def test_what_comes_at_night_waits_for_the_next_working_morning() -> None:
    night = datetime.fromisoformat("2026-09-30T20:00:00+08:00")
    assert USUAL.next_open(night).isoformat() == "2026-10-08T09:00:00+08:00"
    dawn = datetime.fromisoformat("2026-10-12T06:00:00+08:00")
    assert USUAL.next_open(dawn).isoformat() == "2026-10-12T09:00:00+08:00"


def test_a_week_of_rest_has_no_digest_and_another_begins_on_its_first_working_day() -> None:
    assert USUAL.digest_day(date(2026, 10, 8)) == date(2026, 10, 8)  # Monday to Wednesday off
    assert USUAL.digest_day(MONDAY + timedelta(days=3)) == MONDAY
    assert USUAL.digest_day(date(2026, 2, 18)) is None  # the whole week of Spring Festival
