"""Word papers from their pages: what the page shows to whoever asks, and no more."""

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.activities.services import plan, record
from mingdeng.journal.models import Entry
from mingdeng.roster.models import Post
from mingdeng.roster.services import (
    NewOrganization,
    NewPerson,
    add_person,
    appoint,
    change_person,
    create_organization,
)
from tests.web.conftest import Enter
from tests.web.world import NAMES, SYSTEM, TODAY, World

PAPERS = (
    *("/records/{own}/export/minutes/", "/records/{own}/export/sign-in/"),
    *("/duties/{branch}/export/open/", "/organizations/{branch}/export/roster/"),
    *("/organizations/{committee}/export/terms/word/", "/people/{person}/export/"),
    *("/me/export/", "/records/export/word/"),
)
ID_NUMBER = "110101198001011234"


def word(client: Client, path: str, **given: str) -> list[str]:
    """The lines of a paper: its paragraphs, and the cells of its tables."""
    response = client.get(path, given)
    assert response.status_code == 200, path
    return lines(response)  # type: ignore[arg-type]


def lines(response: HttpResponse) -> list[str]:
    paper = docx.Document(BytesIO(response.content))
    told = [one.text for one in paper.paragraphs]
    told += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [text.replace("\u3000", "") for text in told]


def filled(world: World, path: str) -> str:
    return path.format(
        own=world.own.id,
        branch=world.branch.id,
        committee=world.committee.id,
        person=world.people[5].id,
    )


@pytest.mark.parametrize("path", PAPERS)
def test_a_paper_is_an_attachment_of_ours_and_opens_nothing(
    enter: Enter, world: World, path: str
) -> None:
    response = enter("office").get(filled(world, path))
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["Content-Disposition"].endswith(".docx")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert docx.Document(BytesIO(response.content)).core_properties.author == "明灯"


def test_minutes_name_who_was_there_to_whoever_keeps_the_roll(enter: Enter, world: World) -> None:
    host = Hosting(
        world.branch.id, None, 20, 19, (Absent(world.people[3].name, "出差", world.people[3].id),)
    )
    item = Item("讨论接收预备党员", (), "同意接收", 18, 1, 0)
    made = record(SYSTEM, Record(("members_meeting",), TODAY, (host,), agenda=(item,)))
    path = reverse("web:minutes", args=(made.id,))
    told = word(enter("secretary"), path)
    (there,) = [text for text in told if text.startswith("出席：")]
    assert all(name in there for name in NAMES if name != world.people[3].name)
    assert world.people[3].name not in there
    for said in ("人数：应到20人，实到19人", "缺席：郑文博（出差）", "一、讨论接收预备党员"):
        assert said in told
    assert "决定：同意接收" in told
    assert "表决结果：赞成18票，反对1票，弃权0票" in told


def test_minutes_name_nobody_present_to_a_member(enter: Enter, world: World) -> None:
    told = word(enter("member"), reverse("web:minutes", args=(world.own.id,)))
    assert "人数：应到20人，实到19人" in told
    assert not [text for text in told if text.startswith("出席：")]
    assert "王丽华" not in "".join(told)


def test_minutes_name_nobody_present_where_the_numbers_disagree(enter: Enter, world: World) -> None:
    made = record(SYSTEM, Record(("theme_day",), TODAY, (Hosting(world.branch.id, None, 20, 17),)))
    told = word(enter("secretary"), reverse("web:minutes", args=(made.id,)))
    assert "人数：应到20人，实到17人" in told
    assert not [text for text in told if text.startswith("出席：")]


def test_minutes_of_the_committee_meeting_name_the_committee(enter: Enter, world: World) -> None:
    host = Hosting(world.branch.id, None, 5, 5)
    made = record(SYSTEM, Record(("branch_committee_meeting",), TODAY, (host,)))
    told = word(enter("secretary"), reverse("web:minutes", args=(made.id,)))
    (there,) = [text for text in told if text.startswith("出席：")]
    assert [name for name in NAMES if name in there] == NAMES[:5]


def test_the_sign_in_sheet_has_a_line_for_everyone_and_says_who_is_excused(
    enter: Enter, world: World
) -> None:
    told = word(enter("secretary"), reverse("web:sign-in-sheet", args=(world.own.id,)))
    assert [text for text in told if text in NAMES] == NAMES[:-2] + NAMES[-2:]
    assert told.count("请假（出差）") == 1
    assert "人数：应到20人，实到人" in told
    assert "地点：六楼会议室" in told


def test_a_plan_has_a_notice_and_a_sheet_and_no_minutes(enter: Enter, world: World) -> None:
    day = TODAY + timedelta(days=3)
    given = Record(
        kinds=("theme_day",),
        held_on=day,
        hosts=(Hosting(world.branch.id),),
        place="六楼会议室",
        agenda=(Item("参观展览"), Item("交流体会")),
    )
    planned = plan(SYSTEM, given)
    client = enter("secretary")
    told = word(client, reverse("web:notice", args=(planned.id,)))
    assert told[0].replace("\n", "") == "关于开展主题党日的通知"
    for said in ("全体党员：", "六楼会议室", "1.参观展览", "2.交流体会", world.branch.full_name):
        assert said in told
    assert f"{TODAY.year}年{TODAY.month}月{TODAY.day}日" == told[-1]
    assert "王丽华" in word(client, reverse("web:sign-in-sheet", args=(planned.id,)))
    assert client.get(reverse("web:minutes", args=(planned.id,))).status_code == 404
    page = client.get(reverse("web:activity", args=(planned.id,))).content.decode()
    assert reverse("web:notice", args=(planned.id,)) in page
    assert reverse("web:minutes", args=(planned.id,)) not in page


