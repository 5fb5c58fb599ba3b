"""What is held and what files say: same, changed with both sides, or a conflict to decide."""

import uuid
from dataclasses import replace
from datetime import date, time

import pytest

from mingdeng.activities.models import Activity
from mingdeng.activities.services import correct, said_of
from mingdeng.files.rows import Reading
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.services import (
    Choice,
    Outdated,
    Refused,
    amend,
    choose,
    confirm,
    plan,
    settle_name,
)
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Organization, Person
from mingdeng.roster.services import change_person, move_person
from tests.house import SYSTEM, TODAY, place, signed_in, someone
from tests.intake.ledgers import confirm_all, import_ledgers, leave_conflicts, ledgers, organ

pytestmark = pytest.mark.django_db
State = Line.State


@pytest.fixture
def me(db: None) -> Actor:  # noqa: ARG001
    return signed_in("office")


@pytest.fixture
def root(me: Actor) -> Organization:
    found = organ()
    import_ledgers(me, found)
    return found


def unlike(upload: Upload) -> list[Line]:
    """The readable lines that are not the same, without the person whose branch nobody knows."""
    told = upload.lines.exclude(state__in=(State.SAME, State.ERROR))
    return list(told.exclude(title__startswith="唐杰芳"))


def only_members(**changes: object) -> Reading:
    """The roster alone, the first person told otherwise."""
    members = list(ledgers().members)
    members[0] = replace(members[0], **changes)  # type: ignore[arg-type]
    return Reading(members=tuple(members))


def test_a_changed_field_shows_both_sides_and_is_left_unless_chosen(
    me: Actor, root: Organization
) -> None:
    upload = plan(me, root, only_members(joined=date(2009, 8, 18)))
    (line,) = unlike(upload)
    assert (line.state, line.changes) == (
        State.CHANGED,
        {"joined": ["2009-08-17", "2009-08-18"]},
    )
    person = Person.objects.get(name="程强峰")
    choices = leave_conflicts(upload)
    confirm_all(me, upload, choices)
    person.refresh_from_db()
    assert person.joined == date(2009, 8, 17)
    again = plan(me, root, only_members(joined=date(2009, 8, 18)))
    (line,) = unlike(again)
    confirm_all(me, again, {**leave_conflicts(again), line.id: Choice(take=True)})
    person.refresh_from_db()
    assert person.joined == date(2009, 8, 18)


def test_a_roster_without_a_register_finds_the_branches_held(me: Actor, root: Organization) -> None:
    upload = plan(me, root, Reading(members=ledgers().members))
    assert not upload.lines.filter(kind=Line.Kind.ORGANIZATION).exists()
    assert unlike(upload) == []


def test_a_ledger_alone_finds_branches_and_people_held(me: Actor, root: Organization) -> None:
    reading = replace(ledgers(), organizations=(), members=(), dues=())
    upload = plan(me, root, reading)
    assert unlike(upload) == []
    assert upload.lines.filter(kind=Line.Kind.ACTIVITY, state=State.SAME).count() == 119


def test_someone_is_found_by_number_even_under_another_name(me: Actor, root: Organization) -> None:
    (line,) = unlike(plan(me, root, only_members(name="程强锋")))[:1]
    assert line.changes["name"] == ["程强峰", "程强锋"]


def test_someone_without_a_number_is_found_by_name_branch_and_birth(
    me: Actor, root: Organization
) -> None:
    assert unlike(plan(me, root, only_members(id_number=None))) == []
    found = unlike(plan(me, root, only_members(id_number=None, birth=date(1990, 1, 1))))
    assert [line.state for line in found if line.kind == Line.Kind.PERSON] == [State.NEW]


def test_someone_of_another_branch_is_moved_only_with_a_day(me: Actor, root: Organization) -> None:
    person = Person.objects.get(name="徐岚")
    other = Organization.objects.get(name="老干部支部")
    move_person(SYSTEM, person, other, None, date(2026, 5, 1))
    upload = plan(me, root, Reading(members=ledgers().members))
    line = next(one for one in unlike(upload) if one.kind == Line.Kind.PERSON)
    assert line.state == State.CONFLICT
    assert "老干部支部" in line.problem
    rest = leave_conflicts(upload)
    with pytest.raises(Refused, match="转入的日期"):
        confirm_all(me, upload, {**rest, line.id: Choice(take=True)})
    confirm_all(me, upload, {**rest, line.id: Choice(take=True, moved_on=TODAY)})
    home = person.memberships.get(until=None)
    assert (home.branch.name, home.since) == ("办公室第一支部", TODAY)


def test_a_number_held_elsewhere_says_nothing_about_whose_it_is(me: Actor) -> None:
    number = ledgers().members[0].id_number or ""
    someone("外单位的人", place("外单位支部"), id_number=number)
    upload = plan(me, organ(), ledgers())
    line = upload.lines.get(title="程强峰（办公室第一支部）")
    assert line.state == State.CONFLICT
    assert line.target is None
    assert "外单位" not in str(line.problem) + str(line.changes)


def test_a_meeting_is_completed_by_what_the_file_tells_and_keeps_the_rest(
    me: Actor, root: Organization
) -> None:
    held = Activity.objects.filter(kinds=["theme_day"]).earliest("held_on")
    fuller = replace(said_of(held), start=time(9, 0), guests=("老同志",), place="旧址")
    correct(SYSTEM, held.id, 1, fuller)
    upload = plan(me, root, ledgers())
    (line,) = unlike(upload)
    assert (line.state, set(line.changes)) == (State.CHANGED, {"place"})
    confirm_all(me, upload, {**leave_conflicts(upload), line.id: Choice(take=True)})
    held.refresh_from_db()
    assert (held.start, held.place) == (time(9, 0), line.changes["place"][1])
    assert held.guests.count() == 1


