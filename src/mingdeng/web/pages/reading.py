"""Minutes that were read, as the record form shows them: values, their words, what to check."""

import uuid
from collections.abc import Sequence

from django.core import signing
from django.core.exceptions import BadRequest

from mingdeng.access.queries import roll
from mingdeng.assessments.kinds import kinds_of
from mingdeng.files.proposing.said import Proposal, Read, ReadItem
from mingdeng.files.wire import Garbled, decode, encode
from mingdeng.roster.models import Organization
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.forms import OFF_ROLL, TEXTS, Line, Participant, RecordForm, Said
from mingdeng.web.pages.recording import fresh_form, participants
from mingdeng.web.visit import Visit

SALT = "minutes"
# As long as a session may last: after that nobody still has the page open.
MAX_AGE = 12 * 3600
FILLED = (
    *("held_on", "held_to", "start", "end", "place", "chair", "recorder", "lecturer", "hours"),
    *("expected", "present"),
)
# What is told to be missing; the rest is rarely written and asks for no word.
EXPECTED = ("held_on", "start", "end", "place", "chair", "recorder", "expected", "present")
VOTES = {"for": "in_favour", "against": "against", "abstained": "abstaining"}


def sealed(proposals: Sequence[Proposal]) -> str:
    """Proposals as a text the form carries: nothing is stored before it is saved."""
    return signing.dumps([encode(one) for one in proposals], salt=SALT, compress=True)


def unsealed(text: str) -> list[Proposal]:
    """The proposals of a sealed text. Raises BadRequest where it is not ours or too old."""
    try:
        plain = signing.loads(text, salt=SALT, max_age=MAX_AGE)
        return [decode(Proposal, one) for one in plain]
    except (signing.BadSignature, Garbled, TypeError, ValueError):
        raise BadRequest("会议记录的读取结果已经过期，请重新粘贴或选择文件。") from None


def form_of_minutes(visit: Visit, organization: Organization, one: Proposal) -> RecordForm:
    """A form filled with what minutes say, and with nothing else."""
    offered = {kind for kind, _ in kinds_of(organization.kind)}
    values = {name: one.fields[name].value for name in FILLED if name in one.fields}
    form = RecordForm(
        values={
            **dict.fromkeys(TEXTS, ""),
            **values,
            "organization": str(organization.id),
            "group": _group(organization, one),
            "guests": "、".join(read.value for read in one.guests),
            "key": str(uuid.uuid4()),
            "reading": sealed([one]),
        },
        kinds=[read.value for read in one.kinds if read.value in offered],
        agenda=[_line(place, item) for place, item in enumerate(one.agenda)],
    )
    _absent(visit, organization, form, one)
    return with_words(visit, organization, form)


def with_words(visit: Visit, organization: Organization, form: RecordForm) -> RecordForm:
    """The form with the words its fields were read from, where it came from minutes."""
    if not form.values["reading"]:
        return form
    one = unsealed(form.values["reading"])[0]
    form.said = _said(one)
    by_text = {item.text.value: item for item in one.agenda}
    for line in form.agenda:
        item = by_text.get(line.text)
        line.said = _said_of(item) if item else {}
    matches = _matches(visit, organization, form, one)
    # Whoever is expected anyway stands in the list once.
    form.extra = [person for found in matches.values() for person in found]
    form.doubts = [
        *((doubt.text, doubt.words) for doubt in one.doubts),
        *_told_of_names(matches),
        *_told_of_place(organization, form, one),
        *_told_of_numbers(visit, organization, form, one),
    ]
    return form


def filled_before(visit: Visit, organization: Organization, form: RecordForm) -> RecordForm:
    """What a form was filled with before anyone typed: by its minutes, or as the last time."""
    if form.values["reading"]:
        return form_of_minutes(visit, organization, unsealed(form.values["reading"])[0])
    return fresh_form(visit, organization, "", form.values["group"])


# ---- values ----


def _line(place: int, item: ReadItem) -> Line:
    votes = dict.fromkeys(VOTES, "")
    if item.votes is not None:
        read = {name: getattr(item.votes, part) for name, part in VOTES.items()}
        votes = {name: "" if number is None else str(number) for name, number in read.items()}
    return Line(
        place,
        item.text.value,
        item.topic.value if item.topic else "",
        item.decision.value if item.decision else "",
        votes,
    )


