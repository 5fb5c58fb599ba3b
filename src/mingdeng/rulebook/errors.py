"""What can be wrong with a pack or a question: what, where, and what to do."""

from collections.abc import Sequence
from typing import NamedTuple


class Flaw(NamedTuple):
    """One thing wrong in one place of a pack or case file."""

    file: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.line}行：{self.problem}{self.remedy}"


class PackError(Exception):
    """A pack cannot be used; carries every flaw found, not only the first."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = tuple(sorted(flaws))
        super().__init__("\n".join(str(flaw) for flaw in self.flaws))


class QuestionError(Exception):
    """A question that cannot be answered as put: an unknown name, a missing or wrong value."""


class MissingFact(Exception):
    """A fact the answer depends on is not known; `name` says which."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"缺少事实：{name}")
