"""The life of one activity: what can be done with it now, its notice, files and history."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mingdeng.access.acts import told
from mingdeng.access.queries import Act, acts_on
from mingdeng.activities.models import Activity, Attachment
from mingdeng.engine.reasons import day_name
from mingdeng.files import ACCEPTED
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.visit import Visit

State = Activity.State
OPEN = frozenset({State.HELD, State.RETURNED})
WEEKDAYS = "一二三四五六日"
LABELS = {
    "held_on": "日期",
    "held_to": "结束日期",
    "start": "开始",
    "end": "结束",
    "place": "地点",
    "chair": "主持人",
    "recorder": "记录人",
    "lecturer": "主讲人",
    "hours": "学时",
    "for_period": "所属期",
}
INVITED = {
    "branch_committee_meeting": "支部委员",
    "committee_meeting": "各位委员",
    "leading_group_meeting": "党组成员",
    "members_meeting": "全体党员",
    "theme_day": "全体党员",
    "party_lecture": "全体党员",
}
NOTHING = "（空）"


@dataclass(frozen=True, slots=True)
class Told:
    """One act of the history with what it changed."""

    act: Act
    what: str
    changes: Sequence[tuple[str, str, str]]
    said: str


@dataclass(frozen=True, slots=True)
class Life:
    """What stands around a record: its state, what may be done, its files and history."""

    key: str
    state: str
    planned: bool
    overdue: bool
    remark: str
    notice: str
    may_hold: bool
    may_confirm: bool
    may_withdraw: bool
    may_attach: bool
    may_sign: bool
    files: Sequence[tuple[Attachment, str]]
    accepted: str
    history: Sequence[Told]


def life_page(visit: Visit, one: Activity) -> Life:
    """Everything around one activity, as far as the viewer may do it."""
    planned, open_still = one.state == State.PLANNED, one.state in OPEN
    return Life(
        key=str(uuid.uuid4()),
        state=one.get_state_display() if one.state != State.HELD else "",
        planned=planned,
        overdue=planned and one.held_on < visit.today,
        remark=one.remark,
        notice=notice_of(one, visit.today) if planned else "",
        may_hold=planned and _may(visit, "create", one),
        may_confirm=open_still and _may(visit, "confirm", one),
        may_withdraw=(planned or open_still) and _may(visit, "edit", one),
        may_attach=_may(visit, "edit", one),
        may_sign=_may(visit, "create", one),
        files=[(file, reverse("web:file", args=(file.id,))) for file in one.attachments.all()],
        accepted=ACCEPTED,
        history=_history(one),
    )


def notice_of(one: Activity, today: date) -> str:
    """The notice of a plan, to be copied into whatever carries it."""
    hosts = [host.organization.name for host in one.hosts.all()]
    day = f"{day_name(one.held_on)}（星期{WEEKDAYS[one.held_on.weekday()]}）"
    start = f"{one.start:%H:%M}" if one.start else ""
    place = f"在{one.place}" if one.place else "（地点另行通知）"
    kinds = vocabulary().listed("kinds", one.kinds)
    lines = ["会议通知", f"兹定于{day}{start}{place}召开{kinds}，请{invited_to(one)}准时参加。"]
    if one.chair:
        lines.append(f"主持人：{one.chair}")
    items = [item.text for item in one.agenda.all()]
    if items:
        lines.append("议程：")
        lines += [f"{number}．{text}" for number, text in enumerate(items, start=1)]
    lines.append("因故不能参加的，请提前请假。")
    return "\n".join([*lines, "、".join(hosts), day_name(today)])


def invited_to(one: Activity) -> str:
    """Whom a notice addresses."""
    groups = [host.group.name for host in one.hosts.all() if host.group]
    if groups:
        return f"{'、'.join(groups)}全体党员"
    found = [INVITED[kind] for kind in one.kinds if kind in INVITED]
    return "全体党员" if "全体党员" in found else next(iter(found), "有关人员")


def _may(visit: Visit, right: str, one: Activity) -> bool:
    return any(visit.may(right, "activity", host.organization_id) for host in one.hosts.all())


# ---- history ----


def _history(one: Activity) -> list[Told]:
    acts = acts_on([one.id])
    different = {(act.at, act.action): act for act in reversed(acts)}  # one line for several hosts
    kept = [act for act in acts if different[act.at, act.action] is act]
    return [_told(what, act) for what, act in told(kept)]


def _told(what: str, act: Act) -> Told:
    body = act.body
    before, after = body.get("before") or {}, body.get("after") or {}
    said = body.get("reason") or (body.get("name") if act.action.startswith("attachment") else "")
    return Told(act, what, list(_changes(before, after)), str(said or ""))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if not before or not after:
        return
    pairs = [(label, _text(before.get(n)), _text(after.get(n))) for n, label in LABELS.items()]
    pairs += [
        ("类别", _kinds(before), _kinds(after)),
        ("到会", _heads(before), _heads(after)),
        ("缺席", _absent(before), _absent(after)),
        ("列席", "、".join(before.get("guests", [])), "、".join(after.get("guests", []))),
        ("议程", _agenda(before), _agenda(after)),
    ]
    for label, first, second in pairs:
        if first != second:
            yield label, first or NOTHING, second or NOTHING


def _text(value: Any) -> str:
    return (
        "" if value is None else str(value).removesuffix(":00") if ":" in str(value) else str(value)
    )


def _kinds(said: Mapping[str, Any]) -> str:
    return vocabulary().listed("kinds", sorted(said.get("kinds", [])))


def _heads(said: Mapping[str, Any]) -> str:
    heads = ((host.get("expected"), host.get("present")) for host in said.get("hosts", []))
    return "；".join(f"应到 {e} 人，实到 {p} 人" for e, p in heads if e is not None)


def _absent(said: Mapping[str, Any]) -> str:
    people = (one for host in said.get("hosts", []) for one in host.get("absent", []))
    told_of = (
        f"{one['name']}（{one['reason']}）" if one["reason"] else one["name"] for one in people
    )
    return "、".join(sorted(told_of))


def _agenda(said: Mapping[str, Any]) -> str:
    return "；".join(_item(item) for item in said.get("agenda", []))


def _item(item: Mapping[str, Any]) -> str:
    votes = [item.get(part) for part in ("votes_for", "votes_against", "abstentions")]
    cast = "/".join("—" if number is None else str(number) for number in votes)
    counted = f"（{cast}）" if any(number is not None for number in votes) else ""
    decision = f"：{item['decision']}" if item.get("decision") else ""
    return f"{item.get('text', '')}{decision}{counted}"
