"""Why an import is not made, and what a person chose for a line."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


class Refused(Exception):
    """An import that is not made or not undone: each reason names its line."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__("；".join(self.reasons))


class Outdated(Exception):
    """Records were changed since the preview; it was compared anew and wants another look."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for a line: take it or leave it.

    `branch` is where someone belongs whose branch the file does not tell, `moved_on` the
    day from which someone belongs to the branch the file says.
    """

    take: bool
    branch: uuid.UUID | None = None
    moved_on: date | None = None


def nothing() -> None:
    """What is done with an act where nothing else is."""
