"""What the tests of the rooms share: a day, an actor, and a small tree of organizations."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

from mingdeng.accounts.models import User
from mingdeng.accounts.services import create_user
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Group, Organization, Person
from mingdeng.roster.services import NewOrganization, NewPerson, add_person, create_organization

NOW = datetime(2026, 9, 30, 4, 0, tzinfo=UTC)
TODAY = date(2026, 9, 30)
SYSTEM = Actor(None, None, NOW)


def actor_of(account: User) -> Actor:
    """Someone signed in, acting now."""
    return Actor(account.id, None, NOW)


def signed_in(name: str = "someone") -> Actor:
    """An actor with an account of its own."""
    return actor_of(create_user(name))


def place(name: str, parent: Organization | None = None, kind: str = "branch") -> Organization:
    """An organization under another one."""
    given = NewOrganization(kind, name, f"中共青源市{name}", parent.id if parent else None)
    return create_organization(SYSTEM, given)


def someone(
    name: str, branch: Organization | None = None, group: Group | None = None, **said: object
) -> Person:
    """A person on the roster of a branch."""
    given = NewPerson(name=name, **said)  # type: ignore[arg-type]
    return add_person(SYSTEM, given, branch, group)


def with_account(person: Person) -> User:
    """The account of a person, made where there is none."""
    if person.account is None:
        person.account = create_user(f"account-{uuid.uuid4()}")
        person.save(update_fields=["account"])
    return person.account


@dataclass(frozen=True)
class Tree:
    """A work committee over two organs, one of them with two branches."""

    top: Organization
    organ: Organization
    first: Organization
    second: Organization
    other: Organization


def tree() -> Tree:
    """The tree most tests need."""
    top = place("工委", kind="work_committee")
    organ = place("机关党委", top, "organ_committee")
    return Tree(
        top=top,
        organ=organ,
        first=place("第一支部", organ),
        second=place("第二支部", organ),
        other=place("别的机关党委", top, "organ_committee"),
    )
