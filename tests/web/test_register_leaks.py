"""Every definition × role × page, export, print, search and operation: nothing leaks.

A mark stands in the title of every entry and in every restricted field that takes text. Who
may meet it is worked out here from the definitions and the table of grants; the policy is
not asked. Every mark met by someone who may not, and every mark not met by one who may, fails.
"""

import os
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from mingdeng.access import table
from mingdeng.accounts.models import Kind
from mingdeng.accounts.services import create_user
from mingdeng.daycount import Cycle, period_of
from mingdeng.registers.services import Ledger, enter
from mingdeng.registers.values import read_entry
from mingdeng.roster.models import Organization, PackAdoption, Person, Post
from mingdeng.roster.services import appoint
from mingdeng.rulebook.registers import Register, load_registers
from tests.api.asking import Program, token_for
from tests.house import SYSTEM, TODAY, place, someone, with_account

pytestmark = pytest.mark.django_db
PACKS = sorted(one.parent.name for one in Path("packs").glob("*/registers"))
GRANTS = yaml.safe_load((Path(table.__file__).parent / "grants.yaml").read_text("utf-8"))["grants"]
MARK = re.compile(r"Z[tr]\d{4}z")
# With MINGDENG_LEAKS=all every definition and every entry; else one of each way of saying it.
EVERYTHING = os.environ.get("MINGDENG_LEAKS") == "all"
TITLES, SECRETS = "题上的话", "格里的话"
# From the nearest to the highest: where the entries of a register are written.
KINDS = (
    *("branch", "general_branch", "organ_committee", "discipline_commission", "organ"),
    *("leading_group", "work_committee"),
)
POSTS = {
    "group_leader": ("group_leader", "first"),
    "secretary": ("secretary", "first"),
    "neighbour": ("secretary", "second"),
    "office": ("committee_office", "organ"),
    "far_office": ("committee_office", "far_organ"),
    "leading": ("leading_group_secretary", "leading"),
    "leading_of_organ": ("leading_group_secretary", "organ"),
    "discipline": ("discipline_officer", "organ"),
    "viewer": ("work_committee_viewer", "top"),
    "unit_staff": ("unit_staff", "unit"),
    "unit_staff_of_organ": ("unit_staff", "organ"),
    "inspector": ("inspector", "organ"),
}
MEMBERS = ("member", "owner", "about", "outsider")
ROLE_OF = {post: role for role, said in yaml.safe_load((Path(table.__file__).parent / "grants.yaml")
           .read_text("utf-8"))["roles"].items() for post in said.get("posts", ())}  # fmt: skip


@dataclass(frozen=True)
class Marked:
    """An entry with the marks in it: its title's, and those of its restricted fields."""

    id: str
    register: Register
    place: Organization
    title: str
    secrets: dict[str, tuple[str, ...]]
    parent: str | None


@dataclass
class House:
    """The tree, who stands where in which role, the entries."""

    places: dict[str, Organization] = field(default_factory=dict)
    above: dict[str, set[str]] = field(default_factory=dict)
    standings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    entries: list[Marked] = field(default_factory=list)
    number: int = 0

    def mark(self, sign: str) -> str:
        self.number += 1
        return f"Z{sign}{self.number:04}z"


def build() -> House:
    house = House()
    tree = (
        *(("top", None, "work_committee"), ("leading", "top", "leading_group")),
        *(("unit", "top", "organ"), ("organ", "top", "organ_committee")),
        *(("first", "organ", "branch"), ("second", "organ", "branch")),
        *(("general", "organ", "general_branch"), ("control", "organ", "discipline_commission")),
        *(("far_organ", "top", "organ_committee"), ("far", "far_organ", "branch")),
    )
    for name, over, kind in tree:
        parent = house.places[over] if over else None
        house.places[name] = place(name, parent, kind)
        house.above[name] = {name, *(house.above[over] if over else ())}
    for pack in PACKS:
        PackAdoption.objects.create(organization=house.places["top"], pack=pack)
    for name in (*POSTS, *MEMBERS):
        house.people[name] = _person(house, name)
    create_user("system", Kind.SYSTEM)
    shelf = load_registers(PACKS).registers
    chosen = _chosen(shelf.values())
    for register in (*chosen, *(one for one in shelf.values() if one.id in _above(chosen))):
        if not register.field("parent"):
            _write(house, register)
    for register in chosen:
        if register.field("parent"):
            _write(house, register)
    for name, person in house.people.items():
        house.clients[name] = Client()
        house.clients[name].force_login(with_account(person))
        house.programs[name] = Program(token_for(with_account(person)))
    return house


