"""A waiver is asked for by one person and approved by another, with a reason and an end."""

from datetime import date

import pytest

from mingdeng.activities.services import cover
from mingdeng.assessments.models import Waiver
from mingdeng.assessments.outcomes import judged_of
from mingdeng.assessments.services import (
    Asked,
    Invalid,
    Refused,
    Stale,
    approve_waiver,
    end_waiver,
    refuse_waiver,
    request_waiver,
)
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.reasons import reason
from mingdeng.engine.verdicts import NOT_APPLICABLE, OVERDUE, Verdict
from mingdeng.journal.models import Entry
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Organization, Post
from mingdeng.roster.services import appoint, create_group
from tests.house import NOW, SYSTEM, TODAY, actor_of, someone, tree, with_account

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)


class Cast:
    """A branch without any theme day, someone who asks and someone who approves."""

    def __init__(self) -> None:
        here = tree()
        self.branch, self.organ = here.first, here.organ
        kinds = ["theme_day", "group_meeting"]
        cover(SYSTEM, self.branch, kinds, date(2026, 1, 1), None, "")
        self.member = someone("阿依古丽·买买提", self.branch)
        chief = someone("程强峰")
        post = appoint(SYSTEM, chief, self.organ, Post.Kind.OFFICE, "办公室主任", None)
        self.secretary = actor_of(with_account(someone("吕刚静", self.branch)))
        self.office = Actor(with_account(chief).id, post.id, NOW)

    def asked(self, **changes: object) -> Asked:
        said = {"rule": "theme-day", "first": FIRST, "last": LAST, "reason": "集中抗洪"}
        return Asked(organization=self.branch.id, **{**said, **changes})  # type: ignore[arg-type]


def verdicts(branch: Organization, rule: str = "theme-day") -> dict[str, Verdict]:
    outcome = judged_of([branch.id], Clocks(TODAY))[0]
    return {v.period: v for v in outcome.verdicts[str(branch.id)] if v.rule.id == rule}


def missed(branch: Organization, rule: str = "theme-day") -> list[str]:
    return [period for period, v in verdicts(branch, rule).items() if v.state == OVERDUE]


def test_only_what_another_person_approved_lets_a_duty_rest() -> None:
    cast = Cast()
    before = missed(cast.branch)
    waiver = request_waiver(cast.secretary, cast.asked())
    assert missed(cast.branch) == before
    approve_waiver(cast.office, waiver.id, 1, "属实")
    months = {"2026-04", "2026-05", "2026-06"}
    assert set(before) - set(missed(cast.branch)) == months
    found = verdicts(cast.branch)["2026-05"]
    assert found.state == NOT_APPLICABLE
    assert found.why is not None
    assert found.why.waiver is not None
    assert found.why.waiver.approved_by == "办公室主任程强峰"
    assert "集中抗洪" in reason(found)


def test_nobody_approves_the_own_request_or_what_is_about_them() -> None:
    cast = Cast()
    waiver = request_waiver(cast.office, cast.asked())
    about = request_waiver(cast.secretary, cast.asked(person=cast.member.id))
    for actor, one in (
        (cast.office, waiver),
        (SYSTEM, waiver),
        (actor_of(with_account(cast.member)), about),
    ):
        for decide in (approve_waiver, refuse_waiver):
            with pytest.raises(Refused):
                decide(actor, one.id, 1, "属实")
    assert not Waiver.objects.exclude(state=Waiver.State.REQUESTED).exists()


