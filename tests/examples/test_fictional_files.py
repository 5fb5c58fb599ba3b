"""Every style makes files that open, hold the planted faults, and can be read by a clerk."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from fictional import STYLES, make
from fictional.spelling.kinds import UNKNOWN_KINDS

from tests.examples.clerk import (
    Grid,
    days_in,
    has_true_check_character,
    name_in,
    numbers_in,
    plain,
    read_sheets,
    row_of,
    rows_until,
)

SEEDS = range(1, 6)
KIND_WORDS = {
    "members_meeting": ("党员大会", "支部大会"),
    "branch_committee_meeting": ("支委会", "支部委员会"),
    "group_meeting": ("小组",),
    "party_lecture": ("党课",),
    "theme_day": ("主题党日",),
}


class Set:
    """One generated set, with its sheets read once."""

    def __init__(self, folder: Path, truth: dict[str, Any]) -> None:
        self.folder = folder
        self.truth = truth
        self._sheets: dict[str, dict[str | None, Grid]] = {}
        self._mentions: dict[tuple[str, str | None], dict[int, str]] = {}

    def sheets(self, file: str) -> dict[str | None, Grid]:
        if file not in self._sheets:
            self._sheets[file] = read_sheets(self.folder / file)
        return self._sheets[file]

    def grid_of(self, source: dict[str, Any]) -> Grid:
        return self.sheets(source["file"])[source["sheet"]]

    def mentions(self, source: dict[str, Any], words: dict[str, str]) -> dict[int, str]:
        """Which rows name a branch."""
        key = (source["file"], source["sheet"])
        if key not in self._mentions:
            grid = self.grid_of(source)
            found = {row: _mention(row_of(grid, row), words) for row in grid}
            self._mentions[key] = {row: name for row, name in found.items() if name}
        return self._mentions[key]

    def row(self, source: dict[str, Any]) -> list[Any]:
        return row_of(self.grid_of(source), source["row"])


@pytest.fixture(scope="module", params=sorted(STYLES))
def sets(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Set]:
    made = []
    for seed in SEEDS:
        folder = tmp_path_factory.mktemp(request.param)
        made.append(Set(folder, make(folder, seed=seed, style=request.param)))
    return made


def test_every_file_opens(sets: list[Set]) -> None:
    for one in sets:
        for path in one.folder.iterdir():
            if path.suffix == ".docx":
                assert docx.Document(str(path)).paragraphs
            else:
                assert any(one.sheets(path.name).values())


def test_planted_faults_stand_where_the_truth_says(sets: list[Set]) -> None:
    for one in sets:
        for problem in one.truth["problems"]:
            reason = problem["reason"].split(" (")[0]
            assert FAULTS[reason](one, problem), (one.truth["seed"], problem)


def test_every_activity_can_be_read_off_its_row(sets: list[Set]) -> None:
    for one in sets:
        for activity in one.truth["activities"]:
            source, values = activity["source"], one.row(activity["source"])
            on = date.fromisoformat(activity["on"])
            assert on in days_in(values, on.year), (source, values)
            assert {activity["should"], activity["present"]} <= numbers_in(values), (source, values)
            for name in activity["absent"]:
                assert name_in(values, name), (source, values)
            assert _kinds_readable(one, activity, values), (source, values)


def test_the_year_stands_somewhere(sets: list[Set]) -> None:
    for one in sets:
        for activity in one.truth["activities"]:
            source, on = activity["source"], date.fromisoformat(activity["on"])
            if on not in days_in(one.row(source), 1):
                above = rows_until(one.grid_of(source), source["row"])
                assert str(on.year) in plain([source["file"], source["sheet"], *above])


def test_the_branch_of_an_activity_can_be_found(sets: list[Set]) -> None:
    for one in sets:
        words = _branch_words(one.truth)
        for activity in one.truth["activities"]:
            assert _branch_above(one, activity["source"], words) == activity["branch"], activity


def test_the_group_of_a_group_meeting_stands_in_its_row(sets: list[Set]) -> None:
    for one in sets:
        for activity in one.truth["activities"]:
            if group := activity["group"]:
                text = plain(one.row(activity["source"]))
                digit = f"[{group}{'一二三四'[group - 1]}]"
                assert re.search(f"{digit}(党?小组|组)", text), text


def test_people_can_be_read_off_their_rows(sets: list[Set]) -> None:
    for one in sets:
        faulty = {(p["file"], p["row"]) for p in one.truth["problems"]}
        for person in one.truth["people"]:
            source, values = person["source"], one.row(person["source"])
            assert name_in(values, person["name"])
            if (source["file"], source["row"]) not in faulty:
                text = plain(values)
                assert person["id"] in text.upper()
                days = days_in(values, 1)
                assert {person["birth"], person["joined"]} <= {day.isoformat() for day in days}


def test_organizations_stand_in_their_rows(sets: list[Set]) -> None:
    for one in sets:
        for organization in one.truth["organizations"]:
            values = one.row(organization["source"])
            assert organization["full_name"] in values
            assert date.fromisoformat(organization["founded"]) in days_in(values, 1)


def test_minutes_say_what_the_truth_says(sets: list[Set]) -> None:
    for one in sets:
        for words in one.truth["words"]:
            text = plain(_document_text(one.folder / words["file"]))
            for name in [words["chair"], words["recorder"], *words["absent"]]:
                assert name_in([text], name)
            assert days_in([text], 1) == {date.fromisoformat(words["on"])}
            named = words["organization"] in text
            assert named == (words["inferred_from"] is None)
            assert ("四、" in text) == (words["agenda"] == 4)


def _kinds_readable(one: Set, activity: dict[str, Any], values: list[Any]) -> bool:
    """A book of theme days only says so in its title or its name."""
    text = plain(values)
    if all(any(word in text for word in KIND_WORDS[kind]) for kind in activity["kinds"]):
        return True
    source = activity["source"]
    above = [plain(value) for value in rows_until(one.grid_of(source), source["row"])]
    named = any("主题党日" in text for text in (*above, source["file"]))
    return named and activity["kinds"] == ["theme_day"]


def _branch_words(truth: dict[str, Any]) -> dict[str, str]:
    words = {}
    for branch in truth["branches"]:
        name = branch["name"]
        alias = name.replace("第", "") if "第" in name else name.removesuffix("支部")
        for word in (name, alias, name.replace("支部", "党支部"), branch["full_name"]):
            words[plain(word)] = name
    return words


def _branch_above(one: Set, source: dict[str, Any], words: dict[str, str]) -> str | None:
    """In the row, else in the nearest row above that has it, else in the sheet's or file's name."""
    mentions = one.mentions(source, words)
    for row in range(source["row"], 0, -1):
        if row in mentions:
            return mentions[row]
    for name in (source["sheet"], source["file"]):
        found = [word for word in words if name and word in plain(name)]
        if found:
            return words[max(found, key=len)]
    return None


def _mention(values: list[Any], words: dict[str, str]) -> str | None:
    """A cell that is a branch's name, or a title that begins with it."""
    for text in map(plain, values):
        if text in words:
            return words[text]
        for word, branch in words.items():
            if text.startswith((f"{word}2", f"{word}“", f"{word}主题")):
                return branch
    return None


