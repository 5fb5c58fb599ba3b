"""Why a change of the roster is not made."""

from collections.abc import Mapping
from typing import Any


class Stale(Exception):
    """The record was changed since it was read; `current` is how it stands now."""

    def __init__(self, current: Mapping[str, Any]) -> None:
        self.current = dict(current)
        super().__init__("已被别人改过")


class Refused(Exception):
    """A change the roster does not allow, in words."""


def only(changes: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """The changes, where all of them are of fields that may be changed. Raises ValueError."""
    beyond = changes.keys() - allowed
    if beyond:
        raise ValueError(f"不能这样修改的字段：{'、'.join(sorted(beyond))}")
    return dict(changes)
