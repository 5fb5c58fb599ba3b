"""Tokens of programs, issued and revoked by the person they speak for."""

import uuid

from django.db import transaction

from mingdeng.accounts import services as accounts
from mingdeng.accounts.models import AccessToken, User
from mingdeng.accounts.services import NewToken, TokenUnfit
from mingdeng.administration.services.refusals import Invalid, Refused
from mingdeng.journal.services import Actor, Thing, write


@transaction.atomic
def issue_token(actor: Actor, user: User, given: NewToken) -> tuple[AccessToken, str]:
    """A token for a program of one's own, and its secret. Raises Invalid."""
    try:
        made, secret = accounts.issue_token(user, given, actor.at)
    except TokenUnfit as error:
        raise Invalid(error.problems) from None
    body = {"token": made.id, "scopes": made.scopes, "expires_on": made.expires_on}
    write(actor, "token.issue", Thing("account", user.id), body)
    return made, secret


@transaction.atomic
def revoke_token(actor: Actor, user: User, token_id: uuid.UUID) -> None:
    """Let one's token open nothing any more. Raises Refused."""
    if not accounts.revoke_token(user, token_id, actor.at):
        raise Refused("这个令牌已经停用，没有改动。")
    write(actor, "token.revoke", Thing("account", user.id), {"token": token_id})
