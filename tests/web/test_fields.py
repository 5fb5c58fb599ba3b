"""Every field of every form of every page says which fact it owns; see burden/fields.yaml."""

import re
import uuid
from collections.abc import Iterable
from pathlib import Path

import pytest

from mingdeng.burden.registry import registry
from mingdeng.subjects.services import Asked, ask_correction
from mingdeng.web import deeds
from mingdeng.web.pages.importwords import LABELS
from tests.web import addresses as every
from tests.web.conftest import Enter
from tests.web.walking import Rendered, fields_on, walked
from tests.web.world import SYSTEM, World

pytestmark = pytest.mark.django_db
HINT = "请在 src/mingdeng/burden/fields.yaml 中写明这个字段说的是哪一项事实，见 docs/burden.md。"
# What is done to accounts stands together in one form; the last is the name of a file.
NO_FORMS = {"account.give", "account.code", "mingdeng.ics"}
# Which role opens a page that others cannot.
WALKERS = ("office", "secretary", "member", "system", "security", "audit")


def undeclared(found: Iterable[Rendered]) -> set[Rendered]:
    """The fields the registry says nothing of."""
    known = registry()
    return {one for one in found if one.name not in known.carried and not _is_declared(one)}


def _is_declared(one: Rendered) -> bool:
    known = registry()
    if one.method == "get":
        return one.name in known.looking or one.page in known.free
    return any(known.says(form, one.name) for form in known.forms_at(one.page))


def test_no_page_asks_for_what_no_fact_stands_behind(world: World, enter: Enter) -> None:
    correction = _a_correction(world)
    paths = [
        *(every.filled(world, address) for address, _ in every.ADDRESSES),
        f"/corrections/{correction}/answer/",
        "/accounts/new/?q=林一帆",
    ]
    found: set[Rendered] = set()
    for role in WALKERS:
        found |= walked(enter(role), paths)
    found |= walked(enter("member").__class__(), every.OPEN_TO_ANYONE)
    assert {one.page for one in found} >= {"record", "edit", "add-person", "correction-answer"}
    assert undeclared(found) == set(), HINT


def test_a_field_that_declares_nothing_would_be_found() -> None:
    page = (
        '<form method="post" action="/records/new/"><input name="place"><input name="mood"></form>'
        '<form method="get"><select name="rank"></select></form>'
    )
    found = list(fields_on("/records/", page))
    assert undeclared(found) == {
        Rendered("post", "record", "mood"),
        Rendered("get", "records", "rank"),
    }


def test_a_field_of_a_form_elsewhere_on_the_page_belongs_to_that_form() -> None:
    page = '<form id="one" method="post" action="/records/new/"></form><input form="one" name="x">'
    assert list(fields_on("/", page)) == [Rendered("post", "record", "x")]


def test_what_can_be_corrected_of_an_imported_line_is_declared() -> None:
    form = registry().forms["import.amend"]
    asked = set(LABELS) - {"group", "held_to", "lecturer", "hours", "for_period", "agenda"}
    asked -= {"guests", "absent", "organization"}  # shown, never asked
    assert {name for name in asked if registry().says(form, name) is None} == set()


def test_every_page_of_the_registry_is_an_address() -> None:
    pages = {page for form in registry().forms.values() for page in form.pages}
    assert pages <= every.TABLE.keys() | {"founding-new", "journal"}


def test_every_act_of_the_views_is_a_form_of_the_registry() -> None:
    views = Path(deeds.__file__).with_name("views")
    acts = {
        act
        for file in views.glob("*.py")
        for act in re.findall(r'"([a-z]+\.[a-z_]+)"', file.read_text(encoding="utf-8"))
    }
    assert {"activity.record", "person.add"} <= acts
    assert acts - registry().forms.keys() == NO_FORMS, HINT


def _a_correction(world: World) -> uuid.UUID:
    asked = Asked("姓名", world.people[19].name, "另一种写法", "有依据")
    actor = SYSTEM.__class__(world.accounts["member"].id, None, SYSTEM.at)
    return ask_correction(actor, world.people[19], asked, 15).id
