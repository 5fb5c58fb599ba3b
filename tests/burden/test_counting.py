"""What a form asked is counted with what it did, once, and about nobody."""

from datetime import date

import pytest

from mingdeng.access.policy import viewer_of
from mingdeng.burden.estimating import table, whole
from mingdeng.burden.models import Tally
from mingdeng.burden.queries import loads_by_form, loads_by_month, loads_by_place
from mingdeng.burden.registry import registry
from mingdeng.burden.services import Effort, Work, count, counting
from mingdeng.journal.models import Entry
from mingdeng.roster.models import Post
from mingdeng.roster.services import appoint
from tests.house import SYSTEM, TODAY, someone, tree, with_account

pytestmark = pytest.mark.django_db
MONTH = "2026-09"


def test_sendings_of_a_form_in_a_month_add_up_in_one_row() -> None:
    here = tree()
    for typed in (3, 4):
        count(Work("activity.record", here.first.id, TODAY, Effort(typed, 5, 1)))
    row = Tally.objects.get()
    assert (row.month, row.times, row.typed, row.kept, row.files) == (MONTH, 2, 7, 10, 2)


def test_a_tally_knows_no_person_and_no_moment() -> None:
    names = {field.name for field in Tally._meta.get_fields()}
    assert names == {"id", "organization", "month", "form", "times", "typed", "kept", "files"}


def test_counting_leaves_no_entry_that_could_tie_it_to_someone() -> None:
    here = tree()
    before = Entry.objects.count()
    count(Work("activity.record", here.first.id, TODAY, Effort(3)))
    assert Entry.objects.count() == before


def test_what_was_not_done_is_not_counted() -> None:
    here = tree()
    with (
        pytest.raises(ValueError, match="not done"),
        counting(Work("activity.record", here.first.id, TODAY)),
    ):
        raise ValueError("not done")
    assert not Tally.objects.exists()


def test_who_acts_for_no_organization_and_what_is_no_work_is_not_counted() -> None:
    here = tree()
    count(Work("activity.record", None, TODAY, Effort(3)))
    count(Work("account.password", here.first.id, TODAY, Effort(3)))
    assert not Tally.objects.exists()


def test_a_form_nobody_declared_counts_as_any_short_form() -> None:
    count(Work("no.such.form", tree().first.id, TODAY, Effort(2)))
    assert Tally.objects.get().typed == 2
    assert registry().label("no.such.form") == "no.such.form"
    assert table().of("no.such.form") == table().extra["other"]


def test_a_viewer_sees_the_loads_of_their_own_part_of_the_tree_only() -> None:
    here = tree()
    for place in (here.first, here.second, here.other):
        count(Work("activity.record", place.id, TODAY, Effort(2)))
    secretary, clerk = someone("书记"), someone("办公室")
    appoint(SYSTEM, secretary, here.first, Post.Kind.SECRETARY, "书记", date(2026, 1, 1))
    appoint(SYSTEM, clerk, here.organ, Post.Kind.OFFICE, "主任", date(2026, 1, 1))
    seen = [
        set(loads_by_place(viewer_of(with_account(one), TODAY), MONTH, MONTH))
        for one in (secretary, clerk)
    ]
    assert seen == [{here.first.id}, {here.first.id, here.second.id}]


def test_loads_are_told_by_month_and_by_form_within_the_span_asked_for() -> None:
    here = tree()
    member = someone("党员", here.first)
    for form, day in (
        ("activity.record", TODAY),
        ("statement.make", TODAY),
        ("activity.record", date(2026, 8, 1)),
        ("activity.record", date(2025, 9, 1)),
    ):
        count(Work(form, here.first.id, day, Effort(2)))
    viewer = viewer_of(with_account(member), TODAY)
    by_month = loads_by_month(viewer, here.first.id, "2026-01", "2026-12")
    by_form = loads_by_form(viewer, here.first.id, "2026-01", "2026-12")
    assert {month: load.times for month, load in by_month.items()} == {"2026-08": 1, MONTH: 2}
    assert {form: load.times for form, load in by_form.items()} == {
        "activity.record": 2,
        "statement.make": 1,
    }


def test_minutes_are_the_sendings_times_the_published_table() -> None:
    found = table()
    one, other = found.forms["activity.record"].minutes, found.forms["statement.make"].minutes
    sent = [("activity.record", 3), ("statement.make", 1)]
    expected = 3 * one + other + 2 * found.extra["file"].minutes
    assert found.minutes(sent, files=2, reminders=0) == expected
    assert found.minutes(sent, files=2, reminders=4) > expected
    assert whole(found.extra["reminder"].minutes) == 1  # half a minute, half up


def test_every_form_that_is_counted_has_a_number_in_the_table_and_no_other() -> None:
    counted = {form.id for form in registry().forms.values() if form.counted}
    assert counted == set(table().forms)
    assert all(guess.minutes > 0 and guess.basis for guess in table().forms.values())
