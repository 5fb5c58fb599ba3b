"""A quarter of the fictional organ, its clock moved day by day and hour by hour.

Who is told what, and why, stands here as a table written by hand. What happens meanwhile is
done through the services, at its own moment of the moved clock.
"""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import connection

from mingdeng.accounts.models import User
from mingdeng.accounts.services import create_user, suspend
from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import record
from mingdeng.assessments.models import Objection
from mingdeng.assessments.services import (
    About,
    Asked,
    answer_objection,
    approve_waiver,
    object_to,
    request_waiver,
)
from mingdeng.cli.demo_records import furnish
from mingdeng.daycount import SHANGHAI
from mingdeng.documents.standing import SOURCES
from mingdeng.journal.services import Actor
from mingdeng.notify.models import Notice, Setting
from mingdeng.notify.queries import rules_of
from mingdeng.notify.rules import week_of
from mingdeng.notify.services import Chosen, run_round, save_robot, save_setting
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import appoint_group_leader, end_post
from tests.house import SYSTEM

pytestmark = pytest.mark.django_db
GENERATOR = Path(__file__).parents[2] / "examples" / "make_organ.py"
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
HOURS = (time(0), time(6), time(8, 50), time(9, 10), time(12), time(17, 20), time(17, 40), time(23))
LAW, LETTERS, OFFICE_1 = "法制工作委员会支部", "信访室支部", "办公室第一支部"
BUDGET, GREEN, STUDY = "财经预算支部", "环境资源支部", "研究室支部"
# Of the year's end in the branch of most of the cast: nothing was recorded after 20 November.
YEARS_END = {"支委会", "组织生活会", "民主评议党员", "党小组会"}
EXPECTED: dict[str, dict[date, set[str]]] = {
    # October's committee meeting was not held. Seven days before its end is a Saturday: Monday.
    # The objection of 14 October is told on the next Monday, again after four weeks, and no
    # more once it was answered. November was all done in time: silence. The waiver asked for
    # in November is approved in December: the theme day of the year's end is not told. Of the
    # register of problems one entry, the secretary's own, is due on Sunday 20 December and still
    # open: told on the Monday, with what was to be told that week.
    "secretary": {
        date(2026, 10, 19): {"异议待答复"},
        date(2026, 10, 26): {"支委会"},
        date(2026, 11, 16): {"异议待答复"},
        date(2026, 12, 21): {*YEARS_END, "问题清单已过时限"},
    },
    # The same, until the post ends on 30 November.
    "deputy": {
        date(2026, 10, 19): {"异议待答复"},
        date(2026, 10, 26): {"支委会"},
        date(2026, 11, 16): {"异议待答复"},
    },
    # Of the branch's matters only the meeting of the own group is theirs.
    "leader": {date(2026, 12, 24): {"党小组会"}},
    # Objects and is told nothing: nothing is theirs to do.
    "member": {},
    # May answer the objection and approve the waiver; what branches owe is theirs to see,
    # and not to do.
    "office": {
        date(2026, 10, 19): {"异议待答复"},
        date(2026, 11, 16): {"异议待答复"},
        date(2026, 11, 30): {"例外待批准"},
    },
    "leading": {date(2026, 11, 30): {"例外待批准"}},
    "discipline": {},
    "viewer": {},
    # The branch has set three days: 27 November is a Friday, 28 December a Monday.
    LETTERS: {
        date(2026, 11, 27): {"主题党日"},
        date(2026, 12, 28): {"党员大会", "主题党日", "组织生活会", "民主评议党员"},
    },
    # The account is suspended on 1 December.
    OFFICE_1: {date(2026, 11, 23): {"主题党日"}},
    # Holds its theme day of November after all on the 20th.
    STUDY: {
        date(2026, 12, 24): {
            *("党员大会", "支委会", "主题党日", "组织生活会", "民主评议党员", "党小组会"),
        }
    },
    # Its budget is none.
    GREEN: {},
    # Told itself, and in its group chat.
    BUDGET: {
        date(2026, 11, 23): {"主题党日"},
        date(2026, 12, 24): {"支委会", "主题党日", "组织生活会", "民主评议党员"},
    },
}
GROUP = {
    date(2026, 11, 23): {"主题党日"},
    date(2026, 12, 24): {"支委会", "主题党日", "组织生活会", "民主评议党员"},
}


