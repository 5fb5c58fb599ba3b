"""`mingdeng verify_audit` names the first wrong entry; heads leave signed and come back checked."""

import json
import uuid
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from mingdeng.journal.models import Detail, Entry, Head
from mingdeng.journal.services import Thing, write
from tests.cli.running import badly_put, say
from tests.house import SYSTEM

pytestmark = pytest.mark.django_db


def act(times: int) -> None:
    with transaction.atomic():
        for turn in range(times):
            write(SYSTEM, "activity.record", Thing("activity", uuid.uuid4()), {"turn": turn})


def cut(after: int) -> None:
    """Set the database back to an earlier state, head and all."""
    Detail.objects.filter(entry_id__gt=after).delete()
    Entry.objects.filter(number__gt=after).delete()
    last = Entry.objects.get(number=after)
    Head.objects.update(number=after, digest=last.digest)


def test_a_whole_chain_is_said_to_be_whole() -> None:
    act(5)
    told = say("verify_audit")
    assert (told.code, told.err) == (0, "")
    assert "日志完整：5 条" in told.out
    assert badly_put(told.out) == []


def test_the_first_wrong_entry_is_named() -> None:
    act(5)
    Entry.objects.filter(number__in=(3, 4)).update(action="activity.withdraw")
    told = say("verify_audit", "--json")
    assert told.code == 1
    assert told.json["whole"] is False
    assert told.json["first_wrong"]["number"] == 3


def test_a_kept_head_finds_a_database_that_was_set_back(tmp_path: Path) -> None:
    heads = tmp_path / "heads"
    act(5)
    assert say("verify_audit", "--write-head", heads).code == 0
    act(3)
    assert say("verify_audit", "--write-head", heads, "--heads", heads).code == 0
    assert len(heads.read_text().splitlines()) == 2
    cut(6)
    assert say("verify_audit").code == 0, "by itself a chain that was set back is whole"
    told = say("verify_audit", "--heads", heads, "--json")
    assert told.code == 1
    assert told.json["first_wrong"]["number"] == 7
    assert told.json["heads"] == 2


def test_no_head_is_written_of_a_broken_chain(tmp_path: Path) -> None:
    act(5)
    Entry.objects.filter(number=2).update(action="activity.withdraw")
    assert say("verify_audit", "--write-head", tmp_path / "heads").code == 1
    assert not (tmp_path / "heads").exists()


@pytest.mark.parametrize("field", ["number", "digest", "at", "signature"])
def test_a_head_that_was_changed_is_refused(tmp_path: Path, field: str) -> None:
    heads = tmp_path / "heads"
    act(5)
    say("verify_audit", "--write-head", heads)
    said = json.loads(heads.read_text())
    other = {"number": 4, "digest": "0" * 64, "at": "2020-01-01T00:00:00+00:00"}
    said[field] = other.get(field, "A" * 86 + "==")
    heads.write_text(json.dumps(said))
    told = say("verify_audit", "--heads", heads)
    assert told.code == 2
    assert "签名不对" in told.err


def test_a_head_of_another_installation_is_refused_and_the_kept_key_knows_it(
    tmp_path: Path, settings: Settings
) -> None:
    heads = tmp_path / "heads"
    act(5)
    key = say("verify_audit", "--write-head", heads, "--json").json["public_key"]
    settings.HEADS_KEY = b"\1" * 32  # someone made new keys
    assert say("verify_audit", "--heads", heads).code == 2
    assert say("verify_audit", "--heads", heads, "--key", key).code == 0


@pytest.mark.parametrize("text", ["no json", "{}", '{"number": "x"}', "[1]"])
def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path, text: str) -> None:
    heads = tmp_path / "heads"
    heads.write_text(text)
    told = say("verify_audit", "--heads", heads)
    assert told.code == 2
    assert "第 1 行不是链头" in told.err


def test_a_file_that_is_not_there_and_a_key_that_is_none_are_told(tmp_path: Path) -> None:
    assert "不能读写" in say("verify_audit", "--heads", tmp_path / "none").err
    assert "--key 后面" in say("verify_audit", "--key", "nonsense").err
