"""What administrators do with the accounts of others."""

from datetime import datetime

from django.db import transaction

from mingdeng.accounts import services as accounts
from mingdeng.accounts.models import Activation, User
from mingdeng.accounts.services import NameUnfit, tidy_name
from mingdeng.administration.services.refusals import Invalid, Refused
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster import services as roster
from mingdeng.roster.models import Person

ADMINISTRATOR = "管理员的激活码不能这样重发，要在服务器上用 ./mingdeng init --anew 登录名 重发。"


@transaction.atomic
def give_account(actor: Actor, person: Person, username: str) -> Activation:
    """An account for someone of the roster, with its activation. Raises Invalid."""
    try:
        name = tidy_name(username)
    except NameUnfit as error:
        raise Invalid({"username": str(error)}) from None
    if User.objects.filter(username=name).exists():
        raise Invalid({"username": "这个登录名已经有人使用，请换一个。"})
    try:
        user = roster.give_account(actor, person, name)
    except roster.Refused as error:
        raise Invalid({"person": str(error)}) from None
    return accounts.issue_code(user, actor.at)


@transaction.atomic
def issue_anew(actor: Actor, user: User) -> Activation:
    """Another activation code for someone; one in use already waits for a release.

    Raises Refused for administrators: none of them makes another's way in, not even the first.
    """
    if user.is_administrator:
        raise Refused(ADMINISTRATOR)
    activation = accounts.issue_code(user, actor.at)
    released = activation.released_at is not None
    write(actor, "account.code", _thing(user), {"released": released})
    return activation


@transaction.atomic
def reprint_for_administrator(username: str, now: datetime) -> Activation:
    """Another code for an administrator, by who works on the server itself. Raises Refused."""
    user = accounts.user_named(username)
    if user is None or not user.is_administrator:
        raise Refused(f"没有登录名为“{username}”的管理员。")
    if not user.is_active:
        raise Refused(f"管理员“{username}”已经停用，请先由安全管理员恢复。")
    activation = accounts.issue_code(user, now)
    accounts.release_code(activation, now)
    write(Actor(None, None, now), "account.code", _thing(user), {"released": True})
    return activation


@transaction.atomic
def release(actor: Actor, activation: Activation) -> None:
    """Let a code for an account in use be used. Raises Refused where it no longer can be."""
    if activation.user_id == actor.account:
        raise Refused("不能给自己的账号放行。")
    if not accounts.release_code(activation, actor.at):
        raise Refused("这个激活码已经放行、用过或过期，没有改动。")
    write(actor, "account.release", _thing(activation.user), {"activation": activation.id})


@transaction.atomic
def let_nobody_in(actor: Actor, user: User) -> None:
    """Suspend an account: its sessions die, codes and passwords open nothing. Raises Refused."""
    if user.id == actor.account:
        raise Refused("不能停用自己的账号。")
    if not accounts.suspend(user):
        raise Refused("这个账号已经停用。")
    write(actor, "account.suspend", _thing(user), {})


@transaction.atomic
def let_in_again(actor: Actor, user: User) -> None:
    """Restore a suspended account. Raises Refused."""
    if not accounts.restore(user):
        raise Refused("这个账号没有停用。")
    write(actor, "account.restore", _thing(user), {})


@transaction.atomic
def close_sessions(actor: Actor, user: User) -> None:
    """End all sessions of an account."""
    accounts.end_sessions(user)
    write(actor, "account.end_sessions", _thing(user), {})


def _thing(user: User) -> Thing:
    return Thing("account", user.id)
