"""Administrators at work: accounts of others, two of them for what is delicate, the journal."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingdeng.accounts.models import Activation, User
from mingdeng.accounts.services import create_user
from mingdeng.journal.models import Entry
from mingdeng.roster.services import NewPerson, add_person
from tests.web.conftest import Enter
from tests.web.people import PASSWORD, give_password, holder_of
from tests.web.world import SYSTEM, World

MOST_QUERIES = 12


def text(client: Client, url: str) -> str:
    response = client.get(url, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def issue(client: Client, account: User, key: str = "") -> str:
    sent = {"key": key or str(uuid4())}
    return client.post(f"/accounts/{account.id}/code/", sent, follow=True).content.decode()


def code_on(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7-]{20,})</code>", page)
    return found[1] if found else ""


# ---- the system administrator ----


def test_a_person_is_found_by_name_and_nothing_else_is_told(world: World, enter: Enter) -> None:
    someone = world.people[5]
    page = text(enter("system"), f"/accounts/new/?q={someone.name}")
    assert someone.name in page
    assert world.branch.name in page
    assert "1980" not in page
    assert text(enter("system"), "/accounts/new/?q=冯").count('name="person"') == 0
    assert text(enter("system"), "/accounts/new/?q=1980").count('name="person"') == 0


def test_who_has_an_account_is_not_found_and_gets_no_second(world: World, enter: Enter) -> None:
    secretary = world.people[0]
    client = enter("system")
    assert text(client, f"/accounts/new/?q={secretary.name}").count('name="person"') == 0
    sent = {"person": str(secretary.id), "username": "zweites", "key": str(uuid4()), "q": ""}
    response = client.post("/accounts/new/", sent)
    assert response.status_code == 400
    assert "已经有账号" in response.content.decode()
    assert not User.objects.filter(username="zweites").exists()


@pytest.mark.parametrize("username", ["member", " MEMBER ", "", "a", "x y"])
def test_a_login_name_that_cannot_be_one_is_refused(
    world: World, enter: Enter, username: str
) -> None:
    before = User.objects.count()
    sent = {"person": str(world.people[5].id), "username": username, "key": str(uuid4()), "q": ""}
    response = enter("system").post("/accounts/new/", sent)
    assert response.status_code == 400
    assert User.objects.count() == before


def test_a_lost_phone_takes_two_administrators(world: World, enter: Enter) -> None:
    secretary = world.accounts["secretary"]
    holder_of(secretary, datetime.now(UTC), factor=True)
    page = issue(enter("system"), secretary)
    code = code_on(page)
    assert "等安全管理员放行" in page
    assert Client().post("/activate/", {"code": code}).status_code == 400
    activation = Activation.objects.get(user=secretary)
    assert enter("system").post(f"/codes/{activation.id}/release/").status_code == 403
    assert "secretary" in text(enter("security"), "/accounts/")
    enter("security").post(f"/codes/{activation.id}/release/")
    assert Client().post("/activate/", {"code": code}).status_code == 200
    assert give_password(Client(), "secretary") == 302, "until then nothing changed for the owner"


def test_a_code_of_a_second_click_is_that_of_the_first(world: World, enter: Enter) -> None:
    client, key = enter("system"), str(uuid4())
    first, second = (code_on(issue(client, world.accounts["viewer"], key)) for _ in range(2))
    assert first == second != ""
    assert Activation.objects.count() == 1


def test_no_administrator_makes_the_way_in_of_another(world: World, enter: Enter) -> None:
    holder_of(world.accounts["security"], datetime.now(UTC), factor=False)
    for kind in ("security", "audit", "system"):  # in use or not yet
        account = world.accounts[kind]
        page = issue(enter("system"), User.objects.get(id=account.id))
        assert code_on(page) == ""
        assert "管理员的激活码不能这样重发" in page
    assert not Activation.objects.exists()


# ---- the security administrator ----


def test_suspending_acts_on_the_next_request_and_restoring_revives_no_session(
    world: World, enter: Enter
) -> None:
    secretary = world.accounts["secretary"]
    client, security = enter("secretary"), enter("security")
    assert client.get("/").status_code == 200
    security.post(f"/accounts/{secretary.id}/suspend/")
    assert client.get("/").headers["Location"] == "/sign-in/"
    again = security.post(f"/accounts/{secretary.id}/suspend/", follow=True)
    assert "已经停用" in again.content.decode()
    security.post(f"/accounts/{secretary.id}/restore/")
    assert client.get("/").headers["Location"] == "/sign-in/"
    fresh = Client()
    fresh.force_login(User.objects.get(id=secretary.id))
    assert fresh.get("/").status_code == 200
    actions = list(Entry.objects.order_by("-number").values_list("action", flat=True)[:2])
    assert actions == ["account.restore", "account.suspend"]


def test_all_sessions_of_an_account_can_be_ended(world: World, enter: Enter) -> None:
    first, second, other = enter("member"), enter("member"), enter("secretary")
    enter("security").post(f"/accounts/{world.accounts['member'].id}/end/")
    assert first.get("/").status_code == second.get("/").status_code == 302
    assert other.get("/").status_code == 200


def test_nobody_suspends_oneself(world: World, enter: Enter) -> None:
    client = enter("security")
    page = client.post(f"/accounts/{world.accounts['security'].id}/suspend/", follow=True)
    assert "不能停用自己的账号" in page.content.decode()
    assert client.get("/accounts/").status_code == 200


def test_refusals_are_told_by_account_without_what_was_typed(world: World, enter: Enter) -> None:
    for name in ("member", "member", "member", "no-such-name"):
        Client().post("/sign-in/", {"username": name, "password": "geheimes Wort 7"})
    page = text(enter("security"), "/accounts/")
    assert re.search(r"member</th>.*?<td>3 次</td>", page, re.DOTALL)
    assert "另有 1 次用不存在的登录名" in page
    for told in ("no-such-name", "geheimes", "127.0.0.1"):
        assert told not in page
    assert "3 次" not in text(enter("system"), "/accounts/")
    assert world.accounts["member"].username in page


# ---- the audit administrator ----


def test_the_journal_tells_who_and_which_and_not_what(world: World, enter: Enter) -> None:
    secret = add_person(SYSTEM, NewPerson("欧阳文静", id_number="110101199003070015"), None, None)
    page = text(enter("audit"), "/journal/")
    assert str(secret.id) in page
    assert "列入名册" in page
    assert "身份证号" in page, "which field"
    for content in ("欧阳文静", "110101199003070015"):
        assert content not in page
    assert world.people[0].name not in page


def test_the_journal_is_narrowed_by_each_filter(world: World, enter: Enter) -> None:
    client = enter("audit")
    person = world.people[7]

    def lines(**wanted: str) -> int:
        response = client.get("/journal/", wanted)
        assert response.status_code == 200
        return response.content.decode().count('<th scope="row"')

    assert lines(object=str(person.id)) == 1
    assert lines(object=str(person.id), action="person.move") == 0
    assert lines(kind="organization") == Entry.objects.filter(object_kind="organization").count()
    assert lines(first="2999-01-01") == 0
    assert lines(account=str(uuid4())) == 0
    assert client.get("/journal/", {"object": "x' or 1"}).status_code == 400


def test_the_auditor_asks_whether_the_chain_holds(world: World, enter: Enter) -> None:
    del world
    client = enter("audit")
    assert "前后相连，没有发现" in text(client, "/journal/?check=1")
    Entry.objects.filter(number=7).update(action="person.remove")
    page = text(client, "/journal/?check=1")
    assert "日志不完整" in page
    assert "第 7 条" in page


# ---- all three ----


@pytest.mark.parametrize(
    ("role", "url"),
    [
        ("system", "/accounts/"),
        ("security", "/accounts/"),
        ("system", "/founding/"),
        ("audit", "/journal/"),
        ("audit", "/journal/?check=1"),
    ],
)
def test_twice_the_rows_ask_no_more_questions(
    world: World, enter: Enter, role: str, url: str
) -> None:
    client = enter(role)
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    for number in range(30):
        holder_of(create_user(f"more-{number}"), datetime.now(UTC), factor=False)
        add_person(SYSTEM, NewPerson(f"人{number}"), world.branch, None)
    with CaptureQueriesContext(connection) as after:
        client.get(url)
    assert len(after) == len(before) <= MOST_QUERIES


def test_own_pages_of_an_administrator_lead_nowhere_else(enter: Enter) -> None:
    for role in ("system", "security", "audit"):
        page = text(enter(role), "/me/")
        assert "更换口令" in page
        assert 'name="as_of"' not in page


def test_nobody_is_told_a_password(world: World, enter: Enter) -> None:
    holder_of(world.accounts["member"], datetime.now(UTC), factor=False)
    for role, url in (("system", "/accounts/"), ("security", "/accounts/"), ("audit", "/journal/")):
        page = text(enter(role), url)
        assert PASSWORD not in page
        assert "argon2" not in page
