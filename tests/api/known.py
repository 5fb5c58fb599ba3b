"""Ids of what there is in the small organ, by the names the addresses give them."""

import uuid
from collections.abc import Sequence

from tests.web.addresses import further
from tests.web.imported import imported
from tests.web.world import World


def known_in(world: World) -> dict[str, Sequence[uuid.UUID]]:
    """Of each kind what the caller may see and what not."""
    more = further(world)
    records = [world.own.id, world.other.id, more["planned"], more["planned_there"]]
    places = [world.branch.id, world.neighbour.id, world.committee.id, world.leading.id]
    people = [world.people[place].id for place in (0, 2, 5, 19)]
    upload = imported(world)
    return {
        "record_id": records,
        "plan_id": [more["planned"], more["planned_there"]],
        "organization": places,
        "organization_id": places,
        "person": people,
        "person_id": people,
        "objection_id": [more["objected"], more["objected_there"]],
        "waiver_id": [more["waived"], more["waived_there"]],
        "import_id": [uuid.UUID(str(upload["upload"])), uuid.UUID(str(upload["foreign_upload"]))],
    }
