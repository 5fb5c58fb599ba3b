"""What the generator calls the truth agrees with itself, whatever the seed."""

import json
from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from fictional import make
from fictional.workdays import DAYS_OFF, workdays

from tests.examples.clerk import has_true_check_character

Truth = dict[str, Any]
CASES = [("small", seed) for seed in range(1, 13)] + [("demo", seed) for seed in (1, 2, 3)]
MONTHLY = ("branch_committee_meeting", "theme_day", "group_meeting")


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def truth(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Truth:
    size, seed = request.param
    return make(tmp_path_factory.mktemp("organ"), size=size, seed=seed, style="plain")


def test_an_organ_has_the_size_that_was_asked_for(truth: Truth) -> None:
    sizes = [branch["members"] for branch in truth["branches"]]
    assert sum(sizes) == truth["members"] == len(truth["people"])
    if truth["size"] == "demo":
        assert (truth["members"], len(sizes)) == (260, 12)
    else:
        assert 60 <= truth["members"] <= 120
        assert 5 <= len(sizes) <= 8


def test_the_demo_has_every_kind_of_organization(tmp_path: Path) -> None:
    truth = make(tmp_path, size="demo", seed=1, style="demo")
    kinds = Counter(organization["kind"] for organization in truth["organizations"])
    assert kinds == {"工委": 1, "党组": 1, "党委": 1, "党总支": 1, "党支部": 12}
    under_general = [o for o in truth["organizations"] if "总支部" in o["upper"]]
    assert len(under_general) == 2
    assert sorted({b["groups"] for b in truth["branches"]}) == [0, 2, 3, 4]


def test_gaps_follow_from_the_activities(truth: Truth) -> None:
    told = {(gap["branch"], gap["kind"], gap["period"], gap["group"]) for gap in truth["gaps"]}
    assert told == set(_gaps_found(truth))
    assert len(told) == len(truth["gaps"])


def test_the_kinds_of_gap_of_the_sample_are_all_there(truth: Truth) -> None:
    reasons = {(gap["kind"], gap["why"].split(":")[0]) for gap in truth["gaps"]}
    assert {kind for kind, _ in reasons} >= {*MONTHLY, "members_meeting", "party_lecture"}
    assert ("branch_committee_meeting", "held with fewer than half of the committee") in reasons
    assert all(gap["local_only"] == (gap["kind"] == "party_lecture") for gap in truth["gaps"])
    thin = [
        activity
        for activity in truth["activities"]
        if "members_meeting" in activity["kinds"] and 2 * activity["present"] < activity["should"]
    ]
    assert thin
    assert any(branch["founded"] > truth["since"] for branch in truth["branches"])
    assert any(branch["full"] < 7 and not branch["committee"] for branch in truth["branches"])


def test_those_absent_are_the_difference_and_belong_there(truth: Truth) -> None:
    for activity in truth["activities"] + truth["words"]:
        branch = activity.get("branch") or activity["organization"]
        names = activity["absent"]
        assert len(names) == len(set(names)) == activity["should"] - activity["present"]
        people = [p for p in truth["people"] if p["branch"] == branch]
        if activity["group"]:
            people = [p for p in people if p["group"] == activity["group"]]
        if activity["kinds"] == ["branch_committee_meeting"]:
            people = [p for p in people if p["post"]]
        assert set(names) <= {p["name"] for p in people}
        assert activity["should"] == sum(p["joined"] <= activity["on"] for p in people)


def test_voters_are_the_full_members_of_the_day(truth: Truth) -> None:
    for activity in truth["activities"]:
        assert activity["voters"] == sum(
            p["branch"] == activity["branch"]
            and bool(p["full_on"])
            and p["full_on"] <= activity["on"]
            for p in truth["people"]
        )


def test_nobody_meets_twice_in_one_kind_on_one_day(truth: Truth) -> None:
    meetings = [
        (a.get("branch") or a["organization"], a["group"], kind, a["on"])
        for a in truth["activities"] + truth["words"]
        for kind in a["kinds"]
    ]
    assert len(meetings) == len(set(meetings))


def test_activities_lie_on_working_days_of_the_period(truth: Truth) -> None:
    for activity in truth["activities"] + truth["words"]:
        on = date.fromisoformat(activity["on"])
        assert chinese_calendar.is_workday(on)
        assert truth["since"] <= activity["on"] <= truth["as_of"]


def test_one_name_stands_in_two_branches_and_never_twice_in_one(truth: Truth) -> None:
    names = Counter(p["name"] for p in truth["people"])
    assert [count for count in names.values() if count > 1] == [2]
    assert max(Counter((p["name"], p["branch"]) for p in truth["people"]).values()) == 1


def test_people_are_possible(truth: Truth) -> None:
    assert len({p["id"] for p in truth["people"]}) == truth["members"]
    for person in truth["people"]:
        number = person["id"]
        assert number[:6] == "419999"
        assert has_true_check_character(number)
        assert date.fromisoformat(person["birth"]).strftime("%Y%m%d") == number[6:14]
        assert int(number[16]) % 2 == (person["sex"] == "男")
        born, joined = date.fromisoformat(person["birth"]), date.fromisoformat(person["joined"])
        assert joined.year - born.year >= 18
        if person["full_on"]:
            assert person["full_on"] == joined.replace(year=joined.year + 1).isoformat()


def test_rare_and_dotted_names_occur(tmp_path: Path) -> None:
    names = "".join(p["name"] for p in make(tmp_path, size="demo", seed=1)["people"])
    assert "·" in names
    assert any(ord(character) > 0xFFFF for character in names)


def test_ten_faults_of_ten_kinds_in_ten_rows(truth: Truth) -> None:
    problems = truth["problems"]
    assert len({problem["reason"] for problem in problems}) == 10
    assert len({(p["file"], p["sheet"], p["row"]) for p in problems}) == 10
    sources = {tuple(a["source"].values()) for a in truth["activities"]}
    assert not sources & {(p["file"], p["sheet"], p["row"]) for p in problems}


def test_minutes_can_be_placed_and_counted(truth: Truth) -> None:
    names = Counter(p["name"] for p in truth["people"])
    assert len({words["file"] for words in truth["words"]}) == len(truth["words"])
    for words in truth["words"]:
        assert words["inferred_from"] == words["chair"]
        assert names[words["chair"]] == 1
        assert not {words["chair"], words["recorder"]} & set(words["absent"])
        if words["votes"]:
            assert 0 < sum(words["votes"]) <= words["present"]


def test_no_term_is_over(truth: Truth) -> None:
    as_of = date.fromisoformat(truth["as_of"])
    for organization in truth["organizations"]:
        years = 5 if organization["kind"] == "党委" else 3
        if organization["elected"]:
            elected = date.fromisoformat(organization["elected"])
            assert elected + timedelta(days=365 * years) >= as_of
            assert organization["founded"] <= organization["elected"]


def test_the_truth_is_json(truth: Truth) -> None:
    assert json.loads(json.dumps(truth, ensure_ascii=False)) == truth


def test_working_days_are_those_of_the_announced_calendar() -> None:
    for year in DAYS_OFF:
        for month in range(1, 13):
            weekdays = [
                date(year, month, number)
                for number in range(1, monthrange(year, month)[1] + 1)
                if date(year, month, number).weekday() < 5
            ]
            worked = [day for day in weekdays if chinese_calendar.is_workday(day)]
            assert workdays(year, month, 1, 31) == worked


def _gaps_found(truth: Truth) -> list[tuple[str, str, str, int | None]]:
    return [gap for branch in truth["branches"] for gap in _gaps_of_branch(truth, branch)]


def _gaps_of_branch(truth: Truth, branch: Truth) -> list[tuple[str, str, str, int | None]]:
    """Every period that began after the founding and is over, against what counts in it."""
    done = _evidence(truth, branch["name"])
    wanted: list[tuple[str, int | None]] = [("theme_day", None), ("members_meeting", None)]
    wanted.append(("party_lecture", None))
    if branch["committee"]:
        wanted.append(("branch_committee_meeting", None))
    wanted += [("group_meeting", group) for group in range(1, branch["groups"] + 1)]
    if truth["size"] == "demo":
        wanted.append(("organizational_life_meeting", None))
    return [
        (branch["name"], kind, period, group)
        for kind, group in wanted
        for period in _periods(truth, kind, branch["founded"])
        if (kind, period, group) not in done
    ]


def _evidence(truth: Truth, branch: str) -> set[tuple[str, str, int | None]]:
    return {
        (kind, _period(kind, date.fromisoformat(a["on"])), a["group"])
        for a in truth["activities"] + truth["words"]
        if (a.get("branch") or a["organization"]) == branch
        for kind in a["kinds"]
        if kind != "branch_committee_meeting" or 2 * a["present"] >= a["should"]
    }


def _period(kind: str, day: date) -> str:
    if kind in MONTHLY:
        return f"{day:%Y-%m}"
    if kind == "organizational_life_meeting":
        return str(day.year)
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _periods(truth: Truth, kind: str, founded: str) -> list[str]:
    length = 1 if kind in MONTHLY else 12 if kind == "organizational_life_meeting" else 3
    since, as_of = date.fromisoformat(truth["since"]), date.fromisoformat(truth["as_of"])
    periods = []
    for year in range(since.year, as_of.year + 1):
        for month in range(1, 13, length):
            last = month + length - 1
            end = date(year, last, monthrange(year, last)[1])
            if founded < date(year, month, 1).isoformat() and end <= as_of:
                periods.append(_period(kind, date(year, month, 1)))
    return periods
