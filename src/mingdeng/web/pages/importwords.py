"""What lines of a preview say, in words: fields, values, differences, what can be corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingdeng.files.grid import column_letters
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.queries import groups_for, places_of
from mingdeng.roster.models import Person, organization_kinds
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.asking import CLOCK, DAY, MANY, NUMBER, ONE, Ask

LABELS = {
    "name": "姓名",
    "gender": "性别",
    "birth": "出生日期",
    "id_number": "身份证号",
    "status": "党籍",
    "joined": "入党日期",
    "converted": "转正日期",
    "branch": "所在支部",
    "group": "党小组",
    "unit": "所在单位",
    "founded": "成立日期",
    "elected": "本届选举日期",
    "full_name": "全称",
    "kind": "类别",
    "parent": "上级",
    "same_as": "就是现有的",
    "held_on": "日期",
    "held_to": "到",
    "start": "开始",
    "end": "结束",
    "place": "地点",
    "chair": "主持人",
    "recorder": "记录人",
    "lecturer": "主讲人",
    "topic": "议题",
    "hours": "学时",
    "for_period": "所属期",
    "expected": "应到",
    "present": "实到",
    "agenda": "议程",
    "guests": "列席",
    "absent": "缺席",
    "kinds": "会议类别",
    "organization": "组织",
    "since": "任职日期",
    "until": "免职日期",
}
SENSITIVE = frozenset({"birth", "id_number"})
NONE = "（空）"


@dataclass(frozen=True, slots=True)
class Change:
    """One field: how it is held, how the file says it."""

    label: str
    held: str
    said: str


def changes_in(line: Line) -> list[Change]:
    """The differences of a line in words."""
    return [
        Change(LABELS.get(name, name), in_words(name, pair[0]), in_words(name, pair[1]))
        for name, pair in line.changes.items()
        if name != "group"  # told by ids only; the page of the person tells it
    ]


def in_words(name: str, value: Any) -> str:
    """A stored value as people read it."""
    if value in (None, "", []):
        return NONE
    if name == "status":
        return str(dict(Person.Status.choices).get(value, value))
    if name == "kinds":
        return vocabulary().listed("kinds", value)
    if name == "absent":
        return "、".join(f"{one['name']}（{one['reason'] or '未说明'}）" for one in value)
    if name == "agenda":
        return "；".join(one["text"] for one in value)[:200]
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)


def where(place: Mapping[str, Any]) -> str:
    """File, sheet, row and column as people find them."""
    words = [place.get("file") or "", place.get("sheet") or "", place.get("place") or ""]
    row = f"第{place['row']}行" if place.get("row") else ""
    column = f"{column_letters(place['column'])}列" if place.get("column") else ""
    return " ".join(filter(None, (*words, row + column)))


def asks_for(upload: Upload, line: Line) -> Sequence[Ask]:
    """What of a line can be corrected before it is imported."""
    if line.kind == Line.Kind.PERSON:
        return _of_person(upload)
    if line.kind == Line.Kind.ACTIVITY:
        return _of_activity(upload, line)
    return _of_organization(upload, line)


def values_of(line: Line, asks: Sequence[Ask]) -> dict[str, Any]:
    """What a line says for these fields."""
    return {ask.name: line.data.get(ask.name) for ask in asks}


def _of_person(upload: Upload) -> list[Ask]:
    return [
        _ask("name", required=True),
        _ask("branch", ONE, choices=places_of(upload)),
        _ask("gender", ONE, choices=[("男", "男"), ("女", "女")]),
        _ask("birth", DAY),
        _ask("id_number", most=18),
        _ask("status", ONE, choices=Person.Status.choices),
        _ask("joined", DAY),
        _ask("converted", DAY),
    ]


def _of_activity(upload: Upload, line: Line) -> list[Ask]:
    kinds = [(kind, word.label) for kind, word in vocabulary().kinds.items()]
    groups = groups_for(upload, line.data.get("organization"))
    said = line.data.get("unread", {})
    return [
        _ask("held_on", DAY, required=True, hint=_said(said.get("held_on"))),
        _ask("kinds", MANY, required=True, choices=kinds, hint=_said(said.get("kinds"))),
        _ask("organization", ONE, required=True, choices=places_of(upload)),
        *([_ask("group", ONE, choices=groups)] if groups else []),
        _ask("start", CLOCK),
        _ask("end", CLOCK),
        _ask("place", most=100),
        _ask("chair"),
        _ask("recorder"),
        _ask("topic", most=500),
        _ask("expected", NUMBER),
        _ask("present", NUMBER),
    ]


def _of_organization(upload: Upload, line: Line) -> list[Ask]:
    places = places_of(upload)
    held = [(ref, name) for ref, name in places if "-" in ref and len(ref) == len(str(upload.id))]
    others = [(ref, name) for ref, name in places if ref != line.ref]
    return [
        _ask("same_as", ONE, choices=held, empty="不是，新设一个"),
        Ask("name", "名称", required=True),
        _ask("full_name", required=True, most=120),
        _ask("kind", ONE, required=True, choices=organization_kinds()),
        _ask("parent", ONE, choices=others, empty="导入到的组织"),
        _ask("unit", most=120),
        _ask("founded", DAY),
        _ask("elected", DAY),
    ]


def _ask(name: str, kind: str = "text", **given: Any) -> Ask:
    return Ask(name, LABELS[name], kind, **given)


def _said(text: str | None) -> str:
    return f"文件写的是“{text}”" if text else ""
