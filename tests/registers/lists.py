"""A pack of lists as an organ writes its own, and what its tests share."""

from datetime import timedelta
from itertools import count

from mingdeng.journal.services import Actor
from mingdeng.registers.models import Entry
from mingdeng.registers.services import Ledger, enter
from mingdeng.registers.values import Text, read_entry
from mingdeng.roster.models import Organization, Person
from mingdeng.roster.services import adopt_pack
from mingdeng.rulebook.registers import Register, load_registers
from tests.house import NOW, SYSTEM, with_account

PACK = "tests/registers/pack"
# Two acts never happen at once.
_SECONDS = count(1)


def lists(name: str) -> Register:
    """A register of the pack beside these tests."""
    return load_registers(["national", PACK]).registers[name]


def adopted(place: Organization) -> None:
    """Let the pack hold for an organization and all below it."""
    adopt_pack(SYSTEM, place, PACK, None)


def listed(name: str, at: Organization, period: str = "", /, **given: Text) -> Entry:
    """An entry of one of these registers."""
    kept = lists(name)
    return enter(later(), Ledger(kept, at), read_entry(kept, given, period))


def acting(person: Person) -> Actor:
    """Someone acting, a moment after whoever acted before."""
    return Actor(with_account(person).id, None, later().at)


def later() -> Actor:
    """The system, a moment later."""
    return Actor(None, None, NOW + timedelta(seconds=next(_SECONDS)))
