"""Findings as they are made: a code, a place, the words from the catalogue."""

from collections import Counter

from mingdeng.files.grid import Spot
from mingdeng.files.messages import CATALOGUE
from mingdeng.files.rows import Finding
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
                self.findings.append(
                    finding(
                        "more-alike", self.file, Spot(sheet), code=code, count=count - MAX_ALIKE
                    )
                )
        return self.findings


def listed(numbers: list[int], limit: int = 12) -> str:
    """Row numbers as a sentence names them: 3、4、9等20."""
    head = "、".join(str(number) for number in numbers[:limit])
    return head if len(numbers) <= limit else f"{head}等{len(numbers)}"
