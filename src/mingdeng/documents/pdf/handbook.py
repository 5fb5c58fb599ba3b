"""支部工作手册: a year of an organization on paper, from what is recorded and nothing else."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from mingdeng.assessments.models import Statement, Waiver
from mingdeng.documents.branchyear import BranchYear
from mingdeng.documents.check_rows import duty_rows
from mingdeng.documents.check_text import missing_here
from mingdeng.documents.check_view import organization_view
from mingdeng.documents.matrix import YearMatrix, year_matrices
from mingdeng.documents.pdf.blocks import (
    Row,
    chapter,
    entry,
    form,
    note,
    points,
    section,
    table,
    text,
)
from mingdeng.documents.pdf.duties import open_rows
from mingdeng.documents.pdf.minutes import UNSAID, minutes_blocks, names_in
from mingdeng.documents.pdf.typesetting import Block, Document
from mingdeng.documents.wording import SYMBOLS
from mingdeng.engine.reasons import day_name, period_name
from mingdeng.roster.models import Group, Membership, Person
from mingdeng.rulebook.vocabulary import vocabulary

# Chapters of a few lines follow on the same page.
SHORT = frozenset({"手册没有包括的"})
BRANCHES = frozenset({"branch", "general_branch"})
DIGITS = "一二三四五六七八九"
MONTHS = tuple((str(month), 3) for month in range(1, 13))
ROSTER = (
    *(("序号", 5), ("姓名", 10), ("性别", 5), ("党籍", 8), ("入党日期", 9), ("转正日期", 9)),
    *(("党小组", 9), ("职务", 11)),
)
ATTENDANCE = (
    *(("姓名", 10), ("应参加", 5), ("参加", 5), ("缺席", 5), ("未写明", 5), ("学时", 5)),
    ("缺席的日期和原因", 29),
)
DUTY = (("期间", 11), ("结论", 9), ("情况", 41), ("最迟", 9))
ONCE = (("事项", 13), ("期间", 12), ("结论", 10), ("情况", 17), ("依据", 17))
OPEN = (("状态", 9), ("事项", 14), ("情况", 30), ("依据", 16), ("力度", 5))
NO_DUES = "党费：系统里没有党费台账，交纳情况不在本手册内。"
FACTS_ONLY = "只列记录中的事实，按名册顺序，不作比较。应参加的次数按组织关系、党小组和职务计算。"
UNNAMED = "“未写明”是记录里有人缺席、但没有写明是谁的次数。"
SENSITIVE = "身份证号、出生日期不列入手册。"


def handbook(of: BranchYear) -> Document:
    """The handbook."""
    what = "支部工作手册" if of.organization.kind in BRANCHES else "工作手册"
    span = f"{of.year}年" if of.day == date(of.year, 12, 31) else f"截至{day_name(of.day)}"
    blocks = [
        block
        for number, (title, some) in enumerate(_chapters(of))
        for block in (chapter(f"{DIGITS[number]}、{title}", fresh=title not in SHORT), *some)
    ]
    return Document(
        title=f"{of.organization.name}{what}（{of.year}年）",
        head=f"{of.organization.name}　{what}　{of.year}年",
        day=of.day,
        blocks=blocks,
        cover=(of.organization.full_name, what, f"{of.year}年", span),
        contents=True,
        names=names_in(of, of.meetings),
    )


def _chapters(of: BranchYear) -> Iterator[tuple[str, list[Block]]]:
    yield "组织概况", list(_place(of))
    yield "党员名册", list(_roster(of))
    yield "履责情况", list(_duties(of))
    yield "活动纪实", list(_meetings(of))
    yield "出勤情况", list(_attendance(of))
    yield "情况说明和例外", list(_said(of))
    yield "手册没有包括的", list(_left_out(of))


# ---- the organization ----


def _place(of: BranchYear) -> Iterator[Block]:
    one, people = of.organization, [home.person for home in of.members]
    facts = [
        ["全称", one.full_name],
        ["类别", vocabulary().label("bearers", one.kind), "单位", one.unit or UNSAID],
        *([["上级", of.parent]] if of.parent else []),
        ["成立", _day(one.founded), "本届选举", _day(one.elected)],
    ]
    if of.sees.people:
        counted = Counter(person.status for person in people)
        full = counted[Person.Status.FULL]
        waiting = counted[Person.Status.PROBATIONARY]
        unknown = len(people) - full - waiting
        told = f"{len(people)}人，正式{full}人，预备{waiting}人"
        facts.append(["党员", f"{told}，未写明{unknown}人" if unknown else told])
    if one.dissolved and one.dissolved <= of.day:
        facts.append(["撤销", _day(one.dissolved)])
    yield form(facts)
    yield section("班子和职务")
    yield from _posts(of)
    yield section("党小组")
    yield from _groups(of)


def _posts(of: BranchYear) -> Iterator[Block]:
    holders = of.holders
    if not of.sees.posts:
        yield text("您的职务看不到任职情况。")
    elif not holders:
        yield text("没有记录任职情况。")
    else:
        columns = (("职务", 20), ("姓名", 16), ("党小组", 16), ("任职日期", 16))
        rows = [
            [post.title, post.person.name, _group(post.group), _day(post.since)] for post in holders
        ]
        yield table(columns, rows)


def _groups(of: BranchYear) -> Iterator[Block]:
    heads = Counter(home.group_id for home in of.members)
    leaders = {post.group_id: post.person.name for post in of.holders if post.group_id}
    groups = [
        group
        for group in of.organization.groups.all()
        if group.dissolved is None or group.dissolved > of.day
    ]
    if not groups:
        yield text("没有设党小组。")
        return
    rows = [
        [one.name, f"{heads[one.id]}人" if of.sees.people else "", leaders.get(one.id, "")]
        for one in groups
    ]
    yield table((("党小组", 20), ("党员", 12), ("组长", 16)), rows)


# ---- the roster ----


def _roster(of: BranchYear) -> Iterator[Block]:
    members, titles = of.members, of.titles()
    if not of.sees.people:
        yield note("名册只列出您能看到的人。")
    if not members:
        yield text("没有党员。" if of.sees.people else "没有您能看到的党员信息。")
        return
    rows = [_member(place, home, titles) for place, home in enumerate(members, start=1)]
    yield table(ROSTER, rows, centred=(0, 2), size=10)
    yield note(SENSITIVE)
    yield from _moves(of)


def _member(place: int, home: Membership, titles: Mapping[uuid.UUID, str]) -> Row:
    person, held = home.person, titles.get(home.person_id, "")
    return [
        *(str(place), person.name, person.gender, str(person.get_status_display())),
        *(_dense(person.joined), _dense(person.converted), _group(home.group), held),
    ]


def _moves(of: BranchYear) -> Iterator[Block]:
    """Who came and who left in the year."""
    came = [one for one in of.homes if one.since and of.first <= one.since <= of.day]
    left = [one for one in of.homes if one.until and of.first <= one.until <= of.day]
    yield section("本年变动")
    lines = [f"{day_name(one.since)}　{one.person.name}　加入或转入" for one in came if one.since]
    lines += [f"{day_name(one.until)}　{one.person.name}　转出" for one in left if one.until]
    yield points(lines) if lines else text("没有加入、转入和转出。")


# ---- duties ----


def _duties(of: BranchYear) -> Iterator[Block]:
    if of.judged is None:
        yield text("您的职务看不到履责情况。" if not of.sees.board else "没有可以判断的事项。")
        return
    outcome, organization = of.judged
    packs = "、".join(pack.label for pack in outcome.rulebook.packs)
    yield text(f"按{packs}的规则判断，截至{day_name(of.day)}。")
    words = vocabulary()
    legend = "　".join(f"{sign} {words.label('states', state)}" for state, sign in SYMBOLS.items())
    for matrix in year_matrices(outcome, organization):
        if matrix.year == of.year:
            yield section("全年一览")
            yield note(f"{legend}　（上面的数字是月份）", leads=True)
            yield _matrix(matrix, words.label("bearers", organization.kind))
    yield section("没有完成的")
    rows = list(open_rows(organization_view(outcome, organization)))
    yield table(OPEN, rows, size=10) if rows else text("没有。")
    yield section("逐项结论")
    yield from _each_duty(of)


def _matrix(matrix: YearMatrix, kind: str) -> Block:
    rows: list[Row] = []
    for row in matrix.rows:
        cells = [(f"{cell.symbol}{cell.count}", cell.months) for cell in row.cells]
        missing = 12 - sum(months for _, months in cells)
        before = [("", missing)] if missing > 0 else []
        rows.append([row.label, row.who or kind, *before, *cells])
    centred = range(2, 14)
    return table((("事项", 14), ("承担者", 7), *MONTHS), rows, tuple(centred), size=9.5)


def _each_duty(of: BranchYear) -> Iterator[Block]:
    """Each duty with its source and the verdict of each period; those of one period together."""
    assert of.judged is not None  # noqa: S101 - asked by the caller
    rows = sorted(duty_rows(of.judged[0]), key=lambda row: (row[11], row[1]))
    groups = [list(group) for _, group in groupby(rows, key=lambda row: (row[11], row[1]))]
    for periods in groups:
        if len(periods) > 1:
            yield entry(_duty(of, periods[0]), listed=False)
            yield note(f"依据：{_source(periods[0])}", leads=True)
            yield table(DUTY, [[row[3], row[4], row[8], row[7]] for row in periods], size=10)
    once = [periods[0] for periods in groups if len(periods) == 1]
    if once:
        yield entry("一年一次的、随时的和有期限的", listed=False)
        cells = [[_duty(of, row), row[3], row[4], row[8], _source(row)] for row in once]
        yield table(ONCE, cells, size=10)


def _duty(of: BranchYear, row: Sequence[str]) -> str:
    return row[2] if row[1] == of.organization.name else f"{row[2]}（{row[1]}）"


def _source(row: Sequence[str]) -> str:
    return f"{row[9]}（{row[10]}）" if row[10] else row[9]


# ---- what was held ----


def _meetings(of: BranchYear) -> Iterator[Block]:
    if not of.meetings:
        yield text("没有记录。")
        return
    counted = Counter(kind for one in of.meetings for kind in one.kinds)
    words = vocabulary()
    told = "，".join(f"{words.label('kinds', kind)}{count}次" for kind, count in counted.items())
    yield text(
        f"全年共记录{len(of.meetings)}次，一次活动可以有几个类别：{told}。"
        if of.day == date(of.year, 12, 31)
        else f"到{day_name(of.day)}共记录{len(of.meetings)}次，一次活动可以有几个类别：{told}。"
    )
    number = 0
    for month, group in groupby(of.meetings, key=lambda one: one.held_on.month):
        some = list(group)
        yield section(f"{month}月（{len(some)}次）")
        for one in some:
            number += 1
            yield from minutes_blocks(of, one, number)


# ---- people ----


def _attendance(of: BranchYear) -> Iterator[Block]:
    if not of.sees.people:
        yield note("只列出您能看到的人。")
    rows: list[Row] = []
    seen: set[object] = set()
    for home in of.homes:
        year = of.attendance.get(home.person_id)
        if year is None or home.person_id in seen:
            continue
        seen.add(home.person_id)
        away = "；".join(f"{day:%m-%d} {why or '未写明原因'}" for day, why in year.absent)
        hours = f"{year.hours.normalize():f}" if year.hours else ""
        counts = (year.held, year.attended, len(year.absent), year.unnamed)
        rows.append([home.person.name, *map(str, counts), hours, away])
    if not rows:
        yield text("没有可以列出的。")
        return
    yield note(f"{FACTS_ONLY}{UNNAMED}")
    yield table(ATTENDANCE, rows, centred=(1, 2, 3, 4, 5), size=10)


# ---- what was said to verdicts ----


def _said(of: BranchYear) -> Iterator[Block]:
    if not of.sees.statements:
        yield text("您的职务看不到情况说明。")
    elif not of.statements:
        yield text("没有情况说明。")
    for one in of.statements:
        yield entry(f"情况说明：{_about(of, one)}", listed=False)
        yield text(one.text)
    if not of.sees.waivers:
        yield text("您的职务看不到经批准的例外。")
    elif not of.waivers:
        yield text("没有经批准的例外。")
    for waiver in of.waivers:
        yield entry(f"经批准的例外：{_rule(of, waiver.rule)}", listed=False)
        yield text(_waived(waiver))


def _about(of: BranchYear, one: Statement) -> str:
    dated = one.period[:4].isdecimal()
    return f"{_rule(of, one.rule)}（{period_name(one.period)}）" if dated else _rule(of, one.rule)


def _rule(of: BranchYear, rule: str) -> str:
    found = of.judged[0].rulebook.rules.get(rule) if of.judged else None
    return found.label if found else rule


def _waived(one: Waiver) -> str:
    decided = f"批准：{one.approver}" + (f"（{one.decision}）" if one.decision else "")
    return f"{day_name(one.first)}至{day_name(one.last)}不作要求。理由：{one.reason}。{decided}。"


def _left_out(of: BranchYear) -> Iterator[Block]:
    lines = [NO_DUES, SENSITIVE, "党员个人的事项在履责情况里按期合计，不列姓名。"]
    files = sum(len(one.attachments.all()) for one in of.meetings)
    if files:
        lines.append(f"附件{files}件只列名称，文件在年度归档里。")
    if of.judged is not None:
        missing = organization_view(*of.judged).missing
        lines += [f"{missing_here(one)}。" for one in missing]
    yield points(lines)


# ---- words ----


def _day(day: date | None) -> str:
    return day_name(day) if day else UNSAID


def _dense(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _group(group: Group | None) -> str:
    return group.name if group else ""
