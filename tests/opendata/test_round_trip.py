"""Exported and taken into an empty installation, everything is as it was, byte for byte."""

import json
import zipfile
from pathlib import Path

import jsonschema_rs
import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from mingdeng.accounts.models import User
from mingdeng.activities.models import Attachment
from mingdeng.administration.services import first_start_is_open, issue_first_code
from mingdeng.journal.heads import public_key, read_heads, signed_line
from mingdeng.journal.models import Entry
from mingdeng.journal.verifying import current_head, first_break
from mingdeng.opendata.models import Arrival
from mingdeng.opendata.refusals import Refused
from mingdeng.opendata.services import bring_in, export
from mingdeng.opendata.table import open_format
from mingdeng.roster.models import Above, Organization, Person
from mingdeng.search.services import catch_up
from tests.cli.running import badly_put, say
from tests.house import NOW, Tree, place, someone, tree
from tests.opendata.organ import NAME, PDF, boards, empty, furnish

pytestmark = pytest.mark.django_db


def lines(path: Path, kind: str) -> list[dict[str, object]]:
    with zipfile.ZipFile(path) as file:
        return [json.loads(line) for line in file.read(f"{kind}.jsonl").splitlines()]


def test_everything_comes_back_as_it_was(tmp_path: Path) -> None:
    furnish(tmp_path)
    before, above = boards(), set(Above.objects.values_list("organization", "ancestor", "distance"))
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    export(None, first, NOW)
    empty()
    said = bring_in(first, NOW)
    assert len(before) > 100
    assert boards() == before
    assert set(Above.objects.values_list("organization", "ancestor", "distance")) == above
    assert first_break() is None
    assert said["journal"]["entries"] == current_head().number
    with Attachment.objects.get().file.open() as stored:
        assert stored.read() == PDF
    export(None, second, NOW)
    assert second.read_bytes() == first.read_bytes()


def test_every_kind_was_there_to_come_back(tmp_path: Path) -> None:
    furnish(tmp_path)
    export(None, tmp_path / "a.zip", NOW)
    kinds = open_format().kinds
    assert [name for name in kinds if not lines(tmp_path / "a.zip", name)] == []
    files = ["attachments", "entry_files", "paper_templates", "uploaded_files"]
    assert sorted(kind.name for kind in kinds.values() if kind.files) == files


def test_each_line_is_what_the_schema_says_and_what_it_does_not_say_is_refused(
    tmp_path: Path,
) -> None:
    furnish(tmp_path)
    export(None, tmp_path / "a.zip", NOW)
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        schema = json.loads(file.read("schema.json"))
    for name in open_format().kinds:
        one = {**schema, "$ref": f"#/$defs/{name}"}
        validator = jsonschema_rs.Draft202012Validator(one, validate_formats=True)
        for line in lines(tmp_path / "a.zip", name):
            validator.validate(line)
            assert not validator.is_valid({**line, "more": 1})
            assert not validator.is_valid(dict(list(line.items())[1:]))


def test_no_secret_leaves(tmp_path: Path) -> None:
    furnish(tmp_path)
    user = User.objects.exclude(kind="person")[0]
    user.set_password("correct horse battery")
    user.save()
    export(None, tmp_path / "a.zip", NOW)
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        everything = b"".join(file.read(name) for name in file.namelist())
    assert user.password.encode() not in everything
    assert b"password" not in everything.replace(b"account.password", b"")
    assert (tmp_path / "a.zip").stat().st_mode & 0o777 == 0o600


def test_those_who_sign_in_need_a_new_code_and_new_records_are_numbered_on(tmp_path: Path) -> None:
    furnish(tmp_path)
    export(None, tmp_path / "a.zip", NOW)
    empty()
    bring_in(tmp_path / "a.zip", NOW)
    assert not any(user.has_usable_password() or user.is_activated for user in User.objects.all())
    assert not first_start_is_open()
    assert issue_first_code(NOW) is None
    assert someone("新党员", Organization.objects.get(name="第一支部")).name == "新党员"
    Organization.objects.get(name="第一支部").names.create(name="旧", full_name="旧", until=NOW)
    assert first_break() is None
    assert Arrival.objects.get().number < current_head().number