def test_what_is_open_on_paper_is_what_the_board_says(enter: Enter, world: World) -> None:
    client = enter("secretary")
    told = word(client, reverse("web:open-paper", args=(world.branch.id,)))
    page = client.get(reverse("web:board", args=(world.branch.id,))).context["page"]
    assert page.open
    for matter, _ in page.open:
        assert f"{matter.label}\n（{matter.period}）" in told
    assert world.branch.full_name in "".join(told[0].split("\n"))


def test_what_is_open_in_branches_names_each_of_them(enter: Enter, world: World) -> None:
    later = {"as_of": date(TODAY.year + 1, 1, 15).isoformat()}
    told = word(enter("office"), reverse("web:open-paper", args=(world.committee.id,)), **later)
    assert {world.branch.name, world.neighbour.name} <= set(told)
    assert f"截至：{TODAY.year + 1}年1月15日" in told


def test_the_roster_holds_no_sensitive_field_and_a_member_sees_themself(
    enter: Enter, world: World
) -> None:
    change_person(SYSTEM, world.people[5], 1, {"id_number": ID_NUMBER})
    path = reverse("web:roster-paper", args=(world.branch.id,))
    told = word(enter("office"), path)
    assert [text for text in told if text in NAMES] == NAMES
    assert "人数：共20名，正式党员20名" in told
    assert ID_NUMBER not in "".join(told)
    assert "1980" not in "".join(told)
    own = word(enter("member"), path)
    assert [text for text in own if text in NAMES] == ["施明德"]
    assert "范围：本人" in own


def test_the_terms_say_when_each_ends_by_the_rules(enter: Enter, world: World) -> None:
    told = word(enter("office"), reverse("web:terms-paper", args=(world.committee.id,)))
    assert world.branch.name in told
    assert f"{TODAY.year - 1}.3.1" in told
    # A branch is elected for three years, the organ's committee for five.
    assert f"{TODAY.year + 2}.3.1" in told
    assert f"{TODAY.year + 4}.3.1" in told
    assert NAMES[0] in told


def test_the_sheet_of_a_member_holds_what_the_viewer_may_read(enter: Enter, world: World) -> None:
    change_person(SYSTEM, world.people[5], 1, {"id_number": ID_NUMBER})
    path = reverse("web:member-sheet", args=(world.people[5].id,))
    assert ID_NUMBER in word(enter("office"), path)
    told = word(enter("leading"), path)
    assert world.people[5].name in told
    assert ID_NUMBER not in told
    assert "身份证号" not in told


def test_taking_the_sheet_of_another_is_written_down(enter: Enter, world: World) -> None:
    person = world.people[5]
    word(enter("office"), reverse("web:member-sheet", args=(person.id,)))
    assert Entry.objects.filter(object_id=person.id, action="person.read_sensitive").exists()


def test_the_list_of_records_keeps_the_filters_of_the_page(enter: Enter, world: World) -> None:
    client = enter("office")
    given = {"organization": str(world.branch.id), "month": str(world.own.held_on.year)}
    told = word(client, reverse("web:records-paper"), **given)
    day = world.own.held_on
    assert f"{day.year}.{day.month}.{day.day}" in told
    assert "次数：1次" in told
    assert world.neighbour.name not in told
    page = client.get("/records/", given).content.decode()
    assert f"/records/export/word/?organization={world.branch.id}" in page


def test_pages_offer_their_papers(enter: Enter, world: World) -> None:
    client, person = enter("secretary"), world.people[5].id
    for page, name, of in (
        (reverse("web:activity", args=(world.own.id,)), "minutes", world.own.id),
        (reverse("web:activity", args=(world.own.id,)), "sign-in-sheet", world.own.id),
        (reverse("web:board", args=(world.branch.id,)), "open-paper", world.branch.id),
        (reverse("web:organization", args=(world.branch.id,)), "roster-paper", world.branch.id),
        (reverse("web:organization", args=(world.branch.id,)), "terms-paper", world.branch.id),
        (reverse("web:person", args=(person,)), "member-sheet", person),
    ):
        assert f'href="{reverse(f"web:{name}", args=(of,))}"' in client.get(page).content.decode()
    assert reverse("web:own-sheet") in client.get("/me/").content.decode()
    member = enter("member").get(reverse("web:activity", args=(world.own.id,))).content.decode()
    assert reverse("web:sign-in-sheet", args=(world.own.id,)) not in member


def test_papers_ask_the_database_no_more_often_when_rows_double(enter: Enter, world: World) -> None:
    client = enter("office")
    paths = [
        reverse("web:terms-paper", args=(world.committee.id,)),
        reverse("web:open-paper", args=(world.committee.id,)),
        reverse("web:roster-paper", args=(world.branch.id,)),
        reverse("web:records-paper"),
    ]
    before = [questions(client, path) for path in paths]
    for number in range(4):
        more = NewOrganization(
            "branch", f"增设{number}支部", f"中共增设{number}支部", world.committee.id
        )
        place = create_organization(SYSTEM, more)
        someone = add_person(SYSTEM, NewPerson(name=f"增{number}"), world.branch, None)
        appoint(SYSTEM, someone, place, Post.Kind.SECRETARY, "书记", TODAY)
        record(SYSTEM, Record(("theme_day",), TODAY, (Hosting(place.id, None, 3, 3),)))
    assert [questions(client, path) for path in paths] == before
    assert max(before) <= 16


def questions(client: Client, path: str) -> int:
    client.get(path)  # judged once, for whoever comes first
    with CaptureQueriesContext(connection) as asked:
        word(client, path)
    return len(asked)
