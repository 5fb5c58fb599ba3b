"""Duties of organization life, row by row: what is recorded on the page decides the verdict.

The rows are those of the table of mechanisms that rules carry (packs/mechanisms.yaml).
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from mingdeng.roster.models import Post
from mingdeng.roster.services import appoint
from tests.web.stage import FOUNDED, NOW, SYSTEM, Stage, make_stage

pytestmark = pytest.mark.django_db
MET = 'class="verdict met"'
COMMITTEE, OFFICE = Post.Kind.COMMITTEE, Post.Kind.OFFICE
LINE = re.compile(r"<li>\S+ (\S+?)：(.*?)</li>")
# Of duties each person has for themselves, whose is looked at.
PERSON = {"leader-lecture~2026": "韩雪梅", "political-birthday~2026-03-08": "吴秀兰"}
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
        ("0-44", "1-09"),
        "national",
        "neighbour",
        {"kinds": ["party_lecture"], "held_on": "2026-05-15", "lecturer": "韩雪梅"},
        "leader-lecture~2026",
    ),
    (
        ("1-27",),
        "three-norms",
        "secretary",
        {"kinds": ["political_birthday"], "held_on": "2026-03-03"},
        "political-birthday~2026-03-08",
    ),
    (
        ("4-32",),
        "five-type-organ",
        "secretary",
        {"kinds": ["political_birthday"], "held_on": "2026-03-03"},
        "political-birthday~2026-03-08",
    ),
    (
        ("4-70",),
        "five-type-organ",
        "office",
        {"kinds": ["leading_group_meeting"], "held_on": "2026-04-20"},
        "organ-party-building-study~2026-H1",
    ),
)
HOME = {"secretary": "first", "neighbour": "second", "office": "group"}


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:  # noqa: ARG001 - asks for the database
    """An organ of its own: verdicts are kept by organization and number in the journal."""
    with time_machine.travel(NOW, tick=False):
        made = make_stage()
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
        page = unescape(shown.content.decode())
        print(re.sub(r"<[^>]+>|\s+", " ", page)[400:1800])
        if of in PERSON:
            return "已履行" in dict(LINE.findall(page)).get(PERSON[of], "")
        return MET in page

    assert not is_met()
    record = {"organization": str(place.id), "key": str(uuid4()), "place": "会议室", **said}
    record |= {"agenda-0-text": "学习文件", "agenda-0-topic": "organ_party_building"}
    answer = client.post("/records/new/", record)
    assert answer.status_code == 302, answer.content.decode()[-600:]
    assert is_met()
