"""Numbers of people: apart, or expected and present in one cell."""

from random import Random

from fictional.grid import Value

from .numerals import widened

ONE_CELL = {
    "slash": "{should}/{present}",
    "reversed": "{present}/{should}",
    "words": "应到{should}人,实到{present}人",
    "tight": "应到{should}实到{present}",
}


def spell_count(rng: Random, how: str, number: int) -> Value:
    """A number as a number, as text, with its unit, or in wide digits."""
    spellings: dict[str, Value] = {
        "number": number,
        "text": str(number),
        "suffixed": rng.choice((f"{number}人", f"{number} 人")),
        "wide": widened(str(number)),
    }
    return spellings[how]


def spell_both(how: str, counts: str, should: int, present: int) -> str:
    """A heading says which number is which where the cell does not."""
    text = ONE_CELL[how].format(should=should, present=present)
    return widened(text) if counts == "wide" else text
