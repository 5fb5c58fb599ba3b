"""Findings as they are made: a code, a place, the words from the catalogue."""

from collections import Counter
from collections.abc import Iterable

from mingdeng.files.grid import Spot
from mingdeng.files.messages import CATALOGUE
from mingdeng.files.rows import Finding, UnreadActivity
from mingdeng.files.text import shown

# From here on further findings of one code on one sheet are only counted.
MAX_ALIKE = 1_000
NOWHERE = Spot()


def finding(code: str, file: str, spot: Spot = NOWHERE, /, **values: object) -> Finding:
    """One finding in the words of the catalogue."""
    entry = CATALOGUE[code]
    words = {
        name: value if isinstance(value, int) else shown(value) for name, value in values.items()
    }
    return Finding(
        *(file, spot.sheet, spot.row, spot.column, spot.place, entry.severity, code),
        message=entry.message.format(**words),
        remedy=entry.remedy.format(**words),
    )


class Report:
    """The findings of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.unread: list[UnreadActivity] = []
        self._alike: Counter[tuple[str | None, str]] = Counter()

    def add(self, code: str, spot: Spot = NOWHERE, **values: object) -> None:
        """Note a finding, unless its kind has filled its share on this sheet."""
        self._alike[spot.sheet, code] += 1
        if self._alike[spot.sheet, code] <= MAX_ALIKE:
            self.findings.append(finding(code, self.file, spot, **values))

    def close(self) -> list[Finding]:
        """All findings, with one line for each kind that was cut short."""
        for (sheet, code), count in self._alike.items():
            if count > MAX_ALIKE:
                first = next(f for f in self.findings if (f.sheet, f.code) == (sheet, code))
                self.findings.append(_more_alike(first, count - MAX_ALIKE))
        return self.findings


def _more_alike(first: Finding, count: int) -> Finding:
    like = first.message.rstrip("。")
    return finding("more-alike", first.file, Spot(first.sheet), like=like, count=count)


def without_many_alike(findings: Iterable[Finding]) -> list[Finding]:
    """The first findings of each kind on each sheet, with one line for the rest of the kind."""
    kept: list[Finding] = []
    first: dict[tuple[str, str | None, str], Finding] = {}
    count: Counter[tuple[str, str | None, str]] = Counter()
    for found in findings:
        kind = (found.file, found.sheet, found.code)
        first.setdefault(kind, found)
        count[kind] += 1
        if count[kind] <= MAX_ALIKE:
            kept.append(found)
    for kind, seen in count.items():
        if seen > MAX_ALIKE:
            kept.append(_more_alike(first[kind], seen - MAX_ALIKE))
    return kept


def listed(numbers: list[int], limit: int = 12) -> str:
    """Row numbers as a sentence names them: 3、4、9等20."""
    head = "、".join(str(number) for number in numbers[:limit])
    return head if len(numbers) <= limit else f"{head}等{len(numbers)}"
