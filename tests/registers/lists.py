"""A pack of lists as an organ writes its own, and what its tests share."""

from mingdeng.registers.models import Entry
from mingdeng.registers.services import Ledger, enter
from mingdeng.registers.values import Text, read_entry
from mingdeng.roster.models import Organization
from mingdeng.roster.services import adopt_pack
from mingdeng.rulebook.registers import Register, load_registers
from tests.house import SYSTEM

PACK = "tests/registers/pack"


def lists(name: str) -> Register:
    """A register of the pack beside these tests."""
    return load_registers(["national", PACK]).registers[name]


def adopted(place: Organization) -> None:
    """Let the pack hold for an organization and all below it."""
    adopt_pack(SYSTEM, place, PACK, None)


def listed(name: str, at: Organization, period: str = "", /, **given: Text) -> Entry:
    """An entry of one of these registers."""
    kept = lists(name)
    return enter(SYSTEM, Ledger(kept, at), read_entry(kept, given, period))
