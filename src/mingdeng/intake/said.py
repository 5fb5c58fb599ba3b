"""What files say, as plain lines that refer to each other: the same builder as the check's.

A reference is the number of a line in the files (organization-3), or the id of a record
the platform already holds.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from mingdeng.facts.activities import ActivityBuilder
from mingdeng.facts.builder import build
from mingdeng.facts.naming import key
from mingdeng.facts.organ import Activity, Organ, Organization, Person, group_name
from mingdeng.facts.organizations import directory_of
from mingdeng.facts.people import Roster
from mingdeng.files.rows import (
    GROUP_MEETING,
    ActivityRow,
    Finding,
    MemberRow,
    PostRow,
    Reading,
    Source,
    UnreadActivity,
)
from mingdeng.intake.terms import plain_name
from mingdeng.rulebook.vocabulary import vocabulary

KNOWN = ""  # the file of rows that were not read but stood in the platform before
Data = dict[str, Any]
# A title says what kind of post it is by its end: 副书记 before 书记.
POSTS = (
    ("副书记", "deputy_secretary"),
    ("书记", "secretary"),
    ("组长", "group_leader"),
    ("委员", "committee_member"),
)
ELSEWHERE = ("纪委", "党委", "团支部", "团总支", "妇委会")


@dataclass(frozen=True, slots=True)
class Said:
    """One line: its kind, its number in the files, what it says, where that stands."""

    kind: str
    ref: str
    title: str
    data: Data
    source: Data


@dataclass(frozen=True, slots=True)
class Told:
    """Everything said, and the organ it was put together to."""

    lines: tuple[Said, ...]
    organ: Organ


def told_in(reading: Reading, known: Mapping[str, str]) -> Told:
    """The lines of a reading; `known` gives the record for names of organizations held before."""
    organ = build(reading)
    return Told(tuple(_Teller(reading, organ, known).lines()), organ)


def plain(value: Any) -> Any:
    """A value as it is stored in JSON: days and numbers as text."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def number_text(number: Decimal | None) -> str | None:
    """A number as text, the same however many zeros it was written with."""
    return None if number is None else format(number.normalize(), "f")


