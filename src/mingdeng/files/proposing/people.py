"""Chair, recorder, lecturer, guests: names only, never an office or a word."""

import re
from functools import cache

from mingdeng.files.people import is_person, join_split_names, person_name, read_names
from mingdeng.files.proposing.meetings import Line, Meeting, Value
from mingdeng.files.proposing.said import Findings, Read, quoted
from mingdeng.files.text import CJK, is_nothing, plain, squeeze, without_brackets
from mingdeng.files.words import word_list

_OFFICE = (
    r"(?:第一书记|副书记|书记|副组长|组长|小组长|组织委员|宣传委员|纪检委员|青年委员|统战委员|委员|支委"
    r"|调研员|副处长|处长|副主任|主任|副局长|局长|副科长|科长|副部长|部长|秘书长|干事|党员|同志|领导|老师|教授)"
)
_BEFORE = re.compile(
    rf"^[{CJK}\d]{{0,24}}?(?:一级|二级|三级|四级)?{_OFFICE}(?:、{_OFFICE}|兼[{CJK}]{{0,6}}{_OFFICE})*"
)
_AFTER = re.compile(rf"(?:{_OFFICE}|同志)+$")
_NAME = rf"([{CJK}]{{2,4}}|[{CJK}]{{1,8}}·[{CJK}]{{1,8}})"
_WHOSE = rf"(?:[{CJK}]{{0,12}}?{_OFFICE})?"
_BY = re.compile(rf"由({_WHOSE}{_NAME}?(?:同志)?)(?:主持|召集)")
_HE_CHAIRS = re.compile(rf"^({_WHOSE}{_NAME}(?:同志)?)主持(?:会议|召开|本次|了?会|[，,。])")
_ROUND = re.compile(r"在([一-鿿]{2,16}?)(?:同志)?(?:的)?主持下")
_RECORDED = re.compile(rf"(?:由)?({_WHOSE}{_NAME}(?:同志)?)(?:负责|担任)?(?:会议)?记录[。，,；;]?")
_LECTURES = re.compile(
    rf"(?:由)?({_WHOSE}{_NAME}(?:同志)?)(?:以[^，。]{{2,40}}为题|为[^，。]{{2,20}}?|作|围绕[^，。]{{2,40}})?[,，]?"
    r"(?:讲授?|上|作|授)了?(?:一[堂次节])?(?:题为[^，。]{2,40}的)?(?:专题|廉政|微|主题)?党课"
)
_SITS_IN = re.compile(rf"([{CJK}、·]{{2,40}}?)(?:应邀|到会|受邀)?列席(?:了)?(?:会议|本次|[。，,])")
_LABELS = {"chair": "主持人", "recorder": "记录人", "lecturer": "主讲人"}


def read_people(meeting: Meeting, found: Findings) -> None:
    """Chair, recorder and lecturer: as labelled, else as a sentence says."""
    patterns = {
        "chair": (_BY, _HE_CHAIRS, _ROUND),
        "recorder": (),
        "lecturer": (_LECTURES,),
    }
    for name, label in _LABELS.items():
        reads = [read for value in meeting.values(name) for read in _named(value, name, found)]
        if not meeting.values(name):
            reads = _in_prose(meeting, patterns[name], name, found)
        found.settle(name, label, reads)


def name_in(text: str) -> str | None:
    """The name in words like 支部书记林一帆同志; None where there is only an office."""
    line = without_brackets(join_split_names(plain(text))).strip(" 、，,。;；:：")
    name = person_name(line)
    for candidate in (name, _AFTER.sub("", name), _BEFORE.sub("", _AFTER.sub("", name), count=1)):
        if candidate and _is_name(candidate):
            return candidate
    return None


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list, offices taken off; () where a part is no name."""
    parts = [part for part in re.split(r"[、,，;；\n]+", plain(text)) if part.strip()]
    names = [name_in(part) for part in parts]
    return tuple(name for name in names if name) if all(names) else ()


def _is_name(name: str) -> bool:
    if re.search(_OFFICE, name) or not is_person(name):
        return False
    return "·" in name or name[0] in _surnames() or name.startswith(word_list("compound_surnames"))


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(word_list("surnames")))


def _named(value: Value, field: str, found: Findings) -> list[Read]:
    if is_nothing(value.text):
        return []
    names = names_in(value.text)
    if not names:
        told = f"{_LABELS[field]}“{value.text[:20]}”看不出姓名，没有填写。"
        found.doubt(field, told, value.text)
        return []
    return [value.read("、".join(names))]


def _in_prose(
    meeting: Meeting, patterns: tuple[re.Pattern[str], ...], field: str, found: Findings
) -> list[Read]:
    """Who is said to chair or to lecture, in the lines that are no agenda."""
    reads: list[Read] = []
    for line in meeting.lines[:12] if field == "chair" else meeting.lines:
        if line.field:
            continue
        for clause in re.split(r"(?<=[，,。；;])", line.text[:600]):
            for pattern in patterns:
                match = pattern.search(clause.strip())
                if match:
                    reads += _from_match(line, clause, match[1], field, found)
    return reads[:1] if len({read.value for read in reads}) <= 1 else reads


def _from_match(line: Line, clause: str, said: str, field: str, found: Findings) -> list[Read]:
    name = name_in(said)
    if name is None:
        told = f"“{clause.strip('，,。')[:24]}”看不出{_LABELS[field]}的姓名，没有填写。"
        found.doubt(field, told, clause)
        return []
    return [line.read(name, clause.strip("，,。；; "))]


def read_guests(meeting: Meeting, found: Findings) -> tuple[Read, ...]:
    """Who sat in: labelled, else named in a sentence with 列席."""
    guests: list[Read] = []
    for value in meeting.values("guests"):
        if is_nothing(value.text):
            continue
        names = names_in(value.text) or read_names(value.text)
        kept = [name for name in names if _is_name(name)]
        guests += [value.read(name) for name in kept]
        if not kept:
            told = f"列席人员“{value.text[:30]}”看不出姓名，没有填写。"
            found.doubt("guests", told, value.text)
    if not meeting.values("guests"):
        guests = _sitting_in(meeting)
    return tuple({read.value: read for read in guests}.values())


def _sitting_in(meeting: Meeting) -> list[Read]:
    for line in meeting.lines[:12]:
        if line.field:
            continue
        for clause in re.split(r"(?<=[，,。；;])", line.text[:600]):
            match = _SITS_IN.search(clause)
            names = names_in(match[1]) if match else ()
            if names:
                return [line.read(name, quoted(clause.strip("，,。；; "))) for name in names]
    return []


def attendees(meeting: Meeting) -> tuple[str, ...]:
    """The people listed as present, where the list is nothing but names."""
    for value in meeting.values("attendees"):
        if "等" not in squeeze(value.text):
            names = names_in(re.sub(r"[(（]?共?\d+[人名][)）]?", "", value.text))
            if len(names) > 1:
                return names
    return ()
