"""One activity in full, as a form: everything that was recorded, and what was not."""

from collections.abc import Iterator, Sequence
from datetime import date

from mingdeng.activities.models import Activity, AgendaItem, Host
from mingdeng.daycount import local_day
from mingdeng.documents.branchyear import BranchYear
from mingdeng.documents.pdf.blocks import entry, form, note
from mingdeng.documents.pdf.typesetting import Block, Document
from mingdeng.engine.reasons import day_name
from mingdeng.rulebook.vocabulary import vocabulary

UNSAID = "没有记录"
NOBODY = "无"
VOTES = (("votes_for", "赞成"), ("votes_against", "反对"), ("abstentions", "弃权"))


def minutes_blocks(of: BranchYear, activity: Activity, number: int) -> Iterator[Block]:
    """The heading and the form of one activity."""
    yield entry(f"{number}．{title_of(of, activity)}")
    yield form(_rows(of, activity))
    if activity.state == Activity.State.RETURNED:
        yield note(f"退回补充：{activity.remark}")


def minutes_document(of: BranchYear, activity: Activity) -> Document:
    """The paper of one activity."""
    kinds = kinds_text(activity)
    place = of.organization.full_name
    title = f"{of.organization.name}{kinds}记录（{day_name(activity.held_on)}）"
    blocks = [
        {"is": "heading", "level": 1, "text": f"{kinds}记录", "fresh": False},
        form([["党组织", place], *_rows(of, activity)]),
    ]
    if activity.state == Activity.State.RETURNED:
        blocks.append(dict(note(f"退回补充：{activity.remark}")))
    return Document(title, place, of.day, blocks, names=names_in(of, [activity]))


def title_of(of: BranchYear, activity: Activity) -> str:
    """The day, the kinds and the group: 1月12日　支委会、主题党日."""
    groups = [host.group.name for host in of.hosts_of(activity) if host.group]
    beside = f"（{'、'.join(groups)}）" if groups else ""
    day = f"{activity.held_on.month}月{activity.held_on.day}日"
    return f"{day}　{kinds_text(activity)}{beside}"


def kinds_text(activity: Activity) -> str:
    """The kinds in words."""
    return vocabulary().listed("kinds", activity.kinds)


def names_in(of: BranchYear, meetings: Sequence[Activity]) -> list[str]:
    """Every name that must not be broken."""
    found = {home.person.name for home in of.homes} | {post.person.name for post in of.posts}
    for one in meetings:
        found |= {one.chair, one.recorder, one.lecturer}
        found |= {guest.name for guest in one.guests.all()}
        found |= {away.name for host in one.hosts.all() for away in host.absences.all()}
    return sorted(name for name in found if 1 < len(name) <= LONGEST)


# A longer one would not fit into a column in one piece.
LONGEST = 16


def _rows(of: BranchYear, one: Activity) -> Iterator[list[str]]:
    yield ["时间", _when(one), "地点", one.place or UNSAID]
    yield ["主持人", one.chair or UNSAID, "记录人", one.recorder or UNSAID]
    yield from _beside(of, one)
    for host in of.hosts_of(one):
        yield from _attendance(host)
    guests = "、".join(_guest(g.name, g.role) for g in one.guests.all())
    if guests:
        yield ["列席", guests]
    if one.topic:
        yield ["议题", one.topic]
    yield ["议程", "\n".join(_items(list(one.agenda.all()))) or UNSAID]
    others = _others(of, one)
    if others:
        yield ["共同主办", others]
    files = [file.name for file in one.attachments.all()]
    if files:
        yield ["附件", "\n".join(f"{place}．{name}" for place, name in enumerate(files, 1))]
    yield ["记入", _recorded(one)]


def _beside(of: BranchYear, one: Activity) -> Iterator[list[str]]:
    """What only some activities have, two in a line."""
    groups = "、".join(host.group.name for host in of.hosts_of(one) if host.group)
    hours = f"{one.hours.normalize():f}" if one.hours else ""
    pairs = (("党小组", groups), ("主讲人", one.lecturer), ("学时", hours))
    said = [[label, text] for label, text in pairs if text]
    for place in range(0, len(said), 2):
        yield [text for pair in said[place : place + 2] for text in pair]


def _when(one: Activity) -> str:
    day = day_name(one.held_on)
    if one.held_to and one.held_to != one.held_on:
        day = f"{day}至{day_name(one.held_to)}"
    if one.start is None:
        return day
    end = f"至{one.end:%H:%M}" if one.end else ""
    return f"{day} {one.start:%H:%M}{end}"


def _attendance(host: Host) -> Iterator[list[str]]:
    """Heads and who was missing; 无 only where the numbers say that nobody was."""
    yield ["应到", _heads(host.expected), "实到", _heads(host.present)]
    absent = "、".join(_guest(one.name, one.reason) for one in host.absences.all())
    everyone = host.expected is not None and host.expected == host.present
    yield ["缺席", absent or (NOBODY if everyone else UNSAID)]


def _heads(number: int | None) -> str:
    return UNSAID if number is None else f"{number}人"


def _guest(name: str, beside: str) -> str:
    return f"{name}（{beside}）" if beside else name


def _items(items: Sequence[AgendaItem]) -> Iterator[str]:
    for number, item in enumerate(items, start=1):
        topics = vocabulary().listed("topics", item.topics)
        yield f"{number}．{item.text}" + (f"（{topics}）" if topics else "")
        if item.decision:
            yield f"　　决定：{item.decision}"
        votes = _votes(item)
        if votes:
            yield f"　　表决：{votes}"


def _votes(item: AgendaItem) -> str:
    counted = ((word, getattr(item, name)) for name, word in VOTES)
    return "，".join(f"{word}{count}票" for word, count in counted if count is not None)


def _others(of: BranchYear, one: Activity) -> str:
    """Who hosted it too; by name only where the reader sees what that organization records."""
    beside = [h for h in one.hosts.all() if h.organization_id != of.organization.id]
    named = dict.fromkeys(h.organization.name for h in beside if h.organization_id in of.named)
    hidden = any(h.organization_id not in of.named for h in beside)
    return "、".join([*named, *(["其他组织"] if hidden else [])])


def _recorded(one: Activity) -> str:
    day: date = local_day(one.recorded_at)
    late = (day - one.held_on).days
    after = f"，在会后{late}天" if late > 0 else ""
    state = f"，{one.get_state_display()}" if one.state == Activity.State.CONFIRMED else ""
    return f"{day_name(day)}{after}{state}"
