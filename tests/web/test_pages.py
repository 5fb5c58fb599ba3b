"""What the pages say to each of the six, and how many questions they ask the database."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingdeng.roster.models import Organization
from mingdeng.roster.services import NewOrganization, create_organization
from tests.web.conftest import Enter
from tests.web.world import ROLES, SYSTEM, TODAY, World

# 履责 leads on to the board of the own place: two pages of twelve.
MOST_QUERIES = 24


def text(enter: Enter, role: str, url: str) -> str:
    response = enter(role).get(url, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_the_secretary_is_offered_what_is_open(enter: Enter) -> None:
    page = text(enter, "secretary", "/duties/")
    assert "社会救助和慈善事业促进处第一支部" in page
    assert re.search(r'aria-label="记录：[^"]*主题党日', page)


def test_someone_who_owes_nothing_is_told_in_one_line(enter: Enter) -> None:
    assert "今天没有要办的事。" in text(enter, "member", "/")


def test_an_office_with_nothing_below_is_told_where_to_begin(enter: Enter, world: World) -> None:
    assert "上传本单位的名册和台账" not in text(enter, "office", "/")
    given = NewOrganization("organ_committee", "新设立的机关党委", "中共新设立的机关委员会")
    held = world.accounts["office"].person.posts.get()
    held.organization = create_organization(SYSTEM, given)
    held.save(update_fields=["organization"])
    world.accounts["office"].person.memberships.all().delete()
    page = text(enter, "office", "/")
    assert "上传本单位的名册和台账" in page
    assert "下级近期没有" not in page


def test_the_bar_holds_only_what_one_may_see(enter: Enter) -> None:
    def bar(role: str) -> list[str]:
        nav = re.search(r'<nav class="bar".*?</nav>', text(enter, role, "/"), re.DOTALL)
        return re.findall(r">([^<>\s]+)</a>", nav[0] if nav else "")

    assert bar("secretary") == ["今天", "履责", "纪实", "台账", "组织", "规则", "减负"]
    assert bar("viewer") == ["今天", "履责", "台账", "组织", "规则", "减负"]
    assert bar("system")[:2] == ["账号", "开设"]
    assert bar("security") == ["账号", "开设"]
    assert bar("audit") == ["日志"]


@pytest.mark.parametrize("role", ["office", "leading", "discipline", "viewer"])
def test_who_looks_after_branches_sees_them_side_by_side(enter: Enter, role: str) -> None:
    page = text(enter, role, "/duties/")
    assert "下级组织" in page
    assert "养老服务支部" in page


def test_the_tree_counts_who_belonged_on_the_day_asked_about(enter: Enter, world: World) -> None:
    world.people[5].memberships.update(since=TODAY)
    now, before = (
        re.search(r"第一支部</a>.*?(\d+)", text(enter, "office", url), re.DOTALL)
        for url in ("/organizations/", f"/organizations/?as_of={TODAY - timedelta(days=1)}")
    )
    assert now
    assert before
    assert (now[1], before[1]) == ("20", "19")


def test_a_member_sees_no_other_member(enter: Enter, world: World) -> None:
    page = text(enter, "member", f"/organizations/{world.branch.id}/")
    assert "施明德" in page
    assert "何雨桐" not in page


def test_sensitive_fields_are_shown_to_whom_the_table_names(enter: Enter, world: World) -> None:
    url = f"/people/{world.people[5].id}/"
    assert "出生日期" in text(enter, "secretary", url)
    assert "出生日期" in text(enter, "office", url)
    assert "出生日期" not in text(enter, "leading", url)


def test_another_day_is_visibly_another_day(enter: Enter) -> None:
    page = text(enter, "secretary", f"/?as_of={TODAY.year}-01-31")
    assert f"这是 {TODAY.year}年1月31日 的情况" in page
    assert f"/duties/?as_of={TODAY.year}-01-31" in page
    assert "这是" not in text(enter, "secretary", "/")


def test_why_names_rule_source_evidence_and_what_would_change_it(
    enter: Enter, world: World
) -> None:
    url = f"/duties/{world.branch.id}/why/?of=theme-day~{TODAY.year}-{TODAY.month:02}"
    page = text(enter, "secretary", url)
    for said in ("支部工作条例", "第十六条", "怎样会改变", "依据的记录", "用到的事实"):
        assert said in page


def test_filters_stand_in_the_address_and_lead_back(enter: Enter, world: World) -> None:
    page = text(enter, "secretary", f"/records/?kind=theme_day&month={world.own.held_on.year}")
    found = re.search(rf'href="(/records/{world.own.id}/\?[^"]+)"', page)
    assert found is not None
    detail = text(enter, "secretary", found[1].replace("&amp;", "&"))
    assert f"/records/?kind=theme_day&amp;month={world.own.held_on.year}" in detail


def test_own_record_says_who_changed_it(enter: Enter) -> None:
    page = text(enter, "member", "/me/")
    assert "施明德" in page
    assert "列入名册" in page


def test_a_rule_shows_versions_and_cases(enter: Enter) -> None:
    page = text(enter, "member", "/rules/branch-committee-meeting/")
    assert "六月未开支委会" in page
    assert "现行" in page


def test_nobody_s_pages_mention_identifiers_of_the_program(enter: Enter) -> None:
    page = text(enter, "office", "/rules/branch-committee-meeting/")
    assert "needs_committee" not in page


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("url", ["/", "/duties/"])
def test_twice_the_branches_ask_no_more_questions(
    enter: Enter, world: World, role: str, url: str
) -> None:
    client = enter(role)
    client.get(url, follow=True)
    with CaptureQueriesContext(connection) as before:
        client.get(url, follow=True)
    _double(world)
    client.get(url, follow=True)
    with CaptureQueriesContext(connection) as after:
        client.get(url, follow=True)
    assert len(after) <= len(before)
    assert len(after) <= MOST_QUERIES


def _double(world: World) -> None:
    for number in range(Organization.objects.count()):
        given = NewOrganization("branch", f"新{number}支部", f"新{number}支部", world.committee.id)
        create_organization(SYSTEM, given)
