"""What a check says about files, beside the truth their maker kept about them."""

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from mingdeng.engine.inputs import Clocks
from mingdeng.facts.outcome import Outcome, check
from mingdeng.files import Reading, read_folder
from mingdeng.rulebook.duties import load_duties

Truth = dict[str, Any]
Fact = tuple[Hashable, ...]
Month = tuple[int, int]
DUTY_OF = {
    "members_meeting": "members-meeting",
    "branch_committee_meeting": "branch-committee-meeting",
    "group_meeting": "group-meeting",
    "party_lecture": "party-lecture",
    "theme_day": "theme-day",
    "organizational_life_meeting": "organizational-life-meeting",
}
DUES = "dues-payment"
NATIONAL, LOCAL = ("national",), ("national", "local-example")


def judged(folder: Path, truth: Truth, packs: Iterable[str]) -> Outcome:
    """The check of files as of the day their truth was written."""
    return judged_reading(read_folder(folder), truth, packs)


def judged_reading(reading: Reading, truth: Truth, packs: Iterable[str]) -> Outcome:
    as_of = date.fromisoformat(truth["as_of"])
    since = date.fromisoformat(truth["since"]) if "since" in truth else None
    return check(reading, load_duties(tuple(packs)), Clocks(as_of), first=since)


def differences(outcome: Outcome, truth: Truth, *, local: bool) -> list[str]:
    """Everything in which the check and the truth do not agree; empty is what is wanted."""
    pairs = {
        "fault": (faults_found(outcome), faults_planted(truth)),
        "activity": (activities_found(outcome, truth), activities_held(truth)),
        "gap": (gaps_found(outcome), gaps_left(truth, local=local)),
        "payment": (payments_found(outcome), payments_made(truth)),
        "unpaid month": (unpaid_found(outcome), unpaid_left(truth)),
    }
    return [
        line for what, (found, real) in pairs.items() for line in _difference(what, found, real)
    ]


def _difference(what: str, found: Counter[Fact], real: Counter[Fact]) -> Iterator[str]:
    yield from (f"{what} missing: {item}" for item in (real - found).elements())
    yield from (f"{what} invented: {item}" for item in (found - real).elements())


# ---- faults: file, sheet, row, column ----


def faults_found(outcome: Outcome) -> Counter[Fact]:
    errors = (finding for finding in outcome.findings if finding.severity == "error")
    return Counter((item.file, item.sheet, item.row, item.column) for item in errors)


def faults_planted(truth: Truth) -> Counter[Fact]:
    return Counter((*_place(item), item["column"]) for item in truth["problems"])


def _place(item: dict[str, Any]) -> tuple[str, str | None, int]:
    return (item["file"], item["sheet"], item["row"])


# ---- activities: branch, day, kinds, group, heads, absent people ----


def activities_found(outcome: Outcome, truth: Truth) -> Counter[Fact]:
    """Without the rows a fault was planted in: the truth does not speak of them."""
    faulty = {_place(problem) for problem in truth["problems"]}
    return Counter(
        (
            outcome.organ.organization(item.organization).name,
            item.held_on.isoformat(),
            frozenset(item.kinds),
            item.group,
            item.expected,
            item.present,
            _same_names(item.absent),
        )
        for item in outcome.organ.activities
        if (item.row.source.file, item.row.source.sheet, item.row.source.row) not in faulty
    )


def activities_held(truth: Truth) -> Counter[Fact]:
    words = truth["words"] if "words" in truth else [truth["word"]]
    in_word = [{"branch": item["organization"], "group": None} | item for item in words]
    return Counter(
        (
            item["branch"],
            item["on"],
            frozenset(item["kinds"]),
            item["group"],
            item["should"],
            item["present"],
            _same_names(item["absent"]),
        )
        for item in [*truth["activities"], *in_word]
    )


def _same_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names without blanks and with one kind of dot, in one order."""
    plain = ("".join(unicodedata.normalize("NFKC", name).split()) for name in names)
    return tuple(sorted(name.replace("•", "·").replace("・", "·") for name in plain))


# ---- gaps: branch, duty, period, group ----


def gaps_found(outcome: Outcome) -> Counter[Fact]:
    return Counter(
        (organization.name, verdict.rule.id, verdict.period, verdict.bearer.group)
        for organization in outcome.organ.organizations
        for verdict in outcome.verdicts_of(organization)
        if verdict.state == "overdue" and verdict.rule.id in DUTY_OF.values()
    )


def gaps_left(truth: Truth, *, local: bool) -> Counter[Fact]:
    return Counter(
        (item["branch"], DUTY_OF[item["kind"]], item["period"], item["group"])
        for item in truth["gaps"]
        if item["kind"] in DUTY_OF and (local or not item["local_only"])
    )


def overdue_duties(outcome: Outcome) -> set[str]:
    homes = outcome.organ.organizations
    every = (verdict for home in homes for verdict in outcome.verdicts_of(home))
    return {verdict.rule.id for verdict in every if verdict.state == "overdue"}


# ---- dues: what was paid for which month, and what was not ----


def payments_found(outcome: Outcome) -> Counter[Fact]:
    names = {person.id: _same_names([person.name]) for person in outcome.organ.people}
    return Counter((names[item.person], item.year, item.month) for item in outcome.organ.payments)


def payments_made(truth: Truth) -> Counter[Fact]:
    return Counter(
        (_same_names([item["name"]]), *month) for item in truth["dues"] for month in _paid(item)
    )


def unpaid_found(outcome: Outcome) -> Counter[Fact]:
    return Counter(
        (organization.name, _same_names([verdict.bearer.name]), verdict.period)
        for organization in outcome.organ.organizations
        for verdict in outcome.verdicts_of(organization)
        if verdict.state == "overdue" and verdict.rule.id == DUES
    )


def unpaid_left(truth: Truth) -> Counter[Fact]:
    """Months a member owed and did not pay, where somebody of the branch did."""
    entered: dict[str, set[Month]] = {}
    for item in truth["dues"]:
        entered.setdefault(item["branch"], set()).update(_paid(item))
    owes_since = _owing(truth)
    return Counter(
        (item["branch"], _same_names([item["name"]]), f"{year}-{month:02}")
        for item in truth["dues"]
        for year, month in entered[item["branch"]] - _paid(item)
        if owes_since.get((item["branch"], item["name"]), "9999") <= f"{year}-{month:02}-01"
    )


def _owing(truth: Truth) -> dict[tuple[str, str], str]:
    """The day each member joined; not of those whose branch the roster has wrong."""
    adrift = {_place(item) for item in truth["problems"] if item["reason"] == "unknown branch"}
    return {
        (who["branch"], who["name"]): who["joined"]
        for who in truth.get("people", [])
        if _place(who["source"]) not in adrift
    }


def _paid(account: dict[str, Any]) -> set[Month]:
    paid = account.get("paid", {})
    return {(int(year), month) for year, months in paid.items() for month in months}
