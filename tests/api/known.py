"""Ids of what there is in the small organ, by the names the addresses give them."""

import uuid
from collections.abc import Sequence

from mingdeng.activities.models import Activity
from mingdeng.assessments.models import Statement
from mingdeng.assessments.services import About, state
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Organization
from mingdeng.subjects.models import Correction
from mingdeng.subjects.services import Asked, ask_correction
from tests.web.addresses import further
from tests.web.imported import imported
from tests.web.places import a_file
from tests.web.world import NOW, SYSTEM, TODAY, World


def _correction(world: World, role: str) -> uuid.UUID:
    account = world.accounts[role]
    found = Correction.objects.filter(asked_by=account.id).first()
    asked = Asked("姓名", "", "另一种写法", "有依据")
    return (found or ask_correction(Actor(account.id, None, NOW), account.person, asked, 15)).id


def _statement(place: Organization) -> uuid.UUID:
    found = Statement.objects.filter(organization=place).first()
    about = About(place.id, str(place.id), "theme-day", f"{TODAY.year}-02")
    return (found or state(SYSTEM, about, "原因")).id


def _file(record: Activity) -> uuid.UUID:
    return (record.attachments.first() or a_file(record)).id


def known_in(world: World) -> dict[str, Sequence[uuid.UUID]]:
    """Of each kind what the caller may see and what not."""
    more = further(world)
    records = [world.own.id, world.other.id, more["planned"], more["planned_there"]]
    places = [world.branch.id, world.neighbour.id, world.committee.id, world.leading.id]
    people = [world.people[place].id for place in (0, 2, 5, 19)]
    made = imported(world)
    ids = {name: uuid.UUID(str(one)) for name, one in made.items() if name != "adoption"}
    return {
        "correction_id": [_correction(world, "member"), _correction(world, "neighbour")],
        "statement_id": [_statement(world.branch), _statement(world.neighbour)],
        "record_id": records,
        "plan_id": [more["planned"], more["planned_there"]],
        "organization": places,
        "organization_id": places,
        "person": people,
        "person_id": people,
        "objection_id": [more["objected"], more["objected_there"]],
        "waiver_id": [more["waived"], more["waived_there"]],
        "import_id": [ids["upload"], ids["foreign_upload"]],
        "line_id": [ids["line"]],
        "line": [ids["line"]],
        "post_id": [ids["post"], ids["foreign_post"]],
        "delegation_id": [ids["delegation"]],
        "group_id": [ids["group"]],
        "group": [ids["group"]],
        "deputy": people,
        "branch": places,
        "to": places,
        "entry_id": [more["entry"], more["entry_there"]],
        "file_id": [_file(world.own), _file(world.other)],
    }
