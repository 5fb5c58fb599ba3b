"""Adding to the chain, and answering a repeated request with its first answer."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from mingdeng.journal.models import Answer, Detail, Entry, Head

Body = Mapping[str, Any]
PURGE = "journal.purge"
PIECE = 500
# Which token an act came through stands in what it said.
BY_TOKEN = "by_token"  # noqa: S105 - the name of a field


class NotInTransaction(Exception):
    """An act must be written in the transaction of what it did."""


class NoAccount(Exception):
    """Only someone signed in can repeat a request."""


class KeyUsedOtherwise(Exception):
    """The key of a request was used before, for another action."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, the post it acts in, and when. None for the system itself.

    `token` where it was a program that acted for the account.
    """

    account: uuid.UUID | None
    post: uuid.UUID | None
    at: datetime
    token: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What is acted on, and under which organization it stands."""

    kind: str
    id: uuid.UUID | None
    organization: uuid.UUID | None = None


_gathering: ContextVar[list[tuple[Entry, str, str]] | None] = ContextVar("acts", default=None)


def write(actor: Actor, action: str, thing: Thing, body: Body) -> Entry:
    """Add an act to the chain. Raises NotInTransaction outside of one."""
    if not connection.in_atomic_block:
        raise NotInTransaction(action)
    by = {} if actor.token is None else {BY_TOKEN: actor.token}
    salt, plain = secrets.token_hex(16), plain_of({**body, **by})
    entry = Entry(
        at=actor.at,
        account=actor.account,
        post=actor.post,
        action=action,
        object_kind=thing.kind,
        object_id=thing.id,
        organization=thing.organization,
        detail_digest=detail_digest(salt, plain),
    )
    gathered = _gathering.get()
    if gathered is None:
        _append([(entry, salt, plain)])
    else:
        gathered.append((entry, salt, plain))
    return entry


@contextmanager
def together() -> Iterator[None]:
    """Put the acts of a block into the chain at its end: the same chain in fewer steps.

    For thousands of acts in one transaction. Where the block fails, so does the transaction.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("together")
    if _gathering.get() is not None:  # a block within a block: the outer one writes
        yield
        return
    acts: list[tuple[Entry, str, str]] = []
    token = _gathering.set(acts)
    try:
        yield
    finally:
        _gathering.reset(token)
    _append(acts)


def _append(acts: Sequence[tuple[Entry, str, str]]) -> None:
    head = one_at_a_time()
    for entry, _, _ in acts:
        entry.number, entry.previous = head.number + 1, head.digest
        entry.digest = entry_digest(entry)
        head.number, head.digest = entry.number, entry.digest
    Entry.objects.bulk_create([entry for entry, _, _ in acts], batch_size=PIECE)
    Detail.objects.bulk_create(
        [Detail(entry=entry, salt=salt, body=json.loads(plain)) for entry, salt, plain in acts],
        batch_size=PIECE,
    )
    head.save(update_fields=["number", "digest"])


def one_at_a_time() -> Head:
    """The end of the chain, locked until the transaction ends: who comes second waits."""
    return Head.objects.select_for_update().get_or_create(id=1)[0]


@transaction.atomic
def purge(actor: Actor, entry: Entry) -> None:
    """Take away what an entry said, when its time is over; that it stood there remains.

    The chain says who purged it and when: details that are gone without that are a break.
    """
    there = Detail.objects.filter(entry=entry, purged_at=None)
    if there.update(salt="", body=None, purged_at=actor.at):
        write(actor, PURGE, Thing("journal", entry.id, entry.organization), {})


def once(actor: Actor, key: uuid.UUID, action: str, act: Callable[[], Body]) -> Body:
    """Do something once per key; a repeat gets the first answer and has no effect.

    Raises KeyUsedOtherwise where the key belongs to another action.
    """
    if actor.account is None:
        raise NoAccount
    with transaction.atomic():
        one_at_a_time()
        earlier = Answer.objects.filter(account=actor.account, key=key).first()
        if earlier is None:
            result = json.loads(plain_of(act()))
            Answer.objects.create(
                account=actor.account, key=key, action=action, result=result, at=actor.at
            )
            return dict(result)
    if earlier.action != action:
        raise KeyUsedOtherwise(action)
    return dict(earlier.result)


def earlier(account: uuid.UUID, key: uuid.UUID, action: str) -> Body | None:
    """The first answer to a repeated request, for whoever can no longer see what it was about."""
    found = Answer.objects.filter(account=account, key=key, action=action).first()
    return dict(found.result) if found else None


def entry_digest(entry: Entry) -> str:
    """The digest that binds an entry to the one before it."""
    parts = (
        *(entry.number, entry.id, _instant(entry.at), entry.account, entry.post, entry.action),
        *(entry.object_kind, entry.object_id, entry.organization, entry.detail_digest),
        entry.previous,
    )
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()


def detail_digest(salt: str, plain: str) -> str:
    """The salted digest of an entry's details."""
    return hashlib.sha256(f"{salt}\n{plain}".encode()).hexdigest()


def plain_of(body: Any) -> str:
    """Details as one text, always the same for the same content, also after storing it."""
    return _dump(json.loads(_dump(body)))  # keys become text before they are put in order


def _dump(body: Any) -> str:
    return json.dumps(body, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)


def _instant(at: datetime) -> str:
    """An instant as the database gives it back, whatever zone it was given in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
