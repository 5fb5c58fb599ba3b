"""What passwords and sessions are held to.

The usual profile asks for length, not for a mixture of signs, and never for a new password
without a reason. 等保 tests ask for both; `MINGDENG_PROFILE=dengbao` gives them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """Limits of one profile; None is no limit."""

    name: str
    mixed: bool
    password_days: int | None
    idle_seconds: int


USUAL = Profile("", mixed=False, password_days=None, idle_seconds=30 * 60)
DENGBAO = Profile("dengbao", mixed=True, password_days=90, idle_seconds=10 * 60)


def profile(name: str) -> Profile:
    """The profile of a name. Raises ValueError for another one."""
    for known in (USUAL, DENGBAO):
        if known.name == name:
            return known
    raise ValueError(f"MINGDENG_PROFILE 只能是空的或 {DENGBAO.name}，不能是“{name}”")
