"""How each line compares with what is held: new, same, changed or in conflict.

Organizations are the same by name, people by ID number, else by name, branch and birth,
meetings by organization, group, date, kinds and start. Nothing here reads a database.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mingdeng.facts.naming import key
from mingdeng.intake.terms import Terms

Data = Mapping[str, Any]
NEW, SAME, CHANGED, CONFLICT, ERROR = "new", "same", "changed", "conflict", "error"
PERSON = ("name", "gender", "birth", "id_number", "status", "joined", "converted")
ORGANIZATION = ("unit", "founded", "elected")
ACTIVITY = (
    *("held_to", "start", "end", "place", "chair", "recorder", "lecturer", "topic", "hours"),
    *("for_period", "expected", "present", "agenda", "guests"),
)
NO_BRANCH = "支部对不上，请选择所在支部。"
ELSEWHERE = "这个身份证号不能直接导入，请核对；号码无误的，请与上级党组织联系。"


@dataclass(slots=True)
class Known:
    """What is held under the root, as plain data with `id` and, where it has one, `version`."""

    root: str
    organizations: Sequence[Data] = ()
    groups: Mapping[tuple[str, str], str] = field(default_factory=dict)
    people: Sequence[Data] = ()
    numbers_elsewhere: frozenset[str] = frozenset()
    posts: Sequence[Data] = ()
    activities: Mapping[tuple[str, str], Sequence[Data]] = field(default_factory=dict)
    covered: Sequence[Data] = ()
    terms: Sequence[Data] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """How a line compares: the record it is, and field by field what is held and what is said."""

    state: str
    target: str | None = None
    version: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Lined:
    """A line as far as comparing it goes."""

    kind: str
    ref: str
    data: Data


class Matcher:
    """Compares the lines of one upload, in their order; each record is found only once."""

    def __init__(self, known: Known, problem_of: Callable[[Data], str]) -> None:
        self.known, self.problem_of = known, problem_of
        self.ids: dict[str, str | None] = {}
        self.used: set[str] = set()
        # A meeting of several hosts stands in the ledger of each; each finds it once.
        self.met: set[tuple[str, str, str | None]] = set()
        self.terms = Terms(known.terms, known.groups)
        self.judge_by = {
            "organization": self._organization,
            "group": self._group,
            "person": self._person,
            "post": self._post,
            "activity": self._activity,
            "covered": self._covered,
            "term": self._term,
        }

    def judge(self, line: Lined) -> Judged:
        """How a line compares; lines it refers to were judged before."""
        judged = self.judge_by[line.kind](line.data)
        self.ids[line.ref] = judged.target
        if judged.target is not None:
            self.used.add(judged.target)
        return judged

    def _id(self, ref: str | None) -> str | None:
        """The record a reference stands for; None where it is yet to be made."""
        return self.ids.get(ref, ref) if ref else None

    def _organization(self, data: Data) -> Judged:
        if data.get("same_as"):  # someone said so
            said = [one for one in self.known.organizations if one["id"] == data["same_as"]]
            if said:
                return _compared(said[0], _differences(said[0], data, ORGANIZATION))
        names = {key(data["full_name"]), key(data["name"])}
        held = self.known.organizations
        exact = [one for one in held if key(one["full_name"]) == key(data["full_name"])]
        found = exact or [one for one in held if names & set(one["keys"])]
        if len(found) > 1:
            return Judged(CONFLICT, problem=f"有{len(found)}个组织叫这个名称，请核对全称。")
        if not found:
            return Judged(NEW)
        return _compared(found[0], _differences(found[0], data, ORGANIZATION))

    def _group(self, data: Data) -> Judged:
        branch = self._id(data["branch"])
        found = self.known.groups.get((branch or "", data["name"]))
        return Judged(SAME, found) if found else Judged(NEW)

    def _person(self, data: Data) -> Judged:
        branch = self._id(data["branch"])
        found = self._people(data, branch)
        if len(found) > 1:
            return Judged(CONFLICT, problem=f"支部里有{len(found)}位同名党员，请补上身份证号。")
        if found:
            return self._same_person(found[0], data, branch)
        if data["id_number"] in self.known.numbers_elsewhere:
            return Judged(CONFLICT, problem=ELSEWHERE)
        return Judged(NEW) if data["branch"] else Judged(CONFLICT, problem=NO_BRANCH)

    def _people(self, data: Data, branch: str | None) -> list[Data]:
        """Whoever carries the number; else who has the name in the branch and may be the one."""
        free = [one for one in self.known.people if one["id"] not in self.used]
        number = data["id_number"]
        carries = [one for one in free if number and one["id_number"] == number]
        if carries or branch is None:
            return carries
        alike = [one for one in free if one["branch"] == branch and one["name"] == data["name"]]
        possible = [one for one in alike if _may_be(one, data)]
        certain = [one for one in possible if one["birth"] == data["birth"]]
        return certain if len(certain) == 1 else possible

    def _same_person(self, held: Data, data: Data, branch: str | None) -> Judged:
        changes = _differences(held, data, PERSON)
        elsewhere = data["branch"] is not None and held["branch"] != branch
        if elsewhere:
            problem = f"现在在{held['branch_name'] or '其他组织'}，名册写的是另一个支部。"
            return Judged(CONFLICT, held["id"], held["version"], changes, problem)
        group = self._id(data["group"])
        if data["group"] is not None and held["group"] != group:
            changes["group"] = [held["group"], data["group"]]
        return _compared(held, changes)

    def _post(self, data: Data) -> Judged:
        person = self._id(data["person"])
        home = self._id(data["organization"]) if data["organization"] else self._branch_of(person)
        here = [one for one in self.known.posts if one["organization"] == home]
        own = [one for one in here if one["person"] == person and one["kind"] == data["kind"]]
        same = next((one for one in own if one["title"] == data["title"]), None)
        if same is not None:
            return Judged(SAME, same["id"])
        others = [one for one in here if one["kind"] == data["kind"] == "secretary"]
        if others:
            return Judged(CONFLICT, problem=f"现任书记是{others[0]['name']}，请先办理免职。")
        return Judged(NEW)

    def _branch_of(self, person: str | None) -> str | None:
        return next((one["branch"] for one in self.known.people if one["id"] == person), None)

    def _activity(self, data: Data) -> Judged:
        unread = _unread(data)
        if unread:
            return Judged(ERROR, problem=unread)
        home, group = self._id(data["organization"]), self._id(data["group"])
        if home is not None and (group is not None or data["group"] is None):
            found = self._meetings(data, home, group)
            if found:
                best = min(found, key=lambda one: len(_differences(one, data, ACTIVITY)))
                self.met.add((best["id"], home, group))
                changes = _differences(best, data, ACTIVITY)
                if _absentees(best) != _absentees(data) and data["absent"]:
                    changes["absent"] = [best["absent"], data["absent"]]
                return _compared(best, changes)
        problem = self.problem_of(data)
        return Judged(CONFLICT, problem=problem) if problem else Judged(NEW)

    def _meetings(self, data: Data, home: str, group: str | None) -> list[Data]:
        """Meetings of the same host, day and kinds, whose start is the same or not known."""
        here = self.known.activities.get((home, data["held_on"]), ())
        return [
            one
            for one in here
            if (one["id"], home, group) not in self.met
            and one["group"] == group
            and set(one["kinds"]) == set(data["kinds"])
            and (one["start"] == data["start"] or None in {one["start"], data["start"]})
        ]

    def _covered(self, data: Data) -> Judged:
        home = self._id(data["organization"])
        for one in self.known.covered:
            whole = one["first"] <= data["first"] and data["last"] <= (one["last"] or data["last"])
            if one["organization"] == home and whole and set(data["kinds"]) <= set(one["kinds"]):
                return Judged(SAME, one["id"])
        return Judged(NEW)

    def _term(self, data: Data) -> Judged:
        found = self.terms.judge(data, self._id)
        if found.problem:
            return Judged(CONFLICT, problem=found.problem)
        if found.found is None:
            return Judged(NEW)
        return Judged(CHANGED if found.changes else SAME, found.found["id"], None, found.changes)


def _unread(data: Data) -> str:
    """What an activity lacks that its file does not say readably; empty where it lacks nothing."""
    said = data.get("unread", {})
    if not data["held_on"]:
        return f"日期“{said.get('held_on') or '空'}”读不出来，请填写日期。"
    if not data["kinds"]:
        return f"不认识会议类别“{said.get('kinds') or '空'}”，请选择类别。"
    if not data["organization"]:
        return f"“{data.get('place_said') or '这一行'}”对不上任何党组织，请选择组织。"
    return ""


def _compared(held: Data, changes: Mapping[str, Any]) -> Judged:
    state = CHANGED if changes else SAME
    return Judged(state, held["id"], held["version"], changes)


def _differences(held: Data, data: Data, names: Sequence[str]) -> dict[str, Any]:
    """Fields that are said and held otherwise; what is not said changes nothing."""
    return {
        name: [held[name], data[name]]
        for name in names
        if data[name] not in (None, "", []) and held[name] != data[name]
    }


def _may_be(held: Data, data: Data) -> bool:
    """Whether neither number nor birth speaks against it."""
    pairs = ((held[name], data[name]) for name in ("id_number", "birth"))
    return all(one == other for one, other in pairs if one and other)


def _absentees(data: Data) -> list[tuple[str, str]]:
    return sorted((one["name"], one["reason"]) for one in data["absent"])
