"""What kind of meeting it was: as label, title or the sentence that opens it call it."""

import re
from itertools import pairwise

from mingdeng.files.kinds import kind_words, read_kinds
from mingdeng.files.people import groups_in
from mingdeng.files.proposing.meetings import HELD, Line, Meeting, Value, convened_on
from mingdeng.files.proposing.said import Findings, Read, quoted
from mingdeng.files.text import squeeze, without_brackets

_TICKED = re.compile(r"[☑√✓✔■●☒]\s*([^□☐○☑√✓✔■●☒\s,，、;；]{2,12})")
_BOXES = re.compile("[□☐○]")
_JOINT = re.compile(r"(?:暨|[、+＋/和与及兼&]|以及|并|套开|结合)")
_FILLER = re.compile(
    r"活动|会议|学习|专题|集体|上|年度|第?[一二三四\d]+(?:季度|月份?|次)|[\d()（）“”\s]"
)
_LECTURE = re.compile("(?:讲|上|授)(?:了|授)?(?:一[堂次节])?(?:专题)?党课")
GROUP = "group_meeting"
# A ledger means a members' meeting by these; minutes of any meeting are titled so.
_VAGUE = frozenset(
    ["支部会议", "支部会", "党支部会议", "党员会议", "党员会", "小组会议", "培训", "换届"]
)


def read_kinds_of(meeting: Meeting, found: Findings) -> tuple[Read, ...]:
    """The kinds, from the first of label, title, opening sentence and file name that says one."""
    kinds = _first_kinds(meeting, found)
    _read_group(meeting, found, kinds)
    if kinds and all(one.value != "party_lecture" for one in kinds):
        for line in meeting.lines:
            if _LECTURE.search(line.text) and not line.field:
                told = "文中提到讲党课，是否同时计为党课请您决定。"
                found.doubt("kinds", told, quoted(line.text))
                break
    return kinds


def _first_kinds(meeting: Meeting, found: Findings) -> tuple[Read, ...]:
    labelled = [*meeting.values("kind"), *meeting.values("name")]
    for value in labelled:
        kinds = _ticked(value) or _named(value, found)
        if kinds is not None:
            return kinds
    for line in (*meeting.titles, *_opening(meeting)):
        kinds = _named(line, found)
        if kinds is not None:
            return kinds
    name = meeting.file.rpartition("/")[2].rpartition(".")[0]
    return _named(Line(name, "文件名"), found) or () if name else ()


def _opening(meeting: Meeting) -> list[Line]:
    """The part of an opening sentence behind 召开."""
    hint = meeting.context.year
    found = []
    for line in meeting.lines[:8]:
        told = HELD.search(line.text)
        if line.field or not told or NUMBERED_TEXT.match(line.text):
            continue
        if convened_on(line.text, hint) or line.text.find(told[0]) < 40:
            clause = re.split("[，,。；;：:\n]", line.text[told.end() :])[0]
            if kind_words().find(clause[:40]):
                found.append(Line(clause[:40], line.place))
    return found


NUMBERED_TEXT = re.compile(r"^\s*(?:[一二三四五六七八九十]+[、是]|\d+[、.．])")


def _ticked(value: Value) -> tuple[Read, ...] | None:
    """☑支委会 □党员大会: only what is ticked; None where nothing is to be ticked."""
    if not _BOXES.search(value.text) and not re.search("[☑☒✓✔√]", value.text):
        return None
    ticked = [kind for word in _TICKED.findall(value.text) for kind in read_kinds(word).kinds]
    return tuple(value.read(kind) for kind in dict.fromkeys(ticked))


def _named(source: Value | Line, found: Findings) -> tuple[Read, ...] | None:
    """The kinds words name as their own; several that are not joined are told, none taken."""
    line = without_brackets(squeeze(source.text[:120])) or squeeze(source.text[:120])
    matches = _matches(line) or _matches(squeeze(source.text[:120]))
    kinds = tuple(dict.fromkeys(kind_words().kind_of[match[0]] for match in matches))
    if not kinds:
        return None
    if len(kinds) > 1 and not _are_joined(line, matches):
        labels = "、".join(match[0] for match in matches)
        told = f"“{source.text[:40]}”里有{labels}，不能确定是哪一类，没有选择。"
        found.doubt("kinds", told, source.text)
        return ()
    return tuple(source.read(kind) for kind in kinds)


def _matches(line: str) -> list[re.Match[str]]:
    found = kind_words().pattern.finditer(line)
    return [match for match in found if match[0] not in _VAGUE]


def _are_joined(line: str, matches: list[re.Match[str]]) -> bool:
    """Whether between the kinds stands nothing but 暨, 、 and the like."""
    between = (line[one.end() : other.start()] for one, other in pairwise(matches))
    return all(_JOINT.fullmatch(_FILLER.sub("", words)) for words in between)


def _read_group(meeting: Meeting, found: Findings, kinds: tuple[Read, ...]) -> None:
    if all(one.value != GROUP for one in kinds):
        return
    sources: list[Value | Line] = [
        *meeting.values("group"),
        *meeting.values("kind"),
        *meeting.values("name"),
        *meeting.titles,
        *[line for line in meeting.lines[:3] if HELD.search(line.text)],
    ]
    groups = [source.read(str(number)) for source in sources for number in groups_in(source.text)]
    found.settle("group", "党小组", groups)