class _Teller:
    """Turns an organ into lines, in the order in which they can be written."""

    def __init__(self, reading: Reading, organ: Organ, known: Mapping[str, str]) -> None:
        self.reading, self.organ = reading, organ
        self.rows: dict[Source, MemberRow] = {row.source: row for row in reading.members}
        self.names = {item.id: item.name for item in organ.organizations}
        self.people = {person.id: self._person_ref(person) for person in organ.people}
        self.homes = {item.id: known.get(item.full_name, item.id) for item in organ.organizations}

    def lines(self) -> Iterator[Said]:
        for position, item in enumerate(self.organ.organizations, start=1):
            if self.homes[item.id] == item.id:
                yield self._organization(item, position)
        for item in self.organ.organizations:
            yield from self._groups(item)
        for position, person in enumerate(self.organ.people, start=1):
            if self.people[person.id] == person.id:
                yield self._person(person, position)
        yield from self._posts()
        for activity in self.organ.activities:
            yield self._activity(activity.id, activity)
        yield from self._unfinished()
        yield from self._spans()
        for number, row in enumerate(self.reading.posts, start=1):
            yield self._term(f"term-{number:06d}", row)

    def _unfinished(self) -> Iterator[Said]:
        """Lines that become activities once someone tells the day, the kind or the organization."""
        places = directory_of(self.organ.organizations)
        builder = ActivityBuilder(self.organ.organizations, places, Roster(self.organ.people))
        for number, one in enumerate(self.reading.unread, start=1):
            found = builder.build([one.row])
            activity = found[0] if found else homeless(one.row)
            yield self._activity(f"unread-{number:06d}", activity, one)
        lost = {_key(one) for one in self.organ.findings if one.code == "unknown-branch"}
        for number, row in enumerate(self.reading.activities, start=1):
            if _key(row.source) in lost:
                yield self._activity(f"homeless-{number:06d}", homeless(row))

    def _person_ref(self, person: Person) -> str:
        known = person.source.file == KNOWN
        return person.source.place or person.id if known else person.id

    def _organization(self, item: Organization, position: int) -> Said:
        data = {
            "kind": item.kind,
            "name": item.name,
            "full_name": item.full_name,
            "unit": item.unit,
            "founded": item.founded,
            "elected": item.elected,
            "parent": self.homes.get(item.parent or ""),
            "position": position,
        }
        return Said("organization", item.id, item.name, plain(data), self._row_of(item))

    def _row_of(self, item: Organization) -> Data:
        rows = (row for row in self.reading.organizations if row.name == item.full_name)
        return next((_place(row.source) for row in rows), {})

    def _groups(self, item: Organization) -> Iterator[Said]:
        own = [one.group for one in self.organ.activities if one.organization == item.id]
        own += [one.group for one in self.organ.people if one.organization == item.id]
        for group in dict.fromkeys((*item.groups, *own)):
            if group is not None:
                name = group_name(group)
                number = group if isinstance(group, int) else None
                data = {"branch": self.homes[item.id], "number": number, "name": name}
                title = f"{item.name}{name}"
                yield Said("group", _group_ref(item.id, group), title, data, {})

    def _person(self, person: Person, position: int) -> Said:
        row, home = self.rows[person.source], person.organization
        data = {
            "name": person.name,
            "gender": row.gender,
            "birth": row.birth,
            "id_number": row.id_number,
            "status": person.status,
            "joined": person.joined,
            "converted": person.converted,
            "branch": self.homes[home] if home else None,
            "group": _group_ref(home, person.group) if home and person.group else None,
            "position": position,
            "place_said": "" if home else row.organization or "",
        }
        title = f"{person.name}（{self.names[home] if home else row.organization or '支部不明'}）"
        column = None if home else row.columns.get("organization")
        return Said("person", person.id, title, plain(data), _place(person.source, column))

    def _posts(self) -> Iterator[Said]:
        """Posts the roster lists, and the secretaries only the register names."""
        held: set[tuple[str, str]] = set()
        for person in self.organ.people:
            if self.people[person.id] != person.id:
                continue
            for place, title in enumerate(person.posts, start=1):
                kind = _post_kind(title)
                if kind is not None:
                    held.add((person.organization or "", kind))
                    ref = f"{person.id}/post-{place}"
                    if not self._in_terms(person, title):
                        yield self._post(ref, person, person.organization, (kind, title))
        for item in self.organ.organizations:
            if (item.id, "secretary") in held or self.homes[item.id] != item.id:
                continue
            secretary = self._named(item.secretary, item.id)
            if secretary is not None:
                yield self._post(f"{item.id}/secretary", secretary, item.id, ("secretary", "书记"))

    def _in_terms(self, person: Person, title: str) -> bool:
        """Whether a ledger of terms among the files tells of the same post, with its days."""
        home = next(
            (one for one in self.organ.organizations if one.id == person.organization), None
        )
        said = (key(home.full_name) if home else "", plain_name(title), plain_name(person.name))
        rows = (one for one in self.reading.posts if one.until is None)
        return any((key(one.organization), one.title, one.name) == said for one in rows)

    def _named(self, name: str | None, home: str) -> Person | None:
        named = [person for person in self.organ.people if person.name == name]
        own = [person for person in named if person.organization == home] or named
        return own[0] if len(own) == 1 else None

    def _post(self, ref: str, person: Person, home: str | None, post: tuple[str, str]) -> Said:
        """A post in an organization; where the file does not tell which, in the own branch."""
        kind, title = post
        data = {
            "person": self.people[person.id],
            "organization": self.homes[home] if home else None,
            "kind": kind,
            "title": title,
        }
        name = f"{person.name}：{self.names[home] if home else ''}{title}"
        return Said("post", ref, name, data, _place(person.source))

    def _term(self, ref: str, row: PostRow) -> Said:
        """A line of our ledger of terms; its holder told by name, where one alone has it."""
        homes = {key(item.full_name): item.id for item in self.organ.organizations}
        home = homes.get(key(row.organization))
        named = [one for one in self.organ.people if plain_name(one.name) == row.name]
        own = [one for one in named if home is not None and one.organization == home] or named
        data = {
            "organization": self.homes[home] if home else None,
            "person": self.people[own[0].id] if len(own) == 1 else None,
            "people": len(own),
            "place_said": row.organization,
            "kind": _post_kind(row.title),
            **{name: getattr(row, name) for name in ("title", "name", "group", "since", "until")},
        }
        days = "至".join(str(day) if day else "今" for day in (row.since, row.until))
        name = self.names[home] if home else row.organization
        said = days if row.since else "任职日期不明"
        title = f"{row.name}：{name}{row.title}（{said}）"
        return Said("term", ref, title, plain(data), _place(row.source))

    def _activity(self, ref: str, activity: Activity, unread: UnreadActivity | None = None) -> Said:
        row, home = activity.row, activity.organization
        missing = unread.missing if unread else ()
        in_group = GROUP_MEETING in activity.kinds and activity.group is not None
        data = {
            "organization": self.homes.get(home),
            "group": _group_ref(home, activity.group) if in_group and home else None,
            "kinds": list(activity.kinds),
            "held_on": None if "held_on" in missing else activity.held_on,
            "unread": dict(unread.said) if unread else {},
            "place_said": "" if home else row.organization or "",
            **{name: getattr(row, name) for name in ("held_to", "start", "end")},
            **{name: getattr(row, name) or "" for name in ("place", "chair", "recorder")},
            "lecturer": row.lecturer or "",
            "topic": row.topic or "",
            "hours": number_text(row.hours),
            "for_period": activity.for_period or "",
            "source": row.source.file,
            "expected": activity.expected,
            "present": activity.present,
            "absent": self._absent(activity),
            "agenda": list(_agenda(row)),
            "guests": list(row.guests),
        }
        title = activity_title(plain(data), self.names.get(home) or row.organization or "")
        column = row.columns.get(missing[0]) if missing else None
        return Said("activity", ref, title, plain(data), _place(row.source, column))

    def _absent(self, activity: Activity) -> list[Data]:
        names = {person.id: person.name for person in self.organ.people}
        known = {names[one]: self.people[one] for one in activity.absent_people}
        reasons = {absence.name: absence.reason or "" for absence in activity.row.absent}
        return [
            {"name": name, "reason": reasons.get(name, ""), "person": known.get(name)}
            for name in activity.absent
        ]

    def _spans(self) -> Iterator[Said]:
        """Ledgers of the same days make one line for an organization."""
        joined: dict[tuple[str, Any, Any], set[str]] = {}
        for span in self.organ.ledgers:
            key = (span.organization, span.first, span.last)
            joined.setdefault(key, set()).update(span.kinds)
        for number, ((home, first, last), kinds) in enumerate(joined.items(), start=1):
            data = {"organization": self.homes[home], "kinds": sorted(kinds)}
            days = {"first": first, "last": last, "source": "导入的台账"}
            title = f"{self.names[home]} {first}至{last}"
            yield Said("covered", f"span-{number}", title, plain({**data, **days}), {})


