"""A statement takes an item off 今天 without making it met; an objection gets an answer."""

from datetime import date

import pytest

from mingdeng.access.policy import viewer_of
from mingdeng.activities.services import cover
from mingdeng.assessments.models import Objection
from mingdeng.assessments.outcomes import judged_of
from mingdeng.assessments.queries import Item, is_settled, objections, stated, statements
from mingdeng.assessments.services import (
    About,
    Invalid,
    Refused,
    Stale,
    answer_objection,
    object_to,
    state,
    withdraw_statement,
)
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.verdicts import DUE, OVERDUE, Verdict
from mingdeng.journal.models import Entry
from mingdeng.roster.models import Organization
from tests.house import SYSTEM, TODAY, Tree, actor_of, signed_in, someone, tree, with_account

pytestmark = pytest.mark.django_db


def branch_without_theme_days() -> Tree:
    here = tree()
    cover(SYSTEM, here.first, ["theme_day"], date(2026, 1, 1), None, "")
    return here


def theme_days(branch: Organization) -> dict[str, Verdict]:
    outcome = judged_of([branch.id], Clocks(TODAY))[0]
    found = outcome.verdicts[str(branch.id)]
    return {v.period: v for v in found if v.rule.id == "theme-day"}


def settled(verdict: Verdict, said: frozenset[Item]) -> bool:
    item = Item(verdict.bearer.organization, verdict.rule.id, verdict.period)
    return is_settled(item, verdict.state, mendable=bool(verdict.still_possible), said=said)


def about(branch: Organization, period: str = "2026-04") -> About:
    return About(branch.id, str(branch.id), "theme-day", period)


def test_a_statement_settles_what_is_over_and_the_verdict_stays() -> None:
    branch = branch_without_theme_days().first
    state(SYSTEM, about(branch), "全员抗洪")
    found, said = theme_days(branch), stated([branch.id])
    assert found["2026-04"].state == OVERDUE
    assert settled(found["2026-04"], said)
    assert not settled(found["2026-05"], said)


def test_what_can_still_be_done_is_not_settled_by_words() -> None:
    branch = branch_without_theme_days().first
    state(SYSTEM, about(branch, "2026-09"), "来不及")
    verdict = theme_days(branch)["2026-09"]
    assert verdict.state == DUE
    assert not settled(verdict, stated([branch.id]))


def test_a_month_to_come_is_due_where_records_are_kept_without_an_end() -> None:
    found = theme_days(branch_without_theme_days().first)
    assert (found["2026-09"].state, found["2026-12"].state) == (DUE, DUE)


def test_a_withdrawn_statement_settles_nothing_and_may_be_made_anew() -> None:
    branch = branch_without_theme_days().first
    made = state(SYSTEM, about(branch), "全员抗洪")
    with pytest.raises(Refused, match="已经有情况说明"):
        state(SYSTEM, about(branch), "又一份")
    withdraw_statement(SYSTEM, made.id, 1)
    assert not stated([branch.id])
    with pytest.raises(Refused):
        withdraw_statement(SYSTEM, made.id, 2)
    state(SYSTEM, about(branch), "又一份")
    entries = Entry.objects.filter(object_kind="statement")
    assert {entry.organization for entry in entries} == {branch.id}
    assert entries.count() == 3


def test_what_is_said_is_neither_empty_nor_endless() -> None:
    branch = tree().first
    for text in ("", " \n", "长" * 2_001):
        with pytest.raises(Invalid):
            state(SYSTEM, about(branch), text)
        with pytest.raises(Invalid):
            object_to(SYSTEM, about(branch), text, {})


def test_an_objection_is_answered_once_by_someone_else_and_both_texts_stay() -> None:
    branch = tree().first
    member, secretary = signed_in("member"), signed_in("secretary")
    made = object_to(member, about(branch), "四月开过", {"state": "overdue"})
    for actor in (member, SYSTEM):
        with pytest.raises(Refused, match="以外的人"):
            answer_objection(actor, made.id, 1, Objection.Outcome.UPHELD, "属实")
    with pytest.raises(Invalid) as raised:
        answer_objection(secretary, made.id, 1, "maybe", "")
    assert set(raised.value.problems) == {"outcome", "answer"}
    with pytest.raises(Stale):
        answer_objection(secretary, made.id, 9, Objection.Outcome.UPHELD, "属实")
    answer_objection(secretary, made.id, 1, Objection.Outcome.UPHELD, "已补录")
    with pytest.raises(Refused, match="已经答复"):
        answer_objection(secretary, made.id, 2, Objection.Outcome.REJECTED, "改主意")
    kept = Objection.objects.get()
    assert (kept.text, kept.shown, kept.answer) == ("四月开过", {"state": "overdue"}, "已补录")


def test_everyone_sees_the_own_objection_and_nobody_elses() -> None:
    here = tree()
    one, other = (someone(name, here.first) for name in ("程萍红", "程强峰"))
    made = object_to(actor_of(with_account(one)), about(here.first), "四月开过", {})
    assert list(objections(viewer_of(with_account(one), TODAY))) == [made]
    assert not objections(viewer_of(with_account(other), TODAY)).exists()
    state(SYSTEM, about(here.first), "全员抗洪")
    assert not statements(viewer_of(with_account(other), TODAY)).exists()
