"""What every file of one office shares: the organ, the hand, and where each record landed."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from .grid import Book, Sheet
from .headings import BANDS, choose_heading
from .model import Branch, Organ
from .spelling.branches import full_name, spell_branch
from .spelling.dates import DateHand
from .spelling.numerals import with_full_marks
from .styles import Hand, reconciled
from .table import Column, Placement
from .writers import write_book


@dataclass(frozen=True)
class Source:
    """Where a record stands; the sheet of a CSV file has no name."""

    file: str
    sheet: str | None
    row: int
    columns: dict[str, int]

    def as_truth(self) -> dict[str, Any]:
        return {"file": self.file, "sheet": self.sheet, "row": self.row}


@dataclass
class Office:
    """One organ as one office writes it down."""

    organ: Organ
    hand: Hand
    rng: Random
    out: Path
    sources: dict[int, Source] = field(default_factory=dict)
    tables: list[dict[str, Any]] = field(default_factory=list)

    def branch_word(self, branch: Branch, words: str) -> str:
        return spell_branch(self.organ.name, branch, words, self.hand.register_names)

    def full_name(self, branch: Branch) -> str:
        return full_name(self.organ.name, branch, self.hand.register_names)

    def remember(self, book: Book, sheet: Sheet, placement: Placement) -> None:
        """Keeps the row of each record; call it once per table drawn."""
        name = None if book.is_csv else sheet.name
        for record, row in placement.rows.items():
            self.sources[record] = Source(book.file, name, row, placement.columns)

    def save(self, book: Book) -> None:
        write_book(book, self.out)


def hand_for(hand: Hand, format_name: str) -> Hand:
    """The office's habits as far as a file of this format can show them."""
    return reconciled(replace(hand, ledger_format=format_name))


def new_book(hand: Hand, stem: str) -> Book:
    """A file in the format this hand is for."""
    return Book(stem, hand.ledger_format, hand.separator)


def marked(hand: Hand, text: str) -> str:
    """The office's punctuation."""
    return with_full_marks(text) if hand.marks == "full" else text


def date_hand(hand: Hand, *, meetings: bool = False, year_shown: bool = False) -> DateHand:
    """How this hand spells dates: those of meetings may leave out the year."""
    return DateHand(hand.dates, hand.is_csv, hand.marks == "full", year_shown, meetings)


def corner(hand: Hand) -> tuple[int, int]:
    """Where the first table of a sheet starts."""
    top = 3 if hand.offset in ("rows", "both") else 1
    left = 2 if hand.offset in ("column", "both") else 1
    return top, left


def file_template(rng: Random, hand: Hand, filed_on: str) -> str:
    """What happens to a file's name on the way from desk to desk; `{}` is the name itself."""
    if hand.file_names == "numbered":
        return f"{rng.randint(1, 9):02d}{rng.choice(('-', '.', ' '))}{{}}"
    if hand.file_names == "dated":
        return rng.choice((f"{{}}({filed_on})", f"{{}}_{filed_on}", f"{{}}{filed_on}"))
    if hand.file_names == "copy":
        return rng.choice(("{} - 副本", "{}(1)", "{}(最新)"))
    return "{}"


def hide_some(
    rng: Random, hand: Hand, sheet: Sheet, placement: Placement, dispensable: tuple[str, ...]
) -> None:
    """Hidden rows hold ordinary records; hidden columns are ones no reader needs."""
    if hand.is_csv:
        return
    if hand.hidden_rows == "some" and placement.rows:
        sheet.hidden_rows.add(rng.choice(list(placement.rows.values())))
    there = [name for name in dispensable if name in placement.columns]
    if hand.hidden_columns == "some" and there:
        sheet.hidden_columns.add(placement.columns[rng.choice(there)])


def name_bands(rng: Random, hand: Hand, bands: dict[str, list[str]]) -> dict[str, str]:
    """The heading above each field's own, for bands of two columns and more."""
    above: dict[str, str] = {}
    for band, names in bands.items():
        if len(names) > 1:
            above |= dict.fromkeys(names, choose_heading(rng, BANDS[band], hand.headings))
    return above


def banded(hand: Hand, columns: list[Column], bands: dict[str, str]) -> list[Column]:
    """Puts columns under a common heading where the office uses two lines."""
    if hand.heading_lines == "one":
        return columns
    return [replace(column, band=bands.get(column.field, "")) for column in columns]
