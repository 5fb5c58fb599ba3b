"""Carried out: mail and robots for real on this machine, each trouble told from another."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from mingdeng.access.policy import viewer_of
from mingdeng.accounts.models import User
from mingdeng.accounts.services import suspend
from mingdeng.assessments.models import Objection
from mingdeng.assessments.services import answer_objection
from mingdeng.documents.standing import SOURCES
from mingdeng.notify.channels.base import TakenOver
from mingdeng.notify.channels.posting import AddressRefused, check_address
from mingdeng.notify.models import Choice, Clock, Delivery, Notice, Robot
from mingdeng.notify.queries import sent_counts
from mingdeng.notify.services import (
    choose,
    confirm_clock,
    deliver,
    delivering,
    outbox,
    rounds,
    send_again,
)
from mingdeng.notify.services.outbox import claim, intend, recover
from tests.house import SYSTEM, actor_of
from tests.notify.conftest import Received
from tests.notify.house import MORNING, house, told, wait_for_answer, with_robot

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ways_out")]
HOUR = timedelta(hours=1)


def go(now: datetime = MORNING) -> int:
    return deliver(lambda: now, SOURCES)


def one() -> Delivery:
    return Delivery.objects.get()


@pytest.fixture
def still_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The robot's notice is about a duty this small branch has no facts for."""
    monkeypatch.setattr(delivering, "_check_wanted", lambda *_: None)


def test_a_notice_arrives_once_as_a_letter_that_names_nobody(received: Received) -> None:
    house()
    assert told() == 1
    assert go() == 1
    assert go() == 0
    (letter,) = received.letters
    assert one().state == "sent"
    assert received.ids() == [str(one().id)]
    assert str(make_header(decode_header(letter["Subject"]))) == "明灯：待办事项 1 项"
    assert letter["To"] == "p0@yunze.example"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content_charset() == "utf-8"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<https://mingdeng.yunze.example/notices/choices/>"
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    text = body.decode()
    assert "第一支部：异议待答复" in text
    assert "关掉" in text
    assert "委员" not in text


def test_nobody_is_told_twice_by_two_workers_or_two_rounds() -> None:
    house(3)
    assert told() == 3
    assert [told(), told(MORNING + HOUR), told(MORNING + timedelta(days=1))] == [0, 0, 0]


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_passing_refusal_is_tried_again_later_and_longer_each_time(
    received: Received, step: str
) -> None:
    house()
    told()
    received.hook = lambda at: "451 later" if at == step else None
    go()
    assert (one().state, one().error, one().tries) == ("waiting", "smtp-451", 1)
    first = one().next_at - MORNING
    go(MORNING + first)
    assert one().next_at - (MORNING + first) > first
    received.hook = lambda _: None
    assert go(MORNING + first) == 0
    go(one().next_at)
    assert (one().state, len(received.letters)) == ("sent", 1)


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_lasting_refusal_is_shown_and_not_repeated_until_someone_says_so(
    received: Received, step: str
) -> None:
    house()
    told()
    received.hook = lambda at: "550 no" if at == step else None
    go()
    assert (one().state, one().error) == ("failed", "smtp-550")
    assert go(MORNING + HOUR) == 0
    received.hook = lambda _: None
    send_again(actor_of(holder()), one().id)
    go(one().next_at)
    assert (one().state, len(received.letters)) == ("sent", 1)


def holder() -> User:
    return User.objects.get()


def test_without_a_server_it_waits(settings: Settings) -> None:
    house()
    told()
    settings.SMTP_PORT = 1
    go()
    assert (one().state, one().error) == ("waiting", "smtp-connect")


def test_a_retry_keeps_the_quiet_hours(received: Received) -> None:
    house()
    told()
    received.hook = lambda _: "451 later"
    evening = MORNING + timedelta(hours=7, minutes=29, seconds=30)
    go(evening)
    assert one().next_at == MORNING + timedelta(days=1) - HOUR
    night = MORNING + timedelta(hours=12)
    Delivery.objects.update(next_at=night)
    received.hook = lambda _: None
    go(night)
    assert (one().state, one().tries, received.letters) == ("waiting", 1, [])


def test_what_is_settled_meanwhile_is_not_sent_any_more(received: Received) -> None:
    house()
    told()
    objection = Objection.objects.get()
    answer_objection(actor_of(holder()), objection.id, 1, "rejected", "没有开。")
    go()
    assert (one().state, one().error, received.letters) == ("dropped", "settled", [])


def test_a_suspended_account_and_a_way_switched_off_get_nothing(received: Received) -> None:
    home = house(2)
    told()
    suspend(home.accounts[0])
    choose(actor_of(home.accounts[1]), home.committee[1], 1, by_mail=False, mail="")
    go()
    assert set(Delivery.objects.values_list("state", "error")) == {
        ("dropped", "no-account"),
        ("dropped", "switched-off"),
    }
    assert received.letters == []
    assert Notice.objects.count() == 2


def test_after_its_week_a_digest_is_not_sent_any_more(received: Received) -> None:
    house()
    told()
    go(MORNING + timedelta(days=7))
    assert (one().state, one().error, received.letters) == ("dropped", "too-late", [])


def test_the_address_is_sealed_in_the_database() -> None:
    home = house()
    assert "yunze" not in Choice.objects.get().mail
    assert home.committee[0].id


@pytest.mark.usefixtures("still_wanted")
def test_wecom_is_told_in_its_format(received: Received, robot_address: str) -> None:
    with_robot(house(mail=False).branch, "wecom", robot_address)
    go()
    ((_, body),) = received.posts
    assert body["msgtype"] == "text"
    assert "第一支部：主题党日（2026年10月），最迟2026年10月31日" in body["text"]["content"]
    assert one().state == "sent"
    robot = Robot.objects.get()
    assert "127.0.0.1" not in robot.address + robot.secret


