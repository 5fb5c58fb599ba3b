"""The second set: invented organs in many hands, each equal to its own truth."""

from pathlib import Path

import pytest
from fictional import STYLES, make

from mingdeng.files import read_folder
from tests.facts import comparison

SETS = [
    *((style, 1, "small") for style in STYLES),
    *(("random", seed, "small") for seed in range(2, 14)),
    ("demo", 1, "demo"),
]
# Where an appraisal or a payment is missing for half a year, more than one duty says so.
ALSO_OVERDUE = {"democratic-appraisal", comparison.DUES, "dues-lapse"}


@pytest.mark.parametrize(("style", "seed", "size"), SETS)
def test_a_set_is_read_as_it_is(style: str, seed: int, size: str, tmp_path: Path) -> None:
    truth = make(tmp_path, size=size, seed=seed, style=style)
    outcome = comparison.judged(tmp_path, truth, comparison.LOCAL)
    assert comparison.differences(outcome, truth, local=True) == []
    assert len(outcome.organ.people) == truth["members"]
    assert len(outcome.organ.organizations) == len(truth["organizations"])
    assert comparison.overdue_duties(outcome) <= {*comparison.DUTY_OF.values(), *ALSO_OVERDUE}


@pytest.mark.parametrize(("seed", "size"), [(1, "small"), (2, "small"), (1, "demo")])
def test_without_the_local_pack_its_gap_is_none(seed: int, size: str, tmp_path: Path) -> None:
    truth = make(tmp_path, size=size, seed=seed)
    reading = read_folder(tmp_path)
    national = comparison.judged_reading(reading, truth, comparison.NATIONAL)
    assert comparison.differences(national, truth, local=False) == []