def _chosen(shelf: Collection[Register]) -> list[Register]:
    """Every definition, or one of each way of saying who may see what: no code knows which."""
    if EVERYTHING:
        return list(shelf)
    ways: dict[object, Register] = {}
    for one in shelf:
        hidden = frozenset(f.restricted for f in one.fields if f.restricted)
        parties = tuple(one.field(name) is not None for name in ("owner", "about"))
        ways.setdefault((frozenset(one.readers), hidden, parties), one)
    under = next(one for one in shelf if one.id == "liaison-opinions")
    return [*ways.values(), *([] if under in ways.values() else [under])]


def _above(chosen: Iterable[Register]) -> set[str]:
    return {f.of for one in chosen for f in one.fields if f.of} - {one.id for one in chosen}


def _person(house: House, name: str) -> Person:
    home = {"outsider": None, "member": "first", "owner": "second", "about": "second"}
    at = home.get(name, "far")
    person = someone(f"人{name}", house.places[at] if at else None)
    house.standings[name] = [("member", at)] if at else []
    if name in POSTS:
        kind, where = POSTS[name]
        appoint(SYSTEM, person, house.places[where], kind, Post.Kind(kind).label, TODAY)
        house.standings[name].append((ROLE_OF[kind], where))
        if ROLE_OF[kind] == "inspector":  # who inspects does nothing else: see access.policy
            house.standings[name] = [("member", "far")]
    return person


def _write(house: House, register: Register) -> None:
    near = {"branch": "first", "organ_committee": "organ", "general_branch": "general"}
    near |= {"discipline_commission": "control", "organ": "unit", "leading_group": "leading"}
    near |= {"work_committee": "top"}
    kinds = [kind for kind in KINDS if kind in register.kept_by]
    wanted = [near[kind] for kind in dict.fromkeys((kinds[0], kinds[-1]))]
    wanted += ["far"] if "branch" in kinds else ["far_organ"] if "organ_committee" in kinds else []
    for where in wanted:
        _enter(house, register, where)


def _enter(house: House, register: Register, where: str) -> None:
    title, secrets, given, parent = house.mark("t"), {}, {}, None
    for one in register.fields:
        if one.restricted and one.type in {"text", "long"}:
            secret = house.mark("r")
            secrets[secret] = one.restricted
            given[one.id] = f"{SECRETS}{secret}"
        elif one.type == "entry":
            above = [e for e in house.entries if e.register.id == one.of]
            found = next((e for e in above if e.place == house.places[where]), None)
            parent = found.title if found else None
            given[one.id] = found.id if found else ""
        elif one.required or one.id in {"owner", "about"} or one.restricted:
            given[one.id] = _value(register, one.id, title)
    period = period_of(TODAY, Cycle(register.every)).label if register.every else ""
    ledger = Ledger(register, house.places[where])
    if parent is None and (above_field := register.field("parent")) and above_field.required:
        return
    if parent is None:
        given.pop("parent", None)
    said = read_entry(register, given, period)
    # The two it concerns are told by id: nobody stands on the roster of every organ.
    made = enter(SYSTEM, ledger, said)
    for party in ("owner", "about"):
        made.people.filter(field=party).update(person=house.people[party])
    house.entries.append(
        Marked(str(made.id), register, house.places[where], title, secrets, parent)
    )


def _value(register: Register, name: str, title: str) -> str:
    one = register.field(name)
    assert one is not None
    if name == "title":
        return f"{TITLES}{title}"
    if one.is_person:
        return f"人{name}" if name in {"owner", "about"} else "路人甲"
    if one.choices:
        return one.choices[0]
    return {"date": TODAY.isoformat(), "yes_no": "是", "text": "甲", "long": "甲"}.get(
        one.type, "1"
    )


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:  # noqa: ARG001
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


# ---- what they may meet ----


def expected(house: House, name: str) -> tuple[set[str], set[str]]:
    """The titles someone may meet, and the marks of restricted fields."""
    titles: set[str] = set()
    secrets: set[str] = set()
    for one in house.entries:
        party = name in {"owner", "about"} and one.register.field(name) is not None
        if not (party or _stands(house, name, one, one.register.readers)):
            continue
        titles.add(one.title)
        for mark, allowed in one.secrets.items():
            if (party and "parties" in allowed) or _stands(house, name, one, allowed):
                secrets.add(mark)
    return titles, secrets


def _stands(house: House, name: str, one: Marked, roles: tuple[str, ...]) -> bool:
    where = next(key for key, value in house.places.items() if value == one.place)
    for role, at in house.standings[name]:
        reach = GRANTS.get(role, {}).get("entry", {}).get("read")
        if role in roles and (
            (reach == "branch" and at == where) or (reach == "below" and at in house.above[where])
        ):
            return True
    return False


def _uses(house: House, name: str, register: Register) -> bool:
    """Whether the list of a register is open to someone: by a role, not as one it is about."""
    return bool(
        {role for role, _ in house.standings[name]} & {*register.readers, *register.writers}
    )


# ---- what they meet ----


