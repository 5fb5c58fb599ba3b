"""The table of grants: read once from its file, checked, never changed at run time."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("grants.yaml")
SELF, BRANCH, BELOW, ALL = "self", "branch", "below", "all"
REACHES = (SELF, BRANCH, BELOW, ALL)


@dataclass(frozen=True, slots=True)
class Role:
    """A role, and the posts or the kind of account it comes from; a member needs neither."""

    id: str
    label: str
    posts: frozenset[str]
    account: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """Roles, objects and what each role may do to each object, how far."""

    roles: Mapping[str, Role]
    things: Mapping[str, str]
    sensitive: Mapping[str, frozenset[str]]
    grants: Mapping[tuple[str, str, str], str]

    def reach(self, role: str, action: str, thing: str) -> str | None:
        """How far a role may do something; None where it may not at all."""
        return self.grants.get((role, action, thing))


@cache
def grants() -> Table:
    """The table in force. Raises ValueError where the file names what is not there."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    table = Table(
        roles={name: _role(name, given) for name, given in raw["roles"].items()},
        things={name: given["label"] for name, given in raw["objects"].items()},
        sensitive={
            name: frozenset(given.get("sensitive", ())) for name, given in raw["objects"].items()
        },
        grants={
            (role, action, thing): reach
            for role, things in raw["grants"].items()
            for thing, actions in things.items()
            for action, reach in actions.items()
        },
    )
    _check(table)
    return table


def _role(name: str, given: Mapping[str, Any]) -> Role:
    return Role(name, given["label"], frozenset(given.get("posts", ())), given.get("account"))


def _check(table: Table) -> None:
    for (role, action, thing), reach in table.grants.items():
        if role not in table.roles or thing not in table.things or reach not in REACHES:
            raise ValueError(f"grants.yaml：{role} {action} {thing} {reach}")
