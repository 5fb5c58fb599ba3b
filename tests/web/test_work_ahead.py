"""What is done beside the server: judged for today, indexed, and again after a change."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from mingdeng.assessments.models import Folded
from mingdeng.journal.heads import public_key, read_heads, signed_line
from mingdeng.journal.models import Entry, Head
from mingdeng.journal.verifying import current_head
from mingdeng.search.models import Progress
from mingdeng.web.management.commands.work_ahead import keep_todays_head
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def test_every_organization_is_judged_and_every_act_indexed(world: World) -> None:
    call_command("work_ahead", once=True)
    judged = set(Folded.objects.filter(fold="standing").values_list("organization", flat=True))
    assert {world.branch.id, world.neighbour.id, world.committee.id, world.work.id} <= judged
    assert Progress.objects.get().number == Head.objects.get().number
    before = Folded.objects.get(organization=world.branch, fold="standing").key
    call_command("work_ahead", once=True)
    assert Folded.objects.get(organization=world.branch, fold="standing").key == before


def test_the_head_of_the_day_is_kept_once_and_none_of_a_journal_that_was_changed(
    world: World,  # noqa: ARG001 - there are entries
    settings: Settings,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.HEADS_FILE = tmp_path / "heads.jsonl"
    keep_todays_head(NOW)
    keep_todays_head(NOW + timedelta(minutes=1))
    trusted = public_key(settings.HEADS_KEY)
    kept = read_heads(settings.HEADS_FILE.read_text().splitlines(), trusted)
    assert kept == [current_head()]
    keep_todays_head(NOW + timedelta(days=1))
    assert len(settings.HEADS_FILE.read_text().splitlines()) == 2
    assert caplog.records == []
    Entry.objects.filter(number=3).update(action="something.else")
    keep_todays_head(NOW + timedelta(days=2))
    assert len(settings.HEADS_FILE.read_text().splitlines()) == 2
    assert "第 3 条" in caplog.text


def test_a_file_of_heads_of_another_key_is_left_alone_and_told(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.HEADS_FILE = tmp_path / "heads.jsonl"
    line = signed_line(current_head(), NOW, b"1" * 32)
    settings.HEADS_FILE.write_text(line + "\n")
    keep_todays_head(NOW + timedelta(days=1))
    assert settings.HEADS_FILE.read_text() == line + "\n"
    assert "链头没有写出" in caplog.text