@pytest.fixture
def cast(tmp_path: Path) -> dict[str, User]:
    """The organ's people with accounts, by what the table calls them."""
    command = [sys.executable, str(GENERATOR), str(tmp_path), "--size", "demo"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (tmp_path / "truth.json").unlink()
    furnish(tmp_path, at(date(2026, 11, 20), time(8)))
    if connection.vendor == "postgresql":
        # In use it looks at its tables by itself; inside one transaction it has to be told.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    roles = ("secretary", "member", "office", "leading", "discipline", "viewer")
    found = {role: User.objects.get(username=role) for role in roles}
    found |= {name: _account(name, "secretary") for name in (LETTERS, OFFICE_1, STUDY, GREEN)}
    found[BUDGET] = _account(BUDGET, "secretary")
    return found | {
        "deputy": _account(LAW, "deputy_secretary"),
        "leader": _leader(),
    }


def _leader() -> User:
    """The leader of the first Party group: a member without any other post."""
    group = place(LAW).groups.get(number=1)
    plain = Person.objects.filter(memberships__group=group, posts=None, account=None)
    person = plain.order_by("memberships__position")[0]
    appoint_group_leader(SYSTEM, person, group, date(2026, 1, 1))
    person.account = create_user("leader")
    person.save(update_fields=["account"])
    return person.account


def _account(branch: str, kind: str) -> User:
    held = Post.objects.filter(organization__name=branch, kind=kind, person__account=None)
    person = held.order_by("person__memberships__position")[0].person
    person.account = create_user(f"{kind} {branch}")
    person.save(update_fields=["account"])
    return person.account


def at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SHANGHAI).astimezone(UTC)


def by(account: User, day: date) -> Actor:
    return Actor(account.id, None, at(day, time(10)))


def place(name: str) -> Organization:
    return Organization.objects.get(name=name)


def usual(**changed: object) -> Chosen:
    given = {"days_before": 7, "opens": time(9), "closes": time(17, 30), "rest_days": False}
    return Chosen(**{**given, "budget": 2, **changed})  # type: ignore[arg-type]


def what_happens(cast: dict[str, User]) -> dict[date, Callable[[], object]]:
    law = place(LAW)

    def answered() -> object:
        one = Objection.objects.get()
        actor = by(cast["secretary"], date(2026, 11, 18))
        return answer_objection(actor, one.id, one.version, "rejected", "当月确实没有开。")

    def waived() -> object:
        asked = Asked(law.id, "theme-day", date(2026, 12, 1), date(2026, 12, 31), "集中驻村")
        return request_waiver(by(cast["secretary"], date(2026, 11, 25)), asked)

    def approved() -> object:
        one = law.waivers.get()
        return approve_waiver(by(cast["office"], date(2026, 12, 2)), one.id, one.version, "同意")

    about = About(law.id, str(law.id), "theme-day", "2026-08")
    deputy = Post.objects.get(person__account=cast["deputy"], kind="deputy_secretary")
    held = Record(("theme_day",), date(2026, 11, 20), (Hosting(place(STUDY).id),))
    return {
        date(2026, 10, 14): lambda: object_to(
            by(cast["member"], date(2026, 10, 14)), about, "开过。", {}
        ),
        date(2026, 11, 18): answered,
        date(2026, 11, 20): lambda: record(by(cast[STUDY], date(2026, 11, 20)), held),
        date(2026, 11, 25): waived,
        date(2026, 11, 30): lambda: end_post(SYSTEM, deputy, date(2026, 11, 30)),
        date(2026, 12, 1): lambda: suspend(cast[OFFICE_1]),
        date(2026, 12, 2): approved,
    }


def test_over_a_quarter_the_right_people_are_told_the_right_things(cast: dict[str, User]) -> None:
    address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"
    save_robot(SYSTEM, place(BUDGET), "wecom", address, "")
    save_setting(SYSTEM, place(LETTERS), 0, usual(days_before=3))
    save_setting(SYSTEM, place(GREEN), 0, usual(budget=0))
    happens, day = what_happens(cast), FIRST
    while day <= LAST:
        for hour in HOURS:
            run_round(at(day, hour), SOURCES)
            run_round(at(day, hour), SOURCES)  # another worker, at the same moment
        happens.get(day, lambda: None)()
        day += timedelta(days=1)
    assert {name: told(account) for name, account in cast.items()} == EXPECTED
    assert in_days(Notice.objects.filter(person=None)) == GROUP
    check_limits()


def told(account: User) -> dict[date, set[str]]:
    return in_days(Notice.objects.filter(person__account=account))


def in_days(found: object) -> dict[date, set[str]]:
    return {one.day: {line["label"] for line in one.lines} for one in found}  # type: ignore[attr-defined]


def check_limits() -> None:
    """The budget of every week, quiet hours, no notice after a deadline, nobody's name."""
    assert Setting.objects.count() == 2
    weeks: dict[tuple[object, str], int] = {}
    for one in Notice.objects.select_related("person"):
        key = (one.person_id or one.home_id, week_of(one.day))
        weeks[key] = weeks.get(key, 0) + 1
        rules = rules_of([one.home_id])[one.home_id]
        assert weeks[key] <= rules.budget
        assert rules.is_open(one.decided_at)
        for line in one.lines:
            assert line["standing"] or date.fromisoformat(line["due"]) >= one.day
    names = set(Post.objects.values_list("person__name", flat=True))
    said = str(list(Notice.objects.values_list("lines", flat=True)))
    assert not [name for name in names if name in said]
