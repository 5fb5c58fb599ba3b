"""What administrators may see: accounts, proposals, the journal; every list starts from the policy.

Of the roster they see a name and an organization, one by one, to give someone an account.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet, Sum

from mingdeng.access.policy import Viewer, scope
from mingdeng.accounts.models import Activation, Refusal, User
from mingdeng.administration.models import Founding
from mingdeng.daycount import SHANGHAI
from mingdeng.journal.models import Entry
from mingdeng.roster.models import Person

FEWEST_LETTERS, MOST_FOUND = 2, 20
A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Found:
    """Someone of the roster, as an administrator finds them."""

    id: uuid.UUID
    name: str
    organization: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the journal is narrowed to."""

    action: str = ""
    object_kind: str = ""
    account: uuid.UUID | None = None
    object_id: uuid.UUID | None = None
    first: date | None = None
    last: date | None = None


def accounts(viewer: Viewer, text: str = "") -> QuerySet[User]:
    """The accounts, by login name; narrowed to a part of login name or name."""
    found = User.objects.select_related("person", "second_factor")
    if not scope(viewer, "read", "account").everything:
        return found.none()
    if text:
        found = found.filter(Q(username__contains=text.casefold()) | Q(person__name__contains=text))
    return found.order_by("kind", "username")


def activations(viewer: Viewer, users: list[uuid.UUID]) -> dict[uuid.UUID, Activation]:
    """The activation that is open for each of some accounts."""
    if not scope(viewer, "read", "account").everything:
        return {}
    opened = Activation.objects.filter(user_id__in=users, used_at=None).select_related("user")
    return {one.user_id: one for one in opened}


def fresh_activation(viewer: Viewer, activation: uuid.UUID, now: datetime) -> Activation | None:
    """An activation issued a moment ago: its code is told to who made it, and to a second click."""
    if not scope(viewer, "create", "account").everything:
        return None
    fresh = Activation.objects.filter(id=activation, used_at=None, issued_at__gt=now - A_MOMENT)
    return fresh.select_related("user__person").first()


def waiting_activations(viewer: Viewer) -> QuerySet[Activation]:
    """The codes that wait for a second administrator."""
    found = Activation.objects.filter(used_at=None, released_at=None).select_related("user__person")
    return found if scope(viewer, "approve", "account").everything else found.none()


def without_account(viewer: Viewer, text: str) -> list[Found]:
    """People of the roster who have no account, by a part of their name; name and place only."""
    if not scope(viewer, "create", "account").everything or len(text) < FEWEST_LETTERS:
        return []
    found = Person.objects.filter(name__contains=text, account=None).order_by("name", "id")
    shown = found.prefetch_related("memberships__branch", "posts__organization")
    return [Found(one.id, one.name, _place(one)) for one in shown[:MOST_FOUND]]


def person_without_account(viewer: Viewer, person: uuid.UUID) -> Person | None:
    """One of them."""
    if not scope(viewer, "create", "account").everything:
        return None
    return Person.objects.filter(id=person).first()


def foundings(viewer: Viewer) -> QuerySet[Founding]:
    """The proposals of a first office."""
    found = Founding.objects.select_related("person__account")
    return found if scope(viewer, "read", "founding").everything else found.none()


def refusals(viewer: Viewer, today: date, days: int) -> dict[uuid.UUID, int]:
    """How often entering was refused in the last days, by account; nil for unknown names."""
    if not scope(viewer, "suspend", "account").everything:
        return {}
    recent = Refusal.objects.filter(day__gt=today - timedelta(days=days))
    return dict(recent.values_list("account").annotate(Sum("count")))


def entries(viewer: Viewer, wanted: Wanted) -> QuerySet[Entry]:
    """The journal, the latest first."""
    if not scope(viewer, "read", "journal").everything:
        return Entry.objects.none()
    given = {
        "action": wanted.action,
        "object_kind": wanted.object_kind,
        "account": wanted.account,
        "object_id": wanted.object_id,
    }
    found = Entry.objects.filter(**{name: value for name, value in given.items() if value})
    return _between(found, wanted).select_related("detail").order_by("-number")


def actions_and_kinds(viewer: Viewer) -> tuple[list[str], list[str]]:
    """The actions and kinds of objects the journal speaks of."""
    found = entries(viewer, Wanted()).order_by()
    actions = found.values_list("action", flat=True).distinct()
    kinds = found.values_list("object_kind", flat=True).distinct()
    return sorted(actions), sorted(kinds)


def names_of(viewer: Viewer, users: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The login names of some accounts, for who reads the journal."""
    if not scope(viewer, "read", "journal").everything:
        return {}
    return dict(User.objects.filter(id__in=users).values_list("id", "username"))


def _between(found: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    if wanted.first:
        found = found.filter(at__gte=_start(wanted.first))
    if wanted.last:
        found = found.filter(at__lt=_start(wanted.last + timedelta(days=1)))
    return found


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def _place(person: Person) -> str:
    home = next((one.branch.name for one in person.memberships.all() if one.until is None), None)
    return home or next((one.organization.name for one in person.posts.all()), "")
