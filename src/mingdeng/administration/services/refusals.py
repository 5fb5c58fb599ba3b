"""Why an act of administration is not done."""

from collections.abc import Mapping


class Refused(Exception):
    """An act that cannot be done as things stand, in words."""


class Invalid(Exception):
    """What was given is not right; `problems` says it field by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("".join(self.problems.values()))
