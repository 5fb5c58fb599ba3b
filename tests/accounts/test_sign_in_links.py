"""A link lets someone in once, before it expires; why one does not work is not told."""

from datetime import timedelta

import pytest

from mingdeng.accounts.models import SignInLink
from mingdeng.accounts.services import LinkInvalid, create_user, issue_link, redeem_link
from tests.house import NOW

pytestmark = pytest.mark.django_db


def test_a_link_signs_its_holder_in_once() -> None:
    user = create_user("secretary")
    token = issue_link(user, NOW)
    assert redeem_link(token, NOW) == user
    with pytest.raises(LinkInvalid):
        redeem_link(token, NOW)


@pytest.mark.parametrize(("later", "works"), [(-1, True), (0, False), (1, False)])
def test_a_link_works_until_the_second_it_expires(later: int, works: bool) -> None:
    token = issue_link(create_user("secretary"), NOW, timedelta(minutes=5))
    when = NOW + timedelta(minutes=5, seconds=later)
    if works:
        redeem_link(token, when)
    else:
        with pytest.raises(LinkInvalid):
            redeem_link(token, when)


def test_an_unknown_link_and_one_of_a_suspended_account_let_nobody_in() -> None:
    user = create_user("secretary")
    token = issue_link(user, NOW)
    user.is_active = False
    user.save()
    for wrong in (token, "", "unknown"):
        with pytest.raises(LinkInvalid):
            redeem_link(wrong, NOW)


def test_the_secret_of_a_link_is_not_kept() -> None:
    token = issue_link(create_user("secretary"), NOW)
    kept = SignInLink.objects.values().get()
    assert token not in str(kept)


def test_two_links_of_one_account_are_used_up_apart() -> None:
    user = create_user("secretary")
    one, other = issue_link(user, NOW), issue_link(user, NOW)
    redeem_link(one, NOW)
    assert redeem_link(other, NOW) == user


def test_a_new_account_has_no_password() -> None:
    user = create_user("secretary")
    assert not user.has_usable_password()
    assert not user.check_password("")
