"""Minutes as an estimate: how often a form was sent, times a published table (minutes.yaml)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("minutes.yaml")
CONFIDENCES = {"design": "设计目标", "assumption": "假设", "measured": "实测"}
FILE_EXTRA, REMINDER_EXTRA, OTHER = "file", "reminder", "other"


@dataclass(frozen=True, slots=True)
class Guess:
    """How long one sending of a form may take, on which assumption."""

    minutes: Decimal
    basis: str
    confidence: str
    label: str = ""

    @property
    def sureness(self) -> str:
        """How far the number can be trusted, in words."""
        return CONFIDENCES[self.confidence]


@dataclass(frozen=True, slots=True)
class Table:
    """The published table."""

    version: str
    forms: Mapping[str, Guess]
    extra: Mapping[str, Guess]

    def of(self, form: str) -> Guess:
        """The guess for a form; for one nobody declared, as for any short form."""
        return self.forms.get(form, self.extra[OTHER])

    def minutes(self, times: Iterable[tuple[str, int]], files: int, reminders: int) -> Decimal:
        """The estimate for some forms sent so often, with files and reminders."""
        total = sum((self.of(form).minutes * count for form, count in times), Decimal(0))
        total += self.extra[FILE_EXTRA].minutes * files
        return total + self.extra[REMINDER_EXTRA].minutes * reminders


@cache
def table() -> Table:
    """The table in force. Raises ValueError where a line has no known confidence."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Table(
        version=str(raw["version"]),
        forms={name: _guess(given) for name, given in raw["forms"].items()},
        extra={name: _guess(given) for name, given in raw["extra"].items()},
    )


def whole(minutes: Decimal) -> int:
    """An estimate as it is shown: to the minute, half up."""
    return int(minutes.quantize(Decimal(1), ROUND_HALF_UP))


def _guess(given: Mapping[str, Any]) -> Guess:
    if given["confidence"] not in CONFIDENCES:
        raise ValueError(f"minutes.yaml：可信程度 {given['confidence']}")
    minutes = Decimal(str(given["minutes"]))
    return Guess(minutes, given["basis"], given["confidence"], given.get("label", ""))