def marks(client: Client, url: str) -> set[str]:
    """The marks in an answer, also in the texts of a workbook or a paper."""
    response = client.get(url)
    content = response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(part) for part in archive.namelist())
    return set(MARK.findall(content.decode("utf-8", "ignore")))


def searched(client: Client, word: str) -> set[str]:
    found: set[str] = set()
    for number in range(1, 20):
        met = marks(client, f"/search/?q={word}&kind=entry&page={number}")
        if not met - found:
            return found
        found |= met
    return found


def lists(house: House) -> list[str]:
    """The lists of the registers; those with something to hide also as files."""
    registers = {one.register.id: one.register for one in house.entries}
    found = []
    for one in registers.values():
        hides = EVERYTHING or any(f.restricted or f.type == "entry" for f in one.fields)
        ends = ("", "export/", "word/") if hides else ("",)
        found += [f"/registers/{one.id}/{end}" for end in ends]
    return found


def answers(program: Program, path: str) -> set[str]:
    """The marks in what a program is answered."""
    return set(MARK.findall(program.get(path).content.decode()))


def told(wanted: set[str], met: set[str], what: str) -> list[str]:
    """What is wrong: marks met that must not be, marks not met that should be."""
    leaks = [f"{what}：漏出 {one}" for one in sorted(met - wanted)]
    return leaks + [f"{what}：少了 {one}" for one in sorted(wanted - met)]


def _near_and_far(house: House, titles: set[str]) -> list[Marked]:
    """Of each register an entry someone sees, and one they do not; or all of them."""
    if EVERYTHING:
        return house.entries
    found = {(one.register.id, one.title in titles): one for one in house.entries}
    return list(found.values())


ASIDE = {"neighbour", "far_office", "leading_of_organ", "unit_staff_of_organ", "outsider"}
NAMES = [name for name in (*POSTS, *MEMBERS) if EVERYTHING or name not in ASIDE]


@pytest.mark.parametrize("name", NAMES)
def test_lists_exports_and_search_show_what_the_definition_allows(house: House, name: str) -> None:
    client, (titles, secrets) = house.clients[name], expected(house, name)
    met: dict[str, set[str]] = {url: marks(client, url) for url in lists(house)}
    wrong = told(titles, searched(client, TITLES), "查找")
    wrong += told(set(), searched(client, SECRETS), "查找限制的内容")
    for end in ("", "export/", "word/"):
        seen = {one for url, found in met.items() if url.endswith(f"/{end}") for one in found}
        wrong += [f"列表漏出 {one}" for one in sorted(seen - titles - secrets)]
    exported = {one for url, found in met.items() if "export" in url for one in found}
    wrong += [f"导出漏出 {one}" for one in sorted(exported - titles - secrets)]
    everything = (
        marks(client, "/registers/late/") | marks(client, "/") | marks(client, "/registers/")
    )
    wrong += [f"漏出 {one}" for one in sorted(everything - titles)]
    mine = {e.title for e in house.entries if name in {"owner", "about"} and e.register.field(name)}
    program, names = house.programs[name], {one.register.id for one in house.entries}
    paths = [f"/registers/{one}/entries?limit=100" for one in sorted(names)]
    answered = {mark for path in paths for mark in answers(program, path)}
    usable = {e.title for e in house.entries if _uses(house, name, e.register)}
    usable |= {mark for e in house.entries if e.title in usable for mark in e.secrets}
    wrong += told(titles | secrets, answered | ((titles | secrets) - usable), "接口的列表")
    found = answers(program, f"/search?kind=entry&limit=100&q={TITLES}")
    wrong += [f"接口的查找漏出 {one}" for one in sorted(found - titles)]
    wrong += told(set(), answers(program, f"/search?kind=entry&q={SECRETS}"), "接口的查找")
    wrong += told(mine, marks(client, "/registers/mine/"), "与我有关")
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_shows_its_restricted_fields_to_whom_they_are_for(house: House, name: str) -> None:
    client, (titles, secrets) = house.clients[name], expected(house, name)
    wrong: list[str] = []
    for one in _near_and_far(house, titles):
        wanted = {one.title, *(set(one.secrets) & secrets)} if one.title in titles else set()
        wanted |= {one.parent} & titles if one.parent and wanted else set()
        told_by_program = answers(house.programs[name], f"/entries/{one.id}")
        wrong += told(wanted, told_by_program, f"{one.register.id} 的接口")
        met = marks(client, f"/entries/{one.id}/")
        under = {e.title for e in house.entries if e.parent == one.title} & titles
        wrong += told(wanted, met - (under if wanted else set()), f"{one.register.id} 的条目")
        for end in ("edit/", "word/") if (wanted and one.secrets) or EVERYTHING else ():
            leaked = marks(client, f"/entries/{one.id}/{end}") - titles - secrets
            wrong += [f"{one.register.id} {end}：漏出 {mark}" for mark in leaked]
    assert wrong == []
