"""Acts of administration, each with its journal entry in the same transaction."""

from mingdeng.administration.services.accounts import (
    close_sessions,
    give_account,
    issue_anew,
    let_in_again,
    let_nobody_in,
    release,
    reprint_for_administrator,
)
from mingdeng.administration.services.entering import (
    activate,
    change_password,
    enrol,
    note_entering,
    note_leaving,
)
from mingdeng.administration.services.founding import (
    NewFounding,
    confirm_founding,
    propose_founding,
    refuse_founding,
    withdraw_founding,
)
from mingdeng.administration.services.refusals import Invalid, Refused
from mingdeng.administration.services.starting import (
    Closed,
    first_start_is_open,
    issue_first_code,
    set_up,
)
from mingdeng.administration.services.tokens import issue_token, revoke_token

__all__ = [
    "Closed",
    "Invalid",
    "NewFounding",
    "Refused",
    "activate",
    "change_password",
    "close_sessions",
    "confirm_founding",
    "enrol",
    "first_start_is_open",
    "give_account",
    "issue_anew",
    "issue_first_code",
    "issue_token",
    "let_in_again",
    "let_nobody_in",
    "note_entering",
    "note_leaving",
    "propose_founding",
    "refuse_founding",
    "release",
    "reprint_for_administrator",
    "revoke_token",
    "set_up",
    "withdraw_founding",
]