@pytest.mark.usefixtures("still_wanted")
def test_dingtalk_is_told_with_the_time_signed(received: Received, robot_address: str) -> None:
    with_robot(house(mail=False).branch, "dingtalk", robot_address, "SEC-1")
    go()
    ((query, _),) = received.posts
    text = f"{query['timestamp'][0]}\nSEC-1".encode()
    signed = base64.b64encode(hmac.new(b"SEC-1", text, hashlib.sha256).digest()).decode()
    assert query["sign"] == [signed]
    assert query["access_token"] == ["geheim"]


@pytest.mark.usefixtures("still_wanted")
@pytest.mark.parametrize(
    ("kind", "answer", "state", "error"),
    [
        ("wecom", '200 {"errcode":45009}', "waiting", "wecom-45009"),
        ("wecom", '200 {"errcode":93000}', "failed", "wecom-93000"),
        ("dingtalk", '200 {"errcode":130101}', "waiting", "dingtalk-130101"),
        ("dingtalk", '200 {"errcode":310000}', "failed", "dingtalk-310000"),
        ("wecom", "429 slow", "waiting", "http-429"),
        ("wecom", "503 busy", "waiting", "http-503"),
        ("wecom", "404 gone", "failed", "http-404"),
        ("wecom", "302 moved", "failed", "http-302"),
        ("wecom", "200 no json", "failed", "http-answer"),
        ("wecom", "200 []", "failed", "wecom-answer"),
    ],
)
def test_what_a_robot_answers_passes_or_lasts(
    received: Received, robot_address: str, kind: str, answer: str, state: str, error: str
) -> None:
    with_robot(house(mail=False).branch, kind, robot_address)
    received.hook = lambda _: answer
    go()
    assert (one().state, one().error) == (state, error)
    assert received.posts == []


@pytest.mark.usefixtures("still_wanted")
def test_an_address_that_leads_into_the_house_is_not_called(
    received: Received, robot_address: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_robot(house(mail=False).branch, "wecom", robot_address)
    settings.ROBOT_LOCAL = False
    go()
    assert (one().state, one().error) == ("failed", "address-refused")
    # A name that is allowed, and leads to a private address after all.
    port = urlsplit(robot_address).port
    found = [(2, 1, 6, "", ("10.0.0.5", port))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(delivering, "unseal", lambda *_: "https://127.0.0.1/robot")
    send_again(actor_of(holder()), one().id)
    go(one().next_at)
    assert (one().state, one().error) == ("failed", "address-inside")
    assert received.posts == []


@pytest.mark.parametrize(
    "address",
    [
        *("http://qyapi.weixin.qq.com/x", "https://evil.example/x", "https://127.0.0.1/x"),
        *("https://u:p@qyapi.weixin.qq.com/", "https://qyapi.weixin.qq.com:8443/", "file:///x"),
        *("https://qyapi.weixin.qq.com.evil.example/", "https://[::1/", "", "qyapi.weixin.qq.com"),
    ],
)
def test_only_addresses_of_robots_are_taken(settings: Settings, address: str) -> None:
    settings.ROBOT_LOCAL = False
    settings.ROBOT_HOSTS = frozenset({"qyapi.weixin.qq.com"})
    with pytest.raises(AddressRefused):
        check_address(address)
    check_address("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1")


def test_two_workers_never_hold_the_same_delivery() -> None:
    house()
    told()
    first = claim(MORNING)
    assert first is not None
    assert claim(MORNING) is None
    recover(MORNING + HOUR)
    second = claim(MORNING + HOUR)
    assert second is not None
    with pytest.raises(TakenOver):
        intend(first, MORNING + HOUR)
    intend(second, MORNING + HOUR)


def test_a_round_cut_off_in_the_middle_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    house(4)
    real: Callable[..., bool] = rounds._put
    made = list[Notice]()

    def dies(notice: Notice, *given: Any) -> bool:
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(notice)
        return real(notice, *given)

    monkeypatch.setattr(rounds, "_put", dies)
    with pytest.raises(KeyboardInterrupt):
        told()
    monkeypatch.setattr(rounds, "_put", real)
    assert told(MORNING + HOUR) == 2
    assert Notice.objects.count() == Delivery.objects.count() == 4


def test_who_was_thought_dead_and_did_send_is_believed() -> None:
    house()
    told()
    held = claim(MORNING)
    assert held is not None
    intend(held, MORNING)
    recover(MORNING + HOUR)
    assert one().state == "unknown"
    outbox.sent(held, MORNING + HOUR)
    assert one().state == "sent"


def test_a_clock_set_back_stops_the_deciding_until_someone_has_looked() -> None:
    home = house()
    assert told(MORNING + timedelta(days=30)) == 1
    assert told() == 0
    assert told(MORNING + timedelta(days=40)) == 0
    assert Clock.objects.get().halted_at is not None
    confirm_clock(actor_of(home.accounts[0]), MORNING)
    assert told() == 0  # the very same was told already, by whatever clock
    wait_for_answer(home.branch)
    assert told(MORNING + timedelta(days=7)) == 1


def test_the_numbers_for_the_burden_count_by_organization_and_month() -> None:
    home = house(3)
    told()
    viewer = viewer_of(home.accounts[0], MORNING.date())
    counts = sent_counts(viewer, [home.branch.id], MORNING.date(), MORNING.date())
    (sent,) = counts.values()
    assert counts.keys() == {(home.branch.id, "2026-10")}
    assert (sent.people, sent.group, sent.mails) == (3, 0, 3)
    assert SYSTEM.account is None
