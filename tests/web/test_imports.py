"""导入 over HTTP: what is refused and why, what is kept, what is written, once."""

import re
from typing import Any, cast
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from mingdeng.activities.models import Activity
from mingdeng.intake.models import Line, StoredFile, Upload
from mingdeng.roster.models import Organization, PackAdoption, Person
from tests.files.filemaking import workbook
from tests.files.test_files_hostile import CASES
from tests.web.conftest import Enter
from tests.web.office import Sent, from_nothing, sample, upload
from tests.web.world import World

pytestmark = pytest.mark.django_db
MOST_QUERIES = 13
HEAD = ["姓名", "性别", "所在支部", "入党日期"]


def roster(*rows: list[str]) -> Sent:
    return ("党员名册.xlsx", workbook({"名册": [HEAD, *rows]}))


def many(count: int) -> Sent:
    return roster(
        *(["王一" + chr(0x4E00 + n), "男", "第一支部", "2001-07-01"] for n in range(count))
    )


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def sent(client: Client, root: Organization, *files: Sent) -> str:
    """The address of the preview of these files."""
    response = upload(client, root, files)
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def post(client: Client, url: str, **data: Any) -> HttpResponse:
    return cast(HttpResponse, client.post(url, data))


def confirm(client: Client, url: str, **data: Any) -> HttpResponse:
    version = Upload.objects.latest("at").version
    return post(client, url + "confirm/", **{"key": str(uuid4()), "version": version, **data})


def nothing_was_written() -> bool:
    return not (Person.objects.exclude(name="办公室主任").exists() or Activity.objects.exists())


def test_the_preview_names_sheet_row_column_and_reason() -> None:
    root, client = from_nothing()
    url = sent(client, root, *sample())
    shown = page(client, url)
    assert "三会一课台账.xlsx 办公室第一支部 第41行B列" in shown
    assert "日期“2026年13月5日”读不出来" in shown
    assert "有隐藏的行：第9行" in shown
    told = page(client, url + "?show=findings")
    assert "党员名册.xlsx 党员信息 第11行F列" in told
    assert "身份证号最后一位（校验码）" in told
    assert nothing_was_written()


BY_NAME = {
    "macro.xlsm": b"PK\x03\x04",
    "picture.svg": b"<svg onload='alert(1)'/>",
    "page.html": b"<html><script>alert(1)</script>",
    "data.xml": b"<?xml version='1.0'?><a/>",
    "archive.zip": b"PK\x03\x04",
    "old.doc": b"\xd0\xcf\x11\xe0",
    "page.csv": b"<html><table><tr><td>1</td></tr></table></html>",
    "really.xlsx": b"%PDF-1.7",
    "noname": b"1,2,3",
}
HOSTILE = {name: content for name, (content, _) in CASES.items()} | BY_NAME


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(name: str) -> None:
    root, client = from_nothing()
    response = upload(client, root, [(name, HOSTILE[name])])
    assert response.status_code in {400, 413, 415}
    assert name in response.content.decode()
    assert not Line.objects.exists()
    assert nothing_was_written()
    assert page(client, "/imports/")


def test_a_file_of_something_else_is_told_and_brings_no_preview(world: World, enter: Enter) -> None:
    other = ("通讯录.xlsx", workbook({"通讯录": [["姓名", "电话"], ["王一", "1"]]}))
    response = upload(enter("office"), world.committee, [other])
    assert response.status_code == 400
    assert "没有读取" in response.content.decode()
    assert not Line.objects.exists()


def test_the_statuses_tell_too_much_from_not_what_it_says() -> None:
    root, client = from_nothing()
    for name, status in {
        "large.csv": 413,
        "bomb.xlsx": 413,
        "parts.xlsx": 413,
        "macro.xlsx": 415,
        "noise.xlsx": 415,
        "page.html": 415,
        "really.xlsx": 415,
    }.items():
        assert upload(client, root, [(name, HOSTILE[name])]).status_code == status, name


def test_a_hostile_file_among_good_ones_is_named_and_the_rest_previewed() -> None:
    root, client = from_nothing()
    url = sent(client, root, many(3), ("坏.xlsx", HOSTILE["macro.xlsx"]))
    shown = page(client, url)
    assert "没有读取的文件" in shown
    assert "坏.xlsx" in shown
    assert Line.objects.filter(kind=Line.Kind.PERSON).count() == 3


