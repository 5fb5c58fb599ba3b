"""Two texts of one record: what stands now, and what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.forms import Participant, RecordForm

LABELS = {
    "held_to": "结束日期",
    "start": "开始",
    "end": "结束",
    "place": "地点",
    "chair": "主持人",
    "recorder": "记录人",
    "lecturer": "主讲人",
    "hours": "学时",
    "guests": "列席人员",
}
NOTHING = "（空）"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs."""

    label: str
    theirs: str
    yours: str


def conflict_of(
    theirs: RecordForm, yours: RecordForm, people: Sequence[Participant]
) -> list[Difference]:
    """The fields in which the two texts differ, the stored one first."""
    pairs = [
        ("会议类别", _kinds(theirs), _kinds(yours)),
        *((label, theirs.values[name], yours.values[name]) for name, label in LABELS.items()),
        ("缺席", _absent(theirs, people), _absent(yours, people)),
        ("议程", _agenda(theirs), _agenda(yours)),
    ]
    return [Difference(label, a or NOTHING, b or NOTHING) for label, a, b in pairs if a != b]


def _kinds(form: RecordForm) -> str:
    return vocabulary().listed("kinds", sorted(form.kinds))


def _absent(form: RecordForm, people: Sequence[Participant]) -> str:
    names = {one.id: one.name for one in people}
    said = []
    for one in sorted(form.absent):
        ground = form.reasons.get(one) or form.values["reason"] or "未说明"
        said.append(f"{names.get(one, '名册外人员')}（{ground}）")
    return "、".join(said)


def _agenda(form: RecordForm) -> str:
    return "；".join(
        f"{line.text}{f'：{line.decision}' if line.decision else ''}" for line in form.agenda
    )
