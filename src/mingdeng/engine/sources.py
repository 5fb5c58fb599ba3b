"""What the sources at hand speak for: only there can something be said to be missing."""

from collections.abc import Sequence
from datetime import date

from mingdeng.engine.inputs import Coverage


class Sources:
    """The days for which each kind of evidence of one bearer is recorded, spans merged.

    Made from None, everything is recorded.
    """

    def __init__(self, coverage: Sequence[Coverage] | None, bearer: str) -> None:
        self.all_recorded = coverage is None
        self._spans: dict[str, list[tuple[date, date]]] = {}
        for span in sorted(coverage or ()):
            if span.bearer == bearer:
                self._add(self._spans.setdefault(span.kind, []), span.first, span.last)

    def missing(self, kinds: Sequence[str], first: date, last: date) -> str | None:
        """The kind nothing records for first..last; None where the days are covered.

        Kinds that count alike are covered when one of them is: whatever was done would
        stand there.
        """
        if self.all_recorded:
            return None
        for kind in kinds:
            for start, end in self._spans.get(kind, ()):
                if start <= first and last <= end:
                    return None
        return kinds[0]

    @staticmethod
    def _add(spans: list[tuple[date, date]], first: date, last: date) -> None:
        if spans and first.toordinal() <= spans[-1][1].toordinal() + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
