"""What a rule is called wherever its number is kept."""

from functools import lru_cache

from mingdeng.access.queries import NATIONAL
from mingdeng.assessments.outcomes import rulebook_of
from mingdeng.rulebook.packfiles import shipped_packs


def rule_label(rule: str) -> str:
    """What a rule is called: by the national packs, else by any that has it."""
    return _rule_labels().get(rule, rule)


@lru_cache(maxsize=1)
def _rule_labels() -> dict[str, str]:
    stacks = [(NATIONAL,), *((NATIONAL, pack) for pack in shipped_packs() if pack != NATIONAL)]
    books = [rulebook_of(stack) for stack in reversed(stacks)]
    return {rule.id: rule.label for book in books for rule in book.rules.values()}
