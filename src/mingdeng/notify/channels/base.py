"""What every way out shares: the message, the three ways to fail, the point of no return."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

# Called right before what cannot be taken back; raises TakenOver where someone else has it now.
Intend = Callable[[], None]
PATIENCE = 20.0


class Trouble(Exception):
    """It was not sent; `code` says why, without any address."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Temporary(Trouble):
    """Later it may go through."""


class Permanent(Trouble):
    """It will not go through until someone changes something."""


class Uncertain(Trouble):
    """Whether it arrived cannot be known: the answer was lost, not the message."""


class TakenOver(Exception):
    """The lease ran out and another worker has taken the delivery over."""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out: the outbox's id for it, a title, the text, and to where."""

    id: UUID
    title: str
    text: str
    to: str
    secret: str = ""


class Channel(Protocol):
    """One way out."""

    def send(self, message: Message, intend: Intend) -> None:
        """Send, or raise Temporary, Permanent, Uncertain, TakenOver."""
