"""What is done beside the server: judged for today, indexed, and again after a change."""

import pytest
from django.core.management import call_command

from mingdeng.assessments.models import Folded
from mingdeng.journal.models import Head
from mingdeng.search.models import Progress
from tests.web.world import World

pytestmark = pytest.mark.django_db


def test_every_organization_is_judged_and_every_act_indexed(world: World) -> None:
    call_command("work_ahead", once=True)
    judged = set(Folded.objects.filter(fold="standing").values_list("organization", flat=True))
    assert {world.branch.id, world.neighbour.id, world.committee.id, world.work.id} <= judged
    assert Progress.objects.get().number == Head.objects.get().number
    before = Folded.objects.get(organization=world.branch, fold="standing").key
    call_command("work_ahead", once=True)
    assert Folded.objects.get(organization=world.branch, fold="standing").key == before
