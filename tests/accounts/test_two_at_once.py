"""Two workers of the server at the same moment: a code counts once, every try counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from mingdeng.accounts.models import Slowed
from mingdeng.accounts.services import (
    CodeInvalid,
    FactorWrong,
    PasswordWrong,
    TooSoon,
    code_of,
    create_user,
    enter_with_code,
    enter_with_password,
    forgive,
    issue_code,
    redeem_code,
    try_once,
)
from mingdeng.administration.models import FirstStart
from mingdeng.administration.services import Closed, issue_first_code, set_up
from tests.house import NOW
from tests.web.people import PASSWORD, holder_of

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of eight threads got, or the exception it met; they start together."""
    together = Barrier(AT_ONCE)

    def one(number: int) -> object:
        together.wait()
        try:
            return act(number)
        except Exception as error:  # noqa: BLE001 - what was met is the answer
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_one_code_lets_in_one() -> None:
    holder = holder_of(create_user("someone"), NOW, factor=True)
    codes = holder.codes
    answers = at_once(lambda n: enter_with_code(holder.account, codes[0], f"10.0.0.{n}", NOW))
    assert answers.count("recovery") == 1
    assert set(answers) <= {"recovery", FactorWrong, TooSoon}


def test_tries_that_are_right_at_the_same_moment_are_all_heard() -> None:
    def enter_often(number: int) -> int:
        for turn in range(20):
            now = NOW + timedelta(seconds=turn)
            with suppress(TooSoon):
                try_once(now, account="someone", address=f"10.0.0.{number}")
            forgive(now, account="someone", address=f"10.0.0.{number}")
        return number

    assert at_once(enter_often) == list(range(AT_ONCE))


def test_one_activation_code_sets_one_password() -> None:
    code = code_of(issue_code(create_user("someone"), NOW))
    answers = at_once(lambda n: str(redeem_code(code, f"{PASSWORD} {n}", NOW).username))
    assert answers.count("someone") == 1
    assert answers.count(CodeInvalid) == AT_ONCE - 1


def test_tries_at_the_same_moment_are_as_many_tries() -> None:
    holder_of(create_user("someone"), NOW, factor=False)
    answers = at_once(lambda n: enter_with_password("someone", f"wrong {n}", f"10.0.0.{n}", NOW))
    assert answers.count(PasswordWrong) == 6, "five are free, the sixth makes the others wait"
    assert answers.count(TooSoon) == 2
    assert max(Slowed.objects.values_list("failures", flat=True)) == 6


def test_one_first_start_makes_three_administrators() -> None:
    code = issue_first_code(NOW)
    assert code is not None

    def start(number: int) -> int:
        names = {kind: f"{kind}-{number}" for kind in ("system", "security", "audit")}
        return len(set_up(code, names, NOW))

    answers = at_once(start)
    assert sorted(map(str, answers)) == sorted(map(str, [3, *[Closed] * (AT_ONCE - 1)]))
    assert len(FirstStart.objects.get().accounts) == 3
