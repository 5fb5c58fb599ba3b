"""Beginning a handover, signing for it, refusing it: each with its own sign-in."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from mingdeng.handover.models import Handover
from mingdeng.handover.pack import digest_of
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import Person, Post
from mingdeng.roster.services import Refused, Stale

State = Handover.State
Which = tuple[uuid.UUID, int]


@transaction.atomic
def begin(actor: Actor, post: Post, successor: Person, pack: Mapping[str, Any]) -> Handover:
    """Lay the pack of a post before the two. Raises Refused."""
    if successor.id == post.person_id:
        raise Refused("接收人就是移交人本人，不需要交接。")
    made = Handover(
        post=post,
        organization_id=post.organization_id,
        predecessor_id=post.person_id,
        successor=successor,
        as_of=pack["as_of"],
        pack=dict(pack),
        digest=digest_of(pack),
        begun_by=actor.account,
        begun_at=actor.at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("这个职务已经有一份待签收的交接，请先签收或者退回。") from None
    made.refresh_from_db()
    body = {"digest": made.digest, "as_of": made.as_of, "post": post.id, "to": successor.id}
    write(actor, "handover.begin", _thing(made), body)
    return made


@transaction.atomic
def sign(actor: Actor, which: Which, person: Person) -> Handover:
    """Sign for the pack as one of the two, else as witness of one who is gone.

    Done when the successor has signed, and the predecessor or a witness. Raises Refused, Stale.
    """
    found = _open(which)
    values = _signature(actor, found, person)
    after = {**_times(found), **values}
    done = bool(after["taken_at"] and (after["handed_at"] or after["witnessed_at"]))
    _change(found, which[1], {**values, "state": State.DONE if done else State.OPEN})
    body = {"digest": found.digest, "as": next(iter(values)), "done": done}
    write(actor, "handover.sign", _thing(found), body)
    return found


@transaction.atomic
def refuse(actor: Actor, which: Which, person: Person, reason: str) -> Handover:
    """Do not sign, and say why; then another pack can be laid. Raises Refused, Stale."""
    found = _open(which)
    if person.id not in {found.predecessor_id, found.successor_id}:
        raise Refused("只有移交人和接收人可以退回。")
    if not reason.strip():
        raise Refused("请写明退回的理由。")
    said = {"refused_by": person, "refused_at": actor.at, "reason": reason.strip()[:500]}
    _change(found, which[1], {**said, "state": State.REFUSED})
    write(actor, "handover.refuse", _thing(found), {"digest": found.digest, "why": said["reason"]})
    return found


def is_gone(person: Person) -> bool:
    """Whether someone can no longer sign: no account, or one that was suspended."""
    return person.account is None or not person.account.is_active


def _signature(actor: Actor, found: Handover, person: Person) -> dict[str, Any]:
    if person.id == found.predecessor_id:
        return _once(found.handed_at, {"handed_at": actor.at})
    if person.id == found.successor_id:
        return _once(found.taken_at, {"taken_at": actor.at})
    if not is_gone(found.predecessor):
        raise Refused(f"移交人{found.predecessor.name}还能登录，应由本人签收，不需要监交。")
    return _once(found.witnessed_at, {"witnessed_at": actor.at, "witness": person})


def _once(before: Any, values: dict[str, Any]) -> dict[str, Any]:
    if before is not None:
        raise Refused("已经签收过，不需要再签。")
    return values


def _times(found: Handover) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("handed_at", "taken_at", "witnessed_at")}


def _open(which: Which) -> Handover:
    found = Handover.objects.select_related("predecessor__account").get(id=which[0])
    if not found.is_open:
        raise Refused(f"这份交接{found.get_state_display()}，不再更改。")
    return found


def _change(found: Handover, version: int, values: Mapping[str, Any]) -> None:
    here = Handover.objects.filter(id=found.id, state=State.OPEN)
    if not here.filter(version=version).update(**values, version=F("version") + 1):
        raise Stale(Handover.objects.filter(id=found.id).values("reason", "version").get())
    found.refresh_from_db()


def _thing(found: Handover) -> Thing:
    return Thing("handover", found.id, found.organization_id)
