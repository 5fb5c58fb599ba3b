"""Duties of organization life, row by row: what is recorded on the page decides the verdict.

The rows are those of the table of mechanisms that rules carry (packs/mechanisms.yaml).
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from mingdeng.roster.models import Post
from mingdeng.roster.services import NewPerson, add_person, appoint
from tests.web.stage import FOUNDED, NOW, SYSTEM, Stage, make_stage

pytestmark = pytest.mark.django_db
MET = 'class="verdict met"'
COMMITTEE, OFFICE = Post.Kind.COMMITTEE, Post.Kind.OFFICE
# Rows, pack; who records what on which day of which organization; the duty and period it meets.
DUTIES: tuple[tuple[tuple[str, ...], str, str, dict[str, Any], str], ...] = (
    (
        ("0-36", "0-37", "1-17", "1-22", "2-43", "3-16", "4-24", "4-26"),
        "national",
        "secretary",
        {"kinds": ["members_meeting"], "held_on": "2026-08-14"},
        "members-meeting~2026-Q3",
    ),
    (
        ("0-36", "0-37", "1-22", "4-26"),
        "national",
        "secretary",
        {"kinds": ["branch_committee_meeting"], "held_on": "2026-10-14"},
        "branch-committee-meeting~2026-10",
    ),
    (
        ("0-36", "1-17", "1-26", "1-47", "2-43", "3-16", "4-24", "4-29"),
        "national",
        "secretary",
        {"kinds": ["theme_day"], "held_on": "2026-10-15"},
        "theme-day~2026-10",
    ),
    (
        ("4-70",),
        "five-type-organ",
        "office",
        {"kinds": ["leading_group_meeting"], "held_on": "2026-04-20"},
        "organ-party-building-study~2026-H1",
    ),
)
HOME = {"secretary": "first", "office": "group"}


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:  # noqa: ARG001 - asks for the database
    """An organ of its own: verdicts are kept by organization and number in the journal."""
    with time_machine.travel(NOW, tick=False):
        made = make_stage()
        for number in range(8):
            name = NewPerson(name=f"党员{'甲乙丙丁戊己庚辛'[number]}", joined=FOUNDED)
            add_person(SYSTEM, name, made.places["first"], None)
        for role, title in (("colleague", "组织委员"), ("member", "宣传委员")):
            appoint(SYSTEM, made.people[role], made.places["first"], COMMITTEE, title, FOUNDED)
        # Whoever keeps the records of the leading group holds a post there.
        appoint(SYSTEM, made.people["office"], made.places["group"], OFFICE, "党组秘书", FOUNDED)
        yield made


@pytest.mark.parametrize(("rows", "pack", "role", "said", "of"), DUTIES, ids=str)
def test_a_row_is_judged_from_what_was_recorded(
    stage: Stage, rows: tuple[str, ...], pack: str, role: str, said: dict[str, Any], of: str
) -> None:
    assert rows
    stage.adopt(pack)
    client, place = stage.client(role), stage.places[HOME[role]]

    def is_met() -> bool:
        shown = client.get(f"/duties/{place.id}/why/", {"of": of})
        assert shown.status_code == 200
        return MET in shown.content.decode()

    assert not is_met()
    record = {"organization": str(place.id), "key": str(uuid4()), "place": "会议室", **said}
    record |= {"agenda-0-text": "学习文件", "agenda-0-topic": "organ_party_building"}
    answer = client.post("/records/new/", record)
    assert answer.status_code == 302, answer.content.decode()[-600:]
    assert is_met()
