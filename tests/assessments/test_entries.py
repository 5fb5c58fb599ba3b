"""Duties of river chiefs, village officials, stations and members, judged from entries."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingdeng.assessments.outcomes import judged_of, keys_of, organ_for, tables_of
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.reasons import reason
from mingdeng.engine.scalar import judge
from mingdeng.engine.verdicts import DUE, MET, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict
from mingdeng.facts.bearers import bearers_of
from mingdeng.facts.judging import records_of
from mingdeng.journal.services import Actor
from mingdeng.registers.models import Entry
from mingdeng.registers.services import Ledger, enter, withdraw
from mingdeng.registers.values import read_entry
from mingdeng.roster.models import Organization, PackAdoption
from mingdeng.rulebook.registers import load_registers
from tests.engine.oracle import judge_in_sql
from tests.engine.test_oracle import as_row, plain
from tests.house import SYSTEM, Tree, someone, tree

pytestmark = pytest.mark.django_db
END = date(2026, 1, 5)
CHIEF = {"title": "濉河张集段", "owner": "王河长", "river_level": "县级", "day": "2024-01-01"}


def adopt(place: Organization, *packs: str) -> None:
    for pack in packs:
        PackAdoption.objects.create(organization=place, pack=pack, since=date(2020, 1, 1))


def on(day: date) -> Actor:
    return Actor(None, None, datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC))


def written(
    place: Organization, name: str, given: Mapping[str, str], day: date, period: str = ""
) -> Entry:
    """An entry of a register of the packs for people's congresses, recorded on a day."""
    register = load_registers(["national", "npc"]).registers[name]
    return enter(on(day), Ledger(register, place), read_entry(register, given, period))


def patrols(place: Organization, chief: Entry, *days: str, recorded: date = END) -> None:
    for day in days:
        given = {"title": "看排口", "parent": str(chief.id), "owner": "王河长", "day": day}
        written(place, "river-patrols", given, recorded)


def judged(place: Organization, rule: str, clocks: Clocks) -> dict[tuple[str, str], Verdict]:
    """The verdicts of a rule shown under an organization, by bearer and period."""
    (outcome,) = judged_of([place.id], clocks)
    (organization,) = outcome.organ.organizations
    every = outcome.verdicts_of(organization)
    return {(v.bearer.name, v.period): v for v in every if v.rule.id == rule}


def states(verdicts: Mapping[tuple[str, str], Verdict], periods: Sequence[str]) -> list[str]:
    return [next(v.state for (_, p), v in verdicts.items() if p == period) for period in periods]


def county(house: Tree) -> Entry:
    adopt(house.organ, "chongqing")
    return written(house.organ, "river-chiefs", CHIEF, date(2024, 12, 1))


def test_ls_w31_a_district_chief_misses_the_quarter_without_a_patrol() -> None:
    house = tree()
    chief = county(house)
    patrols(house.organ, chief, "2025-01-05", "2025-05-10", "2025-12-01")
    found = judged(house.organ, "patrol-by-county-chief", Clocks(date(2025, 12, 31)))
    quarters = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert states(found, quarters) == [MET, MET, OVERDUE, MET]
    missed = found["濉河张集段", "2025-Q3"]
    assert missed.bearer.id == str(chief.id)
    assert reason(missed) == "2025年第三季度没有河长巡河记录，要求不少于1次"


def test_without_a_pack_that_says_how_often_no_patrol_is_owed() -> None:
    house = tree()
    written(house.organ, "river-chiefs", CHIEF, date(2024, 12, 1))
    assert judged(house.organ, "patrol-by-county-chief", Clocks(date(2025, 12, 31))) == {}


def test_what_lies_before_the_register_was_in_use_is_not_known_instead_of_missed() -> None:
    house = tree()
    adopt(house.organ, "chongqing")
    chief = written(house.organ, "river-chiefs", CHIEF, date(2025, 5, 20))
    clocks = Clocks(date(2025, 12, 31))
    quarters = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    found = judged(house.organ, "patrol-by-county-chief", clocks)
    assert states(found, quarters) == [UNKNOWN, UNKNOWN, OVERDUE, DUE]
    patrols(house.organ, chief, "2025-02-10")
    found = judged(house.organ, "patrol-by-county-chief", clocks)
    assert states(found, quarters) == [MET, OVERDUE, OVERDUE, DUE]


