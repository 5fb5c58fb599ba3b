"""Posts, and lending them for some days."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import Delegation, Group, Organization, Person, Post
from mingdeng.roster.services.refusals import Refused


@transaction.atomic
def appoint(
    actor: Actor,
    person: Person,
    organization: Organization,
    kind: str,
    title: str,
    since: date | None,
) -> Post:
    """Give someone a post. Raises Refused in a dissolved organization."""
    if organization.dissolved is not None:
        raise Refused(f"{organization.name}已经撤销，不能任职。")
    post = Post.objects.create(
        person=person, organization=organization, kind=kind, title=title, since=since
    )
    _write(actor, "post.appoint", post, _said(post))
    return post


@transaction.atomic
def appoint_group_leader(actor: Actor, person: Person, group: Group, since: date | None) -> Post:
    """Make someone the leader of a Party group."""
    post = Post.objects.create(
        person=person,
        organization_id=group.branch_id,
        group=group,
        kind=Post.Kind.GROUP_LEADER,
        title=f"{group.name}组长",
        since=since,
    )
    _write(actor, "post.appoint", post, _said(post))
    return post


@transaction.atomic
def end_post(actor: Actor, post: Post, on: date) -> None:
    """End a post; what it allowed is over from that day. Raises Refused before it began."""
    if post.since is not None and on < post.since:
        raise Refused(f"{post.title}自{post.since}起任职，免职日期不能更早。")
    Post.objects.filter(id=post.id).update(until=on)
    _write(actor, "post.end", post, {"on": on})


@transaction.atomic
def correct_term(actor: Actor, post: Post, since: date | None, until: date | None) -> None:
    """Correct the days of a post. Raises Refused where it would end before it began."""
    if since is not None and until is not None and until < since:
        raise Refused(f"{post.title}的免职日期{until}早于任职日期{since}。")
    body = {"before": [post.since, post.until], "after": [since, until]}
    Post.objects.filter(id=post.id).update(since=since, until=until)
    _write(actor, "post.correct", post, body)


@transaction.atomic
def remove_post(actor: Actor, post: Post) -> None:
    """Take away a post entered by mistake. Raises Refused where it was lent."""
    try:
        with transaction.atomic():
            Post.objects.filter(id=post.id).delete()
    except ProtectedError:
        raise Refused(f"{post.title}已经委托过他人或者办过交接，不能删除，可以免职。") from None
    _write(actor, "post.remove", post, _said(post))


@transaction.atomic
def delegate(actor: Actor, post: Post, deputy: Person, since: date, until: date) -> Delegation:
    """Lend a post to someone between two days, both included. Raises Refused."""
    if until < since:
        raise Refused("委托的结束日期早于开始日期。")
    if deputy.id == post.person_id:
        raise Refused(f"{deputy.name}就是{post.title}本人，不需要委托。")
    lent = Delegation.objects.create(post=post, deputy=deputy, since=since, until=until)
    body = {"post": post.id, "deputy": deputy.id, "since": since, "until": until}
    write(actor, "post.delegate", _thing(post), body)
    return lent


@transaction.atomic
def revoke(actor: Actor, delegation: Delegation) -> None:
    """Take a lent post back at once."""
    Delegation.objects.filter(id=delegation.id, revoked_at=None).update(revoked_at=actor.at)
    write(actor, "post.revoke", _thing(delegation.post), {"delegation": delegation.id})


def _write(actor: Actor, action: str, post: Post, body: Mapping[str, Any]) -> None:
    """Write an act under the post's organization and, where another, its holder's branch.

    What a member owes follows from posts elsewhere too: who leads a committee gives lectures.
    """
    homes = post.person.memberships.filter(until=None).values_list("branch_id", flat=True)
    for home in dict.fromkeys((post.organization_id, *homes)):
        write(actor, action, Thing("post", post.id, home), body)


def _said(post: Post) -> dict[str, Any]:
    return {"person": post.person_id, "kind": post.kind, "title": post.title, "since": post.since}


def _thing(post: Post) -> Thing:
    return Thing("post", post.id, post.organization_id)
