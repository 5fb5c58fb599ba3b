"""Each register as its users use it: the scenarios beside the definitions, acted out on the pages.

The day is always the same: what a scenario calls late is late, and periods are those it names.
"""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.web.acting_out import Scenario, Troupe, scenarios
from tests.web.stage import NOW, Stage, make_stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:  # noqa: ARG001
    """One organ for all; it is gone when the module is done."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True), transaction.atomic():
        yield make_stage()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "scenario",
    [one for one in scenarios() if not one.judged],
    ids=lambda one: f"{one.file}::{one.id}",
)
def test_a_register_is_used_as_its_scenario_tells(stage: Stage, scenario: Scenario) -> None:
    Troupe(stage, scenario).play()


@pytest.mark.parametrize(
    "scenario",
    [one for one in scenarios() if one.judged],
    ids=lambda one: f"{one.file}::{one.id}",
)
def test_duties_are_judged_from_entries(scenario: Scenario) -> None:
    # Verdicts are kept by organization and number in the journal: each needs an organ of its own.
    with time_machine.travel(NOW, tick=True):
        Troupe(make_stage(), scenario).play()
