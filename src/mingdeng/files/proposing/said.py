"""What minutes say, as a person will check it: a value, its words, and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_WORDS, MAX_DOUBTS = 300, 30


@dataclass(frozen=True, slots=True)
class Read:
    """A value as a form takes it (2026-01-28, 15:00, 5), with its words and their place."""

    value: str
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReadAbsence:
    """Someone named as absent, with the reason as far as it is given."""

    name: str
    reason: str
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReadVotes:
    """The numbers of one vote; None where a part is not given as a number."""

    in_favour: int | None
    against: int | None
    abstaining: int | None
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One item of the agenda with what was decided on it."""

    text: Read
    topic: Read | None = None
    decision: Read | None = None
    votes: ReadVotes | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person must look at: at which field, what, and the words in question."""

    field: str
    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One meeting as it could be recorded."""

    title: str
    kinds: tuple[Read, ...] = ()
    fields: Mapping[str, Read] = field(default_factory=dict)
    absent: tuple[ReadAbsence, ...] = ()
    guests: tuple[Read, ...] = ()
    agenda: tuple[ReadItem, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class Findings:
    """Fields and doubts as they are collected."""

    fields: dict[str, Read] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    voters: int | None = None  # who came and may vote

    def doubt(self, name: str, text: str, words: str = "") -> None:
        """Note something to look at, once."""
        found = Doubt(name, text, words[:MAX_WORDS])
        if len(self.doubts) < MAX_DOUBTS and found not in self.doubts:
            self.doubts.append(found)

    def settle(self, name: str, label: str, candidates: list[Read]) -> Read | None:
        """Take the one value all candidates agree on; several are told and none is taken."""
        values = dict.fromkeys(one.value for one in candidates)
        if len(values) > 1:
            shown = "、".join(f"“{one.words[:40]}”" for one in _one_each(candidates))
            self.doubt(name, f"{label}写法不一：{shown}，没有填写，请核对后填写。")
            return None
        if not candidates:
            return None
        self.fields[name] = candidates[0]
        return candidates[0]


def _one_each(candidates: list[Read]) -> list[Read]:
    return list({one.value: one for one in candidates}.values())


def quoted(words: str) -> str:
    """Words as they are shown beside a field: on one line, not endless."""
    line = " ".join(words.split())
    return line if len(line) <= MAX_WORDS else line[:MAX_WORDS] + "…"
