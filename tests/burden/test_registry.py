"""One fact, one owner: a registry that says otherwise is found out."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from mingdeng.burden import registry as room
from mingdeng.burden.registry import CORRECTS, OWNS, problems, read, registry

RAW: dict[str, Any] = yaml.safe_load(Path(room.FILE).read_text(encoding="utf-8"))


def changed(**forms: dict[str, Any]) -> list[str]:
    """The problems of the registry with some more forms."""
    raw = copy.deepcopy(RAW)
    raw["forms"] |= forms
    return problems(read(raw))


def test_the_registry_holds_together() -> None:
    assert problems(read(RAW)) == []


def test_a_second_owner_of_a_fact_is_found() -> None:
    second = {"label": "又一处", "pages": ["somewhere"], "owns": {"where": "activity.place"}}
    assert [one for one in changed(second=second) if "activity.place 有几处填写" in one]


def test_the_same_field_may_correct_it() -> None:
    second = {"label": "又一处", "pages": ["somewhere"], "corrects": {"where": "activity.place"}}
    assert changed(second=second) == []


def test_a_fact_that_is_not_registered_is_found() -> None:
    second = {"label": "又一处", "pages": ["somewhere"], "owns": {"where": "no.such.fact"}}
    assert any("no.such.fact" in one for one in changed(second=second))


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ({"label": "没人填", "feeds": ["list"]}, "没有一处填写"),
        ({"label": "没有去向"}, "没有去向"),
        ({"label": "去向不明", "feeds": ["nowhere"]}, "的去向 nowhere 没有登记"),
    ],
)
def test_a_fact_nobody_owns_or_needs_is_found(fact: dict[str, Any], said: str) -> None:
    raw = copy.deepcopy(RAW)
    raw["facts"]["new.fact"] = fact
    assert any("new.fact" in one and said in one for one in problems(read(raw)))


def test_another_form_of_the_same_record_corrects_what_the_first_owns() -> None:
    known = registry()
    first, again = known.forms["activity.record"], known.forms["activity.correct"]
    assert known.says(first, "place") == (OWNS, "activity.place")
    assert known.says(again, "place") == (CORRECTS, "activity.place")
    assert known.says(again, "agenda-12-decision") == (CORRECTS, "activity.decision")
    assert known.says(again, "mood") is None