def test_a_record_changed_after_the_preview_wants_another_look(
    me: Actor, root: Organization
) -> None:
    upload = plan(me, root, only_members(joined=date(2009, 8, 18)))
    (line,) = unlike(upload)
    person = Person.objects.get(name="程强峰")
    change_person(SYSTEM, person, person.version, {"gender": "女"})
    choices = {**leave_conflicts(upload), line.id: Choice(take=True)}
    with pytest.raises(Outdated):
        confirm(me, upload, 1, choices, uuid.uuid4())
    line.refresh_from_db()
    assert set(line.changes) == {"gender", "joined"}
    person.refresh_from_db()
    assert person.joined == date(2009, 8, 17)


def test_a_line_is_corrected_in_the_preview_and_compared_anew(me: Actor) -> None:
    top = organ()
    upload = plan(me, top, ledgers())
    stray = upload.lines.get(state=State.CONFLICT)
    home = upload.lines.get(title="老干部支部", kind=Line.Kind.ORGANIZATION)
    amended = amend(me, stray, 1, {"branch": home.ref})
    assert amended.state == State.NEW
    confirm_all(me, upload, {})
    assert Person.objects.get(name="唐杰芳", memberships__branch__name="老干部支部")
    assert upload.lines.filter(kind=Line.Kind.POST, done="").count() == 0


def test_a_correction_that_cannot_be_read_is_a_conflict(me: Actor) -> None:
    upload = plan(me, organ(), ledgers())
    meeting = upload.lines.filter(kind=Line.Kind.ACTIVITY).first()
    assert meeting is not None
    for version, (field, value) in enumerate(
        (("held_on", "2026-13-05"), ("start", "25点"), ("present", 999)), start=1
    ):
        before = meeting.data[field]
        assert amend(me, meeting, 2 * version - 1, {field: value}).state == State.CONFLICT
        assert amend(me, meeting, 2 * version, {field: before}).state == State.NEW
    with pytest.raises(Refused):
        amend(me, meeting, 7, {"organization": "x"})
    with pytest.raises(Outdated):
        amend(me, meeting, 1, {"place": "x"})


def test_a_line_whose_day_could_not_be_read_becomes_an_activity_once_it_is_told(
    me: Actor,
) -> None:
    upload = plan(me, organ(), ledgers())
    line = upload.lines.get(state=State.ERROR, title__startswith="2026年13月5日")
    assert (line.source["row"], line.source["column"]) == (41, 2)
    assert "读不出来" in line.problem
    after = amend(me, line, 1, {"held_on": "2026-03-05"})
    assert (after.state, after.problem) == (State.NEW, "")
    assert after.title == "2026-03-05 党员大会 办公室第一支部"
    confirm_all(me, upload, leave_conflicts(upload))
    made = Activity.objects.get(id__in=upload.lines.filter(id=line.id).values("made"))
    assert (made.held_on, made.hosts.get().expected) == (date(2026, 3, 5), 20)


def test_a_line_that_cannot_be_read_is_never_written_even_where_it_is_taken(me: Actor) -> None:
    upload = plan(me, organ(), ledgers())
    unread = upload.lines.filter(state=State.ERROR)
    taken = {line.id: Choice(take=True) for line in unread}
    confirm_all(me, upload, leave_conflicts(upload) | taken)
    assert Activity.objects.count() == 119
    with pytest.raises(Refused):
        choose(me, upload, 2, taken)


def test_an_unknown_branch_of_a_ledger_is_settled_for_all_its_lines(me: Actor) -> None:
    rows = [
        replace(row, organization="没有的支部", organization_from="column")
        if row.source.sheet == "老干部支部"
        else row
        for row in ledgers().activities
    ]
    upload = plan(me, organ(), replace(ledgers(), activities=tuple(rows)))
    lost = upload.lines.filter(kind=Line.Kind.ACTIVITY, state=State.ERROR)
    there = lost.filter(problem__contains="没有的支部").count()
    assert there == 17
    home = upload.lines.get(title="老干部支部", kind=Line.Kind.ORGANIZATION)
    assert settle_name(me, upload, 1, "没有的支部", home.ref) == 17
    confirm_all(me, upload, leave_conflicts(upload))
    hosted = Activity.objects.filter(hosts__organization__name="老干部支部")
    assert hosted.count() == 17


def test_nothing_is_put_where_the_import_does_not_reach(me: Actor) -> None:
    elsewhere = place("别的支部")
    upload = plan(me, organ(), ledgers())
    stray = upload.lines.get(title="唐杰芳（办公厅支部）")
    for ref in (str(elsewhere.id), "organization-99", "group-1", "x"):
        with pytest.raises(Refused):
            amend(me, stray, 1, {"branch": ref})
        with pytest.raises(Refused):
            settle_name(me, upload, 1, "办公厅支部", ref)


def test_an_organization_can_be_said_to_be_one_that_is_held(me: Actor) -> None:
    top = organ()
    held = place("机关党委", top, "organ_committee")
    upload = plan(me, top, ledgers())
    line = upload.lines.get(title="青源市人大常委会机关委员会")
    assert line.state == State.NEW
    after = amend(me, line, 1, {"same_as": str(held.id)})
    assert (after.target, after.state) == (held.id, State.CHANGED)
    confirm_all(me, upload, leave_conflicts(upload))
    assert Organization.objects.filter(kind="organ_committee").count() == 1
    assert Organization.objects.get(name="老干部支部").parent_id == held.id