def activity_title(data: Data, place: str) -> str:
    """What an activity is called in the preview: when, what, where."""
    kinds = vocabulary().listed("kinds", data["kinds"])
    day = data["held_on"] or data["unread"].get("held_on") or "日期不明"
    kind = kinds or data["unread"].get("kinds") or "类别不明"
    return f"{day} {kind} {place}"[:300]


def homeless(row: ActivityRow) -> Activity:
    """An activity of nobody known."""
    names = tuple(one.name for one in row.absent)
    numbers = (row.expected, row.present)
    return Activity("", "", row.group, row.kinds, row.held_on, *numbers, names, (), row)


def _key(place: Source | Finding) -> tuple[str, str | None, int | None, str | None]:
    return place.file, place.sheet, place.row, place.place


def _agenda(row: ActivityRow) -> Iterator[Data]:
    """The items of the agenda; what was decided and voted stands with the last one."""
    votes = row.votes or (None, None, None)
    counted = dict(zip(("votes_for", "votes_against", "abstentions"), votes, strict=True))
    texts = list(row.agenda)
    if not texts and (row.decision or row.votes):
        texts = [row.topic or "决定事项"]
    for place, text in enumerate(texts, start=1):
        last = place == len(texts)
        none: Data = dict.fromkeys(counted)
        decision = (row.decision or "") if last else ""
        yield {"text": text, "decision": decision, **(counted if last else none)}


def _group_ref(home: str, group: int | str | None) -> str:
    return f"{home}/group-{group}"


def _post_kind(title: str) -> str | None:
    if any(word in title for word in ELSEWHERE):
        return None
    return next((kind for end, kind in POSTS if title.endswith(end)), None)


def _place(source: Source, column: int | None = None) -> Data:
    """Where a line stands, and in which column what it wants corrected."""
    said = {**asdict(source), "column": column}
    return {name: value for name, value in said.items() if value is not None}
