"""An entry is worked on, asked to be closed, confirmed by another, sent back, put off."""

from datetime import date

import pytest

from mingdeng.journal.models import Entry as Act
from mingdeng.registers.models import Entry, Step
from mingdeng.registers.services import (
    ask_closing,
    ask_extension,
    close,
    decide_extension,
    note,
    reopen,
    send_back,
)
from mingdeng.registers.turns import (
    may_confirm,
    may_extend,
    may_work,
    steps_seen,
    turn_of,
)
from mingdeng.roster.models import Person
from mingdeng.roster.services import Refused, Stale
from tests.house import TODAY, Tree, someone, tree
from tests.registers.lists import acting, listed, lists
from tests.registers.samples import holder, viewer

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 31)


def a_task(house: Tree, owner: str = "王小明") -> Entry:
    return listed("tasks", house.first, title="修路灯", owner=owner, due="2026-12-31")


def an_office(house: Tree, name: str = "李办公室") -> Person:
    return holder(name, house.second, house.organ, "committee_office")


def kinds(one: Entry) -> list[str]:
    return [step.kind for step in one.steps.all()]


def test_who_did_it_asks_and_another_confirms() -> None:
    house = tree()
    owner, office = someone("王小明", house.first), an_office(house)
    one, tasks = a_task(house), lists("tasks")
    note(acting(owner), one.id, "已买好灯", TODAY)
    asked = ask_closing(acting(owner), one.id, "都亮了", date(2026, 9, 20))
    with pytest.raises(Refused, match="已经申请过"):
        ask_closing(acting(owner), one.id, "", TODAY)
    turn = turn_of(one.steps.all())
    assert turn.closing == asked
    assert may_confirm(viewer(office), tasks, one, turn)
    closed = close(acting(office), tasks, (one.id, 1), "看过现场", date(2026, 9, 20))
    assert (closed.state, closed.closed_on, closed.version) == ("closed", date(2026, 9, 20), 2)
    assert kinds(one) == ["progress", "asked_closing", "closed"]
    acts = Act.objects.filter(object_id=one.id).order_by("number")
    assert [act.action for act in acts][1:] == [
        *("entry.progress", "entry.asked_closing", "entry.closed"),
    ]
    with pytest.raises(Refused, match="已经办结"):
        note(acting(owner), one.id, "又坏了", TODAY)


def test_nobody_confirms_what_is_their_own_or_what_they_asked_for() -> None:
    house = tree()
    office, other = an_office(house), an_office(house, "孙干事")
    one, tasks = a_task(house, "李办公室（第二支部）"), lists("tasks")
    assert not may_confirm(viewer(office), tasks, one, turn_of([]))
    with pytest.raises(Refused, match="责任人本人"):
        close(acting(office), tasks, (one.id, 1), "", TODAY)
    ask_closing(acting(other), one.id, "", TODAY)
    assert not may_confirm(viewer(other), tasks, one, turn_of(one.steps.all()))
    with pytest.raises(Refused, match="申请的人"):
        close(acting(other), tasks, (one.id, 1), "", TODAY)
    close(acting(an_office(house, "吴干事")), tasks, (one.id, 1), "", TODAY)


def test_where_nobody_is_named_who_writes_the_register_closes_it() -> None:
    house = tree()
    secretary = holder("赵书记", house.first, house.first, "secretary")
    one = listed("business", house.first, title="办证窗口", due="2026-12-31")
    assert may_confirm(viewer(secretary), lists("business"), one, turn_of([]))
    close(acting(secretary), lists("business"), (one.id, 1), "", TODAY)


def test_a_talk_is_filed_by_the_one_talked_to_who_alone_sees_what_was_said_of_it() -> None:
    house = tree()
    talker = holder("赵书记", house.first, house.first, "secretary")
    subject, office = someone("钱同志", house.first), an_office(house)
    talks = lists("talks")
    given = {"title": "日常谈心", "day": "2026-09-01", "owner": "赵书记", "about": "钱同志"}
    one = listed("talks", house.first, **given)
    send_back(acting(subject), (one.id, 1), "没有谈这件事")
    assert turn_of(one.steps.all()).returned is not None
    seen = [steps_seen(viewer(person), talks, one) for person in (talker, subject, office)]
    assert seen == [True, True, False]
    assert "没有谈" not in str(Act.objects.get(action="entry.returned").detail.body)
    ask_closing(acting(talker), one.id, "改好了", TODAY)
    assert not may_confirm(viewer(talker), talks, one, turn_of(one.steps.all()))
    close(acting(subject), talks, (one.id, 1), "", TODAY)


