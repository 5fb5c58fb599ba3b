"""Deciding, delivering, and what people set: every write of the room."""

from mingdeng.notify.services.choosing import (
    Chosen,
    Invalid,
    choose,
    confirm_clock,
    mail_of,
    remove_robot,
    save_robot,
    save_setting,
    send_again,
)
from mingdeng.notify.services.delivering import deliver
from mingdeng.notify.services.feeds import feed_viewer, issue_feed, revoke_feed
from mingdeng.notify.services.rounds import run_round

__all__ = [
    "Chosen",
    "Invalid",
    "choose",
    "confirm_clock",
    "deliver",
    "feed_viewer",
    "issue_feed",
    "mail_of",
    "remove_robot",
    "revoke_feed",
    "run_round",
    "save_robot",
    "save_setting",
    "send_again",
]