def test_an_entry_taken_back_or_not_yet_known_does_not_count() -> None:
    house = tree()
    chief = county(house)
    patrols(house.organ, chief, "2025-05-10", recorded=date(2025, 8, 1))
    rule, second = "patrol-by-county-chief", ["2025-Q2"]
    assert states(judged(house.organ, rule, Clocks(date(2025, 12, 31))), second) == [MET]
    then = Clocks(date(2025, 12, 31), date(2025, 7, 31))
    assert states(judged(house.organ, rule, then), second) == [OVERDUE]
    assert judged(house.organ, rule, Clocks(date(2025, 12, 31), date(2024, 11, 30))) == {}
    patrol = Entry.objects.get(register="river-patrols")
    withdraw(SYSTEM, (patrol.id, patrol.version), "记错了")
    assert states(judged(house.organ, rule, Clocks(date(2025, 12, 31))), second) == [OVERDUE]


def test_a_chief_whose_term_ends_owes_nothing_in_the_quarter_that_ends_it() -> None:
    house = tree()
    adopt(house.organ, "chongqing")
    given = {**CHIEF, "until": "2025-05-31"}
    written(house.organ, "river-chiefs", given, date(2024, 12, 1))
    found = judged(house.organ, "patrol-by-county-chief", Clocks(date(2025, 12, 31)))
    assert states(found, ["2025-Q1", "2025-Q2"]) == [OVERDUE, NOT_APPLICABLE]


def test_minutes_metres_and_the_days_between_two_patrols_decide_what_counts() -> None:
    house = tree()
    adopt(house.organ, "aheqi")
    given = {**CHIEF, "river_level": "村级"}
    chief = written(house.organ, "river-chiefs", given, date(2024, 12, 1))
    done = {"title": "看排口", "parent": str(chief.id), "owner": "王河长"}
    enough = {"minutes": "30", "metres": "2000"}
    for day, how in (
        ("2025-05-07", enough),
        ("2025-05-12", {**enough, "metres": "1999"}),
        ("2025-05-14", enough),
        ("2025-05-19", enough),
    ):
        written(house.organ, "river-patrols", {**done, **how, "day": day}, END)
    found = judged(house.organ, "patrol-by-village-chief", Clocks(date(2025, 12, 31)))
    assert states(found, ["2025-W19", "2025-W20", "2025-W21"]) == [MET, OVERDUE, MET]
    assert not any(period == "2025-W05" for _, period in found)
    rejected = found["濉河张集段", "2025-W20"].rejected
    assert rejected is not None
    assert rejected.held_from == date(2025, 5, 14)


def test_ls_w32_days_in_the_village_and_reported_training_count_and_leave_does_not() -> None:
    house = tree()
    adopt(house.organ, "village-work")
    official = {"title": "石桥村", "owner": "李队员", "role": "第一书记", "day": "2024-03-01"}
    parent = str(written(house.organ, "village-teams", official, date(2024, 12, 1)).id)
    given = {"title": "在村", "parent": parent, "owner": "李队员", "kind": "在村工作"}
    for month, days in enumerate((*[16] * 11, 12), start=1):
        period = f"2025-{month:02}"
        written(house.first, "village-days", {**given, "days": str(days)}, END, period)
    trained = {**given, "kind": "经报备的会议培训", "days": "9"}
    written(house.first, "village-days", trained, END, "2025-06")
    leave = {"title": "探亲", "parent": parent, "owner": "李队员", "days": "6"}
    written(house.first, "village-leave", {**leave, "day": "2025-08-01", "due": "2025-08-06"}, END)
    last = Clocks(date(2025, 12, 31), END)
    year = judged(house.organ, "village-days", last)["石桥村", "2025"]
    assert (year.state, year.required, year.counted) == (DUE, 200, 197)
    months = judged(house.organ, "village-days-by-the-calendar", last)
    assert states(months, ["2025-05", "2025-06"]) == [OVERDUE, MET]
    away = judged(house.organ, "village-leave", last)["石桥村", "2025"]
    assert (away.state, away.counted) == (MET, 6)


def test_a_station_is_judged_by_its_receptions_where_a_pack_says_how_often() -> None:
    house = tree()
    adopt(house.organ, "npc", "wuxue")
    given = {"title": "城东站", "owner": "赵联络", "day": "2020-01-01"}
    station = written(house.organ, "liaison-stations", given, date(2024, 12, 1))
    held = {"title": "接待选民", "parent": str(station.id), "day": "2025-05-09"}
    written(house.organ, "liaison-receptions", held, END)
    found = judged(house.organ, "liaison-reception", Clocks(date(2025, 12, 31)))
    assert states(found, ["2025-05", "2025-06"]) == [MET, OVERDUE]


