"""The life of an entry as pages: each act from its form, who may, what a second sending gets."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from mingdeng.burden.models import Tally
from mingdeng.registers.models import Entry, Step
from mingdeng.registers.services import Ledger
from mingdeng.registers.services import enter as write_entry
from mingdeng.registers.values import Text, read_entry
from mingdeng.roster.models import Organization
from tests.registers.lists import adopted, lists
from tests.web.conftest import Enter
from tests.web.world import SYSTEM, TODAY, World

pytestmark = pytest.mark.django_db
LATER = (TODAY + timedelta(days=60)).isoformat()
SOON = (TODAY + timedelta(days=30)).isoformat()


def at(world: World) -> Organization:
    """The branch, where the pack of lists holds."""
    adopted(world.committee)
    return world.branch


def listed(name: str, place: Organization, period: str = "", /, **given: Text) -> Entry:
    said = read_entry(lists(name), given, period)
    return write_entry(SYSTEM, Ledger(lists(name), place), said)


def a_task(world: World, place: Organization | None = None, **given: Text) -> Entry:
    """A task whose owner is the plain member."""
    said = {"title": "修路灯", "owner": world.people[19].name, "due": SOON, **given}
    return listed("tasks", place or at(world), **said)


def sent(client: Client, one: Entry, end: str, **given: object) -> int:
    """A form sent once; the version is that of now unless it is given."""
    one.refresh_from_db()
    data = {"key": str(uuid4()), "version": one.version, **given}
    return client.post(f"/entries/{one.id}/{end}/", data).status_code


def shown(client: Client, one: Entry) -> str:
    response = client.get(f"/entries/{one.id}/")
    assert response.status_code == 200
    return response.content.decode()


def buttons(client: Client, one: Entry) -> list[str]:
    """What one may do about an entry, as its page offers it."""
    found = re.findall(rf'href="/entries/{one.id}/([a-z-]+)/"', shown(client, one))
    return sorted(set(found) - {"edit", "withdraw", "word"})


def test_the_owner_says_how_it_goes_asks_and_the_office_confirms(
    world: World, enter: Enter
) -> None:
    one = a_task(world)
    owner, office = enter("member"), enter("office")
    assert buttons(owner, one) == ["ask", "extend", "note", "pair"]
    assert sent(owner, one, "note", text="已买好灯", on=TODAY) == 302
    assert sent(owner, one, "ask", text="都亮了", on=TODAY) == 302
    assert "等待确认办结" in shown(owner, one)
    assert buttons(office, one)[:1] == ["check"]
    assert {"close", "return"} <= set(buttons(office, one))
    assert sent(office, one, "return", text="还有两盏没亮") == 302
    assert "还有两盏没亮" in shown(owner, one)
    assert sent(owner, one, "ask", text="", on=TODAY) == 302
    assert sent(office, one, "close", text="看过", on=TODAY) == 302
    page = shown(owner, one)
    assert all(word in page for word in ("已买好灯", "都亮了", "看过", "已办结"))
    assert buttons(owner, one) == []
    assert buttons(office, one) == ["look-back", "reopen"]
    assert sent(office, one, "reopen", text="又坏了") == 302
    assert Entry.objects.get().state == "open"


def test_each_act_counts_once_and_a_second_sending_has_no_effect(
    world: World, enter: Enter
) -> None:
    one = a_task(world)
    data = {"key": str(uuid4()), "version": 1, "text": "", "on": TODAY}
    office = enter("office")
    first, again = (office.post(f"/entries/{one.id}/close/", data) for _ in range(2))
    assert (first.status_code, again.status_code) == (302, 302)
    assert first.headers["Location"] == again.headers["Location"] == f"/entries/{one.id}/"
    assert Step.objects.count() == 1
    assert Tally.objects.get(form="entry.close").times == 1


def test_who_may_not_is_refused_and_who_does_not_see_it_finds_nothing(
    world: World, enter: Enter
) -> None:
    one = a_task(world, owner=world.people[5].name)
    ends = ("note", "ask", "close", "return", "extend", "extension", "reopen", "check", "pair")
    for end in ends:
        for client, status in ((enter("member"), 403), (enter("neighbour"), 404)):
            assert client.get(f"/entries/{one.id}/{end}/").status_code == status, end
            assert sent(client, one, end, text="x", on=TODAY, agree="yes", due=LATER) == status
    for end in ("close", "return", "reopen", "check", "extension"):
        assert sent(enter("secretary"), one, end, text="x", on=TODAY, agree="yes") == 403, end
    assert enter("viewer").get(f"/entries/{one.id}/note/").status_code == 404
    assert not Step.objects.exists()


def test_nobody_confirms_their_own(world: World, enter: Enter) -> None:
    one = a_task(world, owner=world.people[18].name)
    office = enter("office")
    assert "close" not in buttons(office, one)
    assert office.get(f"/entries/{one.id}/close/").status_code == 403
    response = office.post(
        f"/entries/{one.id}/close/", {"key": str(uuid4()), "version": 1, "text": "", "on": TODAY}
    )
    assert response.status_code == 409
    assert "责任人本人不能确认" in response.content.decode()


def test_what_was_changed_meanwhile_is_shown_and_not_confirmed(world: World, enter: Enter) -> None:
    one = a_task(world)
    Entry.objects.filter(id=one.id).update(version=2, due=date.fromisoformat(LATER))
    data = {"key": str(uuid4()), "version": 1, "text": "等灯", "due": "2030-01-01"}
    response = enter("member").post(f"/entries/{one.id}/extend/", data)
    assert response.status_code == 409
    page = response.content.decode()
    assert LATER in page
    assert "2030-01-01" in page
    assert "等灯" in page
    data = {"key": str(uuid4()), "version": 1, "text": "", "on": TODAY}
    assert enter("office").post(f"/entries/{one.id}/close/", data).status_code == 409
    assert not Step.objects.exists()


def test_more_time_is_asked_with_a_reason_and_granted_by_another(
    world: World, enter: Enter
) -> None:
    one = a_task(world)
    owner, office = enter("member"), enter("office")
    assert sent(owner, one, "extend", text="", due=LATER) == 400
    assert sent(owner, one, "extend", text="等灯", due=LATER) == 302
    assert "等灯" in office.get(f"/entries/{one.id}/extension/").content.decode()
    assert sent(office, one, "extension", agree="no", text="") == 409
    assert sent(office, one, "extension", agree="yes", text="") == 302
    one.refresh_from_db()
    assert one.due == date.fromisoformat(LATER)


def test_a_form_opens_only_where_its_button_stands(world: World, enter: Enter) -> None:
    one, office = a_task(world), enter("office")
    for end in ("reopen", "look-back", "survey", "extension"):
        assert office.get(f"/entries/{one.id}/{end}/").status_code == 404, end
    for end in buttons(office, one):
        assert office.get(f"/entries/{one.id}/{end}/").status_code == 200, end
    past = (TODAY - timedelta(days=1)).isoformat()
    assert office.get(f"/entries/{one.id}/note/?as_of={past}").status_code == 404


def test_a_task_for_several_units_shows_each_answer_and_waits_for_all(
    world: World, enter: Enter
) -> None:
    at(world)
    one = a_task(world, world.committee, owner="办公室")
    office, neighbour = enter("office"), enter("neighbour")
    units = [str(world.branch.id), str(world.neighbour.id)]
    assert sent(office, one, "hand-down", units=units, title="修路灯", due=SOON) == 302
    assert sent(office, one, "hand-down", units=units[:1], title="修路灯", due=SOON) == 409
    child = Entry.objects.get(organization=world.neighbour)
    assert child.people.get(field="owner").name == world.accounts["neighbour"].person.name
    assert "上级下达" in shown(neighbour, child)
    assert sent(neighbour, child, "note", text="三盏已换", on=TODAY) == 302
    page = shown(office, one)
    assert "三盏已换" in page
    assert page.count("办理中") >= 3
    response = office.post(
        f"/entries/{one.id}/close/", {"key": str(uuid4()), "version": 1, "text": "", "on": TODAY}
    )
    assert response.status_code == 409
    page = response.content.decode()
    assert "还没有全部办结" in page
    assert all(name in page for name in (world.branch.name, world.neighbour.name))


def test_a_secretary_hands_nothing_down(world: World, enter: Enter) -> None:
    one = a_task(world)
    assert "hand-down" not in buttons(enter("secretary"), one)
    assert enter("secretary").get(f"/entries/{one.id}/hand-down/").status_code == 404
    data = {"units": [str(world.neighbour.id)], "title": "修路灯", "due": SOON}
    assert sent(enter("secretary"), one, "hand-down", **data) == 400


def test_a_party_task_and_a_business_task_get_one_note(world: World, enter: Enter) -> None:
    one = a_task(world)
    other = listed("business", world.branch, title="办证提速", due=SOON)
    office = enter("office")
    assert "业务任务：办证提速" in office.get(f"/entries/{one.id}/pair/").content.decode()
    assert sent(office, one, "pair", other=str(other.id)) == 302
    assert "办证提速" in shown(office, one)
    assert "同时记在“办证提速”上" in office.get(f"/entries/{one.id}/check/").content.decode()
    assert sent(office, one, "check", text="两项都按进度", on=TODAY) == 302
    assert "两项都按进度" in shown(office, other)


def test_a_second_round_is_linked_to_the_first(world: World, enter: Enter) -> None:
    one = a_task(world)
    office = enter("office")
    assert sent(office, one, "close", text="", on=TODAY) == 302
    data = {"key": str(uuid4()), "title": "回头看：修路灯", "owner": "办公室", "due": LATER}
    url = office.post(f"/entries/{one.id}/look-back/", data).headers["Location"]
    assert office.post(f"/entries/{one.id}/look-back/", data).headers["Location"] == url
    second = office.get(url).content.decode()
    assert "第一轮" in second
    assert "回头看：修路灯" in shown(office, one)


def test_what_is_said_of_a_talk_is_seen_by_the_two_alone(world: World, enter: Enter) -> None:
    day = TODAY.isoformat()
    two = {"owner": world.people[0].name, "about": world.people[19].name}
    one = listed("talks", at(world), title="日常谈心", day=day, **two)
    subject = enter("member")
    assert buttons(subject, one) == ["close", "return"]
    assert sent(subject, one, "return", text="没有谈这件事") == 302
    assert "没有谈这件事" in shown(enter("secretary"), one)
    page = shown(enter("office"), one)
    assert "退回" in page
    assert "没有谈这件事" not in page
    assert sent(enter("secretary"), one, "close", text="", on=TODAY) == 403
    assert sent(subject, one, "close", text="", on=TODAY) == 302


# ---- whole registers ----


def duties(place: Organization, year: int, **given: Text) -> Entry:
    said = {"title": "抓学习", "owner": "某人", "due": f"{year}-12-31", "standard": "按规定"}
    return listed("yearly-duties", place, str(year), **{**said, **given})


def test_a_list_of_one_year_begins_the_next_and_both_stand_beside_each_other(
    world: World, enter: Enter
) -> None:
    place, year = at(world), TODAY.year
    duties(place, year)
    office = enter("secretary")
    listing = office.get("/registers/yearly-duties/").content.decode()
    assert "复制到下一期" in listing
    assert "两期对照" in listing
    form = office.get("/registers/yearly-duties/copy/").content.decode()
    assert f'value="{year + 1}"' in form
    data = {"organization": str(place.id), "before": str(year), "after": str(year + 1)}
    key = {"key": str(uuid4())}
    for _ in range(2):
        response = office.post("/registers/yearly-duties/copy/", {**data, **key})
        assert response.status_code == 302
    made = Entry.objects.get(period=str(year + 1))
    assert made.due == date(year + 1, 12, 31)
    assert (
        office.post("/registers/yearly-duties/copy/", {**data, "key": str(uuid4())}).status_code
        == 409
    )
    Entry.objects.filter(id=made.id).update(title="抓理论学习")
    duties(place, year + 1, title="抓服务")
    page = office.get("/registers/yearly-duties/compare/").content.decode()
    assert "新增 1 条，去掉 0 条，修改 1 条，相同 0 条" in page
    assert "抓理论学习" in page


def test_nobody_copies_or_compares_what_they_may_not(world: World, enter: Enter) -> None:
    place = at(world)
    other = world.neighbour.id
    path = "/registers/yearly-duties"
    assert enter("member").get(f"{path}/copy/").status_code == 403
    assert enter("secretary").get(f"{path}/copy/?organization={other}").status_code == 404
    assert enter("secretary").get(f"{path}/compare/?organization={other}").status_code == 404
    assert enter("secretary").get(f"{path}/compare/?organization={place.id}").status_code == 200
    assert enter("secretary").get("/registers/tasks/compare/").status_code == 404
    bad = {"organization": str(place.id), "before": "去年", "after": "今年", "key": str(uuid4())}
    assert enter("secretary").post(f"{path}/copy/", bad).status_code == 409
