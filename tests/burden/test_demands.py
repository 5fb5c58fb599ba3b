"""Requests from above for what is held already: the letter, its states, nobody's text lost."""

from datetime import date, timedelta

import pytest

from mingdeng.burden.citing import citations, cited_for, subjects
from mingdeng.burden.models import Demand
from mingdeng.burden.registry import registry
from mingdeng.burden.replying import Already, Letter, compose
from mingdeng.burden.services import (
    Wanted,
    answer_demand,
    end_demand,
    note_demand,
    revise_demand,
    withdraw_demand,
)
from mingdeng.journal.models import Entry
from mingdeng.roster.services import Refused, Stale
from tests.house import SYSTEM, TODAY, tree

pytestmark = pytest.mark.django_db
WANTED = Wanted("市委组织部", "三季度组织生活统计表", ["activities"], TODAY)


def noted(wanted: Wanted = WANTED) -> Demand:
    return note_demand(SYSTEM, tree().first.id, wanted, "已在平台中。", ["app-2026"])


def test_a_request_goes_from_noted_to_answered_to_its_end_each_in_the_journal() -> None:
    one = noted()
    answer_demand(SYSTEM, (one.id, 1), TODAY)
    end_demand(SYSTEM, (one.id, 2), "taken")
    one.refresh_from_db()
    assert (one.state, one.outcome, one.answered_on, one.version) == (
        *("answered", "taken", TODAY, 3),
    )
    acts = Entry.objects.filter(object_id=one.id).order_by("number")
    assert [act.action for act in acts] == ["demand.note", "demand.answer", "demand.end"]


def test_what_was_answered_is_not_changed_any_more() -> None:
    one = noted()
    answer_demand(SYSTEM, (one.id, 1), TODAY)
    with pytest.raises(Refused, match="已经答复或撤回"):
        revise_demand(SYSTEM, (one.id, 2), WANTED, "另一种说法")
    with pytest.raises(Refused, match="已经答复或撤回"):
        answer_demand(SYSTEM, (one.id, 2), TODAY)
    with pytest.raises(Refused, match="已经答复或撤回"):
        withdraw_demand(SYSTEM, (one.id, 2))
    one.refresh_from_db()
    assert one.reply == "已在平台中。"


def test_an_end_needs_an_answer_first() -> None:
    one = noted()
    with pytest.raises(Refused, match="先答复"):
        end_demand(SYSTEM, (one.id, 1), "taken")


def test_a_stale_change_shows_what_stands_now() -> None:
    one = noted()
    revise_demand(SYSTEM, (one.id, 1), WANTED, "甲的说法")
    with pytest.raises(Stale) as stale:
        revise_demand(SYSTEM, (one.id, 1), WANTED, "乙的说法")
    assert stale.value.current["reply"] == "甲的说法"
    assert stale.value.current["version"] == 2


def test_what_was_noted_by_mistake_stays_marked_as_withdrawn() -> None:
    one = noted()
    withdraw_demand(SYSTEM, (one.id, 1))
    one.refresh_from_db()
    assert one.state == Demand.State.WITHDRAWN


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted("甲", "表", [], TODAY), "请选择要的是哪些内容"),
        (Wanted("甲", "表", ["no-such"], TODAY), "请选择要的是哪些内容"),
        (Wanted("甲", "表", ["roster"], TODAY + timedelta(days=1)), "收到日期不能晚于今天"),
        (
            Wanted("甲", "表", ["roster"], TODAY, date(2026, 9, 2), date(2026, 9, 1)),
            "截止日期应不早于",
        ),
    ],
)
def test_what_cannot_stand_is_refused_in_words(wanted: Wanted, said: str) -> None:
    with pytest.raises(Refused, match=said):
        noted(wanted)
    assert not Demand.objects.exists()


def test_the_letter_names_what_is_held_the_rule_and_what_to_do_instead() -> None:
    letter = Letter(
        asked_by="市委组织部",
        asked="三季度统计表",
        received_on=date(2026, 10, 9),
        first=date(2026, 7, 1),
        last=date(2026, 9, 30),
        due=date(2026, 10, 15),
        already=[Already("组织生活开展情况", "有 12 条纪实", "“纪实”，可导出")],
        cited=cited_for("duplicate"),
        signed="中共青源市第一支部",
        on=date(2026, 10, 10),
    )
    text = compose(letter)
    assert text.startswith("市委组织部：\n2026年10月9日收到")
    assert "2026年7月1日至2026年9月30日的数据，要求2026年10月15日前报送" in text
    assert "1. 组织生活开展情况：有 12 条纪实，见“纪实”，可导出。" in text
    for rule in cited_for("duplicate"):
        assert f"{rule.named}{rule.article}：{rule.gist}。" in text
    assert text.endswith("中共青源市第一支部\n2026年10月10日")


def test_every_rule_cited_says_how_far_it_can_be_trusted() -> None:
    for rule in citations().values():
        assert rule.sureness
        assert rule.confidence == "seen" or rule.doubt


def test_what_is_often_asked_for_is_made_of_facts_of_the_registry() -> None:
    facts = {fact for one in subjects().values() for fact in one.facts}
    assert facts <= registry().facts.keys()
