"""减负 in the pages: counted when something is written, shown by organization, about nobody."""

import re
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest

from mingdeng.burden.models import Tally
from mingdeng.burden.services import Effort, Work, count
from mingdeng.notify.models import Notice
from mingdeng.roster.models import Organization
from tests.web.conftest import Enter
from tests.web.test_recording import post, typed
from tests.web.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
MONTH = f"{TODAY:%Y-%m}"


def tallied(form: str) -> tuple[Organization, int, int, int, int]:
    row = Tally.objects.select_related("organization").get(form=form)
    return row.organization, row.times, row.typed, row.kept, row.files


def test_a_record_counts_what_differs_from_what_it_was_filled_with(
    world: World, enter: Enter
) -> None:
    client, data = enter("secretary"), typed(world)
    assert post(client, data).status_code == 302
    # Kinds, two times, three people and their reason, five parts of the agenda; the day, the
    # place, who was in the chair and who took notes stood there already.
    assert tallied("activity.record") == (world.branch, 1, 12, 4, 0)
    post(client, data)
    assert tallied("activity.record")[1:3] == (1, 12)


def test_what_is_not_saved_is_not_counted(world: World, enter: Enter) -> None:
    assert post(enter("secretary"), typed(world, end="14:00")).status_code == 400
    assert not Tally.objects.exists()


def test_minutes_read_into_the_form_count_as_a_file_and_not_as_typing(
    world: World, enter: Enter
) -> None:
    client = enter("secretary")
    text = (
        f"支部党员大会\n时间：{TODAY.year}年{TODAY.month}月{TODAY.day}日 15:00\n"
        "地点：六楼会议室\n主持人：林一帆\n记录人：郑文博\n议题：\n一、学习党章\n"
    )
    given = {"organization": str(world.branch.id), "text": text}
    page = client.post("/records/read/", given).content.decode()
    data = {
        name: value
        for name, value in re.findall(r'name="([\w-]+)"[^>]* value="([^"]*)"', page)
        if name in {"reading", "key", "held_on", "start", "place", "chair", "recorder"}
    }
    agenda = re.search(r'name="agenda-0-text" value="([^"]*)"', page)
    assert agenda
    data |= {"kinds": "members_meeting", "organization": str(world.branch.id)}
    data |= {"agenda-0-text": agenda[1], "guests": "秦朗"}
    assert client.post("/records/new/", data).status_code == 302
    _, times, by_hand, _, files = tallied("activity.record")
    assert (times, by_hand, files) == (1, 1, 1)


def test_a_correction_counts_the_one_field_that_was_changed(world: World, enter: Enter) -> None:
    client = enter("secretary")
    page = client.get(f"/records/{world.own.id}/edit/").content.decode()
    data = {
        name: value
        for name, value in re.findall(r'name="([a-z_]+)"[^>]* value="([^"]*)"', page)
        if name in {"place", "chair", "recorder", "expected", "present", "version"}
    }
    data |= {"kinds": ["branch_committee_meeting", "theme_day"], "place": "五楼会议室"}
    data |= {"agenda-0-text": "学习有关文件", "absent": str(world.people[3].id)}
    data |= {f"reason-{world.people[3].id}": "出差"}
    response = client.post(f"/records/{world.own.id}/edit/", data)
    assert response.status_code == 302, response.content.decode()
    assert tallied("activity.correct")[:3] == (world.branch, 1, 1)


def test_a_short_form_is_counted_for_whom_its_post_acts_for(world: World, enter: Enter) -> None:
    data = {"key": str(uuid4()), "name": "第二党小组", "number": "2"}
    path = f"/organizations/{world.branch.id}/groups/"
    client = enter("office")
    assert client.post(path, data).status_code == 302
    client.post(path, data)
    assert tallied("group.create") == (world.committee, 1, 2, 0, 0)


def test_a_member_s_request_is_counted_for_their_branch(world: World, enter: Enter) -> None:
    data = {"key": str(uuid4()), "subject": "姓名", "wanted": "另一种写法", "reason": "有依据"}
    assert enter("member").post("/me/correct/", data).status_code == 302
    assert tallied("correction.ask") == (world.branch, 1, 3, 0, 0)


def test_a_file_kept_with_a_record_is_counted(world: World, enter: Enter) -> None:
    file = BytesIO(b"%PDF-1.7 file")
    file.name = "签到表.pdf"
    enter("secretary").post(f"/records/{world.own.id}/files/", {"file": file})
    assert tallied("activity.attach") == (world.branch, 1, 0, 0, 1)


def test_a_statement_is_counted_once(world: World, enter: Enter) -> None:
    client = enter("secretary")
    of = f"branch-committee-meeting~{TODAY.year}-01"
    data = {"key": str(uuid4()), "of": of, "text": "当月书记外派，未能召开。"}
    for _ in range(2):
        client.post(f"/duties/{world.branch.id}/statement/", data)
    assert tallied("statement.make") == (world.branch, 1, 1, 0, 0)


