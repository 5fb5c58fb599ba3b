"""The tree: what stands below what is right after every change."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingdeng.journal.models import Entry
from mingdeng.roster.models import Above, Organization
from mingdeng.roster.services import (
    NewOrganization,
    Refused,
    Stale,
    adopt_pack,
    change_organization,
    create_group,
    create_organization,
    dissolve_organization,
    move_organization,
    remove_organization,
    rename_organization,
)
from tests.house import SYSTEM, TODAY, place, someone, tree

pytestmark = pytest.mark.django_db
Distances = dict[tuple[str, str], int]


def stored() -> Distances:
    return {
        (way.organization.name, way.ancestor.name): way.distance
        for way in Above.objects.select_related("organization", "ancestor")
    }


def walked() -> Distances:
    """The same from the parents alone."""
    parents: Mapping[Organization, Organization | None] = {
        item: item.parent for item in Organization.objects.select_related("parent")
    }
    found: Distances = {}
    for item in parents:
        above: Organization | None = item
        distance = 0
        while above is not None:
            found[item.name, above.name] = distance
            above, distance = parents[above], distance + 1
    return found


def test_a_new_organization_stands_below_everything_above_it() -> None:
    here = tree()
    assert stored() == walked()
    assert stored()[here.first.name, here.top.name] == 2


def test_moving_takes_everything_below_along() -> None:
    here = tree()
    move_organization(SYSTEM, here.organ, 1, here.other, TODAY)
    assert stored() == walked()
    assert stored()[here.first.name, here.other.name] == 2


def test_nothing_is_moved_below_itself() -> None:
    here = tree()
    for below in (here.organ, here.first):
        with pytest.raises(Refused, match="不能成为它的上级"):
            move_organization(SYSTEM, here.organ, 1, below, TODAY)
    assert stored() == walked()


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_any_moves_leave_the_table_as_the_parents_say(moves: list[tuple[int, int]]) -> None:
    Above.objects.all().delete()
    Organization.objects.update(parent=None)
    Organization.objects.all().delete()
    here = [place("0")]
    for number in range(1, 7):
        here.append(place(str(number), here[(number - 1) // 2]))
    for mover, parent in moves:
        current = Organization.objects.get(id=here[mover].id)
        try:
            move_organization(SYSTEM, current, current.version, here[parent], TODAY)
        except Refused:
            assert here[mover].name in {
                ancestor for low, ancestor in walked() if low == str(parent)
            }
    assert stored() == walked()


def test_a_former_name_is_kept() -> None:
    branch = place("第一支部")
    rename_organization(SYSTEM, branch, 1, "办公室支部", "中共机关办公室支部", date(2026, 6, 1))
    assert branch.name == "办公室支部"
    assert list(branch.names.values_list("name", "full_name", "until")) == [
        ("第一支部", "中共青源市第一支部", date(2026, 6, 1))
    ]


def test_a_stale_change_shows_how_it_stands_and_changes_nothing() -> None:
    here = tree()
    change_organization(SYSTEM, here.first, 1, {"code": "0371"})
    stale = Organization.objects.get(id=here.first.id)
    attempts = (
        partial(change_organization, SYSTEM, stale, 1, {"code": "9999"}),
        partial(rename_organization, SYSTEM, stale, 1, "新", "新", TODAY),
        partial(move_organization, SYSTEM, stale, 1, here.other, TODAY),
        partial(dissolve_organization, SYSTEM, stale, 1, TODAY),
        partial(remove_organization, SYSTEM, stale, 1),
    )
    entries = Entry.objects.count()
    for attempt in attempts:
        with pytest.raises(Stale) as raised:
            attempt()
        assert raised.value.current["version"] == 2
    assert Entry.objects.count() == entries
    assert Organization.objects.get(id=here.first.id).code == "0371"
    assert not here.first.names.exists()


def test_only_fields_made_for_it_are_changed() -> None:
    branch = place("第一支部")
    for field in ("parent_id", "version", "dissolved", "id"):
        with pytest.raises(ValueError, match=field):
            change_organization(SYSTEM, branch, 1, {field: None})


def test_an_organization_with_members_or_others_below_is_not_dissolved() -> None:
    here = tree()
    someone("程萍红", here.first)
    with pytest.raises(Refused, match="还有党员"):
        dissolve_organization(SYSTEM, here.first, 1, TODAY)
    with pytest.raises(Refused, match="下面还有组织"):
        dissolve_organization(SYSTEM, here.organ, 1, TODAY)


def test_nothing_is_set_up_or_moved_under_a_dissolved_one() -> None:
    here = tree()
    dissolve_organization(SYSTEM, here.first, 1, TODAY)
    with pytest.raises(Refused, match="已经撤销"):
        create_organization(SYSTEM, NewOrganization("branch", "新", "新", here.first.id))
    with pytest.raises(Refused, match="已经撤销"):
        move_organization(SYSTEM, here.second, 1, here.first, TODAY)


def test_what_others_refer_to_is_not_removed() -> None:
    here = tree()
    someone("程萍红", here.first)
    with pytest.raises(Refused, match="已有其他记录"):
        remove_organization(SYSTEM, here.first, 1)
    remove_organization(SYSTEM, here.second, 1)
    assert stored() == walked()


def test_a_branch_has_one_group_of_a_name() -> None:
    branch = place("第一支部")
    create_group(SYSTEM, branch, "第一党小组", 1)
    with pytest.raises(Refused, match="已经有"):
        create_group(SYSTEM, branch, "第一党小组", 1)


def test_every_change_is_in_the_journal_under_its_organization() -> None:
    here = tree()
    change_organization(SYSTEM, here.first, 1, {"code": "1"})
    rename_organization(SYSTEM, here.first, 2, "新", "新", TODAY)
    move_organization(SYSTEM, here.first, 3, here.other, TODAY)
    adopt_pack(SYSTEM, here.first, "central", None)
    dissolve_organization(SYSTEM, here.first, 4, TODAY)
    mine = Entry.objects.filter(organization=here.first.id).order_by("number")
    both = Entry.objects.filter(action="organization.move", object_id=here.first.id)
    assert {entry.organization for entry in both} == {here.first.id, here.organ.id, here.other.id}
    assert [entry.action.partition(".")[2] for entry in mine] == [
        *("create", "change", "rename", "move", "adopt", "dissolve"),
    ]
