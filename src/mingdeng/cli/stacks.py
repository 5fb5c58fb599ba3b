"""Which packs a command works on, their cases, and who answers them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mingdeng.facts.duty_question import ask_duty
from mingdeng.rulebook.cases import Case, Responder, read_cases
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.model import Rulebook
from mingdeng.rulebook.packfiles import case_files, pack_folder, shipped_packs
from mingdeng.rulebook.questions import responders

BASE = "national"
# What a question may be answered from when no packs are named.
EVERYTHING = (BASE, "central")


@dataclass(frozen=True)
class Stack:
    """A pack on top of the national one, with the cases that lie beside its rules.

    Without a name: packs and case files someone chose.
    """

    name: str | None
    rulebook: Rulebook
    responders: Mapping[str, Responder]
    cases: tuple[Case, ...]


def stack_of(name: str, files: Sequence[Path] | None = None) -> Stack:
    """The stack in which a pack's cases are meant; other case files instead, if given."""
    rulebook = load([BASE, name])
    paths = case_files(pack_folder(name)) if files is None else files
    return Stack(
        name=name,
        rulebook=rulebook,
        responders=everyone_who_answers(rulebook),
        cases=tuple(case for path in paths for case in read_cases(path, _name(path))),
    )


def shipped_stacks() -> list[Stack]:
    """A stack for every pack that comes with the program, the national one first."""
    return [stack_of(name) for name in sorted(shipped_packs(), key=lambda name: name != BASE)]


def everyone_who_answers(rulebook: Rulebook) -> dict[str, Responder]:
    """The formulas of the stack, and the engine for questions about a duty."""
    return {**responders(rulebook), "duty": partial(ask_duty, rulebook)}


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
