"""How many should have come, how many came, who was missing; what does not add up is told."""

import re

from mingdeng.files.absences import AbsenceReading, read_absences
from mingdeng.files.counts import read_attendance, read_count
from mingdeng.files.proposing.meetings import NUMBERED, Line, Meeting, Value
from mingdeng.files.proposing.people import attendees
from mingdeng.files.proposing.said import Findings, Read, ReadAbsence, quoted
from mingdeng.files.text import is_nothing, squeeze

_HEADCOUNT = re.compile("应到|实到|应参|实参|应出席|实际到|到会")
_ABSENT = re.compile("请假|缺席|未到|未参加|未出席|未参会|没来|没到|未能")
_OUT = re.compile(r"(?:没有?(?:来|到)|未能?(?:到会?|来|参加|出席|参会)|请了?假|缺席)(?:会议)?$")
_VOTERS = re.compile(r"(?:实(?:到|参会)|出席)[^。；;]{0,24}表决权[^\d。；;]{0,8}(\d{1,4})")
_LABELS = {"expected": "应到人数", "present": "实到人数"}
_IN_ALL = re.compile(r"(?:共|共计|计|等)(\d{1,4})(?:人|名)[)）]?[。.]?$")


def read_heads(meeting: Meeting, found: Findings) -> tuple[ReadAbsence, ...]:
    """Numbers and absent people, and every contradiction between them."""
    sources: list[Value | Line] = [
        *[value for name in ("attendance", "attendees", "votes") for value in meeting.values(name)],
        *[line for line in meeting.lines if not line.field and _HEADCOUNT.search(line.text)],
        *[
            Line(f"{value.label}{value.text}", value.place)
            for name in _LABELS
            for value in meeting.values(name)
        ],
    ]
    for name, label in _LABELS.items():
        reads = [read for value in meeting.values(name) for read in _cell(value, name, found)]
        reads += [read for source in sources for read in _said(source, name)]
        if not reads and name == "present":
            reads = _counted(meeting)
        found.settle(name, label, reads)
    _tell_voters(sources, found)
    absent = _absent(meeting, found)
    _compare(meeting, found, absent)
    return absent


def _cell(value: Value, name: str, found: Findings) -> list[Read]:
    count = read_count(value.text)
    if count.number is not None:
        return [value.read(str(count.number))]
    told = getattr(read_attendance(f"{_LABELS[name][:2]}{value.text}"), name)
    if told is not None:
        return [value.read(str(told))]
    number = getattr(read_attendance(value.text), name)
    if number is None and not is_nothing(value.text):
        told_text = f"{_LABELS[name]}“{value.text[:20]}”不是能识别的人数，没有填写。"
        found.doubt(name, told_text, value.text)
    return [] if number is None else [value.read(str(number))]


def _said(source: Value | Line, name: str) -> list[Read]:
    """应到20人 in a sentence; where only those who may vote are counted, nothing."""
    reads = []
    for clause in re.split("[。；;\n]", source.text):
        heads = read_attendance(clause)
        number = getattr(heads, name)
        if number is None or (heads.voters is not None and heads.expected is None):
            continue
        words = f"{source.label}：{clause}" if isinstance(source, Value) else clause
        reads.append(Read(str(number), quoted(words.strip()), source.place))
    return reads


def _counted(meeting: Meeting) -> list[Read]:
    """参加人员：…共17人."""
    reads = []
    for value in meeting.values("attendees"):
        match = _IN_ALL.search(squeeze(value.text[-40:]))
        if match:
            reads.append(value.read(match[1]))
    return reads


def _tell_voters(sources: list[Value | Line], found: Findings) -> None:
    for source in sources:
        heads = read_attendance(source.text)
        told = _VOTERS.search(source.text)
        found.voters = heads.voters_present or (int(told[1]) if told else found.voters)
        if heads.voters is not None and "expected" not in found.fields:
            text = f"文中只写了有表决权的应到 {heads.voters} 人，应到、实到总人数请填写。"
            found.doubt("expected", text, source.text)


# ---- who was missing ----