def _document_text(path: Path) -> str:
    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join(texts)


def _cell(one: Set, problem: dict[str, Any]) -> Any:
    return one.grid_of(problem)[problem["row"]].get(problem["column"])


def _person_at(one: Set, problem: dict[str, Any]) -> dict[str, Any]:
    return next(p for p in one.truth["people"] if p["source"]["row"] == problem["row"])


def _wrong_check(one: Set, problem: dict[str, Any]) -> bool:
    number = plain(_cell(one, problem)).lstrip("'")
    return len(number) == 18 and not has_true_check_character(number)


def _lost_digits(one: Set, problem: dict[str, Any]) -> bool:
    return float(_cell(one, problem)) > 4e17 and "E+17" in f"{float(_cell(one, problem)):.5E}"


def _birth_differs(one: Set, problem: dict[str, Any]) -> bool:
    days = days_in([_cell(one, problem)], 1)
    return len(days) == 1 and days != {date.fromisoformat(_person_at(one, problem)["birth"])}


def _no_such_day(one: Set, problem: dict[str, Any]) -> bool:
    text = plain(_cell(one, problem))
    return not days_in([text], 1) and re.search("30日?$", text) is not None


def _unknown_branch(one: Set, problem: dict[str, Any]) -> bool:
    return plain(_cell(one, problem)) not in _branch_words(one.truth)


def _same_person(one: Set, problem: dict[str, Any]) -> bool:
    cells = one.grid_of(problem).values()
    column = [plain(row.get(problem["column"], "")) for row in cells]
    return column.count(plain(_cell(one, problem))) == 2


def _no_such_month(one: Set, problem: dict[str, Any]) -> bool:
    text = plain(_cell(one, problem))
    return not days_in([text], 1) and re.match(r"\d{4}\D?13", text) is not None


def _too_many(one: Set, problem: dict[str, Any]) -> bool:
    """One or two more came than the row says should have."""
    present = max(numbers_in([_cell(one, problem)]))
    return bool({present - 1, present - 2} & numbers_in(one.row(problem)) & {3, 5})


def _unknown_kind(one: Set, problem: dict[str, Any]) -> bool:
    return _cell(one, problem) in UNKNOWN_KINDS


def _entered_twice(one: Set, problem: dict[str, Any]) -> bool:
    row = int(problem["reason"].rsplit(" ", 1)[1].rstrip(")"))
    twin = next(
        activity
        for activity in one.truth["activities"]
        if activity["source"] == {**activity["source"], "file": problem["file"], "row": row}
        and activity["source"]["sheet"] == problem["sheet"]
    )
    on = date.fromisoformat(twin["on"])
    return problem["column"] == 1 and on in days_in(one.row(problem), on.year)


FAULTS = {
    "ID number: wrong check character": _wrong_check,
    "ID number stored as a number: last digits lost": _lost_digits,
    "birth date differs from the ID number": _birth_differs,
    "no such day": _no_such_day,
    "unknown branch": _unknown_branch,
    "same person twice": _same_person,
    "no such month": _no_such_month,
    "present exceeds expected": _too_many,
    "unknown kind of activity": _unknown_kind,
    "same meeting entered twice": _entered_twice,
}
