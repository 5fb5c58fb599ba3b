"""How often an operation asks the database: a list at most eight times, however long it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import plan, record
from mingdeng.api.service import api
from mingdeng.assessments.services import About, Asked, object_to, request_waiver, state
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Organization
from mingdeng.roster.services import NewOrganization, NewPerson, add_person, create_organization
from mingdeng.subjects.services import Asked as AskedOfOne
from mingdeng.subjects.services import ask_correction
from tests.api.asking import BASE, Program
from tests.api.conftest import Speak
from tests.api.known import known_in
from tests.web.places import a_problem
from tests.web.world import NOW, SYSTEM, TODAY, World

pytestmark = pytest.mark.django_db
MOST_OF_A_LIST, MOST = 8, 12
QUERIES = {"/search": "?q=学习", "/workdays": "?year=2026"}


def reads() -> dict[str, bool]:
    """The paths that are read, each with whether it is a list."""
    found = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        if "get" in methods:
            (content,) = methods["get"]["responses"][200]["content"].values()
            shape = content["schema"]
            name = shape.get("$ref", "").rpartition("/")[2]
            found[path.removeprefix(BASE)] = name.startswith("Listed_") or "items" in shape.get(
                "properties", {}
            )
    return found


def filled(path: str, world: World) -> str:
    """An address about something the office sees."""
    known = {name: some[0] for name, some in known_in(world).items()}
    query = f"?of=theme-day~{TODAY.year}-01" if path.endswith("/why") else QUERIES.get(path, "")
    return path.format(**known, rule_id="theme-day", register_id="problem-list") + query


def asked(program: Program, path: str) -> int:
    """How often the second call asks; the first judges and indexes for whoever comes."""
    assert program.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as queries:
        program.get(path)
    return len(queries)


def more(world: World) -> None:
    """Twice of everything and more, under the organizations there are."""
    actor = Actor(world.accounts["member"].id, None, NOW)
    for number in range(8):
        given = NewOrganization("branch", f"新{number}", f"中共新{number}", world.committee.id)
        place = create_organization(SYSTEM, given)
        for name in range(6):
            person = add_person(SYSTEM, NewPerson(name=f"新{number}{name}"), place, None)
        for day in range(3):
            _meet(place, day)
        about = About(place.id, str(place.id), "theme-day", f"{TODAY.year}-01")
        state(SYSTEM, about, "原因")
        object_to(actor, about, "不对", {})
        a_problem(place)
        request_waiver(SYSTEM, Asked(place.id, "theme-day", TODAY, TODAY, "理由"))
        ask_correction(actor, person, AskedOfOne("姓名", "", "另一种写法", "有依据"), 15)


def _meet(place: Organization, day: int) -> None:
    held = TODAY - timedelta(days=day + 1)
    record(SYSTEM, Record(("theme_day",), held, (Hosting(place.id),), topic="学习有关文件"))
    later = TODAY + timedelta(days=day + 1)
    plan(SYSTEM, Record(("theme_day",), later, (Hosting(place.id),)))


def test_the_lists_are_told_from_the_rest() -> None:
    found = reads()
    assert found["/records"]
    assert found["/duties/{organization_id}/below"]
    assert not found["/records/{record_id}"]
    assert sum(found.values()) == 20


def test_a_list_asks_at_most_eight_times_however_long_it_is(world: World, speak: Speak) -> None:
    program = speak("office")
    lists = [filled(path, world) for path, is_list in reads().items() if is_list]
    committee = f"/duties/{world.committee.id}/below?limit=100"
    lists += [
        committee,
        "/records?limit=100",
        "/search?kind=person&q=新",
        "/search?kind=entry&q=问题",
        "/search?kind=rule&q=党课",
    ]
    few = {path: asked(program, path) for path in lists}
    more(world)
    many = {path: asked(program, path) for path in lists}
    assert {path: count for path, count in few.items() if count > MOST_OF_A_LIST} == {}
    assert {path: count for path, count in many.items() if count > MOST_OF_A_LIST} == {}
    assert len(program.get(committee).json()["items"]) >= 10


def test_nothing_that_is_read_asks_more_than_twelve_times(world: World, speak: Speak) -> None:
    program = speak("office")
    found = {path: asked(program, filled(path, world)) for path, one in reads().items() if not one}
    assert {path: count for path, count in found.items() if count > MOST} == {}
