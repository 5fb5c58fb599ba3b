"""Who inspects: each look is written down, on a page and through the API alike."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from mingdeng.access.policy import INSPECTOR, Viewer
from mingdeng.journal.services import Actor
from mingdeng.roster.services import note_look


def note_inspection(
    viewer: Viewer, now: datetime, about: Iterable[object], token: uuid.UUID | None = None
) -> None:
    """Write down what someone who inspects looks at: the thing of the address, else the place."""
    standing = next((one for one in viewer.standings if one.role == INSPECTOR), None)
    if standing is None or standing.organization is None:
        return
    thing = next((one for one in about if isinstance(one, uuid.UUID)), standing.organization)
    note_look(Actor(viewer.account, standing.post, now, token), thing)