def _absent(meeting: Meeting, found: Findings) -> tuple[ReadAbsence, ...]:
    people: dict[str, ReadAbsence] = {}
    for source, text in _absence_words(meeting):
        reading = read_absences(text)
        # 缺席了两次调研 in what someone said is no list of absent people.
        if isinstance(source, Value) or reading.absences or _HEADCOUNT.search(source.text):
            _tell_unclear(reading, text, found)
        for one in reading.absences:
            reason = _OUT.sub("", one.reason or "").strip(", ").strip("因，").strip()
            label = f"{source.label}：" if isinstance(source, Value) and source.label else ""
            words = quoted(f"{label}{text}")
            people.setdefault(one.name, ReadAbsence(one.name, reason[:40], words, source.place))
    return tuple(people.values())


def _absence_words(meeting: Meeting) -> list[tuple[Value | Line, str]]:
    """The words that name absent people: labelled ones, else clauses beside the numbers."""
    labelled = meeting.values("absent")
    if labelled:
        return [(value, value.text) for value in labelled]
    found: list[tuple[Value | Line, str]] = []
    for name in ("attendance", "attendees"):
        found += [(value, _clauses(value.text)) for value in meeting.values(name)]
    for line in meeting.lines:
        if NUMBERED.match(line.text):
            break
        if not line.field and (_ABSENT.search(line.text) or _HEADCOUNT.search(line.text)):
            found.append((line, _clauses(line.text)))
    return [(source, text) for source, text in found if text]


def _clauses(text: str) -> str:
    """The clauses of a line about people who did not come, without those that count."""
    kept: list[str] = []
    for sentence in re.split("[。；;\n]", text):
        parts = [part.strip() for part in re.split("[，,]", sentence)]
        counted = bool(_HEADCOUNT.search(sentence))
        kept += [
            part
            for part in parts
            if (_ABSENT.search(part) and not _HEADCOUNT.search(part)) or (counted and _names(part))
        ]
    return "，".join(kept)


def _names(clause: str) -> bool:
    """Whether a clause is people with the reasons they did not come for."""
    if _HEADCOUNT.search(clause):
        return False
    reading = read_absences(clause)
    reasons = [one.reason for one in reading.absences]
    return bool(reasons) and all(reasons) and not reading.unclear


def _tell_unclear(reading: AbsenceReading, text: str, found: Findings) -> None:
    if reading.unclear:
        words = "、".join(reading.unclear)[:40]
        found.doubt("absent", f"缺席人员里的“{words}”看不出姓名，这部分没有点选。", text)
    if reading.incomplete:
        found.doubt("absent", "缺席人员写作“等”，没有写全，请补点。", text)
    if reading.counted and not reading.absences:
        told = f"只写了缺席 {reading.counted} 人，没有写姓名，请点选。"
        found.doubt("absent", told, text)


# ---- does it add up ----


def _compare(meeting: Meeting, found: Findings, absent: tuple[ReadAbsence, ...]) -> None:
    numbers = {name: int(found.fields[name].value) for name in _LABELS if name in found.fields}
    named = len(absent)
    if len(numbers) == 2:
        expected, present = numbers["expected"], numbers["present"]
        if present > expected:
            found.doubt("present", f"应到 {expected} 人，实到 {present} 人，实到多于应到，请核对。")
        elif named and expected - present != named:
            told = f"应到 {expected} 人、实到 {present} 人，相差 {expected - present} 人，"
            found.doubt("present", f"{told}写了姓名的缺席人员有 {named} 人，请核对。")
        elif expected > present and not named:
            told = f"应到 {expected} 人、实到 {present} 人，没有写明缺席的是谁，请点选。"
            found.doubt("absent", told)
    there = attendees(meeting)
    both = [one.name for one in absent if one.name in there]
    if both:
        found.doubt("absent", f"{'、'.join(both)}既在参加人员里，又在缺席人员里，请核对。")
    present_said = numbers.get("present")
    if there and present_said is not None and len(there) != present_said:
        told = f"参加人员列了 {len(there)} 个姓名，实到写的是 {present_said} 人，请核对。"
        found.doubt("present", told)
    for field, label in (("chair", "主持人"), ("recorder", "记录人"), ("lecturer", "主讲人")):
        read = found.fields.get(field)
        if read and any(one.name == read.value for one in absent):
            found.doubt(field, f"{label}{read.value}同时写在缺席人员里，请核对。", read.words)
