"""Other organizations a meeting belongs to: who may be named, and what is said of them."""

import uuid
from collections.abc import Sequence

from mingdeng.access.queries import organizations, roll_of_many
from mingdeng.activities.models import Activity
from mingdeng.activities.said import Hosting
from mingdeng.roster.models import Organization
from mingdeng.web.forms import CoHost, RecordForm
from mingdeng.web.visit import Visit

GATHERING = ("branch", "general_branch", "organ_committee")


def cohosts(
    visit: Visit, organization: Organization, form: RecordForm, action: str = "create"
) -> list[CoHost]:
    """The organizations that may be named beside the first, with what was typed of them."""
    found = organizations(visit.viewer, action, "activity").exclude(id=organization.id)
    there = list(found.filter(dissolved=None, kind__in=GATHERING))
    wanted = {one for one in form.cohosts if uuid.UUID(one) in {place.id for place in there}}
    rolls = roll_of_many(visit.viewer, [uuid.UUID(one) for one in wanted], visit.today)
    return [_cohost(place, form, wanted, rolls) for place in there]


def _cohost(
    place: Organization,
    form: RecordForm,
    wanted: set[str],
    rolls: dict[uuid.UUID, dict[str, list[uuid.UUID]]],
) -> CoHost:
    key = str(place.id)
    return CoHost(
        id=key,
        name=place.name,
        roll=rolls.get(place.id, {}),
        chosen=key in wanted,
        expected=form.heads.get(f"expected-{key}", ""),
        present=form.heads.get(f"present-{key}", ""),
        names=form.heads.get(f"names-{key}", ""),
    )


def with_stored_hosts(form: RecordForm, activity: Activity, first: uuid.UUID) -> RecordForm:
    """The form with the other hosts of a stored record as they were typed."""
    for host in activity.hosts.all():
        if host.organization_id == first:
            continue
        key = str(host.organization_id)
        form.cohosts.append(key)
        heads = {"expected": host.expected, "present": host.present}
        form.heads |= {f"{n}-{key}": "" if v is None else str(v) for n, v in heads.items()}
        form.heads[f"names-{key}"] = "、".join(
            f"{one.name}（{one.reason}）" if one.reason else one.name for one in host.absences.all()
        )
    return form


def kept_hosts(
    stored: Sequence[Hosting], given: Sequence[Hosting], offered: Sequence[CoHost]
) -> tuple[Hosting, ...]:
    """Hosts the form did not show stay as they are: nobody loses a host by a correction."""
    shown = {uuid.UUID(one.id) for one in offered} | {host.organization for host in given}
    return (*given, *(host for host in stored if host.organization not in shown))
