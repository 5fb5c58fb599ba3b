"""Activation codes and second factors: once, in time, and unreadable where they are kept."""

from datetime import timedelta

import pytest
from django.test.utils import override_settings

from mingdeng.accounts.models import Activation, RecoveryCode, SecondFactor
from mingdeng.accounts.sealing import Unreadable, seal, unseal
from mingdeng.accounts.services import (
    CodeInvalid,
    PasswordWeak,
    code_of,
    confirm_factor,
    create_user,
    has_factor,
    issue_code,
    prepare_factor,
    redeem_code,
    release_code,
    set_password,
    suspend,
)
from tests.house import NOW
from tests.web.people import PASSWORD, holder_of, shown_code

pytestmark = pytest.mark.django_db


def test_a_code_sets_a_password_once() -> None:
    activation = issue_code(create_user("someone"), NOW)
    user = redeem_code(code_of(activation), PASSWORD, NOW)
    assert user.check_password(PASSWORD)
    with pytest.raises(CodeInvalid):
        redeem_code(code_of(activation), PASSWORD, NOW)


def test_a_code_is_read_however_it_is_written() -> None:
    activation = issue_code(create_user("someone"), NOW)
    written = code_of(activation).lower().replace("-", "  ").replace("o", "0").replace("i", "1")
    redeem_code(written, PASSWORD, NOW)


@pytest.mark.parametrize(("later", "works"), [(-1, True), (0, False)])
def test_a_code_works_for_seven_days(later: int, works: bool) -> None:
    activation = issue_code(create_user("someone"), NOW)
    when = NOW + timedelta(days=7, seconds=later)
    if works:
        redeem_code(code_of(activation), PASSWORD, when)
    else:
        with pytest.raises(CodeInvalid):
            redeem_code(code_of(activation), PASSWORD, when)


def test_a_password_that_is_not_taken_leaves_the_code_good() -> None:
    activation = issue_code(create_user("someone"), NOW)
    with pytest.raises(PasswordWeak):
        redeem_code(code_of(activation), "short", NOW)
    redeem_code(code_of(activation), PASSWORD, NOW)


def test_a_new_code_voids_the_one_before() -> None:
    user = create_user("someone")
    first, second = issue_code(user, NOW), issue_code(user, NOW)
    with pytest.raises(CodeInvalid):
        redeem_code(code_of(first), PASSWORD, NOW)
    redeem_code(code_of(second), PASSWORD, NOW)


def test_a_code_for_an_account_in_use_waits_for_its_release() -> None:
    user = create_user("someone")
    set_password(user, PASSWORD, NOW)
    activation = issue_code(user, NOW)
    with pytest.raises(CodeInvalid):
        redeem_code(code_of(activation), "another long password", NOW)
    assert release_code(activation, NOW)
    assert not release_code(activation, NOW), "releasing is done once"
    redeem_code(code_of(activation), "another long password", NOW)


def test_a_suspended_account_is_not_activated() -> None:
    user = create_user("someone")
    activation = issue_code(user, NOW)
    suspend(user)
    with pytest.raises(CodeInvalid):
        redeem_code(code_of(activation), PASSWORD, NOW)


def test_a_new_beginning_takes_the_lost_phone_and_paper_away() -> None:
    user = create_user("someone")
    holder_of(user, NOW, factor=True)
    activation = issue_code(user, NOW)
    release_code(activation, NOW)
    redeem_code(code_of(activation), "another long password", NOW)
    assert not has_factor(user)
    assert not RecoveryCode.objects.filter(user=user).exists()


def test_no_code_or_secret_stands_in_the_database() -> None:
    user = create_user("someone")
    code = code_of(issue_code(user, NOW))
    secret = prepare_factor(user)
    papers = confirm_factor(user, shown_code(secret, NOW), NOW)
    tables = (Activation, SecondFactor, RecoveryCode)
    kept = str([list(table.objects.values()) for table in tables])
    for told in (code, secret, *papers):
        assert told not in kept
        assert told.replace("-", "") not in kept


def test_the_secret_of_one_account_is_none_of_another() -> None:
    one, other = create_user("one"), create_user("other")
    sealed = seal("secret", one.id)
    assert unseal(sealed, one.id) == "secret"
    with pytest.raises(Unreadable):
        unseal(sealed, other.id)


def test_without_the_key_of_the_installation_nothing_can_be_read() -> None:
    user = create_user("one")
    sealed = seal("secret", user.id)
    with override_settings(SECOND_FACTOR_KEY=b"\0" * 32), pytest.raises(Unreadable):
        unseal(sealed, user.id)
