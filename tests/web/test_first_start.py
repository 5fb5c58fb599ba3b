"""From an empty database to an office person who is signed in: over HTTP, act by act."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from mingdeng.accounts.models import Kind, User
from mingdeng.administration.models import Founding
from mingdeng.administration.services import issue_first_code
from mingdeng.journal.models import Detail, Entry
from mingdeng.journal.verifying import first_break
from mingdeng.roster.models import Organization, Person, Post
from tests.web.people import PASSWORD, shown_code

pytestmark = pytest.mark.django_db
NAMES = {"system": "Xitong-01", "security": "anquan-01", "audit": "shenji-01"}
START = datetime.now(UTC).replace(hour=2, minute=0, second=10, microsecond=0)
PROPOSED = {
    "kind": "organ_committee",
    "name": "青源市民政局机关党委",
    "full_name": "中共青源市民政局机关委员会",
    "unit": "青源市民政局",
    "person_name": "何雨桐",
    "title": "机关党委办公室主任",
}


def first_code() -> str:
    code = issue_first_code(datetime.now(UTC))
    assert code is not None
    return code


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code>([A-Z2-7-]{20,})</code>", page)


def set_up(client: Client) -> list[str]:
    response = client.post("/setup/", {**NAMES, "code": first_code()})
    assert response.status_code == 200
    return codes_on(response.content.decode())


def entered(code: str) -> Client:
    """Activate, enrol, and be in, as a new administrator or office person does."""
    client = Client()
    assert client.post("/activate/", {"code": code}).status_code == 200
    client.post("/activate/", {"code": code, "password": PASSWORD, "again": PASSWORD})
    page = client.get("/", follow=True).content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]{30,})</code>", page)
    assert secret is not None, page
    sent = {"code": shown_code(secret[1], datetime.now(UTC))}
    assert "备用码" in client.post("/me/second-factor/", sent).content.decode()
    return client


def key_on(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


# ---- the code, and the three ----


def test_without_a_start_there_is_nothing_to_set_up(client: Client) -> None:
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", {**NAMES, "code": "X"}).status_code == 404


def test_the_code_makes_three_administrators_once(client: Client) -> None:
    assert not User.objects.exists()
    codes = set_up(client)
    made = dict(User.objects.values_list("kind", "username"))
    assert made == {"system": "xitong-01", "security": "anquan-01", "audit": "shenji-01"}
    assert len(set(codes)) == 3
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert issue_first_code(datetime.now(UTC)) is None
    for again in (client.get("/setup/"), client.post("/setup/", {**NAMES, "code": "X"})):
        assert again.status_code == 404
    assert User.objects.count() == 3


def test_a_second_click_gets_the_same_answer_and_a_minute_later_nobody_does(
    client: Client,
) -> None:
    sent = {**NAMES, "code": first_code()}
    with time_machine.travel(START, tick=False) as clock:
        first = codes_on(client.post("/setup/", sent).content.decode())
        assert codes_on(client.post("/setup/", sent).content.decode()) == first
        other = {**sent, "system": "another"}
        assert client.post("/setup/", other).status_code == 404
        clock.shift(timedelta(seconds=61))
        assert client.post("/setup/", sent).status_code == 404
    assert User.objects.count() == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": "ABCDEF-GHIJKL-MNOPQR-STUVWX"}, "初始化码不对"),
        ({"security": "xitong-01"}, "三个登录名要各不相同"),
        ({"audit": "ＸＩＴＯＮＧ-01"}, "三个登录名要各不相同"),
        ({"system": "a b"}, "登录名用 2 至 60 个"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(
    client: Client, given: dict[str, str], said: str
) -> None:
    response = client.post("/setup/", {**NAMES, "code": first_code(), **given})
    assert response.status_code == 400
    assert said in response.content.decode()
    assert "anquan-01" in response.content.decode() or "security" in given
    assert not User.objects.exists()


def test_guessing_at_the_code_is_slowed(client: Client) -> None:
    first_code()
    with time_machine.travel(START, tick=False):
        statuses = [
            client.post("/setup/", {**NAMES, "code": f"X{number}"}).status_code
            for number in range(22)
        ]
    assert statuses == [400] * 21 + [429]


def test_each_start_voids_the_code_of_the_one_before(client: Client) -> None:
    old, new = first_code(), first_code()
    assert client.post("/setup/", {**NAMES, "code": old}).status_code == 400
    assert client.post("/setup/", {**NAMES, "code": new}).status_code == 200


def test_administrators_come_in_by_both_factors_and_see_no_business_page(client: Client) -> None:
    for code, home in zip(set_up(client), ("/accounts/", "/accounts/", "/journal/"), strict=True):
        there = entered(code)
        assert there.get("/").headers["Location"] == home
        for business in ("/duties/", "/records/", "/organizations/", "/records/new/"):
            assert there.get(business).status_code == 403


# ---- the first office ----


@pytest.fixture
def three(client: Client) -> dict[str, Client]:
    return dict(zip(NAMES, map(entered, set_up(client)), strict=True))


def propose(three: dict[str, Client], **given: str) -> Founding:
    key = key_on(three["system"].get("/founding/new/").content.decode())
    sent = {**PROPOSED, **given, "key": key}
    for _ in range(2):  # a second click proposes nothing more
        assert three["system"].post("/founding/new/", sent).status_code == 302
    return Founding.objects.get()


def test_one_proposes_another_confirms_and_the_office_begins(three: dict[str, Client]) -> None:
    founding = propose(three)
    assert not Organization.objects.exists()
    assert three["system"].post(f"/founding/{founding.id}/confirm/").status_code == 403
    assert three["security"].post("/founding/new/", PROPOSED).status_code == 403
    for _ in range(2):
        three["security"].post(f"/founding/{founding.id}/confirm/")
    root, person, post = Organization.objects.get(), Person.objects.get(), Post.objects.get()
    assert (root.name, root.parent, root.kind) == (PROPOSED["name"], None, "organ_committee")
    assert (post.person, post.organization, post.kind) == (person, root, Post.Kind.OFFICE)

    page = three["system"].get("/accounts/new/", {"q": "何雨"}).content.decode()
    assert PROPOSED["name"] in page
    sent = {"person": str(person.id), "username": "hyt", "key": key_on(page), "q": "何雨"}
    shown = [three["system"].post("/accounts/new/", sent).content.decode() for _ in range(2)]
    assert codes_on(shown[0]) == codes_on(shown[1])
    assert User.objects.filter(kind=Kind.PERSON).count() == 1

    office = entered(codes_on(shown[0])[0])
    assert PROPOSED["name"] in office.get("/organizations/").content.decode()
    assert office.get(f"/organizations/{root.id}/").status_code == 200
    assert office.get("/records/new/").status_code == 200
    for administrator in three.values():
        assert administrator.get(f"/organizations/{root.id}/").status_code == 403
    assert first_break() is None


def test_what_happened_stands_in_the_journal(three: dict[str, Client]) -> None:
    founding = propose(three)
    three["security"].post(f"/founding/{founding.id}/confirm/")
    actions = list(Entry.objects.order_by("number").values_list("action", flat=True))
    assert actions[:4] == ["start.code", *["account.create"] * 3]
    for action in ("account.activate", "account.second_factor", "account.enter"):
        assert actions.count(action) == 3
    assert actions[-5:] == [
        "founding.propose",
        "organization.create",
        "person.add",
        "post.appoint",
        "founding.confirm",
    ]
    kept = str(list(Detail.objects.values_list("body", flat=True)))
    assert PASSWORD not in kept


def test_who_does_not_agree_says_why(three: dict[str, Client]) -> None:
    founding = propose(three)
    url = f"/founding/{founding.id}/refuse/"
    page = three["security"].post(url, {"reason": " "}, follow=True).content.decode()
    assert "请写明不同意的理由" in page
    three["security"].post(url, {"reason": "名称与批复不一致"})
    assert "名称与批复不一致" in three["system"].get("/founding/").content.decode()
    three["security"].post(f"/founding/{founding.id}/confirm/")
    assert not Organization.objects.exists()


def test_a_proposal_taken_back_is_not_confirmed(three: dict[str, Client]) -> None:
    founding = propose(three)
    three["system"].post(f"/founding/{founding.id}/withdraw/")
    page = three["security"].post(f"/founding/{founding.id}/confirm/", follow=True)
    assert "已经处理过了" in page.content.decode()
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "leading_group"}, "请选择类别"),
        ({"name": " "}, "请填写名称"),
        ({"person_name": "何" * 61}, "最多 60 个字"),
    ],
)
def test_a_proposal_with_an_error_keeps_what_was_typed(
    three: dict[str, Client], given: dict[str, str], said: str
) -> None:
    key = key_on(three["system"].get("/founding/new/").content.decode())
    response = three["system"].post("/founding/new/", {**PROPOSED, **given, "key": key})
    assert response.status_code == 400
    assert said in response.content.decode()
    assert PROPOSED["full_name"] in response.content.decode()
    assert not Founding.objects.exists()
