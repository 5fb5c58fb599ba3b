"""Entries of registers for the fictional organ, around the day it is made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from mingdeng.access.queries import NATIONAL
from mingdeng.daycount import Cycle, local_day, period_of
from mingdeng.journal.services import Actor
from mingdeng.registers.services import Ledger, close, enter
from mingdeng.registers.values import Text, read_entry
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import DAYS, load_registers

FILE = Path(__file__).resolve().parents[3] / "examples" / "demo_entries.yaml"
PACKS = (NATIONAL, "npc")
PLACES = {"branch": "branch", "committee": "organ_committee", "leading": "leading_group"}
# What says where and when an entry stands; everything else are its fields.
ASIDE = frozenset({"register", "at", "period", "closed"})


def enter_all(actor: Actor, places: Sequence[Organization], leader: str | None) -> None:
    """Write the entries of the file, each where such a place is; those due are closed again."""
    registers = load_registers(PACKS).registers
    day = local_day(actor.at)
    for told in yaml.safe_load(FILE.read_text(encoding="utf-8"))["entries"]:
        place = _place(places, told["at"])
        if place is not None:
            _enter(actor, Ledger(registers[told["register"]], place), told, day, leader)


def _enter(
    actor: Actor, ledger: Ledger, told: Mapping[str, Any], day: date, leader: str | None
) -> None:
    register = ledger.register
    given = _texts(told, _people(ledger.organization, leader), day)
    period = period_of(day, Cycle(register.every)).label if register.every else ""
    # It was written down on its day, or the day after the last one it speaks of.
    past = min(day, _day(told.get("closed", told.get("day", 0)), day))
    then = replace(actor, at=actor.at - (day - past))
    entry = enter(then, ledger, read_entry(register, given, period))
    if "closed" in told:
        close(then, register, (entry.id, entry.version), str(told.get("result", "")), past)


def _texts(told: Mapping[str, Any], people: Mapping[str, str], day: date) -> dict[str, Text]:
    return {
        name: _day(value, day).isoformat() if name in DAYS else str(value).format(**people)
        for name, value in told.items()
        if name not in ASIDE
    }


def _day(offset: int, day: date) -> date:
    return day + timedelta(days=int(offset))


def _place(places: Iterable[Organization], at: str) -> Organization | None:
    kind = PLACES[at.rstrip("0123456789")]
    found = [one for one in places if one.kind == kind]
    number = int(at.removeprefix("branch")) if at.startswith("branch") else 1
    return found[number - 1] if len(found) >= number else None


def _people(place: Organization, leader: str | None) -> dict[str, str]:
    """Whom the file means: the secretary of a place and its first members, by name."""
    members = [one.person.name for one in place.memberships.select_related("person")[:6]]
    posts = place.posts.filter(kind="secretary").select_related("person")
    secretary = next((one.person.name for one in posts), members[0] if members else "郑立")
    others = [name for name in members if name != secretary] or ["社区工作人员"]
    named = {f"member{i}": others[min(i, len(others)) - 1] for i in (1, 2, 3)}
    return {"secretary": secretary, "leader": leader or secretary, **named}
