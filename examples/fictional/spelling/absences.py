"""Who was absent and why, in the forms offices use."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from fictional.model import Absence

from .persons import spell_name

BECAUSE = {
    "病假": "因病请假",
    "事假": "因事请假",
    "出差": "因公出差",
    "公务": "因公务请假",
    "探亲": "因探亲请假",
    "外出": "因外出请假",
}


@dataclass(frozen=True)
class AbsenceHand:
    """The form of the list, the word for nobody, and how names are typed."""

    form: str
    nobody: str
    spaces: str
    dot: str


Named = list[tuple[str, str]]


def spell_absences(rng: Random, hand: AbsenceHand, absent: tuple[Absence, ...]) -> str:
    """The whole cell."""
    if not absent:
        return hand.nobody
    return FORMS[hand.form](rng, _named(rng, hand, absent))


def spell_reasons(absent: tuple[Absence, ...]) -> str:
    """The column beside the names, where an office keeps the two apart."""
    return "、".join(absence.reason for absence in absent)


def _named(rng: Random, hand: AbsenceHand, absent: tuple[Absence, ...]) -> Named:
    """No inner spaces where a space already parts the name from the reason."""
    spaces = "none" if hand.form == "spaced" else hand.spaces
    return [
        (spell_name(rng, absence.person.name, spaces, hand.dot).strip(), absence.reason)
        for absence in absent
    ]


def _bracket(rng: Random, away: Named) -> str:
    return rng.choice("、,").join(f"{name}({reason})" for name, reason in away)


def _shared(rng: Random, away: Named) -> str:
    """张三、李四(均出差): one reason for several, in brackets after the last."""
    parts = []
    for reason, names in _by_reason_of(away):
        every = "均" if len(names) > 1 else ""
        parts.append(f"{'、'.join(names)}({every}{reason})")
    return rng.choice((";", ",")).join(parts)


def _spaced(_rng: Random, away: Named) -> str:
    return ",".join(f"{name} {reason}" for name, reason in away)


def _because(_rng: Random, away: Named) -> str:
    return ",".join(name + BECAUSE[reason] for name, reason in away)


def _by_reason(_rng: Random, away: Named) -> str:
    return ";".join(f"{reason}:{'、'.join(names)}" for reason, names in _by_reason_of(away))


def _names_only(_rng: Random, away: Named) -> str:
    return "、".join(name for name, _ in away)


def _lines(_rng: Random, away: Named) -> str:
    return "\n".join(f"{name}({reason})" for name, reason in away)


def _colon(_rng: Random, away: Named) -> str:
    return ";".join(f"{name}:{reason}" for name, reason in away)


def _counted(rng: Random, away: Named) -> str:
    return f"{len(away)}人:{_bracket(rng, away)}"


def _count_only(_rng: Random, away: Named) -> str:
    return f"{len(away)}人"


def _by_reason_of(away: Named) -> list[tuple[str, list[str]]]:
    grouped: dict[str, list[str]] = {}
    for name, reason in away:
        grouped.setdefault(reason, []).append(name)
    return list(grouped.items())


FORMS: dict[str, Callable[[Random, Named], str]] = {
    "bracket": _bracket,
    "shared": _shared,
    "spaced": _spaced,
    "because": _because,
    "by_reason": _by_reason,
    "names": _names_only,
    "lines": _lines,
    "colon": _colon,
    "counted": _counted,
    "columns": _names_only,
    "count_only": _count_only,
}
