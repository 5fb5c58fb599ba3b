"""Heading rows: where a table begins, what kind it is, which column is which field."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from mingdeng.files.evidence import CONTESTED, VAGUE, names_kinds, share
from mingdeng.files.grid import Grid, Value, text_of
from mingdeng.files.headings import (
    BARE,
    EXACT,
    MAYBE,
    MONTH,
    TICK,
    WHATS,
    Match,
    comes_close,
    heading_text,
    is_known,
    is_strange,
    matches,
    stranger_words,
)
from mingdeng.files.rows import ACTIVITIES, DUES, MEMBERS, ORGANIZATIONS, OTHER

_SAMPLE = 40
_EARLY_ROWS = 25
_MAX_DEPTH = 3
_DAY = re.compile(r"\d月\d{1,2}[日号]|\d{4}[-./]\d{1,2}[-./]\d")  # no heading says the very day
Path = tuple[str, ...]


@dataclass(slots=True)
class Head:
    """The heading of one table: its rows, its columns and what they mean."""

    what: str
    top: int
    bottom: int
    left: int
    right: int
    paths: dict[int, Path]
    fields: dict[str, int] = field(default_factory=dict)
    score: int = 0

    def numbered(self, prefix: str) -> dict[str, int]:
        """The fields of a family (month:1 … month:12) by what follows the prefix."""
        return {
            name.removeprefix(prefix): column
            for name, column in self.fields.items()
            if name.startswith(prefix)
        }

    def same_as(self, other: "Head") -> bool:
        return self.paths == other.paths


def find_heads(grid: Grid) -> list[Head]:
    """The headings of all tables of a sheet, from top to bottom, left to right."""
    heads: list[Head] = []
    done = 0
    first = min(grid.rows, default=0)
    for row in grid.rows:
        early = row < first + _EARLY_ROWS and not any(head.what != OTHER for head in heads)
        if row <= done or not _may_be_head(grid, row, early=early):
            continue
        found = _heads_at(grid, row)
        if found:
            heads += found
            done = max(head.bottom for head in found)
    return heads


def _may_be_head(grid: Grid, row: int, *, early: bool) -> bool:
    """Cheap look at a row: two headings word for word, or near the top two that come close."""
    known = close = 0
    for _, value in grid.filled(row)[:12]:
        if isinstance(value, str):
            word = heading_text(value)
            known += bool(word) and is_known(word)
            close += early and bool(word) and comes_close(word)
    return known >= (2 if early else 3) or close >= 2


def _heads_at(grid: Grid, row: int) -> list[Head]:
    best: list[Head] = []
    for depth in range(1, _MAX_DEPTH + 1):
        if depth > 1 and not _could_be_under(grid, row, row + depth - 1):
            break
        found = _split(grid, row, depth)
        if sum(head.score for head in found) > sum(head.score for head in best):
            best = found
    return best


def _could_be_under(grid: Grid, top: int, row: int) -> bool:
    """Whether a row can be the lower line of a heading: short texts only, some under groups."""
    own = grid.filled(row)
    if not own or not all(isinstance(value, str | int) for _, value in own):
        return False
    words = [heading_text(text_of(value)) for _, value in own]
    if any(_DAY.search(word) for word in words):
        return False
    known = sum(is_known(word) or word.rstrip("月份").isdecimal() for word in words)
    return all(words) and (known * 2 >= len(words) or _under_merges(grid, top, own))


def _under_merges(grid: Grid, top: int, own: list[tuple[int, Value]]) -> bool:
    """All the cells of the lower line stand below a heading that spans several columns."""
    wide = {
        column
        for area in grid.merged_from(top)
        if area.right > area.left
        for column in range(area.left, area.right + 1)
    }
    return all(column in wide for column, _ in own)


def _split(grid: Grid, row: int, depth: int) -> list[Head]:
    """The row as one heading, or as several side by side where each stands alone."""
    paths = _paths(grid, row, depth)
    whole = _head(grid, row, depth, paths)
    parts = [head for part in _segments(paths) if (head := _head(grid, row, depth, part))]
    complete = [head for head in parts if head.what != OTHER]
    if len(complete) > 1 or (complete and whole and complete[0].score > whole.score):
        return parts
    return [whole] if whole else []


def _paths(grid: Grid, top: int, depth: int) -> dict[int, Path]:
    """For each column the headings above one another, merged ones spread out."""
    lines = [_line(grid, row) for row in range(top, top + depth)]
    for upper, lower in pairwise(lines):
        _spread(upper, lower)
    paths: dict[int, Path] = {}
    for column in range(1, grid.width + 1):
        words = [word for line in lines if (word := line.get(column, ""))]
        path = tuple(word for i, word in enumerate(words) if i == 0 or word != words[i - 1])
        if path:
            paths[column] = path
    return paths


def _line(grid: Grid, row: int) -> dict[int, str]:
    words = {}
    for column in range(1, grid.width + 1):
        word = heading_text(text_of(grid.value(row, column)))
        if word:
            words[column] = word
    return words


def _spread(upper: dict[int, str], lower: dict[int, str]) -> None:
    """A group heading that was not merged reaches over the blank cells to its right."""
    group = ""
    for column in range(1, max([*upper, *lower, 0]) + 1):
        if column in upper:
            group = upper[column] if column in lower and lower[column] != upper[column] else ""
        elif column in lower and group:
            upper[column] = group
        else:
            group = ""


def _segments(paths: dict[int, Path]) -> Iterator[dict[int, Path]]:
    """Columns side by side without a gap, cut again where the first heading is repeated."""
    segment: dict[int, Path] = {}
    for column, path in paths.items():
        gap = segment and column - max(segment) > 1
        merged = paths.get(column - 1) == path
        repeats = segment and path == next(iter(segment.values())) and not merged
        if gap or repeats:
            yield segment
            segment = {}
        segment[column] = path
    if segment:
        yield segment


def _head(grid: Grid, row: int, depth: int, paths: dict[int, Path]) -> Head | None:
    if len(paths) < 2:
        return None
    bottom = _bottom(grid, row, row + depth - 1, paths)
    best: Head | None = None
    for what in WHATS:
        head = Head(what, row, bottom, min(paths), max(paths), paths)
        _assign(grid, head)
        if _qualifies(head) and _side_by_side(head) and (best is None or head.score > best.score):
            best = head
    if best is None and sum(is_known(path[-1]) for path in paths.values()) >= 3:
        best = Head(OTHER, row, bottom, min(paths), max(paths), paths, score=1)
    return best


def _side_by_side(head: Head) -> bool:
    """In a table headings stand next to each other; in a form values stand between them."""
    meant = {
        head.paths[column] for name, column in head.fields.items() if not name.startswith(TICK)
    }
    columns = [column for column, path in head.paths.items() if path in meant]
    return any(right - left == 1 for left, right in pairwise(columns))


def _bottom(grid: Grid, top: int, bottom: int, paths: dict[int, Path]) -> int:
    """The last heading row: merged headings may reach below the words."""
    reaching = [
        area.bottom
        for row in range(top, bottom + 1)
        for area in grid.merged_from(row)
        if bottom <= area.bottom <= top + _MAX_DEPTH
        and any(area.left <= column <= area.right for column in paths)
    ]
    return max([bottom, *reaching])


# ---- fields ----


def _assign(grid: Grid, head: Head) -> None:
    """Give each field the column that means it most surely, each column one field."""
    wishes = [
        (match, column) for column, path in head.paths.items() for match in matches(head.what, path)
    ]
    samples = _Samples(grid, head)
    ranked = sorted(
        ((samples.weight(head.what, match, column), -column, match) for match, column in wishes),
        key=lambda item: (item[0], item[1]),
        reverse=True,
    )
    taken: set[int] = set()
    for weight, negative, match in ranked:
        column = -negative
        if weight > 0 and match.field not in head.fields and column not in taken:
            head.fields[match.field] = column
            taken.add(column)
            head.score += match.strength


class _Samples:
    """Some cells of each column below a heading, up to the heading of the next table."""

    def __init__(self, grid: Grid, head: Head) -> None:
        self.grid = grid
        below = islice((row for row in grid.rows if row > head.bottom), _SAMPLE)
        own = takewhile(lambda row: not _may_be_head(grid, row, early=False), below)
        self.rows: Sequence[int] = list(own)
        self.known: dict[tuple[int, int], float] = {}

    def values(self, column: int) -> list[Value]:
        return [self.grid.value(row, column) for row in self.rows]

    def weight(self, what: str, match: Match, column: int) -> float:
        """How well heading and cells together speak for a field; 0 for not at all."""
        key = (what, match.field)
        if match.strength == MAYBE:
            test, least = VAGUE.get(key, (lambda _: False, 1.0))
            found = share(self.values(column), test)
            # What the cells bear out outweighs what the heading alone would say.
            return EXACT + found if found >= least else 0.0
        if key in CONTESTED:
            return match.strength + 4 * share(self.values(column), CONTESTED[key])
        return float(match.strength)


# ---- kinds of tables ----

_ACTIVITY_FIELDS = (
    *("kind", "place", "topic", "agenda", "chair", "recorder", "lecturer", "expected", "present"),
    *("attendance", "absent", "attendees", "guests", "votes_for", "decision"),
)
_ROSTER_FIELDS = (
    *("id_number", "gender", "birth", "status", "joined", "converted", "organization", "group"),
    "posts",
)
_STRUCTURE = ("kind", "founded", "elected", "parent", "groups", "term_ends", "dissolved")


def _qualifies(head: Head) -> bool:
    if any(is_strange(path[-1]) for path in head.paths.values()):
        return False
    return _TESTS[head.what](head)


def _is_dues(head: Head) -> bool:
    months = len(head.numbered(MONTH))
    return "name" in head.fields and (
        "base" in head.fields or "monthly_due" in head.fields or months > 2
    )


def _is_roster(head: Head) -> bool:
    fields = head.fields
    known = sum(name in fields for name in _ROSTER_FIELDS)
    personal = any(
        name in fields for name in ("id_number", "birth", "joined", "converted", "status")
    )
    of_party = any(
        name in fields for name in ("joined", "converted", "status", "posts", "organization")
    )
    return "name" in fields and personal and of_party and known >= 2


def _is_activities(head: Head) -> bool:
    fields = head.fields
    dated = "date" in fields or ("month" in fields and "day" in fields)
    if not dated or not any(name in fields for name in _ACTIVITY_FIELDS):
        return False
    return not any(_is_name(path) for path in head.paths.values())


def _is_name(path: Path) -> bool:
    return any(match.field == "name" and match.strength >= BARE for match in matches(MEMBERS, path))


def _is_organizations(head: Head) -> bool:
    fields = head.fields
    others = sum(name in fields for name in (*_STRUCTURE, "secretary", "members", "unit", "staff"))
    structured = any(name in fields for name in _STRUCTURE)
    return "name" in fields and structured and others >= 2


_TESTS = {
    DUES: _is_dues,
    MEMBERS: _is_roster,
    ACTIVITIES: _is_activities,
    ORGANIZATIONS: _is_organizations,
}


def is_sparse(head: Head) -> bool:
    """Whether an activity table says little more than when: its kind must then be certain."""
    return sum(name in head.fields for name in _ACTIVITY_FIELDS) < 2


def is_about_money(head: Head) -> bool:
    """Whether a table with dates is an account of expenses or goods."""
    strange = stranger_words("money_heading")
    return any(path[-1].split("(")[0] in strange for path in head.paths.values())


def speaks_of_kinds(grid: Grid, head: Head) -> bool:
    """Whether a table tells the kind of each meeting in some column."""
    if "kind" in head.fields or head.numbered(TICK):
        return True
    samples = _Samples(grid, head)
    columns = [head.fields[name] for name in ("topic", "agenda") if name in head.fields]
    return any(names_kinds(samples.values(column)) for column in columns)
