"""Whatever is sent by whomever, the answer is one the description names, and never a 5xx.

MINGDENG_API_EXAMPLES tries more of each operation.
"""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from mingdeng.accounts.services.slowing import ALLOWANCES, Allowance
from tests.api.asking import token_for
from tests.api.fuzzing import operations, tried
from tests.api.known import known_in
from tests.web.world import ROLES, World

EXAMPLES = int(os.environ.get("MINGDENG_API_EXAMPLES", "2"))


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The server would close the connection between requests, and with it what the test made."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_every_answer_to_every_role_is_described(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Thousands of wrong tokens come from one address here.
    monkeypatch.setitem(ALLOWANCES, "token", Allowance(1_000_000, timedelta(0)))
    secrets = [token_for(world.accounts[role]) for role in ROLES]
    known, wrong = known_in(world), {}
    for operation in operations(get_wsgi_application(), secrets[0]):
        try:
            tried(operation, secrets, known, EXAMPLES)
        except (BaseExceptionGroup, AssertionError) as found:
            wrong[operation.label] = str(getattr(found, "exceptions", [found])[0])
    assert wrong == {}, "\n".join(wrong.values())
