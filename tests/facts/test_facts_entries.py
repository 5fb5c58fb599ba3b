"""Entries of registers as evidence and as bearers: for whom, of which day, from when on."""

from datetime import date

from mingdeng.facts.bearers import bearers_of
from mingdeng.facts.evidence import coverage_of, evidence_of
from mingdeng.facts.organ import Charge, Entry, Organ, Organization, Person, Use
from mingdeng.files.rows import Source

BRANCH, PERSON, CHIEF = "branch", "person", "chief"


def entry(name: str, day: date, charge: str | None = None, kind: str = "river_patrol") -> Entry:
    return Entry(name, BRANCH, kind, day, day, charge=charge, owner=PERSON, recorded_on=day)


def charge(**other: object) -> Charge:
    given: dict[str, object] = {
        "id": CHIEF,
        "organization": BRANCH,
        "kind": "river_chief",
        "title": "濉河",
        "first": date(2025, 1, 1),
        "last": None,
        "facts": {"river_level": "县级"},
        "judged_by": frozenset({"river_patrol"}),
        "recorded_on": date(2025, 3, 1),
    }
    return Charge(**{**given, **other})  # type: ignore[arg-type]


def organ(*entries: Entry, charges: tuple[Charge, ...] = (), uses: tuple[Use, ...] = ()) -> Organ:
    source = Source("平台", None, None)
    person = Person(PERSON, "王小明", BRANCH, None, None, None, (), None, source)
    return Organ(
        name="",
        organizations=(Organization(BRANCH, "支部", "支部", "branch"),),
        people=(person,),
        activities=(),
        payments=(),
        ledgers=(),
        dues_months={},
        posts_told_in=frozenset(),
        secretaries_known=False,
        entries=entries,
        charges=charges,
        uses=uses,
    )


def test_an_entry_counts_for_its_charge_alone_else_for_the_organization_and_its_owner() -> None:
    day = date(2025, 5, 1)
    under = evidence_of(organ(entry("a", day, CHIEF), charges=(charge(),)))
    assert set(under) == {CHIEF}
    alone = evidence_of(organ(entry("a", day)))
    assert set(alone) == {BRANCH, PERSON}
    elsewhere = Entry("a", "committee", "river_patrol", day, day, owner=PERSON)
    assert set(evidence_of(organ(elsewhere))) == {"committee"}


def test_the_days_since_the_one_before_are_told_per_bearer_and_kind() -> None:
    days = [date(2025, 5, 1), date(2025, 5, 5), date(2025, 5, 6)]
    named = [entry(f"e{n}", day, CHIEF) for n, day in enumerate(days)]
    others = [
        entry("x", date(2025, 5, 4), "other"),
        entry("y", date(2025, 5, 4), CHIEF, "training"),
    ]
    found = evidence_of(organ(*reversed(named), *others))[CHIEF]
    patrols = {one.id: one.amounts.get("gap") for one in found if one.kind == "river_patrol"}
    assert patrols == {"e0": None, "e1": 4, "e2": 1}


def test_a_charge_bears_from_its_first_day_to_its_last_under_its_organization() -> None:
    every = bearers_of(organ(charges=(charge(last=date(2025, 5, 31)),)))
    (chief,) = (one for one in every if one.kind == "river_chief")
    assert (chief.name, chief.organization) == ("濉河", BRANCH)
    assert (chief.founded, chief.dissolved) == (date(2025, 1, 1), date(2025, 6, 1))
    assert chief.fact("river_level", date(2025, 1, 1)) == "县级"


def test_a_charge_is_judged_from_its_being_recorded_or_from_an_earlier_use() -> None:
    def first(*uses: Use) -> date:
        (span,) = coverage_of(organ(charges=(charge(),), uses=uses))[CHIEF]
        return span.first

    assert first() == date(2025, 3, 1)
    assert first(Use(BRANCH, "river_patrol", date(2025, 2, 1), False)) == date(2025, 2, 1)
    assert first(Use(BRANCH, "river_patrol", date(2025, 4, 1), False)) == date(2025, 3, 1)
    assert first(Use(BRANCH, "village_work", date(2025, 2, 1), False)) == date(2025, 3, 1)


def test_a_register_that_alone_records_a_kind_speaks_for_organization_and_members() -> None:
    alone = Use(BRANCH, "community_check_in", date(2025, 4, 1), True)
    shared = Use(BRANCH, "heart_to_heart_talk", date(2025, 4, 1), False)
    found = coverage_of(organ(uses=(alone, shared)))
    assert {bearer: {span.kind for span in spans} for bearer, spans in found.items()} == {
        BRANCH: {"community_check_in"},
        PERSON: {"community_check_in"},
    }
