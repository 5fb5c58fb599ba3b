"""The sample ledgers become records: previewed, chosen, confirmed whole, once."""

import uuid

import pytest

from mingdeng.activities.models import Activity, Covered
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.services import Choice, Refused, Undecided, confirm, plan
from mingdeng.journal.models import Entry
from mingdeng.journal.services import Actor
from mingdeng.journal.verifying import first_break
from mingdeng.roster.models import Group, Organization, Person, Post
from tests.house import NOW, place, signed_in
from tests.intake.ledgers import (
    confirm_all,
    import_ledgers,
    leave_conflicts,
    ledgers,
    organ,
    states,
)

pytestmark = pytest.mark.django_db
BRANCHES = 6
UNREAD = 2


@pytest.fixture
def me(db: None) -> Actor:  # noqa: ARG001
    return signed_in("office")


def test_the_preview_stores_every_line_and_writes_no_record(me: Actor) -> None:
    upload = plan(me, organ(), ledgers())
    assert states(upload) == {
        ("organization", "new"): BRANCHES + 1,
        ("group", "new"): 2,
        ("person", "new"): 93,
        ("person", "conflict"): 1,
        ("post", "new"): 27,
        ("activity", "new"): 119,
        ("activity", "error"): 2,
        ("covered", "new"): BRANCHES,
    }
    assert not Person.objects.exists()
    assert not Activity.objects.exists()
    assert Organization.objects.count() == 1


def test_the_preview_keeps_what_reading_found_and_says_what_is_not_imported(me: Actor) -> None:
    upload = plan(me, organ(), ledgers())
    places = {(one["file"], one["row"]) for one in upload.findings if one["severity"] == "error"}
    assert ("三会一课台账.xlsx", 41) in places
    assert ("党员名册.xlsx", 26) in places
    assert any(one["code"] == "dues-not-imported" for one in upload.findings)


def test_each_line_says_where_it_stands_in_the_files(me: Actor) -> None:
    upload = plan(me, organ(), ledgers())
    person = upload.lines.get(title="程强峰（办公室第一支部）")
    assert person.source == {"file": "党员名册.xlsx", "sheet": "党员信息", "row": 4}


def test_nothing_is_written_while_a_conflict_is_open(me: Actor) -> None:
    upload = plan(me, organ(), ledgers())
    with pytest.raises(Undecided) as raised:
        confirm(me, upload, 1, {}, uuid.uuid4())
    assert [line.data.get("name") for line in raised.value.lines] == ["唐杰芳", None, None]
    assert not Person.objects.exists()
    assert Upload.objects.get().state == Upload.State.PREVIEWED


def test_confirming_writes_all_with_the_journal(me: Actor) -> None:
    root = organ()
    import_ledgers(me, root)
    assert Organization.objects.count() == BRANCHES + 2
    assert Person.objects.count() == 93
    assert Activity.objects.count() == 119
    assert Covered.objects.count() == BRANCHES
    assert Group.objects.count() == 2
    assert Post.objects.filter(kind=Post.Kind.SECRETARY).count() == BRANCHES + 1
    assert Organization.objects.filter(above__ancestor=root).count() == BRANCHES + 2
    assert Entry.objects.filter(action="activity.record").count() == 119
    assert first_break() is None


def test_importing_the_same_again_finds_everything_the_same(me: Actor) -> None:
    root = organ()
    upload = plan(me, root, ledgers())
    stray = upload.lines.get(state=Line.State.CONFLICT)
    confirm_all(me, upload, {stray.id: Choice(take=False)})
    branch = Organization.objects.get(name="法制工作委员会支部")
    again = plan(me, root, ledgers())
    stray = again.lines.get(state=Line.State.CONFLICT)
    others = again.lines.exclude(title__startswith="唐杰芳")
    assert not others.exclude(state__in=(Line.State.SAME, Line.State.ERROR)).exists()
    confirm_all(me, again, {stray.id: Choice(take=True, branch=branch.id)})
    third = plan(me, root, ledgers())
    assert third.lines.exclude(state__in=(Line.State.SAME, Line.State.ERROR)).count() == 0
    entries = Entry.objects.count()
    outcome = confirm_all(me, third, {})
    assert outcome == {"same": third.lines.count() - UNREAD, "left": UNREAD}
    assert Entry.objects.count() == entries + 1


def test_someone_without_a_branch_joins_the_one_chosen_under_the_root_only(me: Actor) -> None:
    root, elsewhere = organ(), place("别的支部")
    upload = plan(me, root, ledgers())
    stray = upload.lines.get(state=Line.State.CONFLICT)
    for choice in (Choice(take=True), Choice(take=True, branch=elsewhere.id)):
        with pytest.raises(Refused, match="唐杰芳"):
            confirm_all(me, upload, {stray.id: choice})
        assert not Person.objects.exists()
    confirm_all(me, upload, {stray.id: Choice(take=True, branch=root.id)})
    assert Person.objects.get(name="唐杰芳", memberships__branch=root)


def test_confirming_twice_with_one_key_writes_once(me: Actor) -> None:
    upload, key = plan(me, organ(), ledgers()), uuid.uuid4()
    choices = leave_conflicts(upload)
    one = confirm(me, upload, 1, choices, key)
    assert confirm(me, upload, 1, choices, key) == one
    assert Person.objects.count() == 93
    with pytest.raises(Refused, match="已导入"):
        confirm(me, upload, 2, choices, uuid.uuid4())


def test_what_is_left_is_not_written_nor_what_hangs_on_it(me: Actor) -> None:
    upload = plan(me, organ(), ledgers())
    choices = leave_conflicts(upload)
    branch = upload.lines.get(title="老干部支部", kind=Line.Kind.ORGANIZATION)
    outcome = confirm_all(me, upload, {**choices, branch.id: Choice(take=False)})
    assert not Organization.objects.filter(name="老干部支部").exists()
    assert outcome["left"] > 2
    left = upload.lines.filter(done="", kind=Line.Kind.ACTIVITY).exclude(state=Line.State.ERROR)
    assert left.exists()
    assert all("老干部支部" in line.title for line in left)


def test_the_minutes_bring_their_agenda_decision_votes_and_the_absent(me: Actor) -> None:
    import_ledgers(me, organ())
    meeting = Activity.objects.get(source="支委会会议记录.docx")
    assert meeting.agenda.count() == 3
    last = meeting.agenda.last()
    assert last is not None
    assert (last.votes_for, last.votes_against, last.abstentions) == (4, 0, 0)
    absent = meeting.hosts.get().absences.get()
    assert (absent.name, absent.reason) == ("胡超艳", "出差")
    assert absent.person is not None
    assert meeting.recorded_at == NOW
