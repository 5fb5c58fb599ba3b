"""What pages keep of many organizations: made once, found by others, out of date at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingdeng.activities.services import Hosting, Record, record
from mingdeng.assessments import folding
from mingdeng.assessments.folding import Fold, folded
from mingdeng.assessments.kept import Kept
from mingdeng.assessments.models import Folded
from mingdeng.assessments.outcomes import keys_of
from mingdeng.engine.inputs import Clocks
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome
from mingdeng.rulebook.registers import load_registers
from tests.house import SYSTEM, TODAY, Tree, place, tree

pytestmark = pytest.mark.django_db


class Counting:
    """A fold that says how often it was made."""

    def __init__(self) -> None:
        self.made = 0
        self.fold: Fold[str] = Fold("counting", self.make, dump=lambda x: [x], load=lambda x: x[0])

    def make(self, outcome: Outcome, organization: Organization) -> str:
        self.made += 1
        return f"{organization.name} {len(outcome.verdicts_of(organization)) > 0}"


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    forget(monkeypatch)
    return Counting()


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As another process, which has kept nothing."""
    monkeypatch.setattr(folding, "_kept", Kept(100))


def asked(house: Tree, counting: Counting, *, store: bool, day: int = 0) -> list[str]:
    clocks = Clocks(TODAY + timedelta(days=day))
    ids = [house.organ.id, house.first.id, house.second.id]
    return folded(keys_of(ids, clocks), clocks, counting.fold, store=store)


def test_it_is_made_once_and_answered_in_the_order_asked(counting: Counting) -> None:
    house = tree()
    first = asked(house, counting, store=False)
    assert first == asked(house, counting, store=False)
    assert [one.split()[0] for one in first] == ["机关党委", "第一支部", "第二支部"]
    assert counting.made == 3


def test_another_process_finds_todays_in_the_database(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = tree()
    first = asked(house, counting, store=True)
    forget(monkeypatch)
    assert asked(house, counting, store=True) == first
    assert counting.made == 3


def test_another_day_is_worked_out_and_never_stored(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = tree()
    asked(house, counting, store=False, day=-30)
    assert not Folded.objects.exists()
    forget(monkeypatch)
    asked(house, counting, store=False, day=-30)
    assert counting.made == 6


def test_an_act_makes_it_anew_for_the_branch_and_what_is_above_only(counting: Counting) -> None:
    house = tree()
    asked(house, counting, store=True)
    record(SYSTEM, Record(kinds=("theme_day",), held_on=TODAY, hosts=(Hosting(house.first.id),)))
    asked(house, counting, store=True)
    assert counting.made == 5
    assert Folded.objects.count() == 3


def test_other_code_makes_it_anew(counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    house = tree()
    asked(house, counting, store=True)
    forget(monkeypatch)
    monkeypatch.setattr(folding, "_code", lambda: "another version")
    asked(house, counting, store=True)
    assert counting.made == 6


def test_many_organizations_ask_no_more_of_the_database_than_a_few(counting: Counting) -> None:
    house = tree()
    assert _queries(house, counting) == _queries(house, counting, more=15)


def _queries(house: Tree, counting: Counting, more: int = 0) -> int:
    ids = [house.first.id, *(place(f"支部{n}", house.organ).id for n in range(more))]
    clocks = Clocks(TODAY - timedelta(days=more))
    with CaptureQueriesContext(connection) as seen:
        folded(keys_of(ids, clocks), clocks, counting.fold, store=False)
    return len(seen)


def test_a_changed_definition_of_a_register_makes_it_anew(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = tree()
    asked(house, counting, store=True)
    forget(monkeypatch)
    shelf = load_registers(["national"])._replace(fingerprint="another text")
    monkeypatch.setattr(folding, "load_registers", lambda _: shelf)
    asked(house, counting, store=True)
    assert counting.made == 6
