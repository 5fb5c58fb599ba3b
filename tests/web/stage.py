"""A small organ with one person for each role, on a day that stands still: for scenarios."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.test import Client

from mingdeng.access.queries import NATIONAL
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Organization, Person
from mingdeng.roster.services import (
    NewOrganization,
    NewPerson,
    add_person,
    adopt_pack,
    appoint,
    create_organization,
)
from tests.house import with_account

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
SYSTEM = Actor(None, None, NOW)
FOUNDED = date(2016, 3, 1)
# What stands where: each organization by kind, name and the one above it.
PLACES: Final = {
    "organ": ("organ", "青源市人大常委会机关", None),
    "group": ("leading_group", "青源市人大常委会机关党组", "organ"),
    "committee": ("organ_committee", "青源市人大常委会机关党委", "group"),
    "discipline": ("discipline_commission", "青源市人大常委会机关纪委", "committee"),
    "first": ("branch", "第一支部", "committee"),
    "second": ("branch", "第二支部", "committee"),
}
# Who there is: name, branch, and what post where.
PEOPLE: Final = {
    "secretary": ("周建国", "first", "secretary", "first"),
    "member": ("吴秀兰", "first", "", ""),
    "colleague": ("郑文博", "first", "", ""),
    "neighbour": ("蒋美玲", "second", "secretary", "second"),
    "office": ("李明", "second", "committee_office", "committee"),
    "leading": ("韩雪梅", "second", "leading_group_secretary", "group"),
    "leader": ("冯志强", "second", "", ""),
    "discipline": ("孙立", "second", "discipline_officer", "committee"),
    "unit": ("何雨", "second", "unit_staff", "organ"),
    "chief": ("施明德", "second", "unit_staff", "organ"),
}
TITLES: Final = {
    "secretary": "书记",
    "committee_office": "机关党委办公室主任",
    "leading_group_secretary": "党组书记",
    "discipline_officer": "机关纪委副书记",
    "unit_staff": "综合处干部",
}


@dataclass(frozen=True)
class Stage:
    """The organizations and people by the names scenarios call them."""

    places: dict[str, Organization]
    people: dict[str, Person]

    def client(self, role: str) -> Client:
        """A client signed in as someone."""
        client = Client()
        client.force_login(with_account(self.people[role]))
        return client

    def adopt(self, pack: str) -> None:
        """Let a pack hold for the organ and all below it, beside the national one."""
        if pack != NATIONAL:
            adopt_pack(SYSTEM, self.places["organ"], pack, FOUNDED)


def make_stage() -> Stage:
    """Everything, in an empty database."""
    places: dict[str, Organization] = {}
    for key, (kind, name, above) in PLACES.items():
        parent = places[above].id if above else None
        given = NewOrganization(kind, name, f"中共{name}", parent, founded=FOUNDED)
        places[key] = create_organization(SYSTEM, given)
    people: dict[str, Person] = {}
    for key, (name, branch, post, place) in PEOPLE.items():
        person = add_person(SYSTEM, NewPerson(name=name, joined=FOUNDED), places[branch], None)
        if post:
            appoint(SYSTEM, person, places[place], post, TITLES[post], FOUNDED)
        with_account(person)
        people[key] = person
    return Stage(places, people)
