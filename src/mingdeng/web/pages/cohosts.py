"""Other organizations a meeting belongs to: who may be named, and what is said of them."""

import uuid
from collections.abc import Sequence

from mingdeng.access.queries import Named, groups_and_others, roll_of_many
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
    return groups_and_cohosts(visit, organization, form, action)[1]


def groups_and_cohosts(
    visit: Visit, organization: Organization, form: RecordForm, action: str = "create"
) -> tuple[list[Named], list[CoHost]]:
    """The groups that may have met, and the organizations that may be named beside the first."""
    groups, there = groups_and_others(visit.viewer, organization, GATHERING, action)
    wanted = {one for one in form.cohosts if uuid.UUID(one) in {place.id for place in there}}
    chosen = [uuid.UUID(one) for one in wanted]
    rolls = roll_of_many(visit.viewer, chosen, visit.today) if chosen else {}
    return groups, [_cohost(place, form, wanted, rolls) for place in there]


def _cohost(
    place: Named,
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