def _group(organization: Organization, one: Proposal) -> str:
    read = one.fields.get("group")
    if read is None or not read.value.isdecimal():
        return ""
    found = organization.groups.filter(number=read.value, dissolved=None).first()
    return str(found.id) if found else ""


def _absent(visit: Visit, organization: Organization, form: RecordForm, one: Proposal) -> None:
    """Mark who is named as absent; where several have the name nobody is marked."""
    matches = _matches(visit, organization, form, one)
    for absence in one.absent:
        found = matches[absence.name]
        for person in found:
            form.reasons[person.id] = absence.reason
        if len(found) == 1:
            form.absent.append(found[0].id)


def _matches(
    visit: Visit, organization: Organization, form: RecordForm, one: Proposal
) -> dict[str, list[Participant]]:
    """The people of each name: among those expected, else on the roll, else off it."""
    if not one.absent:
        return {}
    bare = RecordForm(values=form.values, kinds=form.kinds)
    expected = participants(visit, organization, bare)
    members = [
        Participant(str(member.person_id), member.person.name)
        for member in roll(visit.viewer, organization, visit.today)
    ]
    there = {person.id for person in expected}
    found: dict[str, list[Participant]] = {}
    for absence in one.absent:
        alike = [person for person in expected if person.name == absence.name]
        others = [p for p in members if p.name == absence.name and p.id not in there]
        off_roll = Participant(str(uuid.uuid5(OFF_ROLL, absence.name)), absence.name, on_roll=False)
        found[absence.name] = alike or others or [off_roll]
    return found


# ---- words ----


def _said(one: Proposal) -> dict[str, Said]:
    found = {name: _words(read) for name, read in one.fields.items()}
    found |= {name: Said() for name in EXPECTED if name not in found}
    found["kinds"] = _joined([(read.words, read.place) for read in one.kinds])
    found["guests"] = _joined([(read.words, read.place) for read in one.guests])
    found["absent"] = _joined([(absence.words, absence.place) for absence in one.absent])
    return found


def _words(read: Read) -> Said:
    return Said(read.words, read.place)


def _joined(words: Sequence[tuple[str, str]]) -> Said:
    different = list(dict.fromkeys(words))
    return Said("；".join(said for said, _ in different), different[0][1] if different else "")


def _said_of(item: ReadItem) -> dict[str, Said]:
    parts = {"text": item.text, "topic": item.topic, "decision": item.decision}
    found = {name: _words(read) for name, read in parts.items() if read is not None}
    if item.votes is not None:
        found["votes"] = Said(item.votes.words, item.votes.place)
    return found


# ---- what to check ----


def _told_of_names(matches: dict[str, list[Participant]]) -> list[tuple[str, str]]:
    told = []
    for name, found in matches.items():
        if len(found) > 1:
            told.append((f"名册上有 {len(found)} 个“{name}”，请点选缺席的是哪一位。", ""))
        elif not found[0].on_roll:
            told.append((f"“{name}”不在名册上，已按原文列为缺席，请核对。", ""))
    return told


def _told_of_place(
    organization: Organization, form: RecordForm, one: Proposal
) -> list[tuple[str, str]]:
    told = []
    read = one.fields.get("organization")
    names = f"{organization.name} {organization.full_name}"
    if read and read.value not in names and organization.name not in read.value:
        text = f"原文写的是“{read.value}”，现在记在{organization.name}名下，请核对。"
        told.append((text, read.words))
    missing = [read for read in one.kinds if read.value not in form.kinds]
    for kind in missing:
        offered = {kind for kind, _ in kinds_of(organization.kind)}
        if kind.value not in offered:
            label = vocabulary().label("kinds", kind.value)
            told.append((f"{organization.name}不记“{label}”，没有选择类别。", kind.words))
    group = one.fields.get("group")
    if group and not form.values["group"]:
        told.append((f"没有找到第 {group.value} 党小组，请选择党小组。", group.words))
    return told


def _told_of_numbers(
    visit: Visit, organization: Organization, form: RecordForm, one: Proposal
) -> list[tuple[str, str]]:
    """That the roll counts otherwise than the minutes do."""
    read = one.fields.get("expected")
    if read is None or not form.kinds:
        return []
    bare = RecordForm(values=form.values, kinds=form.kinds)
    count = len(participants(visit, organization, bare))
    if not count or str(count) == read.value:
        return []
    return [(f"原文写应到 {read.value} 人，名册上应到 {count} 人，请核对。", read.words)]
