"""What is not whole, not ours or newer is refused by name before anything is touched."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mingdeng.opendata.archive import HEX, Writer, is_sealed
from mingdeng.opendata.checking import check
from mingdeng.opendata.queries import holds
from mingdeng.opendata.refusals import Refused
from mingdeng.opendata.services import bring_in, export
from mingdeng.opendata.values import dumped
from mingdeng.roster.models import Organization
from tests.cli.running import badly_put, say
from tests.house import NOW, place
from tests.opendata.organ import empty, furnish

pytestmark = pytest.mark.django_db
Members = dict[str, bytes]
Change = Callable[[Members], object]
# Made once: every test begins with the same bytes and an empty database.
MADE: list[bytes] = []


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """An archive of an organ with everything, and an empty installation to take it."""
    path = tmp_path / "whole.zip"
    if not MADE:
        furnish(tmp_path)
        export(None, path, NOW)
        empty()
        MADE.append(path.read_bytes())
    path.write_bytes(MADE[0])
    return path


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as file:
        return {one: file.read(one) for one in file.namelist()}


def sealed(path: Path, content: Members, **said: object) -> Path:
    """An archive with other contents, but every checksum right."""
    manifest = {**json.loads(content.pop("manifest.json")), **said}
    del manifest["files"]
    writer = Writer(path)
    for name, raw in content.items():
        with writer.member(name, lines=name.endswith(".jsonl")) as member:
            for line in raw.splitlines(keepends=True) if name.endswith(".jsonl") else [raw]:
                member.write_line(line)
    writer.finish(manifest)
    return path


def repacked(path: Path, content: Members) -> Path:
    """The same or other files put into a zip by someone else."""
    with zipfile.ZipFile(path, "w") as file:
        for name, raw in content.items():
            file.writestr(name, raw)
    return path


def refused(path: Path) -> str:
    """Why it is refused; nothing was touched."""
    with pytest.raises(Refused) as error:
        bring_in(path, NOW)
    assert holds() == []
    for folder in ("attachments", "entries", "intake", "stationery"):
        assert not default_storage.exists(folder) or not default_storage.listdir(folder)[1]
    assert badly_put(str(error.value)) == []
    return str(error.value)


def test_the_archive_written_anew_by_the_test_is_as_good(whole: Path, tmp_path: Path) -> None:
    again = sealed(tmp_path / "again.zip", members(whole))
    assert again.read_bytes() == whole.read_bytes()
    check(again)


def test_a_byte_changed_anywhere_is_refused(whole: Path, tmp_path: Path) -> None:
    raw = whole.read_bytes()

    @given(at=st.integers(0, len(raw) - 1), mask=st.integers(1, 255))
    @example(at=0, mask=1)
    @example(at=len(raw) - 1, mask=1)
    @example(at=len(raw) - HEX - 1, mask=1)
    @settings(
        max_examples=100,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def changed(at: int, mask: int) -> None:
        other = tmp_path / "changed.zip"
        other.write_bytes(raw[:at] + bytes([raw[at] ^ mask]) + raw[at + 1 :])
        assert not is_sealed(other)
        with pytest.raises(Refused):
            check(other)

    changed()


def test_a_byte_changed_in_each_file_names_the_file(whole: Path, tmp_path: Path) -> None:
    for name, content in members(whole).items():
        if content and name != "manifest.json":
            other = content[:-2] + bytes([content[-2] ^ 1]) + content[-1:]
            changed = {**members(whole), name: other}
            assert name in refused(repacked(tmp_path / "changed.zip", changed))


@pytest.mark.parametrize("cut", [1, 64, 100, 2_000])
def test_a_file_cut_off_or_with_more_behind_it_is_refused(
    whole: Path, tmp_path: Path, cut: int
) -> None:
    raw, other = whole.read_bytes(), tmp_path / "other.zip"
    other.write_bytes(raw[:-cut])
    assert "other.zip" in refused(other)
    other.write_bytes(raw + b"x" * cut)
    assert refused(other)


def test_a_missing_or_additional_file_is_named(whole: Path, tmp_path: Path) -> None:
    for name in members(whole):
        fewer = members(whole)
        del fewer[name]
        assert name in refused(repacked(tmp_path / "fewer.zip", fewer))
    more = {**members(whole), "extra.jsonl": b"{}\n"}
    assert "extra.jsonl" in refused(repacked(tmp_path / "more.zip", more))


def test_a_file_left_out_with_right_checksums_is_named_too(whole: Path, tmp_path: Path) -> None:
    for name in [one for one in members(whole) if one != "manifest.json"]:
        fewer = members(whole)
        del fewer[name]
        assert name in refused(sealed(tmp_path / "fewer.zip", fewer))


def test_a_newer_format_is_refused_by_name_whoever_packed_it(whole: Path, tmp_path: Path) -> None:
    newer = sealed(tmp_path / "newer.zip", members(whole), version=2, software="9.9")
    manifest = {**json.loads(members(whole)["manifest.json"]), "version": 2}
    raw = {**members(whole), "manifest.json": json.dumps(manifest).encode()}
    for path in (newer, repacked(tmp_path / "by-hand.zip", raw)):
        said = refused(path)
        assert "schema.json" in said
        assert "格式是第 2 版，本系统只认识到第 1 版" in said


def test_a_kind_that_is_not_known_is_named(whole: Path, tmp_path: Path) -> None:
    more = {**members(whole), "votes.jsonl": b""}
    assert "votes.jsonl" in refused(sealed(tmp_path / "more.zip", more))


def test_another_schema_of_the_same_number_is_refused(whole: Path, tmp_path: Path) -> None:
    other = {**members(whole), "schema.json": b"{}"}
    assert "schema.json" in refused(sealed(tmp_path / "other.zip", other))


def row(name: str, /, **said: Any) -> Change:
    """The first record of a kind with other values."""

    def change(content: Members) -> None:
        first, rest = content[f"{name}.jsonl"].split(b"\n", 1)
        content[f"{name}.jsonl"] = dumped({**json.loads(first), **said}).encode() + b"\n" + rest

    return change


def raw(name: str, text: bytes) -> Change:
    return lambda content: content.update({name: text})


def doubled(content: Members) -> None:
    content["people.jsonl"] += content["people.jsonl"].splitlines(keepends=True)[-1]


WRONG: dict[str, tuple[Change, str]] = {
    "no json": (raw("people.jsonl", b"{\n"), "people.jsonl：第 1 行"),
    "no object": (raw("people.jsonl", b"[]\n"), "people.jsonl：第 1 行"),
    "not our way of writing": (raw("groups.jsonl", b'{"a": 1}\n'), "groups.jsonl：第 1 行"),
    "another field": (row("groups", more=1), "groups.jsonl：第 1 行，字段"),
    "a number as text": (row("hosts", expected="3"), "hosts.jsonl：第 1 行，expected"),
    "below nothing": (row("hosts", expected=-1), "hosts.jsonl：第 1 行，expected"),
    "too large": (row("hosts", expected=1 << 40), "hosts.jsonl：第 1 行，expected"),
    "no day": (row("people", birth="2026-02-30"), "people.jsonl：第 1 行，birth"),
    "no instant": (row("statements", at="2026-02-03"), "statements.jsonl：第 1 行，at"),
    "empty": (row("people", name=None), "people.jsonl：第 1 行，name"),
    "too long": (row("people", name="长" * 61), "people.jsonl：第 1 行，name"),
    "a way out": (row("attachments", file="../x"), "attachments.jsonl：第 1 行，file"),
    "a way out below": (row("attachments", file="a/../../x"), "attachments.jsonl：第 1 行，file"),
    "twice": (doubled, "people.jsonl：第"),
    "referred to": (raw("groups.jsonl", b""), "memberships.jsonl：第"),
    "no digest": (row("attachments", sha256="0" * 64), "files/attachments/"),
}


@pytest.mark.parametrize("case", WRONG)
def test_records_the_format_does_not_allow_are_named_by_file_and_line(
    whole: Path, tmp_path: Path, case: str
) -> None:
    change, expected = WRONG[case]
    content = members(whole)
    change(content)
    assert expected in refused(sealed(tmp_path / "wrong.zip", content))


def one_name(content: Members) -> None:
    last = json.loads(content["accounts.jsonl"].splitlines()[-1])
    row("accounts", username=last["username"])(content)


LYING: dict[str, tuple[Change, str]] = {
    "an entry changed": (row("journal", action="x"), "第 1 条"),
    "a detail changed": (row("journal_details", body={"x": 1}), "第 1 条"),
    "details gone": (raw("journal_details.jsonl", b""), "内容被删去"),
    "two of one name": (one_name, "数据库不接受"),
}


@pytest.mark.parametrize("case", LYING)
def test_records_that_contradict_each_other_leave_nothing_behind(
    whole: Path, tmp_path: Path, case: str
) -> None:
    change, expected = LYING[case]
    content = members(whole)
    change(content)
    assert expected in refused(sealed(tmp_path / "lying.zip", content))


def test_an_organization_above_itself_is_refused(whole: Path, tmp_path: Path) -> None:
    content = members(whole)
    first = json.loads(content["organizations.jsonl"].splitlines()[0])
    row("organizations", parent=first["id"])(content)
    assert "organizations.jsonl" in refused(sealed(tmp_path / "circle.zip", content))


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\3\4" + b"\0" * 60])
def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    assert "不是本系统导出的档案" in refused(tmp_path / "x.zip")


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b'{"format":"mingdeng-open-data"}'])
def test_a_zip_without_a_manifest_of_ours_is_refused(tmp_path: Path, manifest: bytes) -> None:
    assert "manifest.json" in refused(
        repacked(tmp_path / "x.zip", {"manifest.json": manifest, "a.jsonl": b""})
    )


def test_only_an_empty_installation_takes_anything(whole: Path) -> None:
    place("已有的支部")
    said = say("import", whole)
    assert said.code == 1
    assert "只能导入空的系统" in said.err
    assert "MINGDENG_DATA" in said.err
    assert badly_put(said.err) == []
    assert Organization.objects.count() == 1


def test_the_command_tells_what_it_took_and_refuses_a_file_that_is_not_there(whole: Path) -> None:
    assert "没有文件" in say("import", whole.with_name("none")).err
    said = say("import", whole, "--json")
    assert (said.code, said.json["files"]) == (0, 4)
    assert said.json["records"]["people.jsonl"] == 4
    assert badly_put(say("import", whole).err) == []


@pytest.fixture(autouse=True)
def _no_files_left() -> Iterator[None]:
    yield
    for folder in ("attachments", "intake", "stationery"):
        if default_storage.exists(folder):
            shutil.rmtree(default_storage.path(folder))
