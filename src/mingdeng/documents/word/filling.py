"""What a paper puts into an organ's own template: the same facts as on the standard page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mingdeng.activities.said import Item, Record
from mingdeng.documents.word.body import chinese
from mingdeng.documents.word.calling import called, record_name, to_take_place, when
from mingdeng.documents.word.calls import LINES, NO_PLACE, Sheet
from mingdeng.documents.word.minutes import Attended, told_absent, votes_of
from mingdeng.engine.reasons import day_name


@dataclass(frozen=True, slots=True)
class Filling:
    """Texts by placeholder; units that are never broken; the rows of what repeats."""

    title: str
    day: date
    texts: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: Sequence[Mapping[str, str]] = ()
    # In rows: the placeholders whose texts are names.
    names: frozenset[str] = frozenset({"姓名"})


def minutes_filling(record: Record, attended: Sequence[Attended], day: date) -> Filling:
    """会议记录."""
    hosts = [one.name for one in attended]
    title = f"{'、'.join(hosts)}{record_name(record.kinds)}"
    absent = [told_absent(a.name, a.reason) for one in attended for a in one.hosting.absent]
    return Filling(
        title,
        day,
        {
            **_facts(record, hosts, title, day),
            "应到": _heads([one.hosting.expected for one in attended]),
            "实到": _heads([one.hosting.present for one in attended]),
        },
        {
            **_people(record),
            "出席": [name for one in attended for name in one.present],
            "缺席": absent,
        },
        list(_agenda(record)),
    )


def sign_in_filling(record: Record, sheets: Sequence[Sheet], day: date) -> Filling:
    """签到表: a row for each who is expected, guests last."""
    hosts = [one.name for one in sheets]
    title = f"{'、'.join(hosts)}{called(record.kinds)}签到表"
    people = [(one.name, one.note, one.away) for sheet in sheets for one in sheet.people]
    people += [(name, "列席", "") for name in record.guests]
    expected = _heads([len(one.people) if one.expected is None else one.expected for one in sheets])
    people = people or [("", "", "")] * (int(expected or 0) or LINES)
    rows = [
        {"序号": str(number), "姓名": name, "备注": f"请假（{away}）" if away else note}
        for number, (name, note, away) in enumerate(people, start=1)
    ]
    texts = {**_facts(record, hosts, title, day), "应到": expected, "实到": ""}
    return Filling(title, day, texts, _people(record), rows)


def notice_filling(record: Record, hosts: Sequence[str], invited: str, day: date) -> Filling:
    """会议通知."""
    takes_place = to_take_place(record.kinds)
    title = f"关于{takes_place}的通知"
    texts = {**_facts(record, hosts, title, day), "参加人员": invited, "事项": takes_place}
    texts["地点"] = record.place or NO_PLACE
    return Filling(title, day, texts, _people(record), list(_agenda(record)))


def _facts(record: Record, hosts: Sequence[str], title: str, day: date) -> dict[str, str]:
    return {
        "标题": title,
        "党组织": "、".join(hosts),
        "会议类别": called(record.kinds),
        "日期": day_name(record.held_on),
        "时间": when(record.held_on, record.held_to, record.start, record.end),
        "地点": record.place,
        "议题": record.topic,
        "学时": f"{record.hours.normalize():f}" if record.hours else "",
        "截至日期": day_name(day),
    }


def _people(record: Record) -> dict[str, Sequence[str]]:
    named = (("主持人", record.chair), ("记录人", record.recorder), ("主讲人", record.lecturer))
    return {"列席": record.guests, **{label: [name] if name else [] for label, name in named}}


def _heads(counts: Sequence[int | None]) -> str:
    known = [one for one in counts if one is not None]
    return str(sum(known)) if known and len(known) == len(counts) else ""


def _agenda(record: Record) -> Iterator[dict[str, str]]:
    items = record.agenda or ((Item(record.topic),) if record.topic else ())
    for number, item in enumerate(items, start=1):
        yield {
            "议程序号": chinese(number),
            "议程": item.text,
            "决定": item.decision,
            "表决结果": votes_of(item),
        }
