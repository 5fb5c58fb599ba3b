"""What can be done to activities: planned, recorded, corrected, confirmed, taken back."""

from mingdeng.activities.checking import Invalid
from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.activities.services.attachments import Refused, attach, detach
from mingdeng.activities.services.planning import announce, hold, plan, replan
from mingdeng.activities.services.recording import (
    PLAIN,
    Locked,
    Stale,
    confirm,
    correct,
    cover,
    record,
    remove,
    said_of,
    send_back,
    snapshot,
    uncover,
    withdraw,
)

__all__ = [
    "PLAIN",
    "Absent",
    "Hosting",
    "Invalid",
    "Item",
    "Locked",
    "Record",
    "Refused",
    "Stale",
    "announce",
    "attach",
    "confirm",
    "correct",
    "cover",
    "detach",
    "hold",
    "plan",
    "record",
    "remove",
    "replan",
    "said_of",
    "send_back",
    "snapshot",
    "uncover",
    "withdraw",
]
