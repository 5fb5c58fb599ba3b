"""An organ's files in a few words, and the check of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from mingdeng.engine.inputs import Clocks
from mingdeng.engine.verdicts import Verdict
from mingdeng.facts.organ import Activity, Organization
from mingdeng.facts.outcome import Outcome, check
from mingdeng.files import Finding, read_folder
from mingdeng.rulebook.duties import load_duties
from mingdeng.rulebook.model import Rulebook
from tests.files.filemaking import workbook, write

Line = Mapping[str, object]
AS_OF = "2026-09-30"
FIRST, SECOND = "财务处支部", "法规处支部"
COMMITTEE = ("书记", "组织委员", "宣传委员", "纪检委员", "副书记")
SURNAMES, GIVEN = "赵钱孙李周吴郑王", "安宁康平泰和顺明"


def branch(name: str = FIRST, **other: object) -> Line:
    usual = {"党组织名称": name, "组织类别": "党支部", "成立日期": "2018.5.1"}
    return usual | other


def member(name: str, home: str | None = FIRST, **other: object) -> Line:
    person = {"所在党支部": home, "姓名": name, "人员类别": "正式党员"}
    return person | {"入党时间": "2001.7.1", "转正时间": "2002.7.1", "党内职务": None} | other


def members(count: int, home: str = FIRST, posts: Sequence[str] = ()) -> list[Line]:
    """So many people with names of their own, the first of them holding these posts."""
    held = (*posts, *[None] * count)
    return [
        member(f"{SURNAMES[place % 8]}{home[0]}{GIVEN[place // 8]}", home, 党内职务=post)
        for place, post in zip(range(count), held, strict=False)
    ]


def meeting(held_on: str, kind: str = "主题党日", **other: object) -> Line:
    return {"时间": held_on, "会议类别": kind, "议题": f"学习{held_on}"} | other


def table(lines: Sequence[Line], title: str | None = None) -> list[list[object]]:
    """A sheet's rows: a title, the headings, and the lines in their columns."""
    headings = list(dict.fromkeys(heading for line in lines for heading in line))
    head: list[list[object]] = [[title], [*headings]] if title else [[*headings]]
    return [*head, *([line.get(heading) for heading in headings] for line in lines)]


def book(*lines: Line, title: str | None = None, sheet: str = "Sheet1") -> bytes:
    return workbook({sheet: table(lines, title)})


def ledger(*lines: Line, home: str = FIRST, title: str = "2026年三会一课台账") -> bytes:
    return book(*lines, title=f"{home}{title}")


@cache
def rulebook(*packs: str) -> Rulebook:
    return load_duties(packs or ["national"])


def judged(
    folder: Path, files: Mapping[str, bytes], *packs: str, as_of: str = AS_OF, first: str = ""
) -> Outcome:
    """The check of a folder that holds just these files."""
    reading = read_folder(write(folder, files))
    since = date.fromisoformat(first) if first else None
    return check(reading, rulebook(*packs), Clocks(date.fromisoformat(as_of)), first=since)


def organization(outcome: Outcome, name: str = FIRST) -> Organization:
    return next(item for item in outcome.organ.organizations if item.name == name)


def states(
    outcome: Outcome, duty: str, home: str = FIRST, group: int | str | None = None
) -> dict[str, str]:
    """By period, how a duty of a branch or of one of its groups stands."""
    return {v.period: v.state for v in verdicts(outcome, duty, home) if v.bearer.group == group}


def verdicts(outcome: Outcome, duty: str, home: str = FIRST) -> list[Verdict]:
    found = outcome.verdicts_of(organization(outcome, home))
    return [verdict for verdict in found if verdict.rule.id == duty]


def overdue(outcome: Outcome, duty: str, home: str = FIRST) -> set[str]:
    return {period for period, state in states(outcome, duty, home).items() if state == "overdue"}


def held(outcome: Outcome, home: str = FIRST) -> list[Activity]:
    place = organization(outcome, home).id
    return [item for item in outcome.organ.activities if item.organization == place]


def told(outcome: Outcome, code: str) -> list[Finding]:
    return [finding for finding in outcome.findings if finding.code == code]
