"""Which rule packs hold for a part of the tree, and since when."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from mingdeng.journal.services import Actor, Thing, one_at_a_time, write
from mingdeng.roster.models import Organization, PackAdoption
from mingdeng.roster.services.refusals import Refused


@transaction.atomic
def adopt_pack(
    actor: Actor, organization: Organization, pack: str, since: date | None
) -> PackAdoption:
    """From a day on a rule pack holds for an organization and all below it.

    Raises Refused where it holds there already.
    """
    one_at_a_time()  # two at once would both find that it does not hold yet
    later = Q(until=None) if since is None else Q(until=None) | Q(until__gt=since)
    if PackAdoption.objects.filter(later, organization=organization, pack=pack).exists():
        raise Refused("这个规则包已经采用，不需要再采用一次。")
    adoption = PackAdoption.objects.create(organization=organization, pack=pack, since=since)
    write(actor, "pack.adopt", _thing(adoption), {"pack": pack, "since": since})
    return adoption


@transaction.atomic
def end_pack(actor: Actor, adoption: PackAdoption, on: date) -> None:
    """From a day on a rule pack no longer holds. Raises Refused before it began, or twice."""
    if adoption.since is not None and on < adoption.since:
        raise Refused(f"这个规则包自{adoption.since}起采用，停用日期不能更早。")
    if not PackAdoption.objects.filter(id=adoption.id, until=None).update(until=on):
        raise Refused("这个规则包已经停用。")
    write(actor, "pack.end", _thing(adoption), {"pack": adoption.pack, "on": on})


@transaction.atomic
def remove_pack(actor: Actor, adoption: PackAdoption) -> None:
    """Take back the adoption of a rule pack as if it had never been."""
    thing, body = _thing(adoption), {"pack": adoption.pack, "since": adoption.since}
    adoption.delete()
    write(actor, "pack.remove", thing, body)


def _thing(adoption: PackAdoption) -> Thing:
    return Thing("organization", adoption.organization_id, adoption.organization_id)
