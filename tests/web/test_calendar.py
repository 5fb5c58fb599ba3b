"""纪实 by month and by year: what was held when, the same filters as the list."""

import re
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import record
from mingdeng.roster.models import Organization
from tests.web.conftest import Enter
from tests.web.world import SYSTEM, TODAY, World

YEAR = TODAY.year - 1
MOST_QUERIES = 12


def text(enter: Enter, role: str, **given: str) -> str:
    response = enter(role).get("/records/calendar/", given)
    assert response.status_code == 200
    return response.content.decode()


def cell(page: str, day: date) -> str:
    found = re.search(rf'<td[^>]*>\s*<p class="date"><time datetime="{day}".*?</td>', page, re.S)
    assert found is not None, day
    return found[0]


def held(place: Organization, day: date, kind: str = "party_lecture") -> None:
    host = Hosting(place.id, None, 20, 20)
    given = Record((kind,), day, (host,), start=time(9, 30), topic="学习有关文件")
    record(SYSTEM, given)


def test_a_month_shows_each_day_what_was_held(enter: Enter, world: World) -> None:
    page = text(enter, "secretary", month=f"{YEAR}-12")
    assert "支委会、主题党日" in cell(page, date(YEAR, 12, 12))
    assert f"/records/{world.own.id}/" in cell(page, date(YEAR, 12, 12))
    assert "支委会" not in cell(page, date(YEAR, 12, 13))
    assert page.count("<time ") == 31


def test_without_a_choice_the_month_of_the_day_asked_about_is_shown(enter: Enter) -> None:
    assert f"{TODAY.year}年{TODAY.month}月" in text(enter, "secretary")
    assert f"{YEAR}年12月" in text(enter, "secretary", as_of=f"{YEAR}-12-31")


def test_what_was_held_after_the_day_asked_about_is_not_shown(enter: Enter) -> None:
    page = text(enter, "secretary", month=f"{YEAR}-12", as_of=f"{YEAR}-12-11")
    assert "支委会" not in cell(page, date(YEAR, 12, 12))
    assert "记录" not in cell(page, date(YEAR, 12, 12))


def test_empty_days_lead_to_a_record_of_that_day_for_who_may_write(
    enter: Enter, world: World
) -> None:
    day = date(YEAR, 12, 8)
    address = re.search(
        r'class="new" href="([^"]+)"', cell(text(enter, "secretary", month=f"{YEAR}-12"), day)
    )
    assert address is not None
    form = enter("secretary").get(address[1].replace("&amp;", "&")).content.decode()
    assert f'value="{day}"' in form
    assert str(world.branch.id) in address[1]
    assert 'class="new"' not in text(enter, "member", month=f"{YEAR}-12")
    assert 'class="new"' not in text(enter, "discipline", month=f"{YEAR}-12")


def test_a_day_to_come_offers_nothing(enter: Enter) -> None:
    page = text(enter, "secretary", month=f"{TODAY.year + 1}-01")
    assert 'class="new"' not in page
    assert "没有符合的记录" in page


def test_holidays_and_adjusted_workdays_are_marked(enter: Enter) -> None:
    page = text(enter, "secretary", month="2026-10")
    assert 'title="放假">休' in cell(page, date(2026, 10, 1))
    assert 'title="调休上班">班' in cell(page, date(2026, 10, 10))
    assert "title=" not in cell(page, date(2026, 10, 8))
    assert "放假安排尚未录入" in text(enter, "secretary", month="2031-10")


def test_many_on_one_day_are_told_by_kind_with_the_way_to_the_list(
    enter: Enter, world: World
) -> None:
    day = date(YEAR, 11, 20)
    for place in (world.branch, world.neighbour):
        for _ in range(3):
            held(place, day)
    found = cell(text(enter, "office", month=f"{YEAR}-11"), day)
    assert "6 次" in found
    address = re.search(r'class="more"><a href="([^"]+)"', found)
    assert address is not None
    listed = enter("office").get(address[1].replace("&amp;", "&")).content.decode()
    assert "<small>6 次</small>" in listed
    assert "6 次" not in cell(text(enter, "secretary", month=f"{YEAR}-11"), day)


def test_the_year_counts_kinds_by_month_and_leads_there(enter: Enter) -> None:
    page = text(enter, "secretary", month=str(YEAR))
    assert f'aria-label="主题党日，12月，1 次">1</a>' in page  # noqa: F541
    assert f"kind=theme_day&amp;month={YEAR}-12" in page


def test_list_month_and_year_keep_the_filters(enter: Enter, world: World) -> None:
    given = {"kind": "theme_day", "organization": str(world.branch.id), "month": f"{YEAR}-12"}
    views = re.search(r'class="views".*?</nav>', text(enter, "office", **given), re.S)
    assert views is not None
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', views[0])]
    assert [link.partition("?")[0] for link in links] == [
        "/records/",
        "/records/calendar/",
        "/records/calendar/",
    ]
    assert all("kind=theme_day" in link and str(world.branch.id) in link for link in links)


@pytest.mark.parametrize(
    "month",
    ["x", "2026-13", "2026-00", "2026-2-30", "0000", "99999", "2026-1-1-1", "²⁰²⁶", "-", "１"],
)
def test_a_month_that_is_none_is_answered(enter: Enter, month: str) -> None:
    text(enter, "secretary", month=month)
    assert enter("secretary").get("/records/", {"month": month}).status_code == 200


def test_twice_the_records_ask_no_more_questions(enter: Enter, world: World) -> None:
    client = enter("office")
    given = {"month": f"{YEAR}-11"}
    held(world.branch, date(YEAR, 11, 3))
    client.get("/records/calendar/", given)
    with CaptureQueriesContext(connection) as before:
        client.get("/records/calendar/", given)
    for day in range(1, 29):
        held(world.neighbour, date(YEAR, 11, day))
    with CaptureQueriesContext(connection) as after:
        client.get("/records/calendar/", given)
    assert len(after) <= min(len(before), MOST_QUERIES)
