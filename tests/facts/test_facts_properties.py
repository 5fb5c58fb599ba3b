"""What must hold whatever the files are: order tells nothing, more records never undo a duty."""

import json
import tempfile
from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from mingdeng.facts.outcome import Outcome
from mingdeng.files import ActivityRow, Reading, read_folder
from tests.facts import comparison
from tests.files.filemaking import workbook, write

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
COUNT = 119  # activities of the sample
FILES = sorted(path for path in LEDGERS.iterdir() if path.suffix != ".json")
STRANGERS = st.one_of(
    st.tuples(st.just("备忘.txt"), st.text().map(str.encode)),
    st.tuples(
        st.just("资料.csv"), st.text(alphabet="一二甲乙丙,\n 0", max_size=60).map(str.encode)
    ),
    st.tuples(st.just("损坏.docx"), st.binary(max_size=80)),
    st.tuples(st.just("损坏.xlsx"), st.binary(max_size=80)),
    st.tuples(st.just("照片.jpg"), st.binary(max_size=80)),
    st.tuples(
        st.just("通讯录.xlsx"),
        st.lists(st.text(alphabet="张李王伟芳娜", min_size=2, max_size=3), max_size=4).map(
            lambda names: workbook(
                {"通讯录": [["姓名", "办公电话"], *([n, "62001"] for n in names)]}
            )
        ),
    ),
)


@cache
def truth() -> comparison.Truth:
    known: comparison.Truth = json.loads((LEDGERS / "truth.json").read_text(encoding="utf-8"))
    return known


@cache
def sample() -> Reading:
    return read_folder(LEDGERS)


@cache
def sample_outcome() -> Outcome:
    return judged(sample())


@cache
def sample_verdicts() -> Counter[Hashable]:
    return verdicts(sample_outcome())


def judged(reading: Reading) -> Outcome:
    return comparison.judged_reading(reading, truth(), comparison.LOCAL)


def verdicts(outcome: Outcome) -> Counter[Hashable]:
    """Every verdict without the order and the ids of what it is about."""
    homes = outcome.organ.organizations
    return Counter(
        (home.name, v.rule.id, frozenset(v.bearer.name.split("、")), v.period, v.state, v.counted)
        for home in homes
        for v in outcome.verdicts_of(home)
    )


def in_state(outcome: Outcome, state: str) -> set[Hashable]:
    """The periods of the five duties of branch life that are in a state."""
    homes = outcome.organ.organizations
    return {
        (home.name, v.rule.id, v.bearer.group, v.period)
        for home in homes
        for v in outcome.verdicts_of(home)
        if v.state == state and v.rule.id in comparison.DUTY_OF.values()
    }


@given(seed=st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_changes_no_verdict(seed: int) -> None:
    rng, reading = Random(seed), sample()
    shuffled = replace(
        reading,
        organizations=tuple(rng.sample(reading.organizations, len(reading.organizations))),
        members=tuple(rng.sample(reading.members, len(reading.members))),
        activities=tuple(rng.sample(reading.activities, len(reading.activities))),
        dues=tuple(rng.sample(reading.dues, len(reading.dues))),
        tables=tuple(rng.sample(reading.tables, len(reading.tables))),
    )
    assert verdicts(judged(shuffled)) == sample_verdicts()


@given(order=st.permutations(range(len(FILES))))
@settings(max_examples=6, deadline=None)
def test_the_order_of_files_changes_no_verdict(order: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for place, path in zip(order, FILES, strict=True):
            (Path(folder) / f"{place}.{path.name}").write_bytes(path.read_bytes())
        assert verdicts(judged(read_folder(Path(folder)))) == sample_verdicts()


@given(strangers=st.lists(STRANGERS, min_size=1, max_size=3))
@settings(max_examples=5, deadline=None)
def test_a_file_of_another_kind_changes_no_verdict(strangers: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        own = {path.name: path.read_bytes() for path in FILES}
        write(Path(folder), own | {f"{n}{name}": data for n, (name, data) in enumerate(strangers)})
        assert verdicts(judged(read_folder(Path(folder)))) == sample_verdicts()


@given(
    place=st.integers(0, COUNT - 1),
    day=st.integers(0, 270),
    kind=st.sampled_from([kind for kind in comparison.DUTY_OF if kind != "group_meeting"]),
    heads=st.tuples(st.integers(1, 9), st.integers(0, 9)),
)
@settings(max_examples=15, deadline=None)
def test_one_more_meeting_undoes_nothing(
    place: int, day: int, kind: str, heads: tuple[int, int]
) -> None:
    before = sample_outcome()
    row = replace(
        sample().activities[place],
        kinds=(kind,),
        group=None,
        held_on=date(2026, 1, 1) + timedelta(days=day),
        expected=max(heads),
        present=min(heads),
        topic="另一次",
        source=replace(sample().activities[place].source, row=900),
    )
    after = judged(_with(row))
    assert in_state(before, "met") <= in_state(after, "met")
    if kind != "organizational_life_meeting":
        assert in_state(after, "overdue") <= in_state(before, "overdue")


def _with(row: ActivityRow) -> Reading:
    return replace(sample(), activities=(*sample().activities, row))


@given(kept=st.sets(st.integers(0, COUNT - 1)))
@settings(max_examples=8, deadline=None)
def test_without_ledgers_nothing_is_overdue_whatever_was_held(kept: set[int]) -> None:
    rows = tuple(row for place, row in enumerate(sample().activities) if place in kept)
    outcome = judged(replace(sample(), activities=rows, tables=()))
    assert in_state(outcome, "overdue") == set()


@given(kept=st.sets(st.integers(0, COUNT - 1)))
@settings(max_examples=8, deadline=None)
def test_fewer_meetings_never_meet_more(kept: set[int]) -> None:
    rows = tuple(row for place, row in enumerate(sample().activities) if place in kept)
    fewer = judged(replace(sample(), activities=rows))
    assert in_state(fewer, "met") <= in_state(sample_outcome(), "met")
