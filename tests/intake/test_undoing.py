"""An import is undone as if it had never been, while nothing followed from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from mingdeng.activities.models import Activity, Covered
from mingdeng.activities.services import Hosting, Record, confirm, correct, record, said_of
from mingdeng.files.rows import Reading
from mingdeng.intake.models import Upload
from mingdeng.intake.services import Choice, Outdated, Refused, plan, undo
from mingdeng.journal.services import Actor
from mingdeng.journal.verifying import first_break
from mingdeng.roster.models import Group, Organization, Person, Post
from mingdeng.roster.services import (
    appoint,
    change_person,
    end_post,
    give_account,
    move_person,
)
from tests.house import SYSTEM, TODAY, signed_in
from tests.intake.ledgers import confirm_all, import_ledgers, leave_conflicts, ledgers, organ

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(db: None) -> Actor:  # noqa: ARG001
    return signed_in("office")


def test_undoing_leaves_nothing_but_the_journal(me: Actor) -> None:
    root = organ()
    upload = import_ledgers(me, root)
    undo(me, upload, upload.version, "上传错了文件")
    for model in (Person, Activity, Covered, Group, Post):
        assert not model._default_manager.exists()
    assert list(Organization.objects.all()) == [root]
    assert Upload.objects.get().state == Upload.State.UNDONE
    assert first_break() is None
    again = import_ledgers(me, root)
    assert again.lines.filter(done="created").count() > 200


def person() -> Person:
    return Person.objects.get(name="徐岚")


def branch() -> Organization:
    return Organization.objects.get(name="老干部支部")


def meeting() -> Activity:
    return Activity.objects.order_by("held_on", "id")[0]


def correct_meeting() -> object:
    return correct(SYSTEM, meeting().id, 1, replace(said_of(meeting()), place="别处"))


def record_meeting() -> object:
    hosts = (Hosting(branch().id),)
    return record(SYSTEM, Record(("theme_day",), date(2026, 4, 20), hosts))


AFTERWARDS: dict[str, Callable[[], object]] = {
    "an activity corrected": correct_meeting,
    "an activity confirmed": lambda: confirm(SYSTEM, meeting().id, 1),
    "an activity recorded": record_meeting,
    "a person corrected": lambda: change_person(SYSTEM, person(), 1, {"gender": "男"}),
    "a person moved": lambda: move_person(SYSTEM, person(), branch(), None, TODAY),
    "a person given an account": lambda: give_account(SYSTEM, person(), "xulan"),
    "a post given": lambda: appoint(SYSTEM, person(), branch(), Post.Kind.COMMITTEE, "委员", None),
    "a post ended": lambda: end_post(SYSTEM, Post.objects.filter(person=person())[0], TODAY),
}


@pytest.mark.parametrize("name", AFTERWARDS)
def test_what_was_touched_afterwards_is_the_reason_not_to_undo(me: Actor, name: str) -> None:
    upload = import_ledgers(me, organ())
    AFTERWARDS[name]()
    counts = (Person.objects.count(), Activity.objects.count(), Post.objects.count())
    with pytest.raises(Refused) as raised:
        undo(me, upload, upload.version, "上传错了文件")
    assert raised.value.reasons
    assert all("“" in reason for reason in raised.value.reasons)
    assert counts == (Person.objects.count(), Activity.objects.count(), Post.objects.count())
    assert Upload.objects.get().state == Upload.State.CONFIRMED


def test_undoing_a_change_brings_back_what_stood_before(me: Actor) -> None:
    root = organ()
    import_ledgers(me, root)
    members = list(ledgers().members)
    members[1] = replace(members[1], joined=date(2011, 1, 21))
    upload = plan(me, root, Reading(members=tuple(members)))
    line = upload.lines.get(state="changed")
    confirm_all(me, upload, {**leave_conflicts(upload), line.id: Choice(take=True)})
    assert person().joined == date(2011, 1, 21)
    upload.refresh_from_db()
    undo(me, upload, upload.version, "名册有误")
    assert person().joined == date(2011, 1, 20)


def test_an_import_is_undone_once_and_a_preview_never(me: Actor) -> None:
    root = organ()
    upload = import_ledgers(me, root)
    with pytest.raises(Outdated):
        undo(me, upload, 1, "")
    undo(me, upload, upload.version, "")
    upload.refresh_from_db()
    preview = plan(me, root, ledgers())
    for one in (upload, preview):
        with pytest.raises(Refused):
            undo(me, one, one.version, "")