def test_what_a_first_start_printed_does_not_count_as_data(tmp_path: Path) -> None:
    furnish(tmp_path)
    export(None, tmp_path / "a.zip", NOW)
    empty()
    assert issue_first_code(NOW)
    bring_in(tmp_path / "a.zip", NOW)
    assert first_break() is None
    assert not first_start_is_open()


def test_the_export_stands_in_the_journal_and_the_archive_ends_before_it(tmp_path: Path) -> None:
    furnish(tmp_path)
    end = current_head()
    said = export(None, tmp_path / "a.zip", NOW)
    assert said["journal"] == {"entries": end.number, "digest": end.digest}
    last = Entry.objects.latest("number")
    assert (last.number, last.action) == (end.number + 1, "installation.export")
    assert (last.detail.body or {})["sha256"] == said["sha256"]


def test_a_head_kept_from_the_old_installation_proves_the_new_one(
    tmp_path: Path, settings: Settings
) -> None:
    furnish(tmp_path)
    old = public_key(settings.HEADS_KEY)
    kept = [signed_line(current_head(), NOW, settings.HEADS_KEY)]
    export(None, tmp_path / "a.zip", NOW)
    empty()
    settings.HEADS_KEY = b"\1" * 32
    bring_in(tmp_path / "a.zip", NOW)
    assert first_break(read_heads(kept, old)) is None


def test_what_was_taken_in_is_found(tmp_path: Path) -> None:
    furnish(tmp_path)
    export(None, tmp_path / "a.zip", NOW)
    empty()
    bring_in(tmp_path / "a.zip", NOW)
    assert catch_up(most=None) == 0
    assert Person.objects.filter(name=NAME, indexed__isnull=False).exists()


def test_an_organ_is_exported_with_the_frame_it_stands_in() -> None:
    here = tree()
    someone("甲", here.first)
    place("局党组", kind="leading_group")
    said = say("export", here.organ.name, "--to", "/nonexistent/x.zip")
    assert said.code == 2, "everything is this organ's: only the place is wrong"
    assert "/nonexistent" in said.err


def test_one_organ_of_several_is_refused_and_the_way_out_is_named(tmp_path: Path) -> None:
    here: Tree = tree()
    someone("甲", here.first)
    someone("乙", here.other)
    for organ in (here.organ, here.first):
        said = say("export", organ.name, "--to", tmp_path)
        assert (said.code, list(tmp_path.iterdir())) == (1, [])
        assert here.other.name in said.err
        assert "export 全部" in said.err
        assert badly_put(said.err) == []
    assert say("export", here.top.name, "--to", tmp_path / "a.zip").code == 0
    assert say("export", "全部", "--to", tmp_path / "b.zip").code == 0


def test_a_name_nobody_has_or_several_have_and_a_file_that_is_there(tmp_path: Path) -> None:
    place("支部")
    place("支部")
    assert "没有名为" in say("export", "别的", "--to", tmp_path).err
    assert "请用编号" in say("export", "支部", "--to", tmp_path).err
    (tmp_path / "x.zip").write_text("mine")
    assert "没有覆盖" in say("export", "全部", "--to", tmp_path / "x.zip").err
    assert (tmp_path / "x.zip").read_text() == "mine"


def test_a_lost_attachment_or_a_broken_journal_stops_the_export(tmp_path: Path) -> None:
    furnish(tmp_path)
    Entry.objects.filter(number=5).update(action="x")
    with pytest.raises(Refused, match="第 5 条"):
        export(None, tmp_path / "a.zip", NOW)
    empty()
    furnish(tmp_path)
    default_storage.delete(str(Attachment.objects.get().file))
    with pytest.raises(Refused, match=r"会议纪要\.pdf"):
        export(None, tmp_path / "a.zip", NOW)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["paper.pdf", "说明.pdf"]
