"""One person's name as different hands type it."""

from random import Random

WIDE_SPACE = "\u3000"


def spell_name(rng: Random, name: str, spaces: str, dot: str) -> str:
    """Two-character names are stretched to line up with the longer ones."""
    name = name.replace("·", dot)
    if len(name) == 2 and spaces != "none" and rng.random() < 0.6:
        gap = WIDE_SPACE if spaces == "wide" else rng.choice((" ", "  "))
        return name[0] + gap + name[1]
    if spaces != "none" and rng.random() < 0.03:
        return name + WIDE_SPACE
    return name
