"""Something made or changed, once per key."""

import uuid
from collections.abc import Callable

from mingdeng.api.caller import Caller
from mingdeng.api.shapes.types import Done
from mingdeng.journal.services import Actor, KeyUsedOtherwise, earlier, once

# What an act is called in the journal, and the key of the request.
What = tuple[str, uuid.UUID]


def only_once(actor: Actor, what: What, act: Callable[[], uuid.UUID]) -> Done:
    """Do something that answers an id. Raises KeyUsedOtherwise, also for a key of a page's form."""
    action, key = what
    answer = once(actor, key, action, lambda: {"id": act()})
    if "id" not in answer:
        raise KeyUsedOtherwise(action)
    return Done(id=answer["id"])


def told_before(caller: Caller, what: What) -> Done | None:
    """The first answer to a repeat, for what can no longer be seen once it is done."""
    action, key = what
    before = earlier(caller.account.id, key, action)
    return Done(id=before["id"]) if before and "id" in before else None
