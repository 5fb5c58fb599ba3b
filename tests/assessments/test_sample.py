"""The sample imported into the platform is judged as the check judges the files."""

import json
from datetime import date

import pytest

from mingdeng.activities.services import Hosting, Record, record
from mingdeng.assessments.outcomes import judged_of
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.verdicts import MET, OVERDUE, Verdict
from mingdeng.facts.outcome import check
from mingdeng.roster.models import Organization
from mingdeng.rulebook.duties import load_duties
from tests.house import SYSTEM, signed_in
from tests.intake.ledgers import LEDGERS, import_ledgers, ledgers, organ

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 9, 30)
FIVE = {
    "members-meeting": "members_meeting",
    "branch-committee-meeting": "branch_committee_meeting",
    "group-meeting": "group_meeting",
    "party-lecture": "party_lecture",
    "theme-day": "theme_day",
}
Standing = dict[tuple[str, str, str, str], str]


def standing(verdicts: list[Verdict], names: dict[str, str]) -> Standing:
    """The state of each of the five duties by branch, rule, period and group."""
    return {
        (names[v.bearer.organization], v.rule.id, v.period, str(v.bearer.group)): v.state
        for v in verdicts
        if v.rule.id in FIVE
    }


def of_the_platform() -> Standing:
    places = list(Organization.objects.all())
    outcomes = judged_of([place.id for place in places], Clocks(AS_OF))
    every = [v for outcome in outcomes for found in outcome.verdicts.values() for v in found]
    return standing(every, {str(place.id): place.name for place in places})


def of_the_files() -> Standing:
    outcome = check(ledgers(), load_duties(["national"]), Clocks(AS_OF))
    every = [v for found in outcome.verdicts.values() for v in found]
    return standing(every, {item.id: item.name for item in outcome.organ.organizations})


def overdue(found: Standing) -> set[tuple[str, str, str]]:
    return {
        (place, FIVE[rule], period) for (place, rule, period, _), s in found.items() if s == OVERDUE
    }


def test_both_ways_come_to_the_same_verdicts() -> None:
    import_ledgers(signed_in("office"), organ())
    assert of_the_platform() == of_the_files()


def test_the_six_gaps_are_found_and_nothing_else_is_overdue() -> None:
    import_ledgers(signed_in("office"), organ())
    truth = json.loads((LEDGERS / "truth.json").read_text(encoding="utf-8"))
    gaps = {(g["branch"], g["kind"], g["period"]) for g in truth["gaps"] if not g["local_only"]}
    assert len(gaps) == 6
    assert overdue(of_the_platform()) == gaps


def test_a_missed_meeting_recorded_as_held_in_time_is_met() -> None:
    import_ledgers(signed_in("office"), organ())
    branch = Organization.objects.get(name="老干部支部")
    assert ("老干部支部", "theme_day", "2026-04") in overdue(of_the_platform())
    record(SYSTEM, Record(("theme_day",), date(2026, 4, 20), (Hosting(branch.id),)))
    found = of_the_platform()
    assert found["老干部支部", "theme-day", "2026-04", "None"] == MET
    assert len(overdue(found)) == 5
