"""组织 changed by the office: dated, once, with both texts where someone else was first."""

import re
from datetime import date, timedelta
from typing import Any, cast
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from mingdeng.journal.models import Entry
from mingdeng.roster.models import Delegation, Group, Organization, PackAdoption, Person, Post
from tests.web.conftest import Enter
from tests.web.world import TODAY, World

DAY = timedelta(days=1)


def post(client: Client, url: str, **data: Any) -> HttpResponse:
    return cast(HttpResponse, client.post(url, {"key": str(uuid4()), **data}))


def branch_url(world: World, end: str = "") -> str:
    return f"/organizations/{world.branch.id}/{end}"


def changed(client: Client, url: str, **data: Any) -> None:
    response = post(client, url, **data)
    assert response.status_code == 302, re.findall("<li>(.*?)</li>", response.content.decode())


def refused(client: Client, url: str, said: str, **data: Any) -> None:
    response = post(client, url, **data)
    assert response.status_code == 409
    assert said in response.content.decode()


def test_a_new_branch_stands_under_the_one_it_was_set_up_for(world: World, enter: Enter) -> None:
    client, url = enter("office"), f"/organizations/{world.committee.id}/add/"
    names = {"kind": "branch", "name": "新设支部", "full_name": "中共云泽市民政局新设支部"}
    changed(client, url, **names, founded="2026-05-20")
    made = Organization.objects.get(name="新设支部")
    assert (made.parent_id, made.founded) == (world.committee.id, date(2026, 5, 20))
    assert "新设支部" in client.get("/organizations/").content.decode()


def test_the_same_form_sent_twice_sets_up_one_branch(world: World, enter: Enter) -> None:
    client, url = enter("office"), f"/organizations/{world.committee.id}/add/"
    data = {"kind": "branch", "name": "新设支部", "full_name": "全称", "key": str(uuid4())}
    changed(client, url, **data)
    changed(client, url, **data)
    assert Organization.objects.filter(name="新设支部").count() == 1


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(
    world: World, enter: Enter
) -> None:
    client, url = enter("office"), f"/organizations/{world.committee.id}/add/"
    response = post(client, url, kind="branch", name="", full_name="新设支部的全称")
    page = response.content.decode()
    assert response.status_code == 400
    assert 'id="problem-name"' in page
    assert "新设支部的全称" in page


def test_a_new_name_holds_from_a_day_and_the_former_one_is_shown(
    world: World, enter: Enter
) -> None:
    client = enter("office")
    names = {"name": "改了名的支部", "full_name": "全称", "on": "2026-03-01"}
    changed(client, branch_url(world, "rename/"), version=1, **names)
    page = client.get(branch_url(world)).content.decode()
    assert "改了名的支部" in page
    assert f"{world.branch.name}（至 2026年3月1日）" in page


