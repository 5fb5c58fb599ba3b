"""From files to records: a stored preview, confirmed whole, undone while nothing followed."""

from mingdeng.intake.services.choosing import choices_of, choose, may_take
from mingdeng.intake.services.confirming import Beside, Undecided, confirm
from mingdeng.intake.services.planning import amend, fill, plan, settle_name
from mingdeng.intake.services.reading_entries import EntryReader
from mingdeng.intake.services.receiving import begin, discard, receive, remove_old_files
from mingdeng.intake.services.refusals import Choice, Outdated, Refused
from mingdeng.intake.services.undoing import undo
from mingdeng.intake.services.writing_entries import (
    Writing,
    choose_changed,
    confirm_entries,
    undo_entries,
)

__all__ = [
    "Beside",
    "Choice",
    "EntryReader",
    "Outdated",
    "Refused",
    "Undecided",
    "Writing",
    "amend",
    "begin",
    "choices_of",
    "choose",
    "choose_changed",
    "confirm",
    "confirm_entries",
    "discard",
    "fill",
    "may_take",
    "plan",
    "receive",
    "remove_old_files",
    "settle_name",
    "undo",
    "undo_entries",
]
