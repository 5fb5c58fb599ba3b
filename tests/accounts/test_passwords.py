"""What a password must be, and that it says nothing of its owner."""

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from mingdeng.accounts.models import User
from mingdeng.accounts.services import (
    PasswordWeak,
    create_user,
    password_is_old,
    set_password,
)
from mingdeng.config.profile import DENGBAO, profile
from tests.house import NOW, someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    person = someone("林一帆", birth=date(1985, 3, 14), id_number="110101198503140027")
    person.account = create_user("linyf-07")
    person.save()
    return person.account


@pytest.mark.parametrize(
    "good",
    [
        "correct horse battery",
        "竹影扫阶尘不动月穿潭底水无痕",
        "aaaabbbbccccdddde",
    ],
)
def test_a_long_one_is_taken_whatever_signs_it_is_made_of(owner: User, good: str) -> None:
    set_password(owner, good, NOW)
    assert owner.has_usable_password()


@pytest.mark.parametrize(
    ("weak", "said"),
    [
        ("elevenchars", "至少 12 个字符"),
        ("x" * 129, "最多 128 个字符"),
        ("Password2026!", "太常见"),
        ("mingdeng2026!!", "太常见"),
        ("woaini1woaini1", "太常见"),
        ("138001380001", "不要只用数字"),
        ("aabbaabbaabbaab", "不同的字符太少"),
        ("my linyf-07 login", "不要有登录名"),
        ("Lin Yi Fan is here", "不要有登录名"),
        ("我是林一帆来登录系统的口令", "不要有登录名"),
        ("born on 19850314 ok", "不要有登录名"),
        ("born 850314, really", "不要有登录名"),
        ("number 140027 ends", "不要有登录名"),
    ],
)
def test_one_that_others_can_guess_is_refused_and_nothing_is_set(
    owner: User, weak: str, said: str
) -> None:
    with pytest.raises(PasswordWeak, match=said):
        set_password(owner, weak, NOW)
    assert not User.objects.get(id=owner.id).has_usable_password()


def test_the_usual_profile_never_asks_for_a_new_one(owner: User) -> None:
    set_password(owner, "correct horse battery", NOW)
    assert not password_is_old(owner, NOW + timedelta(days=3_650))


def test_the_profile_of_dengbao_asks_for_one_after_ninety_days(
    owner: User, settings: Settings
) -> None:
    settings.PASSWORD_DAYS = DENGBAO.password_days
    set_password(owner, "correct horse battery", NOW)
    assert not password_is_old(owner, NOW + timedelta(days=90))
    assert password_is_old(owner, NOW + timedelta(days=90, seconds=1))


@pytest.mark.parametrize(
    ("given", "taken"),
    [("correct horse battery", False), ("Correct horse battery", True), ("correct-horse-9", True)],
)
def test_the_profile_of_dengbao_asks_for_three_kinds_of_signs(
    owner: User, settings: Settings, given: str, taken: bool
) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = [
        *settings.AUTH_PASSWORD_VALIDATORS,
        {"NAME": "mingdeng.accounts.passwords.Mixed"},
    ]
    try:
        set_password(owner, given, NOW)
    except PasswordWeak:
        assert not taken
    else:
        assert taken


def test_there_are_two_profiles_and_no_third() -> None:
    assert profile("").idle_seconds == 1800
    assert profile("dengbao").idle_seconds == 600
    with pytest.raises(ValueError, match="dengbao"):
        profile("strict")


def test_a_password_is_kept_as_argon2id_of_nineteen_mebibytes(owner: User) -> None:
    set_password(owner, "correct horse battery", NOW)
    assert owner.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
