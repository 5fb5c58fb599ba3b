"""Organs at random: every kind of bearer, facts that change, evidence of every sort."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from mingdeng.engine.inputs import (
    LONG_AGO,
    Bearer,
    Clocks,
    Coverage,
    Evidence,
    Records,
    Steps,
    Value,
    Waiver,
)
from mingdeng.rulebook.model import After, Rulebook
from mingdeng.rulebook.vocabulary import vocabulary

WORDS = vocabulary()
KINDS = tuple(WORDS.kinds)
TOPICS, ROLES, FLAGS = tuple(WORDS.topics), tuple(WORDS.roles), tuple(WORDS.flags)
BEARERS = (
    "branch",
    "party_group",
    "member",
    "leading_group",
    "organ_committee",
    "organ",
    "general_branch",
    "work_committee",
    "committee_pair",
    "youth_group",
    "river_chief",
    "village_official",
    "liaison_station",
)
# What texts among the facts may say; the levels of river chiefs are the only ones so far.
TEXTS = ("省级", "市级", "县级", "乡级", "村级")
START, DAYS = date(2023, 1, 1), 1460
COUNTS = (0, 1, 2, 3, 5, 6, 7, 8, 20, 49, 50, 51, 99, 100, 350)


def random_clocks(rng: Random) -> tuple[Clocks, date | None]:
    """An as-of day, a known-on day, and perhaps an earlier start."""
    as_of = random_day(rng, date(2025, 1, 1), 730)
    known_on = rng.choice([date.max, random_day(rng, as_of - timedelta(days=60), 120)])
    return Clocks(as_of, known_on), rng.choice([None, date(2024, 1, 1), date(2025, 5, 5)])


def random_organ(rng: Random, rulebook: Rulebook, number: int) -> list[tuple[Bearer, Records]]:
    """One to four bearers with everything recorded about them."""
    kinds = [rng.choice(BEARERS) for _ in range(rng.randint(1, 4))]
    return [
        random_subject(rng, rulebook, f"organ-{number}/{place}", kind)
        for place, kind in enumerate(kinds)
    ]


def random_subject(rng: Random, rulebook: Rulebook, name: str, kind: str) -> tuple[Bearer, Records]:
    founded = rng.choice([None, date(2018, 3, 1), random_day(rng)])
    bearer = Bearer(
        id=name,
        kind=kind,
        name=name,
        founded=founded,
        dissolved=rng.choice([None, None, None, random_day(rng)]),
        facts={fact: random_steps(rng, fact) for fact in WORDS.facts if rng.random() < 0.6},
        events={event: random_days(rng) for event in WORDS.events if rng.random() < 0.4},
    )
    wanted = relevant_kinds(rulebook, kind)
    return bearer, Records(
        evidence=[random_evidence(rng, name, n, wanted) for n in range(rng.randint(0, 40))],
        waivers=[random_waiver(rng, rulebook, name) for _ in range(rng.choice([0, 0, 0, 1, 3]))],
        coverage=rng.choice([None, random_coverage(rng, name, wanted)]),
    )


def relevant_kinds(rulebook: Rulebook, kind: str) -> list[str]:
    """Kinds of evidence the rules of this bearer look for, so that something happens."""
    found: set[str] = set()
    for rule in rulebook.rules.values():
        if kind in rule.owed_by:
            for version in rule.versions:
                found |= {word for word in KINDS if word in repr(version.require)}
                if isinstance(version.timing, After) and version.timing.kind:
                    found.add(version.timing.kind)
    return sorted(found) or list(KINDS)


def random_day(rng: Random, start: date = START, days: int = DAYS) -> date:
    return start + timedelta(days=rng.randrange(days))


def random_days(rng: Random) -> tuple[date, ...]:
    return tuple(sorted({random_day(rng) for _ in range(rng.randint(1, 3))}))


def random_steps(rng: Random, fact: str) -> Steps:
    days = [LONG_AGO, *sorted({random_day(rng) for _ in range(rng.choice([0, 0, 1, 3]))})]
    days = days[rng.choice([0, 0, 0, 1]) :]
    return tuple((day, random_value(rng, fact)) for day in days)


def random_value(rng: Random, fact: str) -> Value:
    match WORDS.facts[fact].type:
        case "boolean":
            return bool(rng.getrandbits(1))
        case "text":
            return rng.choice(TEXTS)
    return rng.choice(COUNTS)


def random_evidence(rng: Random, bearer: str, number: int, wanted: list[str]) -> Evidence:
    held = random_day(rng)
    expected = rng.randint(0, 12)
    amounts: dict[str, Fraction] = {}
    if rng.random() < 0.6:
        amounts = {"expected": Fraction(expected), "present": Fraction(rng.randint(0, expected))}
    if rng.random() < 0.5:
        amounts |= {"hours": Fraction(rng.randint(0, 120), 2), "days": Fraction(rng.randint(0, 8))}
    if rng.random() < 0.1:
        amounts["months"] = Fraction(rng.randint(0, 3))
    if rng.random() < 0.3:
        most = {"minutes": 60, "metres": 3000, "gap": 9}
        amounts |= {name: Fraction(rng.randint(0, n)) for name, n in most.items()}
    return Evidence(
        id=f"{bearer}-{number:03}",
        bearer=bearer,
        kind=rng.choice(wanted) if rng.random() < 0.9 else rng.choice(KINDS),
        held_from=held,
        held_to=held + timedelta(days=rng.choice([0, 0, 1])),
        topics=frozenset(rng.sample(TOPICS, rng.randint(0, 3))),
        role=rng.choice([None, *ROLES]),
        for_period=rng.choice([None, None, str(held.year - 1), f"{held:%Y-%m}"]),
        amounts=amounts,
        flags=frozenset(rng.sample(FLAGS, rng.randint(0, 2))),
        recorded_on=rng.choice([None, held + timedelta(days=rng.randint(0, 200))]),
    )


def random_waiver(rng: Random, rulebook: Rulebook, bearer: str) -> Waiver:
    first = random_day(rng)
    last = first + timedelta(days=rng.randint(0, 400))
    return Waiver(bearer, rng.choice(list(rulebook.rules)), first, last, "上级", "理由")


def random_coverage(rng: Random, bearer: str, wanted: list[str]) -> list[Coverage]:
    """Spans that may touch, overlap or leave gaps."""
    spans = []
    for kind in (*wanted, *(f"{kind}:{topic}" for kind in wanted for topic in TOPICS)):
        for _ in range(rng.choice([0, 1, 2, 3])):
            first = random_day(rng)
            spans.append(Coverage(bearer, kind, first, first + timedelta(days=rng.randint(0, 700))))
    return spans
