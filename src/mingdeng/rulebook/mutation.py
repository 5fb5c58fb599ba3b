"""Proof that the cases pin the numbers: step each number once and see who notices."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from mingdeng.rulebook.cases import Case, Responder, run_case
from mingdeng.rulebook.numbers import Number, WatchingReader


class Mutation(NamedTuple):
    """What stepping one number did: how many cases failed, and which of them had never read it."""

    number: Number
    failed: int
    strangers: tuple[Case, ...]

    @property
    def caught(self) -> bool:
        """Whether some case noticed, and only cases that had read the number."""
        return self.failed > 0 and not self.strangers


def mutate(
    numbers: Iterable[Number],
    cases: Sequence[Case],
    responders: Mapping[str, Responder],
    *,
    progress: Callable[[int], None] | None = None,
) -> list[Mutation]:
    """Step each number once and run every case. The cases must pass as the packs stand."""
    plain = [run_case(case, responders, WatchingReader()) for case in cases]
    mutations: list[Mutation] = []
    for done, number in enumerate(numbers, start=1):
        results = [run_case(case, responders, WatchingReader(number)) for case in cases]
        failed = [place for place, result in enumerate(results) if not result.passed]
        strangers = tuple(cases[p] for p in failed if number.key not in plain[p].numbers)
        mutations.append(Mutation(number, len(failed), strangers))
        if progress is not None:
            progress(done)
    return mutations