def test_a_request_with_too_much_is_refused_while_it_comes_in(settings: Settings) -> None:
    settings.UPLOAD_MOST_BYTES = 1 << 20
    root, client = from_nothing()
    files = [(f"{n}.csv", b"x" * (400 << 10)) for n in range(3)]
    response = upload(client, root, files)
    assert response.status_code == 413
    assert "兆字节" in response.content.decode()
    assert not Upload.objects.exists()


def test_too_many_files_are_refused() -> None:
    root, client = from_nothing()
    files = [(f"{n}.csv", b"x") for n in range(project.DATA_UPLOAD_MAX_NUMBER_FILES + 1)]
    assert upload(client, root, files).status_code == 413
    assert not Upload.objects.exists()


def test_without_a_file_or_key_it_says_so() -> None:
    root, client = from_nothing()
    assert "请选择要上传的文件" in upload(client, root, []).content.decode()
    assert upload(client, root, [many(1)], key="x").status_code == 400
    data = {"organization": str(root.id), "key": str(uuid4()), "state": "confirmed"}
    assert post(client, "/imports/new/", **data).status_code == 400
    assert not Upload.objects.exists()


def test_the_same_upload_sent_twice_is_one() -> None:
    root, client = from_nothing()
    key = str(uuid4())
    first, second = (upload(client, root, [many(2)], key) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Upload.objects.count() == 1


def test_files_are_kept_outside_the_web_under_random_names_for_their_owner_only() -> None:
    root, client = from_nothing()
    sent(client, root, many(1))
    stored = StoredFile.objects.get()
    path = project.DATA / "files" / stored.path
    assert re.fullmatch(r"intake/[0-9a-f]{32}", stored.path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == stored.size
    for guess in (f"/files/{stored.path}", f"/static/{stored.path}", f"/media/{stored.path}"):
        assert client.get(guess).status_code == 404


def test_giving_up_deletes_lines_and_files(django_capture_on_commit_callbacks: Any) -> None:
    root, client = from_nothing()
    url = sent(client, root, many(2))
    stored = StoredFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert post(client, url + "discard/", version=1).status_code == 409
        assert post(client, url + "discard/", version=2).status_code == 302
    assert not Line.objects.exists()
    assert not default_storage.exists(stored.path)
    assert "已放弃" in page(client, url)


def test_what_is_not_ticked_is_not_written() -> None:
    root, client = from_nothing()
    url = sent(client, root, *sample())
    branch = Line.objects.get(title="老干部支部", kind=Line.Kind.ORGANIZATION)
    kept = post(client, url + "decide/", version=2, shown=[str(branch.id)])
    assert kept.status_code == 302
    assert confirm(client, url, only_good="1").status_code == 302
    assert not Organization.objects.filter(name="老干部支部").exists()
    assert Organization.objects.filter(name="研究室支部").exists()


def test_nothing_is_written_while_lines_are_open_unless_the_good_ones_are_asked_for() -> None:
    root, client = from_nothing()
    url = sent(client, root, *sample())
    refused = confirm(client, url)
    assert refused.status_code == 400
    assert "还有3行需要先选择" in refused.content.decode()
    assert nothing_was_written()
    assert confirm(client, url, only_good="1").status_code == 302
    assert Person.objects.filter(memberships__isnull=False).count() == 93


def test_confirming_twice_with_one_key_writes_once() -> None:
    root, client = from_nothing()
    url = sent(client, root, many(3))
    lines = {"only_good": "1", "key": str(uuid4())}
    post(client, url + "names/", version=2, name="第一支部", to="new")
    first = confirm(client, url, **lines, version=3)
    second = confirm(client, url, **lines, version=3)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Person.objects.filter(memberships__isnull=False).count() == 3
    assert confirm(client, url, only_good="1").status_code == 409


def test_an_unknown_name_becomes_a_branch_or_one_that_is_held() -> None:
    root, client = from_nothing()
    url = sent(client, root, many(3))
    assert "对不上的组织名称" in page(client, url)
    assert post(client, url + "names/", version=2, name="第一支部", to="").status_code == 400
    assert post(client, url + "names/", version=2, name="没有的", to="new").status_code == 409
    elsewhere = str(uuid4())
    assert post(client, url + "names/", version=2, name="第一支部", to=elsewhere).status_code == 409
    assert post(client, url + "names/", version=2, name="第一支部", to="new").status_code == 302
    assert confirm(client, url).status_code == 302
    assert Organization.objects.get(name="第一支部").parent_id == root.id


def test_choices_on_an_older_page_are_a_conflict_and_say_so() -> None:
    root, client = from_nothing()
    url = sent(client, root, *sample())
    line = Line.objects.filter(state=Line.State.NEW).first()
    assert line is not None
    data = {"version": 2, "shown": [str(line.id)]}
    assert post(client, url + "decide/", **data).status_code == 302
    stale = post(client, url + "decide/", **data)
    assert stale.status_code == 409
    assert "请再看一遍" in stale.content.decode()


def test_a_field_the_form_does_not_have_is_refused() -> None:
    root, client = from_nothing()
    url = sent(client, root, *sample())
    line = Line.objects.get(title="唐杰芳（办公厅支部）")
    assert post(client, url + "decide/", version=2, state="same").status_code == 400
    assert post(client, f"{url}lines/{line.id}/", version=2, target=str(uuid4())).status_code == 400
    assert confirm(client, url, root=str(uuid4())).status_code == 400


def test_a_corrected_value_that_cannot_be_read_stays_and_is_told_at_its_field() -> None:
    root, client = from_nothing()
    url = sent(client, root, *sample())
    line = Line.objects.get(title="唐杰芳（办公厅支部）")
    data = {"key": str(uuid4()), "version": 2, "name": "唐杰芳", "birth": "1990-02-30"}
    refused = post(client, f"{url}lines/{line.id}/", **data)
    assert refused.status_code == 400
    assert "“1990-02-30”不是日期" in refused.content.decode()
    assert "唐杰芳" in refused.content.decode()


def test_packs_hold_from_the_day_that_was_given_and_go_with_the_import() -> None:
    root, client = from_nothing()
    url = sent(client, root, *sample())
    day = "2026-01-01"
    assert confirm(client, url, only_good="1", packs="local-example", since=day).status_code == 302
    held = PackAdoption.objects.get()
    assert (held.organization_id, held.pack, str(held.since)) == (root.id, "local-example", day)
    assert "地方规定示例" in page(client, f"/organizations/{root.id}/packs/")
    version = Upload.objects.get().version
    reason = {"reason": "重来", "key": str(uuid4()), "version": version}
    assert post(client, url + "undo/", **reason).status_code == 302
    assert not PackAdoption.objects.exists()
    assert Organization.objects.count() == 1


def test_ten_thousand_rows_are_shown_page_by_page_at_the_same_cost(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    root, client = from_nothing()
    url = sent(client, root, many(10_000))
    page(client, url)
    for address in (url, url + "?show=findings", url + "confirm/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            page(client, address)
    shown = page(client, url)
    assert "第 1 页，共 200 页" in shown
    assert "第 200 页，共 200 页" in page(client, url + "?page=200")
    assert "第 1 页" not in page(client, url + "?q=" + "王一" + chr(0x4E00 + 9_999))


def test_the_next_import_of_the_same_files_has_nothing_to_write() -> None:
    root, client = from_nothing()
    confirm(client, sent(client, root, *sample()), only_good="1")
    url = sent(client, root, *sample())
    assert "没有" in page(client, url + "confirm/")
    people = Person.objects.count()
    assert confirm(client, url, only_good="1").status_code == 302
    assert Person.objects.count() == people


def test_someone_without_the_post_never_sees_an_import() -> None:
    root, client = from_nothing()
    url = sent(client, root, many(1))
    other_root, other = from_nothing()
    assert other_root.id != root.id
    assert other.get(url).status_code == 404
    assert confirm(other, url).status_code == 404


def test_a_busy_database_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    _, client = from_nothing()
    client.raise_request_exception = False

    def busy(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("mingdeng.web.views.imports.uploads_page", busy)
    response = client.get("/imports/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "系统正忙" in response.content.decode()
    assert "locked" not in response.content.decode()