def test_who_comes_second_sees_both_texts(world: World, enter: Enter) -> None:
    client, url = enter("office"), branch_url(world, "edit/")
    changed(client, url, version=1, unit="甲局", code="", founded="", elected="", position="1")
    data = {"version": 1, "unit": "乙局", "code": "", "founded": "", "elected": "", "position": "1"}
    response = post(client, url, **data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "<td>甲局</td><td>乙局</td>" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    changed(client, url, **{**data, "version": version[1]})
    assert Organization.objects.get(id=world.branch.id).unit == "乙局"


def test_a_person_corrected_by_two_shows_both_texts(world: World, enter: Enter) -> None:
    person, client = world.people[5], enter("office")
    url = f"/people/{person.id}/edit/"
    data = {
        "name": person.name,
        "gender": "男",
        "birth": "1980-01-06",
        "id_number": "",
        "status": "full",
        "joined": "2005-06-01",
        "converted": "2006-06-01",
        "version": person.version,
    }
    changed(client, url, **data)
    response = post(client, url, **{**data, "gender": "女", "joined": "2005-07-01"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "<td>2005-06-01</td><td>2005-07-01</td>" in page
    assert Person.objects.get(id=person.id).gender == "男"


def test_someone_new_joins_the_roll_from_a_day(world: World, enter: Enter) -> None:
    client = enter("office")
    changed(client, branch_url(world, "people/"), name="新来的", since="2026-06-01")
    person = Person.objects.get(name="新来的")
    home = person.memberships.get()
    assert (home.branch_id, home.since) == (world.branch.id, date(2026, 6, 1))
    assert "新来的" in client.get(branch_url(world)).content.decode()
    before = client.get(branch_url(world) + "?as_of=2026-05-31").content.decode()
    assert "新来的" not in before


def test_a_transfer_is_dated_and_ends_the_posts_left_behind(world: World, enter: Enter) -> None:
    client, person = enter("office"), world.people[1]
    data = {"to": str(world.neighbour.id), "on": TODAY.isoformat(), "version": person.version}
    changed(client, f"/people/{person.id}/move/", **data)
    assert person.memberships.get(until=None).branch_id == world.neighbour.id
    assert not person.posts.filter(until=None).exists()
    refused(client, f"/people/{person.id}/move/", "别人刚刚改过", **data)


def test_leaving_the_system_ends_membership_and_keeps_the_record(
    world: World, enter: Enter
) -> None:
    client, person = enter("office"), world.people[9]
    data = {"to": "云泽市财政局机关党委", "on": TODAY.isoformat(), "version": person.version}
    changed(client, f"/people/{person.id}/leave/", **data)
    assert not person.memberships.filter(until=None).exists()
    assert Entry.objects.filter(action="person.leave", object_id=person.id).count() == 1
    yesterday = (TODAY - DAY).isoformat()
    assert person.name in client.get(branch_url(world) + f"?as_of={yesterday}").content.decode()


def test_merging_brings_people_and_branches_over_and_dissolves(world: World, enter: Enter) -> None:
    client = enter("office")
    data = {"into": str(world.branch.id), "on": TODAY.isoformat(), "version": 1}
    changed(client, f"/organizations/{world.neighbour.id}/merge/", **data)
    assert world.branch.memberships.filter(until=None).count() == 28
    gone = Organization.objects.get(id=world.neighbour.id)
    assert gone.dissolved == TODAY
    assert not gone.posts.filter(until=None).exists()
    assert client.get(f"/organizations/{gone.id}/").status_code == 200
    assert client.get(f"/organizations/{gone.id}/edit/").status_code == 403


def test_a_branch_with_people_is_not_dissolved(world: World, enter: Enter) -> None:
    data = {"on": TODAY.isoformat(), "version": 1}
    refused(enter("office"), branch_url(world, "end/"), "还有党员，请先转出", **data)


def test_a_branch_is_moved_only_where_the_office_reaches(world: World, enter: Enter) -> None:
    client = enter("office")
    beyond = {"to": str(world.work.id), "on": TODAY.isoformat(), "version": 1}
    assert post(client, branch_url(world, "move/"), **beyond).status_code == 400
    to = {"to": str(world.neighbour.id), "on": TODAY.isoformat(), "version": 1}
    changed(client, branch_url(world, "move/"), **to)
    assert Organization.objects.get(id=world.branch.id).parent_id == world.neighbour.id


def test_a_group_is_set_up_filled_led_and_dissolved_when_empty(world: World, enter: Enter) -> None:
    client = enter("office")
    changed(client, branch_url(world, "groups/"), name="第二党小组", number="2")
    refused(client, branch_url(world, "groups/"), "已经有第二党小组", name="第二党小组", number="2")
    group = Group.objects.get(name="第二党小组")
    person = world.people[8]
    move = {"to": f"{world.branch.id}/{group.id}", "on": TODAY.isoformat()}
    changed(client, f"/people/{person.id}/move/", **move, version=person.version)
    lead = {"person": person.name, "kind": "group_leader", "since": TODAY.isoformat()}
    refused(client, branch_url(world, "appoint/"), "请选择是哪个党小组", **lead)
    changed(client, branch_url(world, "appoint/"), **lead, group=str(group.id))
    assert Post.objects.get(group=group).title == "第二党小组组长"
    end = {"on": TODAY.isoformat()}
    refused(client, f"/groups/{group.id}/end/", "还有党员", **end)
    person.memberships.filter(until=None).update(group=None)
    changed(client, f"/groups/{group.id}/end/", **end)
    assert "第二党小组" not in client.get(branch_url(world)).content.decode()


def test_an_appointment_acts_from_its_day_and_its_end_at_once(world: World, enter: Enter) -> None:
    client, person = enter("office"), world.people[19]
    assert enter("member").get("/records/new/").status_code == 403
    given = {"person": person.name, "kind": "committee_member", "since": TODAY.isoformat()}
    changed(client, branch_url(world, "appoint/"), **given, title="青年委员")
    member = enter("member")
    assert member.get("/records/new/").status_code == 200
    made = Post.objects.get(title="青年委员")
    early = (TODAY - DAY).isoformat()
    refused(client, f"/posts/{made.id}/end/", "免职日期不能更早", on=early)
    changed(client, f"/posts/{made.id}/end/", on=TODAY.isoformat())
    assert member.get("/records/new/").status_code == 403


def test_a_name_of_two_is_asked_for_with_the_branch(world: World, enter: Enter) -> None:
    client = enter("office")
    changed(client, f"/organizations/{world.neighbour.id}/people/", name=world.people[5].name)
    given = {"kind": "committee_member", "since": TODAY.isoformat(), "title": "特邀委员"}
    name = world.people[5].name
    url = branch_url(world, "appoint/")
    refused(client, url, "有2位叫这个姓名", **given, person=name)
    refused(client, url, "名册中没有", **given, person="没有的人")
    changed(client, url, **given, person=f"{name}（{world.branch.name}）")
    assert Post.objects.get(title="特邀委员").person_id == world.people[5].id


def test_a_post_is_lent_for_some_days_and_taken_back(world: World, enter: Enter) -> None:
    client, deputy = enter("office"), world.people[19]
    held = Post.objects.get(organization=world.branch, title="书记")
    days = {"since": TODAY.isoformat(), "until": (TODAY + 5 * DAY).isoformat()}
    backwards = {"since": days["until"], "until": days["since"]}
    url = f"/posts/{held.id}/lend/"
    refused(client, url, "结束日期早于开始日期", deputy=deputy.name, **backwards)
    changed(client, url, deputy=deputy.name, **days)
    assert f"{deputy.name} 代行书记" in client.get(branch_url(world)).content.decode()
    member = enter("member")
    assert member.get("/records/new/").status_code == 200
    changed(client, f"/delegations/{Delegation.objects.get().id}/end/")
    assert member.get("/records/new/").status_code == 403


def test_packs_hold_from_a_day_are_inherited_and_end(world: World, enter: Enter) -> None:
    client, url = enter("office"), f"/organizations/{world.committee.id}/packs/"
    changed(client, url, pack="local-example", since="2026-01-01")
    again = post(client, url, pack="local-example", since="2026-01-01")
    assert again.status_code in {400, 409}
    below = client.get(branch_url(world, "packs/")).content.decode()
    assert "地方规定示例" in below
    assert world.committee.name in below
    adoption = PackAdoption.objects.get()
    assert client.get(branch_url(world, f"packs/{adoption.id}/end/")).status_code == 404
    refused(client, f"{url}{adoption.id}/end/", "停用日期不能更早", on="2025-12-31")
    changed(client, f"{url}{adoption.id}/end/", on="2026-07-01")
    assert PackAdoption.objects.get().until == date(2026, 7, 1)


def test_the_roll_is_listed_in_its_own_order_by_strokes_or_by_how_names_are_read(
    world: World, enter: Enter
) -> None:
    client = enter("office")

    def names(query: str) -> list[str]:
        page = client.get(branch_url(world) + query).content.decode()
        return re.findall(r'<th scope="row"><a href="/people/[^"]*">([^<]+)</a>', page)

    official = [person.name for person in world.people]
    assert names("") == official
    spelled = names("?order=pinyin")
    assert spelled[:4] == ["陈思远", "褚晓明", "冯志强", "韩雪梅"]
    written = names("?order=strokes")
    assert written[:4] == ["卫国平", "王丽华", "尤文静", "冯志强"]
    assert sorted(spelled) == sorted(written) == sorted(official)


@pytest.mark.parametrize("role", ["secretary", "member", "leading", "discipline", "viewer"])
def test_nobody_else_changes_anything(world: World, enter: Enter, role: str) -> None:
    client, entries = enter(role), Entry.objects.count()
    data = {"name": "x", "full_name": "x", "on": TODAY.isoformat(), "version": 1}
    for url in (branch_url(world, "rename/"), branch_url(world, "end/"), branch_url(world, "add/")):
        assert post(client, url, **data).status_code == 403
    assert "办理" not in client.get(branch_url(world)).content.decode()
    assert Entry.objects.count() == entries


def test_a_field_that_was_not_asked_for_is_refused(world: World, enter: Enter) -> None:
    data = {"unit": "x", "version": 1, "parent": str(world.work.id)}
    assert post(enter("office"), branch_url(world, "edit/"), **data).status_code == 400