def test_organizations_stand_in_the_order_of_the_tree_whatever_their_numbers(
    world: World, enter: Enter
) -> None:
    count(Work("activity.record", world.neighbour.id, TODAY, Effort(90)))
    count(Work("activity.record", world.branch.id, TODAY, Effort(2)))
    client = enter("office")
    for order in ((world.branch, world.neighbour), (world.neighbour, world.branch)):
        for position, one in enumerate(order):
            Organization.objects.filter(id=one.id).update(position=position)
        page = client.get("/burden/").content.decode()
        rows = re.findall(r'<th scope="row"[^>]*>(?:<a[^>]*>)?([^<]+)<', page)
        assert rows == [world.committee.name, *(one.name for one in order), "合计"]
        assert "sort" not in page
    assert enter("office").get("/burden/?sort=typed").status_code == 400


def test_no_page_of_this_room_names_a_person(world: World, enter: Enter) -> None:
    post(enter("secretary"), typed(world))
    client = enter("office")
    for path in ("/burden/", f"/burden/{world.branch.id}/", f"/burden/?month={TODAY.year}"):
        page = client.get(path).content.decode()
        main = page[page.index("<main") :]
        assert not [one.name for one in world.people if one.name in main]


def test_a_month_a_year_and_what_is_neither(world: World, enter: Enter) -> None:
    count(Work("activity.record", world.branch.id, TODAY, Effort(7)))
    client = enter("secretary")
    for given in ("", f"?month={MONTH}", f"?month={TODAY.year}"):
        assert '<td data-of="填写">7</td>' in client.get(f"/burden/{given}").content.decode()
    before = client.get(f"/burden/?month={TODAY.year - 1}").content.decode()
    assert "没有要求填过什么" in before
    for wrong in ("x", "2026-13", "2026-1", "1999", "2026-", "²026"):
        assert client.get("/burden/", {"month": wrong}).status_code == 400, wrong


def test_reminders_are_counted_by_organization_and_add_to_the_estimate(
    world: World, enter: Enter
) -> None:
    for number, person in enumerate(world.people[:4], start=1):
        Notice.objects.create(
            person=person,
            home=world.branch,
            kind=Notice.Kind.DIGEST,
            day=TODAY,
            week="2026-W01",
            number=number,
            lines=[],
            decided_at=NOW,
        )
    client = enter("secretary")
    for path in ("/burden/", f"/burden/{world.branch.id}/"):
        page = client.get(path).content.decode()
        assert '<td data-of="提醒">4</td><td data-of="分钟">约 2</td>' in page
    assert '<td data-of="提醒">0</td>' in enter("neighbour").get("/burden/").content.decode()


def test_the_tables_of_the_pages_come_out_as_workbooks_with_numbers_that_add_up(
    world: World, enter: Enter
) -> None:
    count(Work("activity.record", world.branch.id, TODAY, Effort(7, 3, 1)))
    count(Work("activity.record", world.neighbour.id, TODAY, Effort(2)))
    client = enter("office")
    year = {"month": str(TODAY.year)}
    rows = rows_of(client.get("/burden/export/", year).content)
    assert rows[-1] == ("合计", 2, 9, 3, 1, 0, rows[-1][6])
    assert (world.branch.name, 1, 7, 3, 1, 0) in [one[:6] for one in rows]
    assert rows_of(enter("neighbour").get("/burden/export/", year).content)[-1][2] == 2
    path = f"/burden/{world.branch.id}/export/"
    assert rows_of(client.get(path).content)[-1][:6] == ("合计", 1, 7, 3, 1, 0)
    assert rows_of(client.get(path).content, "按事项")[0][:5] == ("记录一次会议", 1, 7, 3, 1)
    assert "记录一次会议" in {r[0] for r in rows_of(client.get("/burden/minutes/export/").content)}
    fields = rows_of(client.get("/burden/fields/export/").content)
    assert any(one[1] == "地点" and "支部工作手册" in str(one[2]) for one in fields)
    assert client.get("/burden/export/", {"month": "2026-13"}).status_code == 400
    page = client.get(f"/burden/?month={TODAY.year}").content.decode()
    assert f'href="/burden/export/?month={TODAY.year}"' in page


def rows_of(content: bytes, name: str = "") -> list[tuple[object, ...]]:
    """The rows of a sheet under its title and headings."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book[name] if name else book.worksheets[0]
    return list(sheet.iter_rows(min_row=3, values_only=True))


def test_the_table_of_minutes_says_what_each_number_rests_on(enter: Enter) -> None:
    page = enter("member").get("/burden/minutes/").content.decode()
    assert "记录一次会议" in page
    assert "设计目标" in page
    assert "假设" in page


def test_the_map_says_where_a_field_goes_and_where_it_is_corrected(enter: Enter) -> None:
    page = enter("member").get("/burden/fields/").content.decode()
    place = page[page.index(">地点<") :][:400]
    assert "“三会一课”台账" in place
    assert "更正纪实" in place
