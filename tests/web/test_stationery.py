"""Word 模板 on the page: uploaded, tried, in force for the papers below, taken away."""

import io
import uuid
from pathlib import Path

from django.core.files.storage import default_storage
from django.test import Client

from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import plan
from mingdeng.stationery.models import Template
from mingdeng.stationery.services import keep
from tests.house import signed_in
from tests.stationery.templates import changed, example_file, part, runs, saved, with_body
from tests.web.conftest import Enter
from tests.web.world import TODAY, World

MACRO = changed(example_file(), {"word/vbaProject.bin": "x"})


def upload(client: Client, world: World, content: bytes, **more: str) -> tuple[int, str]:
    file = io.BytesIO(content)
    file.name = "本单位.docx"
    path = f"/organizations/{world.committee.id}/stationery/minutes/"
    given = {"key": str(uuid.uuid4()), "version": "", "file": file, **more}
    response = client.post(path, given, follow=True)
    return response.status_code, response.content.decode()


def test_from_the_upload_on_minutes_below_are_made_on_it_and_after_it_on_the_standard(
    world: World,
    enter: Enter,
) -> None:
    office, secretary = enter("office"), enter("secretary")
    minutes = f"/records/{world.own.id}/export/minutes/"
    standard = secretary.get(minutes).content
    content = with_body(runs("本单位专用 {{时间}} {{天气}}"))
    status, page = upload(office, world, content)
    assert status == 200
    assert "认得的占位符 1 个" in page
    assert "不认得的占位符 1 个" in page
    assert "{{天气}}" in page
    own = part(secretary.get(minutes).content, "word/document.xml")
    assert "本单位专用" in own
    assert f"{world.own.held_on.year}年" in own
    assert (
        "用云泽市民政局机关党委的模板"
        in office.get(f"/organizations/{world.branch.id}/stationery/").content.decode()
    )
    sample = office.get(f"/organizations/{world.branch.id}/export/stationery/minutes/")
    assert "本单位专用" in part(sample.content, "word/document.xml")
    held = Template.objects.get()
    office.post(f"/stationery/{held.id}/remove/")
    assert secretary.get(minutes).content == standard


def test_a_notice_and_a_sign_in_sheet_are_made_on_theirs(
    world: World,
    enter: Enter,
    tmp_path: Path,
) -> None:
    for kind in ("notice", "sign_in"):
        file = saved(tmp_path, with_body(runs(f"专用{kind}{{{{地点}}}}"), kind))
        keep(signed_in(kind), world.committee, kind, file, uuid.uuid4())
    given = Record(("theme_day",), TODAY, (Hosting(world.branch.id),), place="小礼堂")
    one = plan(signed_in("planner"), given)
    client = enter("secretary")
    for kind, address in (("notice", "notice"), ("sign_in", "sign-in")):
        made = client.get(f"/records/{one.id}/export/{address}/").content
        assert f"专用{kind}小礼堂" in part(made, "word/document.xml")


def test_a_refused_file_says_why_and_the_template_stays(world: World, enter: Enter) -> None:
    office = enter("office")
    upload(office, world, example_file())
    held = Template.objects.get()
    status, page = upload(office, world, MACRO, version=str(held.id))
    assert status == 415
    assert "没有保存" in page
    assert "宏" in page
    assert upload(office, world, example_file())[0] == 409
    assert upload(office, world, example_file(), extra="1")[0] == 400
    assert Template.objects.get() == held


def test_only_the_office_keeps_templates(world: World, enter: Enter) -> None:
    for role in ("secretary", "member", "leading", "viewer", "system"):
        assert upload(enter(role), world, example_file())[0] == 403, role
    assert not Template.objects.exists()


def test_a_template_lost_on_the_disk_is_told_and_the_paper_comes_all_the_same(
    world: World,
    enter: Enter,
) -> None:
    office, minutes = enter("office"), f"/records/{world.own.id}/export/minutes/"
    standard = office.get(minutes).content
    upload(office, world, with_body(runs("本单位专用 {{时间}}")))
    default_storage.delete(str(Template.objects.get().file.name))
    assert office.get(minutes).content == standard
    page = office.get(f"/organizations/{world.committee.id}/stationery/").content.decode()
    assert "保存的文件不在了" in page
