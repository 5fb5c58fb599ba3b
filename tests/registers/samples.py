"""What the tests of registers share: a small pack's definitions, and people in their places."""

from mingdeng.access.policy import Viewer, viewer_of
from mingdeng.registers.models import Entry
from mingdeng.registers.services import Ledger, enter
from mingdeng.registers.values import Text, read_entry
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import appoint
from mingdeng.rulebook.registers import Register, load_registers
from tests.house import SYSTEM, TODAY, someone, with_account


def register(name: str) -> Register:
    """A shipped register of the national pack."""
    return load_registers(["national"]).registers[name]


def entered(register: Register, place: Organization, period: str = "", **given: Text) -> Entry:
    """An entry as someone typed it."""
    return enter(SYSTEM, Ledger(register, place), read_entry(register, given, period))


def viewer(person: Person) -> Viewer:
    """Someone looking today."""
    return viewer_of(with_account(person), TODAY)


def holder(name: str, branch: Organization, at: Organization, kind: str) -> Person:
    """Someone of a branch who holds a post somewhere."""
    person = someone(name, branch)
    appoint(SYSTEM, person, at, kind, Post.Kind(kind).label, TODAY)
    return person
