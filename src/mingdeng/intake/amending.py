"""What of a line of a preview is corrected, as lines store it."""

from collections.abc import Mapping
from typing import Any

from mingdeng.intake.models import Line


def as_data(line: Line, said: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that differ from what the line says, as lines store them."""
    found = {}
    for name, value in said.items():
        stored = _stored(value)
        before = line.data.get(name)
        if stored != before and not (stored in (None, "") and before in (None, "")):
            found[name] = None if stored == "" and name in EMPTY_IS_NONE else stored
    return found


EMPTY_IS_NONE = frozenset(
    (*("branch", "organization", "group", "parent", "same_as", "id_number", "gender"), "status")
)


def _stored(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
