"""The parent's side of the reading process: starts it, limits it, believes none of it."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType, TracebackType
from typing import Any, Self

from mingdeng.files.cells import RowCells, SheetCells
from mingdeng.files.minutesread import CELLS, CHECK, MINUTES, ROWS, TEMPLATE
from mingdeng.files.proposing.said import Proposal
from mingdeng.files.report import finding
from mingdeng.files.rows import (
    ActivityRow,
    DuesRow,
    Finding,
    MemberRow,
    OrganizationRow,
    PostRow,
    Row,
    TableRead,
    UnreadActivity,
)
from mingdeng.files.wire import Garbled, decode

COMMAND = (sys.executable, "-I", "-X", "utf8", "-m", "mingdeng.files.child")
CHECK_SECONDS = 10.0
READ_SECONDS = 60.0
MAX_LINE = 4 << 20
# What one reading may bring into this process, in bytes of memory as estimated below.
MAX_CONTENT = 64 << 20
# Memory of a message, generously: so much at least, and so many times its text.
_COST: dict[str, tuple[int, int]] = {
    "MemberRow": (300, 3),
    "OrganizationRow": (300, 3),
    "PostRow": (300, 3),
    "ActivityRow": (600, 6),
    "DuesRow": (2_000, 3),
}
_COST_ELSE = (200, 4)
_OUT_OF_MEMORY = 75
_LAST = frozenset({"done", "refused", "finding"})
_ROWS: dict[str, type] = {
    kind.__name__: kind for kind in (OrganizationRow, MemberRow, ActivityRow, DuesRow, PostRow)
}


@dataclass(slots=True)
class Outcome:
    """What came of one file; on failure its findings are one, and nothing else."""

    rows: list[Row] = field(default_factory=list)
    tables: list[TableRead] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: list[UnreadActivity] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)
    was_read: bool = False
    columns: Mapping[str, int] | None = None  # of the table whose rows are coming in
    retires: bool = False


class _Failed(Exception):
    """A file is given up; `code` names the finding."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Worker:
    """A reading process serving one file after another, replaced when it dies or retires."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self.command = tuple(command)
        self.process: subprocess.Popen[bytes] | None = None
        self.room = MAX_CONTENT
        self.deadline = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def read(self, path: str, name: str) -> Outcome:
        """Have one file read."""
        return self._have_read(path, name, ROWS)

    def read_minutes(self, path: str, name: str) -> Outcome:
        """Have one file read as minutes: what a record could be filled with."""
        return self._have_read(path, name, MINUTES)

    def read_template(self, path: str, name: str) -> Outcome:
        """Have one file checked as a template for papers: its placeholders, or why not."""
        return self._have_read(path, name, TEMPLATE)

    def check(self, path: str, name: str) -> Outcome:
        """Have one file checked and nothing of it read: findings say why it is refused."""
        return self._have_read(path, name, CHECK)

    def _have_read(self, path: str, name: str, task: str) -> Outcome:
        outcome = Outcome()
        room = self.room
        try:
            self._ask(path, name, task)
            for message in self._answers():
                if _take(outcome, message):
                    break
        except _Failed as failure:
            self.stop()
            self.room = room
            return Outcome(findings=[finding(failure.code, name)])
        if outcome.retires:
            self.stop()
        return outcome

    def stream(self, path: str, name: str) -> Iterator[SheetCells | RowCells | Finding]:
        """Have the cells of one file read, row after row; nothing is gathered here.

        A finding says why the file is given up, also where rows came before it.
        """
        try:
            self._ask(path, name, CELLS)
            for message in self._answers(gathered=False):
                if message[0] in _LAST:
                    outcome = Outcome()
                    _take(outcome, message)
                    yield from outcome.findings
                    break
                yield from _cells_of(message)
        except _Failed as failure:
            yield finding(failure.code, name)
        finally:
            self.stop()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()

    # ---- sending ----

    def _ask(self, path: str, name: str, task: str) -> None:
        request = json.dumps([path, name, task]).encode("ascii") + b"\n"
        for attempt in (1, 2):
            try:
                if self.process is None or self.process.poll() is not None:
                    self.stop()
                    self.process = self._start()
                if self.process.stdin is not None:
                    self.process.stdin.write(request)
                    return
            except OSError:  # it died since the last file, or could not be started
                self.stop()
                if attempt == 2:
                    raise _Failed("reader-died") from None

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  our own module, no shell
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={"LANG": "C.UTF-8"},
            start_new_session=True,
        )

    # ---- receiving ----

    def _answers(self, *, gathered: bool = True) -> Iterator[list[Any]]:
        """The messages about one file, which are gathered or not. Raises _Failed."""
        started = time.monotonic()
        self.deadline = started + CHECK_SECONDS
        for line in self._lines():
            message = _parsed(line)
            self.room -= _cost(message, len(line)) if gathered else 0
            if self.room < 0:
                raise _Failed("too-much-content")
            if message[0] == "checked":
                self.deadline = started + READ_SECONDS
            handed = time.monotonic()
            yield message
            self.deadline += time.monotonic() - handed  # the reader is not blamed for the taker

    def _lines(self) -> Iterator[bytes]:
        process = self.process
        if process is None or process.stdout is None:
            raise _Failed("reader-died")
        rest = b""
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while True:
                left = self.deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise _Failed("took-too-long")
                chunk = os.read(process.stdout.fileno(), 1 << 16)
                if not chunk:
                    raise _Failed(self._cause_of_death())
                *lines, rest = (rest + chunk).split(b"\n")
                if len(rest) > MAX_LINE:
                    raise _Failed("reader-garbled")
                yield from lines

    def _cause_of_death(self) -> str:
        code = self.process.wait() if self.process else None
        if code == _OUT_OF_MEMORY:
            return "needs-too-much-memory"
        return "took-too-long" if code in {-signal.SIGXCPU, -signal.SIGKILL} else "reader-died"


def _parsed(line: bytes) -> list[Any]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        raise _Failed("reader-garbled") from None
    if not isinstance(message, list) or not message or not isinstance(message[0], str):
        raise _Failed("reader-garbled")
    return message


def _cells_of(message: list[Any]) -> Iterator[SheetCells | RowCells]:
    kind = {"sheet": SheetCells, "cells": RowCells}.get(message[0])
    if kind is None:
        return
    try:
        yield decode(kind, message[1])
    except (Garbled, TypeError, IndexError):
        raise _Failed("reader-garbled") from None


def _cost(message: list[Any], size: int) -> int:
    kind = message[1] if message[0] == "row" and len(message) > 1 else None
    least, times = _COST.get(kind, _COST_ELSE) if isinstance(kind, str) else _COST_ELSE
    return least + times * size


def _take(outcome: Outcome, message: list[Any]) -> bool:
    """Add a message to the outcome; True after the last one. Raises _Failed."""
    try:
        return _TAKERS[message[0]](outcome, *message[1:])
    except (Garbled, KeyError, TypeError, IndexError):
        raise _Failed("reader-garbled") from None


def _take_checked(_: Outcome) -> bool:
    return False


def _take_part(outcome: Outcome, table: Any, columns: Any) -> bool:
    if table is not None:
        outcome.tables.append(decode(TableRead, table))
    outcome.columns = MappingProxyType(dict(decode(Mapping[str, int], columns)))
    return False


def _take_row(outcome: Outcome, kind: str, fields: Any) -> bool:
    if outcome.columns is None:
        raise Garbled
    fields[1] = outcome.columns
    outcome.rows.append(decode(_ROWS[kind], fields))
    return False


def _take_unread(outcome: Outcome, plain: Any) -> bool:
    outcome.unread.append(decode(UnreadActivity, plain))
    return False


def _take_finding(outcome: Outcome, plain: Any) -> bool:
    outcome.findings.append(decode(Finding, plain))
    return False


def _take_proposal(outcome: Outcome, plain: Any) -> bool:
    outcome.proposals.append(decode(Proposal, plain))
    return False


def _take_placeholder(outcome: Outcome, name: Any) -> bool:
    outcome.placeholders.append(decode(str, name))
    return False


def _take_done(outcome: Outcome, retires: Any) -> bool:
    outcome.was_read, outcome.retires = True, bool(retires)
    return True


def _take_refused(outcome: Outcome, plain: Any, retires: Any) -> bool:
    outcome.rows, outcome.tables, outcome.unread = [], [], []
    outcome.proposals, outcome.placeholders = [], []
    outcome.findings = [decode(Finding, plain)]
    outcome.retires = bool(retires)
    return True


_TAKERS: dict[str, Callable[..., bool]] = {
    "checked": _take_checked,
    "part": _take_part,
    "row": _take_row,
    "unread": _take_unread,
    "finding": _take_finding,
    "proposal": _take_proposal,
    "placeholder": _take_placeholder,
    "done": _take_done,
    "refused": _take_refused,
}