def test_a_waiver_may_be_approved_for_shorter_and_ended_earlier_never_longer() -> None:
    cast = Cast()
    waiver = request_waiver(cast.secretary, cast.asked())
    for last in (date(2026, 7, 1), date(2026, 3, 31)):
        with pytest.raises(Invalid):
            approve_waiver(cast.office, waiver.id, 1, "属实", last)
    approve_waiver(cast.office, waiver.id, 1, "属实", date(2026, 5, 31))
    assert {"2026-04", "2026-05"}.isdisjoint(missed(cast.branch))
    assert "2026-06" in missed(cast.branch)
    with pytest.raises(Invalid):
        end_waiver(cast.office, waiver.id, 2, date(2026, 6, 1), "恢复")
    end_waiver(cast.office, waiver.id, 2, date(2026, 4, 30), "恢复")
    assert "2026-05" in missed(cast.branch)
    assert "2026-04" not in missed(cast.branch)


def test_a_refused_waiver_changes_nothing_and_is_decided_once() -> None:
    cast = Cast()
    before = missed(cast.branch)
    waiver = request_waiver(cast.secretary, cast.asked())
    refuse_waiver(cast.office, waiver.id, 1, "理由不足")
    assert missed(cast.branch) == before
    with pytest.raises(Refused, match="未批准"):
        approve_waiver(cast.office, waiver.id, 2, "属实")


def test_two_decisions_at_once_are_one_and_the_other_sees_it() -> None:
    cast = Cast()
    waiver = request_waiver(cast.secretary, cast.asked())
    Waiver.objects.filter(id=waiver.id).update(version=2)
    with pytest.raises(Stale):
        approve_waiver(cast.office, waiver.id, 1, "属实")


def test_a_waiver_of_a_group_is_of_that_group_alone() -> None:
    cast = Cast()
    one, _ = (
        create_group(SYSTEM, cast.branch, f"第{n}党小组", i) for i, n in ((1, "一"), (2, "二"))
    )
    waiver = request_waiver(cast.secretary, cast.asked(rule="group-meeting", group=one.id))
    approve_waiver(cast.office, waiver.id, 1, "属实")
    outcome = judged_of([cast.branch.id], Clocks(TODAY))[0]
    waived = [v for v in outcome.verdicts[str(cast.branch.id)] if v.why and v.why.code == "waived"]
    assert {v.bearer.group for v in waived} == {1}
    assert {v.period for v in waived} == {"2026-04", "2026-05", "2026-06"}


def test_a_waiver_of_a_member_is_of_that_member_alone() -> None:
    cast = Cast()
    asked = cast.asked(rule="member-hours", person=cast.member.id, last=date(2026, 12, 31))
    waiver = request_waiver(cast.secretary, asked)
    approve_waiver(cast.office, waiver.id, 1, "病休")
    outcome = judged_of([cast.branch.id], Clocks(TODAY))[0]
    waived = [v for v in outcome.verdicts[str(cast.branch.id)] if v.why and v.why.code == "waived"]
    assert {v.bearer.id for v in waived} == {str(cast.member.id)}


def test_what_is_asked_for_is_whole() -> None:
    cast = Cast()
    stranger = someone("别人")
    other = create_group(SYSTEM, tree().first, "第一党小组", 1)
    for field, change in {
        "rule": "",
        "reason": " ",
        "last": date(2026, 3, 1),
        "group": other.id,
        "person": stranger.id,
    }.items():
        with pytest.raises(Invalid) as raised:
            request_waiver(cast.secretary, cast.asked(**{field: change}))
        assert set(raised.value.problems) == {field}
    with pytest.raises(Invalid, match="最长一年"):
        request_waiver(cast.secretary, cast.asked(last=date(2027, 4, 3)))
    assert not Waiver.objects.exists()


def test_every_step_is_in_the_journal_under_the_organization() -> None:
    cast = Cast()
    waiver = request_waiver(cast.secretary, cast.asked())
    approve_waiver(cast.office, waiver.id, 1, "属实")
    end_waiver(cast.office, waiver.id, 2, FIRST, "恢复")
    entries = Entry.objects.filter(object_id=waiver.id).order_by("number")
    assert [entry.action for entry in entries] == [
        *("waiver.request", "waiver.approved", "waiver.end"),
    ]
    assert {entry.organization for entry in entries} == {cast.branch.id}