def test_sent_back_it_can_be_asked_again_and_the_reason_stands() -> None:
    house = tree()
    owner, office = someone("王小明", house.first), an_office(house)
    one = a_task(house)
    ask_closing(acting(owner), one.id, "", TODAY)
    with pytest.raises(Refused, match="理由"):
        send_back(acting(office), (one.id, 1), " ")
    send_back(acting(office), (one.id, 1), "还有两盏没亮")
    turn = turn_of(one.steps.all())
    assert turn.closing is None
    assert turn.returned is not None
    assert turn.returned.text == "还有两盏没亮"
    ask_closing(acting(owner), one.id, "", TODAY)


def test_more_time_is_granted_by_another_and_the_due_day_moves() -> None:
    house = tree()
    owner, office = someone("王小明", house.first), an_office(house)
    one, tasks = a_task(house), lists("tasks")
    with pytest.raises(Refused, match="晚于现在的时限"):
        ask_extension(acting(owner), (one.id, 1), DUE, "等灯")
    ask_extension(acting(owner), (one.id, 1), date(2027, 1, 31), "等灯")
    turn = turn_of(one.steps.all())
    assert [may_extend(viewer(x), tasks, one, turn) for x in (owner, office)] == [False, True]
    with pytest.raises(Refused, match="别人决定"):
        decide_extension(acting(owner), (one.id, 1), agree=True, text="")
    decided = decide_extension(acting(office), (one.id, 1), agree=True, text="")
    assert (decided.due, kinds(one)[-1]) == (date(2027, 1, 31), "extended")


def test_refused_more_time_leaves_the_due_day_and_says_why() -> None:
    house = tree()
    owner, office = someone("王小明", house.first), an_office(house)
    one = a_task(house)
    ask_extension(acting(owner), (one.id, 1), date(2027, 1, 31), "等灯")
    decide_extension(acting(office), (one.id, 1), agree=False, text="灯已到货")
    one.refresh_from_db()
    assert (one.due, Step.objects.get(kind="refused").text) == (DUE, "灯已到货")
    with pytest.raises(Refused, match="没有等待决定"):
        decide_extension(acting(office), (one.id, 1), agree=True, text="")


def test_closed_it_is_opened_again_only_with_a_reason() -> None:
    house = tree()
    office = an_office(house)
    one = a_task(house)
    close(acting(office), lists("tasks"), (one.id, 1), "", TODAY)
    with pytest.raises(Refused, match="理由"):
        reopen(acting(office), (one.id, 2), "")
    opened = reopen(acting(office), (one.id, 2), "灯又坏了")
    assert (opened.state, opened.closed_on, opened.version) == ("open", None, 3)


def test_what_was_changed_since_it_was_read_is_not_confirmed_unseen() -> None:
    house = tree()
    office = an_office(house)
    one = a_task(house)
    Entry.objects.filter(id=one.id).update(version=2, title="修路灯和路面")
    for act in (
        lambda: close(acting(office), lists("tasks"), (one.id, 1), "", TODAY),
        lambda: send_back(acting(office), (one.id, 1), "不对"),
        lambda: ask_extension(acting(office), (one.id, 1), date(2027, 1, 1), "等"),
    ):
        with pytest.raises(Stale) as caught:
            act()
        assert caught.value.current["title"] == "修路灯和路面"
    assert kinds(one) == []


def test_no_day_lies_ahead_and_none_before_the_matter_itself() -> None:
    house = tree()
    given = {"title": "装扶手", "owner": "王小明", "day": "2026-09-10", "due": "2026-12-31"}
    one = listed("matters", house.first, **given)
    office = an_office(house)
    with pytest.raises(Refused, match="晚于今天"):
        close(acting(office), lists("matters"), (one.id, 1), "", DUE)
    with pytest.raises(Refused, match="早于这一条的日期"):
        close(acting(office), lists("matters"), (one.id, 1), "", date(2026, 9, 9))


def test_the_owner_and_the_helpers_say_how_it_goes_and_no_other_member() -> None:
    house = tree()
    given = {"title": "装扶手", "owner": "王小明", "helpers": "孙帮手", "day": "2026-09-01"}
    people = [someone(name, house.first) for name in ("王小明", "孙帮手", "吴旁人")]
    matters = lists("matters")
    one = listed("matters", house.first, due="2026-12-31", **given)
    assert [may_work(viewer(x), matters, one) for x in people] == [True, True, False]
