"""Lines of our own ledger of terms of office, compared with the posts that are held.

A post is the same by organization, title, name, Party group and the day it began; a day that
one side does not tell speaks against nothing. The end of a term may be brought up to date.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mingdeng.facts.naming import key
from mingdeng.facts.reporting import about_cell
from mingdeng.files.grid import text_of
from mingdeng.files.records import squeeze_name
from mingdeng.files.rows import WARNING, Finding, PostRow

Data = Mapping[str, Any]
WHO = ("title", "name", "group")
DAYS = ("since", "until")
SECRETARY, LEADER = "secretary", "group_leader"


@dataclass(frozen=True, slots=True)
class Term:
    """How a line compares: the post it is, what differs, or why it cannot be made."""

    found: Data | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


@dataclass(slots=True)
class Terms:
    """The posts ever held under a root; each is found once. `ended` are those the file ends."""

    held: Sequence[Data]
    groups: Mapping[tuple[str, str], str]
    used: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)

    def judge(self, data: Data, place: Callable[[Any], str | None]) -> Term:
        """How a line compares; `place` tells the record a reference of the files stands for."""
        alike = [one for one in self.held if _is_of(one, data)]
        free = [one for one in alike if one["id"] not in self.used]
        same = sorted((one for one in free if _begins_so(one, data)), key=_unlike(data))
        if same:
            return self._found(same[0], data)
        if any(_begins_so(one, data) for one in alike):
            return Term(problem="与前面一行是同一个任职，请删去一行。")
        over = next((one for one in free if _overlap(one, data)), None)
        if over is not None:
            said = over["since"] or "没有写明"
            problem = f"平台里同一职务的任职日期是{said}，与文件不同，请在组织页面核对。"
            return Term(problem=problem)
        return Term(problem=self._obstacle(data, place(data["organization"])))

    def _found(self, one: Data, data: Data) -> Term:
        self.used.add(one["id"])
        changes = {
            name: [one[name], data[name]] for name in DAYS if data[name] and data[name] != one[name]
        }
        if data["until"]:
            self.ended.add(one["id"])
        since, until = (data[name] or one[name] for name in DAYS)
        if changes and since and until and until < since:
            return Term(problem=f"免职日期{until}早于任职日期{since}，请核对。")
        return Term(one, changes)

    def _obstacle(self, data: Data, home: str | None) -> str:
        """Why a post that is not held cannot be made; empty where it can."""
        if data["organization"] is None:
            return f"“{data['place_said']}”对不上导入范围内的党组织，请核对全称。"
        if data["person"] is None:
            several = f"名册里有{data['people']}位{data['name']}" if data["people"] else ""
            return f"{several or '名册里没有' + data['name']}，请在组织页面任职。"
        if data["kind"] is None:
            return f"职务“{data['title']}”不从台账新增，请在组织页面任职。"
        if data["since"] and data["until"] and data["until"] < data["since"]:
            return f"免职日期{data['until']}早于任职日期{data['since']}，请核对。"
        if data["kind"] == LEADER and not self._leads(data, home):
            return "党小组组长请写明任职党小组，职务写作党小组的名称加“组长”。"
        return self._in_office(data, home) if data["kind"] == SECRETARY else ""

    def _leads(self, data: Data, home: str | None) -> bool:
        group = data["group"]
        return bool((home or "", group) in self.groups and data["title"] == f"{group}组长")

    def _in_office(self, data: Data, home: str | None) -> str:
        """Who is secretary, unless the line speaks of the past or the file ends that term."""
        if data["until"]:
            return ""
        for one in self.held:
            here = one["organization"] == home and one["kind"] == SECRETARY
            if here and not one["until"] and one["id"] not in self.ended:
                return f"现任书记是{one['name']}，请先写明其免职日期，或者在组织页面免职。"
        return ""


def plain_name(text: str) -> str:
    """A text as it is read back from a cell."""
    return squeeze_name(text_of(text))


def _is_of(held: Data, data: Data) -> bool:
    named = key(data["place_said"]) in held["organization_keys"]
    return named and all(plain_name(held[name] or "") == (data[name] or "") for name in WHO)


def _begins_so(held: Data, data: Data) -> bool:
    return held["since"] == data["since"] or not (held["since"] and data["since"])


def _unlike(data: Data) -> Callable[[Data], int]:
    return lambda held: sum(held[name] != data[name] for name in DAYS)


def _overlap(held: Data, data: Data) -> bool:
    """Whether two terms share days; held and said begin on different ones."""
    early, late = sorted((held, data), key=lambda one: str(one["since"]))
    return not early["until"] or early["until"] > late["since"]


def elected_otherwise(rows: Sequence[PostRow], organizations: Sequence[Data]) -> Iterator[Finding]:
    """Elections the ledger dates otherwise than they are held: told, and changed elsewhere."""
    held = {key(one["full_name"]): one["elected"] for one in organizations}
    told: set[str] = set()
    for row in rows:
        known = held.get(key(row.organization))
        if row.elected is None or row.organization in told or known in {None, str(row.elected)}:
            continue
        told.add(row.organization)
        said = f"{row.organization}的本届选举日期，台账写{row.elected}，平台是{known}，没有更改。"
        remedy = "确有变化的，请在组织页面更改信息。"
        words = (WARNING, "elected-differs", said, remedy)
        yield about_cell(row.source, row.columns, "elected", words)
