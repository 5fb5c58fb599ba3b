"""From files to records: a stored preview, confirmed whole, undone while nothing followed."""

from mingdeng.intake.services.confirming import Undecided, confirm
from mingdeng.intake.services.planning import amend, plan
from mingdeng.intake.services.refusals import Choice, Outdated, Refused
from mingdeng.intake.services.undoing import undo

__all__ = [
    "Choice",
    "Outdated",
    "Refused",
    "Undecided",
    "amend",
    "confirm",
    "plan",
    "undo",
]
