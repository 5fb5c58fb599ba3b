"""Every page with forty branches and the longest names, and every page of an organ just set up.

To look at them:  MINGDENG_LOOK=/some/folder pytest tests/web/test_crowded.py
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from mingdeng.accounts.models import User
from mingdeng.accounts.services import create_user
from mingdeng.activities.models import Activity, AgendaItem
from mingdeng.activities.said import Hosting, Item, Record
from mingdeng.activities.services import record
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import NewOrganization, NewPerson, add_person, appoint
from mingdeng.roster.services import create_organization as found
from tests.web import addresses as every
from tests.web.browser import DESK, PHONE, Visitor, visiting
from tests.web.test_browser import pages_of
from tests.web.world import FOUNDED, SYSTEM, TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BRANCHES = 40
OFFICE_NAME = "社会救助和慈善事业促进处（残疾人两项补贴工作办公室）第{}支部委员会"
PERSON_NAME = "买买提艾力·阿卜杜热依木·乌斯曼"
PLACE = "云泽市政务服务中心东配楼六层第二多功能会议室（原档案室）"
TOPIC = "传达学习关于进一步做好困难群众基本生活救助和残疾人两项补贴动态调整工作的通知精神" * 3
LOOK = os.environ.get("MINGDENG_LOOK")
# Who meets every kind of page between them; others see fewer of the same, worth a look by eye.
CROWDED = ("office", "system", *(("secretary", "viewer") if LOOK else ()))
NEW = "office"


def crowd(world: World) -> World:
    """Forty branches under the committee, and a name as long as names get everywhere."""
    for number in range(3, BRANCHES + 1):
        name = OFFICE_NAME.format(number)
        given = NewOrganization(
            "branch", name, f"中共{name}", parent=world.committee.id, position=number
        )
        place = found(SYSTEM, given)
        agenda = (Item(TOPIC, decision=TOPIC, votes_for=20, votes_against=0, abstentions=0),)
        hosting = Hosting(place.id, None, 20, 20)
        day = TODAY.replace(month=1, day=1 + number % 28)
        record(SYSTEM, Record(("theme_day",), day, (hosting,), place=PLACE, agenda=agenda))
    _stretch(world)
    return world


def _stretch(world: World) -> None:
    # Straight into the tables: what matters here is only how long the texts are.
    for number, place in enumerate((world.branch, world.neighbour), start=1):
        name = OFFICE_NAME.format(number)
        Organization.objects.filter(id=place.id).update(name=name, full_name=f"中共{name}")
    for person in Person.objects.all():
        Person.objects.filter(id=person.id).update(name=f"{PERSON_NAME}{person.name}")
    long = PERSON_NAME * 2
    Activity.objects.update(place=PLACE, topic=TOPIC, chair=long, recorder=long)
    AgendaItem.objects.update(text=TOPIC)
    User.objects.filter(username="member").update(username="m" * 60)


def new_organ() -> tuple[Organization, User]:
    """An organ with its office and nothing else."""
    name = "新设立的云泽市社会组织综合监督管理服务中心机关党委"
    place = found(SYSTEM, NewOrganization("organ_committee", name, f"中共{name}"))
    person = add_person(SYSTEM, NewPerson(name=PERSON_NAME), None, None)
    appoint(SYSTEM, person, place, Post.Kind.OFFICE, "机关党委办公室主任", FOUNDED)
    person.account = create_user("new-office")
    person.save(update_fields=["account"])
    return place, person.account


def look(visitor: Visitor, address: str, name: str) -> dict[str, object]:
    """What is wrong with a page at desk and phone; a picture of each where they are asked for."""
    wrong: dict[str, object] = {}
    for size in (DESK, PHONE):
        visitor.open(address, size)
        seen = visitor.violations() if size == PHONE else []
        if (seen, max(visitor.overflow(), 0)) != ([], 0):
            wrong[f"{address} {size[0]}"] = (seen, visitor.overflow())
        for menu in visitor.page.locator("details.choose summary").all():
            menu.click()
            if visitor.overflow() > 0:
                wrong[f"{address} {size[0]} {menu.inner_text()}"] = visitor.overflow()
            menu.click()
        if LOOK:
            file = f"{name}{re.sub('[^a-z0-9=]+', '-', re.sub('[0-9a-f-]{36}', 'x', address))}"
            path = Path(LOOK) / f"{file[:90]}{size[0]}.png"
            visitor.page.screenshot(path=str(path), full_page=True)
    return wrong


@pytest.mark.parametrize("role", CROWDED)
def test_every_page_holds_forty_branches_and_the_longest_names(
    browser: Browser, live_server: LiveServer, role: str
) -> None:
    there = crowd(make_world())
    with visiting(browser, live_server.url, there.accounts[role]) as visitor:
        wrong: dict[str, object] = {}
        for address in pages_of(role):
            wrong |= look(visitor, every.filled(there, address), f"{role}-full")
        assert wrong == {}
        assert [one for one in visitor.complaints if "status of 40" not in one] == []


def test_every_page_of_a_new_organ_is_whole(browser: Browser, live_server: LiveServer) -> None:
    place, account = new_organ()
    with visiting(browser, live_server.url, account) as visitor:
        wrong: dict[str, object] = {}
        opened = 0
        for address in dict.fromkeys(one.replace("branch", "committee") for one in pages_of(NEW)):
            if set(re.findall("{(.*?)}", address)) <= {"committee", "year"}:
                opened += 1
                there = address.format(committee=place.id, year=TODAY.year)
                wrong |= look(visitor, there, "new")
        assert opened > 20
        assert wrong == {}
        assert [one for one in visitor.complaints if "status of 40" not in one] == []
