"""What papers are made of: the pieces every one of them is put together from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

CENTRE, LEFT = "centre", "left"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of the body; to the margin where it addresses someone."""

    text: str
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number, as the standard numbers the four levels.

    A `plain` one is numbered text: what is long is no heading.
    """

    text: str
    level: int = 1
    number: int = 1
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what it says; further lines stand under the first character said.

    Of `units` none is broken over two lines: names with what is said of them.
    """

    label: str
    text: str = ""
    units: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """A label and names in columns; none is broken."""

    label: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how many characters wide, and where its texts stand.

    Names are never broken: their column widens by what others can give, and what is still
    too wide for it is written smaller.
    """

    heading: str
    width: float
    align: str = LEFT
    names: bool = False
    gives: float = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that every page repeats and rows that no page cuts."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    row_height: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """Labels and values in two pairs of columns, as forms about a person have them."""

    fields: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who issues a paper, and the day, placed as on papers without a seal."""

    issuers: Sequence[str]
    day: date


@dataclass(frozen=True, slots=True)
class ByHand:
    """Lines to be signed by hand."""

    labels: Sequence[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""


Block = Text | Heading | Labelled | Names | Table | Form | Signed | ByHand | Gap


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: what it is called in parts that stay whole, its pieces, and the day it speaks of."""

    title: Sequence[str]
    blocks: Sequence[Block]
    day: date
