"""Complaints: to the office above, never to who is complained about; what anonymous means."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from mingdeng.access.policy import Viewer, viewer_of
from mingdeng.burden.models import Complaint
from mingdeng.burden.queries import (
    answerable,
    complaint_by_receipt,
    complaints,
    complaints_counted,
    places_to_complain_of,
    to_decide,
)
from mingdeng.burden.services import (
    Said,
    answer_appeal,
    answer_complaint,
    appeal_complaint,
    complain,
)
from mingdeng.burden.services.complaints import receipt_of
from mingdeng.journal.models import Answer, Entry
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Person, Post
from mingdeng.roster.services import Refused, Stale, appoint
from tests.house import NOW, SYSTEM, TODAY, Tree, someone, tree, with_account

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)
LATER = TODAY + timedelta(days=60)


@dataclass
class Cast:
    """A member, the branch secretary, the office, and the work committee above."""

    here: Tree
    member: Person
    secretary: Person
    office: Person
    above: Person

    def actor(self, person: Person) -> Actor:
        return Actor(with_account(person).id, None, NOW)

    def viewer(self, person: Person, day: date = TODAY) -> Viewer:
        return viewer_of(with_account(person), day)

    def said(self, **given: Any) -> Said:
        home = self.here.first.id
        usual: dict[str, Any] = {"kind": "repeated", "text": "填了两遍", "home": home}
        return Said(**{**usual, "about": home, **given})

    def complain(self, *, anonymous: bool = False, **given: Any) -> Complaint:
        said = self.said(**given)
        return complain(self.actor(self.member), said, uuid.uuid4(), 15, anonymous=anonymous)

    def sees(self, person: Person, one: Complaint, day: date = TODAY) -> bool:
        return complaints(self.viewer(person, day), day).filter(id=one.id).exists()

    def decides(self, person: Person, one: Complaint) -> bool:
        return to_decide(self.viewer(person), TODAY).filter(id=one.id).exists()

    def answers(self, person: Person, one: Complaint, day: date = TODAY) -> bool:
        return answerable(self.viewer(person, day), day).filter(id=one.id).exists()


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 - asks for the database
    here = tree()
    people = [someone(name, here.first) for name in ("党员", "书记", "甲", "乙", "丙")]
    office, above = someone("办公室", here.second), someone("工委")
    appoint(SYSTEM, people[1], here.first, Post.Kind.SECRETARY, "书记", SINCE)
    appoint(SYSTEM, office, here.organ, Post.Kind.OFFICE, "主任", SINCE)
    appoint(SYSTEM, above, here.top, Post.Kind.VIEWER, "干部", SINCE)
    return Cast(here, people[0], people[1], office, above)


def test_it_goes_to_the_office_above_and_not_to_who_is_complained_about(cast: Cast) -> None:
    one = cast.complain()
    assert (one.office, one.above) == (cast.here.organ, cast.here.top)
    assert cast.sees(cast.member, one)
    assert cast.sees(cast.office, one)
    assert cast.answers(cast.office, one)
    assert not cast.sees(cast.secretary, one)
    assert not cast.sees(cast.above, one)


def test_a_complaint_about_the_office_goes_to_the_level_above(cast: Cast) -> None:
    one = cast.complain(about=cast.here.organ.id)
    assert (one.office, one.above) == (cast.here.top, None)
    assert not cast.sees(cast.office, one)
    assert cast.answers(cast.above, one)


def test_one_about_the_software_goes_to_the_nearest_office(cast: Cast) -> None:
    assert cast.complain(about=None).office == cast.here.organ


def test_whoever_holds_a_post_in_the_branch_too_does_not_see_it(cast: Cast) -> None:
    one = cast.complain()
    appoint(SYSTEM, cast.office, cast.here.first, Post.Kind.COMMITTEE, "委员", SINCE)
    assert not cast.sees(cast.office, one)
    office_only = next(iter(Post.objects.filter(person=cast.office, kind=Post.Kind.OFFICE)))
    acting = viewer_of(with_account(cast.office), TODAY, office_only.id)
    assert not complaints(acting, TODAY).filter(id=one.id).exists()


def test_where_nobody_stands_above_it_is_refused_with_the_way_left(cast: Cast) -> None:
    with pytest.raises(Refused, match="书面"):
        cast.complain(about=cast.here.top.id)
    offered = {one.id for one in places_to_complain_of(cast.viewer(cast.member))}
    assert offered == {cast.here.first.id, cast.here.organ.id}


def test_overdue_it_is_seen_and_answered_one_level_above(cast: Cast) -> None:
    one = cast.complain()
    assert one.due is not None
    assert not cast.sees(cast.above, one, one.due)
    late = one.due + timedelta(days=1)
    assert cast.answers(cast.above, one, late)
    assert cast.answers(cast.office, one, late)


def test_answered_in_time_it_never_goes_up(cast: Cast) -> None:
    one = cast.complain()
    answer_complaint(cast.actor(cast.office), (one.id, 1), "changed", "已并成一张表。")
    assert not cast.sees(cast.above, one, LATER)
    one.refresh_from_db()
    assert (one.outcome, one.answer, one.answered_on) == ("changed", "已并成一张表。", TODAY)


def test_an_answer_is_appealed_once_and_the_level_above_answers_it(cast: Cast) -> None:
    one = cast.complain()
    member, office, above = (cast.actor(p) for p in (cast.member, cast.office, cast.above))
    with pytest.raises(Refused, match="还没有答复"):
        appeal_complaint(member, (one.id, 1), "还是两遍", 15)
    answer_complaint(office, (one.id, 1), "explained", "上级要求的。")
    with pytest.raises(Refused, match="提出人"):
        appeal_complaint(cast.actor(cast.secretary), (one.id, 2), "还是两遍", 15)
    assert not cast.decides(cast.above, one)
    for _ in range(2):  # a repeat changes nothing
        appeal_complaint(member, (one.id, 2), "还是两遍", 15)
    with pytest.raises(Refused, match="已经申诉过"):
        appeal_complaint(member, (one.id, 3), "又一次", 15)
    assert cast.decides(cast.above, one)
    assert not cast.decides(cast.office, one)
    with pytest.raises(Refused, match="原答复人以外"):
        answer_appeal(office, (one.id, 3), "changed", "好")
    with pytest.raises(Stale):
        answer_appeal(above, (one.id, 2), "changed", "并成一张。")
    answer_appeal(above, (one.id, 3), "changed", "并成一张。")
    with pytest.raises(Refused, match="已经答复"):
        answer_appeal(above, (one.id, 4), "planned", "再答")
    one.refresh_from_db()
    assert (one.outcome, one.answer) == ("explained", "上级要求的。")
    assert (one.final_outcome, one.final_answer) == ("changed", "并成一张。")
    acts = Entry.objects.filter(object_id=one.id).order_by("number")
    said = ["complaint.make", "complaint.answer", "complaint.appeal", "complaint.answer_appeal"]
    assert list(acts.values_list("action", flat=True)) == said


def test_by_its_receipt_an_anonymous_one_is_appealed_and_nothing_says_by_whom(cast: Cast) -> None:
    one = cast.complain(anonymous=True)
    answer_complaint(cast.actor(cast.office), (one.id, 1), "explained", "上级要求的。")
    entries, answers = Entry.objects.count(), Answer.objects.count()
    nobody = Actor(None, None, NOW)
    with pytest.raises(Refused, match="提出人"):
        appeal_complaint(cast.actor(cast.member), (one.id, 2), "还是两遍", 15)
    appeal_complaint(nobody, (one.id, 2), "还是两遍", 15, receipt=True)
    assert (Entry.objects.count(), Answer.objects.count()) == (entries, answers)
    assert cast.decides(cast.above, one)
    one.refresh_from_db()
    assert (one.account, one.appeal, one.appealed_on) == (None, "还是两遍", TODAY)


def test_where_nobody_stands_above_the_office_an_appeal_names_the_way_left(cast: Cast) -> None:
    one = cast.complain(about=cast.here.organ.id)
    answer_complaint(cast.actor(cast.above), (one.id, 1), "explained", "上级要求的。")
    with pytest.raises(Refused, match="书面"):
        appeal_complaint(cast.actor(cast.member), (one.id, 2), "还是两遍", 15)


def test_nobody_answers_their_own_and_nobody_answers_twice(cast: Cast) -> None:
    own = complain(cast.actor(cast.office), cast.said(), uuid.uuid4(), 15, anonymous=False)
    assert not cast.answers(cast.office, own)
    with pytest.raises(Refused, match="提出人以外"):
        answer_complaint(cast.actor(cast.office), (own.id, 1), "changed", "好")
    one = cast.complain()
    with pytest.raises(Stale):
        answer_complaint(cast.actor(cast.office), (one.id, 7), "changed", "好")
    answer_complaint(cast.actor(cast.office), (one.id, 1), "changed", "好")
    with pytest.raises(Refused, match="已经答复"):
        answer_complaint(cast.actor(cast.office), (one.id, 2), "planned", "再答")


def test_an_anonymous_one_leaves_nothing_that_leads_to_its_sender(cast: Cast) -> None:
    actor = cast.actor(cast.member)
    before = (Entry.objects.count(), Answer.objects.count())
    one = complain(actor, cast.said(), uuid.uuid4(), 15, anonymous=True)
    assert (Entry.objects.count(), Answer.objects.count()) == before
    kept = {f.attname: getattr(one, f.attname) for f in Complaint._meta.concrete_fields}
    assert kept["account"] is None
    traces = {str(actor.account), str(cast.member.id), cast.member.name}
    assert not traces & {str(value) for value in kept.values()}
    kinds = {field.get_internal_type() for field in Complaint._meta.concrete_fields}
    assert "DateTimeField" not in kinds
    assert not cast.sees(cast.member, one)
    assert cast.answers(cast.office, one)


def test_its_receipt_alone_finds_it_and_stands_nowhere(cast: Cast) -> None:
    key = uuid.uuid4()
    one = complain(cast.actor(cast.member), cast.said(), key, 15, anonymous=True)
    assert complaint_by_receipt(receipt_of(key)) == one
    assert complaint_by_receipt(receipt_of(uuid.uuid4())) is None
    assert key.hex not in one.receipt
    assert str(key) not in one.receipt


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_repeat_has_no_second_effect(cast: Cast, *, anonymous: bool) -> None:
    key, actor = uuid.uuid4(), cast.actor(cast.member)
    first = complain(actor, cast.said(), key, 15, anonymous=anonymous)
    assert complain(actor, cast.said(), key, 15, anonymous=anonymous) == first
    assert Complaint.objects.count() == 1


def test_a_key_of_someone_else_s_complaint_shows_nothing_of_it(cast: Cast) -> None:
    key = uuid.uuid4()
    complain(cast.actor(cast.member), cast.said(), key, 15, anonymous=False)
    with pytest.raises(Refused, match="表单已用过"):
        complain(cast.actor(cast.secretary), cast.said(), key, 15, anonymous=False)


def test_an_anonymous_one_about_a_small_branch_does_not_name_it(cast: Cast) -> None:
    assert cast.complain(anonymous=True).about == cast.here.first  # five members
    small = cast.here.second.id  # one member
    one = cast.complain(anonymous=True, home=small, about=small)
    assert (one.about, one.office) == (None, cast.here.organ)
    assert cast.complain(home=small, about=small).about == cast.here.second


def test_years_are_counted_by_office_and_kinds_only_from_five_on(cast: Cast) -> None:
    for _ in range(4):
        one = cast.complain()
    answer_complaint(cast.actor(cast.office), (one.id, 1), "changed", "好")
    viewer = cast.viewer(cast.secretary)
    few = complaints_counted(viewer, TODAY.year, LATER)
    assert (few.received, few.answered, few.late, few.kinds) == (4, 1, 3, ())
    cast.complain(kind="reminders")
    many = complaints_counted(viewer, TODAY.year, TODAY)
    assert many.kinds == (("重复填报", 4), ("提醒过多", 1))
    assert complaints_counted(viewer, TODAY.year - 1, TODAY).received == 0
