"""From what a caller sends of a meeting to what the room of activities takes."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404

from mingdeng.access.policy import scope
from mingdeng.access.queries import organizations, roll_of_many
from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.api.caller import Caller
from mingdeng.api.problems import Wrong
from mingdeng.api.shapes.records import AbsentSent, HostSent, RecordSent

TOPIC = 500
NOT_ON_ROLL = "不在这个组织当天的名册上。名册以外的人请只写姓名。"
NO_NAME = "请写 person 或 name。"
NO_SUM = "应到、实到和缺席的人数对不上，请核对。"
Roll = Mapping[str, Sequence[uuid.UUID]]


def record_of(caller: Caller, sent: RecordSent, stored: Record | None = None) -> Record:
    """A meeting as sent, its hosts and names looked up. Raises Wrong, Http404, PermissionDenied.

    A correction keeps what `stored` says of hosts the caller does not write for.
    """
    before = {one.organization: one for one in stored.hosts} if stored else {}
    hosts = [*_hosts(caller, sent, before)]
    written = {one.organization for one in hosts}
    hosts += [one for one in before.values() if one.organization not in written]
    plain = ("held_on", "held_to", "start", "end", "place", "chair", "recorder", "lecturer")
    agenda = tuple(
        Item(**{**item.model_dump(), "topics": tuple(item.topics)}) for item in sent.agenda
    )
    topic = "；".join(item.text for item in agenda)[:TOPIC]
    return Record(
        kinds=tuple(dict.fromkeys(sent.kinds)),
        hosts=tuple(hosts),
        hours=sent.hours,
        agenda=agenda,
        guests=tuple(sent.guests),
        topic=topic or (stored.topic if stored and not stored.agenda else ""),
        for_period=stored.for_period if stored else "",
        source=stored.source if stored else "",
        **{name: getattr(sent, name) for name in plain},
    )


def _hosts(
    caller: Caller, sent: RecordSent, before: Mapping[uuid.UUID, Hosting]
) -> Iterator[Hosting]:
    wanted = [host.organization for host in sent.hosts]
    writable = scope(caller.viewer, "create", "activity").organizations
    beyond = [one for one in wanted if one not in writable and one not in before]
    if beyond:
        if organizations(caller.viewer).filter(id__in=beyond).count() == len(set(beyond)):
            raise PermissionDenied
        raise Http404
    rolls = roll_of_many(caller.viewer, wanted, sent.held_on)
    for place, host in enumerate(sent.hosts):
        old = before.get(host.organization)
        given = _hosting(host, rolls[host.organization], old, f"hosts.{place}")
        if host.organization not in writable and given != old:
            raise PermissionDenied
        yield given


def _hosting(host: HostSent, roll: Roll, old: Hosting | None, where: str) -> Hosting:
    names = {person: name for name, people in roll.items() for person in people}
    names |= {one.person: one.name for one in old.absent if one.person} if old else {}
    absent = tuple(
        _absent(one, roll, names, f"{where}.absent.{number}")
        for number, one in enumerate(host.absent)
    )
    given = Hosting(host.organization, host.group, host.expected, host.present, absent)
    if host.expected is not None and host.present is not None:
        missing = host.expected - host.present
        if 0 <= missing < len(absent):
            raise Wrong(422, {f"{where}.present": NO_SUM})
    return given


def _absent(one: AbsentSent, roll: Roll, names: Mapping[uuid.UUID, str], where: str) -> Absent:
    """Someone of the roll; of several of one name nobody is chosen."""
    if one.person is not None:
        if one.person not in names:
            raise Wrong(422, {f"{where}.person": NOT_ON_ROLL})
        return Absent(names[one.person], one.reason, one.person)
    if not one.name:
        raise Wrong(422, {where: NO_NAME})
    found = roll.get(one.name, ())
    return Absent(one.name, one.reason, found[0] if len(found) == 1 else None)


def planned(given: Record) -> Record:
    """A plan says nothing of who came."""
    hosts = tuple(replace(one, expected=None, present=None, absent=()) for one in given.hosts)
    return replace(given, hosts=hosts)