def test_members_are_judged_by_check_ins_from_when_the_branch_uses_the_register() -> None:
    house = tree()
    adopt(house.organ, "foshan")
    someone("王小明", house.first, joined=date(2015, 1, 1))
    someone("钱同志", house.first, joined=date(2015, 1, 1))
    rule, clocks = "community-check-in", Clocks(date(2025, 12, 31))
    before = judged(house.first, rule, clocks)
    assert {v.state for v in before.values()} == {UNKNOWN}
    given = {"title": "清扫", "community": "城东社区", "kind": "志愿服务", "owner": "王小明"}
    written(house.first, "double-check-in", {**given, "day": "2024-12-20"}, END)
    written(house.first, "double-check-in", {**given, "day": "2025-06-30"}, END)
    found = judged(house.first, rule, clocks)
    assert {key: v.state for key, v in found.items()} == {
        ("王小明", "2025-H1"): MET,
        ("王小明", "2025-H2"): DUE,
        ("钱同志", "2025-H1"): OVERDUE,
        ("钱同志", "2025-H2"): DUE,
    }


def test_a_talk_in_its_register_proves_itself_and_says_nothing_of_other_talks() -> None:
    house = tree()
    person = someone("王小明", house.first, joined=date(2015, 1, 1))
    given = {"title": "谈心", "owner": "王小明", "about": "钱同志", "day": "2025-03-01"}
    written(house.first, "heart-talks", given, END)
    found = judged(house.first, "talk-with-committee", Clocks(date(2025, 12, 31)))
    assert {v.state for v in found.values() if v.bearer.id == str(person.id)} == {UNKNOWN}


def test_twice_the_entries_and_chiefs_ask_no_more_of_the_database() -> None:
    house = tree()
    chief = county(house)
    patrols(house.organ, chief, "2025-01-05")
    clocks = Clocks(date(2025, 12, 31))

    def asked(*places: Organization) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            organ_for(keys_of([one.id for one in places], clocks), clocks)
        return len(seen)

    once = asked(house.organ)
    for number in range(5):
        other = written(house.organ, "river-chiefs", {**CHIEF, "title": f"{number}段"}, END)
        patrols(house.organ, other, "2025-02-05", "2025-03-05")
    assert asked(house.organ) == once
    assert asked(house.organ, house.first, house.second) == once


def test_both_executors_judge_the_same_from_the_same_entries() -> None:
    house = tree()
    adopt(house.top, "npc", "wuxue", "aheqi", "village-work", "foshan")
    someone("王小明", house.organ, joined=date(2015, 1, 1))
    for level in ("县级", "乡级", "村级"):
        given = {**CHIEF, "title": f"{level}河段", "river_level": level}
        chief = written(house.organ, "river-chiefs", given, date(2025, 3, 1))
        patrols(house.organ, chief, "2025-05-08", "2025-05-10", "2025-07-01")
    given = {"title": "清扫", "community": "城东社区", "kind": "志愿服务", "owner": "王小明"}
    written(house.organ, "double-check-in", {**given, "day": "2025-03-20"}, END)
    official = {"title": "石桥村", "owner": "李队员", "role": "第一书记", "day": "2024-03-01"}
    parent = str(written(house.organ, "village-teams", official, date(2024, 12, 1)).id)
    month = {"title": "在村", "parent": parent, "owner": "李队员", "kind": "在村工作", "days": "20"}
    written(house.first, "village-days", month, END, "2025-05")
    clocks = Clocks(date(2025, 12, 31))
    keys = keys_of([house.organ.id], clocks)
    organ = organ_for(keys, clocks)
    records, tables = records_of(organ), tables_of(keys[house.organ.id].packs, clocks)
    subjects = [(bearer, records(bearer)) for bearer in bearers_of(organ)]
    scalar = sorted(map(as_row, (v for b, r in subjects for v in judge(tables, b, r))), key=repr)
    oracle = sorted((tuple(map(plain, row)) for row in judge_in_sql(tables, subjects)), key=repr)
    assert scalar == oracle
    kinds = {bearer.kind for bearer, found in subjects if found.evidence}
    assert kinds >= {"river_chief", "village_official", "member"}
