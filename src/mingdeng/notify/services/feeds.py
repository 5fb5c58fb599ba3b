"""The secret address of a calendar: given out once, good until revoked or until rights end."""

import hashlib
import secrets
from datetime import date

from django.db import transaction

from mingdeng.access.policy import Viewer, viewer_of
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.notify.models import Feed
from mingdeng.notify.queries import feed_by
from mingdeng.roster.models import Person

TOKEN_BYTES = 32


@transaction.atomic
def issue_feed(actor: Actor, person: Person, viewer: Viewer) -> str:
    """A new address, in place of any before it; it is shown once and not kept."""
    _revoke(actor, person)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    posts = sorted(map(str, viewer.posts))
    made = Feed.objects.create(
        person=person, digest=digest_of(token), issued_at=actor.at, posts=posts
    )
    write(actor, "feed.issue", Thing("person", person.id, None), {"feed": made.id})
    return token


@transaction.atomic
def revoke_feed(actor: Actor, person: Person) -> None:
    """Make the address worthless at once."""
    if _revoke(actor, person):
        write(actor, "feed.revoke", Thing("person", person.id, None), {})


def feed_viewer(token: str, day: date) -> Viewer | None:
    """On whose behalf an address is read; None where it is good no more.

    Revoked, the account suspended, the posts ended it was issued to: the same as never there.
    """
    found = feed_by(digest_of(token))
    if found is None or found.person.account is None or not found.person.account.is_active:
        return None
    viewer = viewer_of(found.person.account, day)
    held = {str(one) for one in viewer.posts}
    if found.posts and held.isdisjoint(found.posts):
        return None
    stands = any(one.organization is not None for one in viewer.standings)
    return viewer if stands else None


def digest_of(token: str) -> str:
    """What is kept of an address."""
    return hashlib.sha256(token.encode()).hexdigest()


def _revoke(actor: Actor, person: Person) -> bool:
    return bool(Feed.objects.filter(person=person, revoked_at=None).update(revoked_at=actor.at))
