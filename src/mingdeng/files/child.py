"""The process in which files are opened: reads requests, answers in JSON lines, trusts nothing.

Started by `worker.py` as `python -I -m mingdeng.files.child`.  Everything of our
own is imported before the limits fall; after that no file can be written.
"""

import errno
import json
import os
import resource
import stat
import sys
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from mingdeng.files.cells import RowCells, cells_in
from mingdeng.files.effort import EFFORT
from mingdeng.files.guard import MAX_FILE
from mingdeng.files.kinds import kind_words
from mingdeng.files.minutesread import CELLS, CHECK, MINUTES, TEMPLATE, proposals_in
from mingdeng.files.names import DOCX, check_name
from mingdeng.files.reader import Opened, Part, open_file, read_opened
from mingdeng.files.refusal import Refused
from mingdeng.files.report import NOWHERE, Report, finding
from mingdeng.files.template import placeholders_of, read_template
from mingdeng.files.wire import encode

MEMORY = 512 << 20
CPU_SECONDS = 60
# A child that has worked this long is replaced, so that each file finds its full minute.
RETIRES_AFTER = 5
OUT_OF_MEMORY = 75


def main() -> None:
    """Serve requests until the input ends."""
    kind_words()  # reads the vocabulary, whose cache may be written, before writing ends
    lock_down()
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        path, name, task = json.loads(line)
        if _serve(path, name, task, out):
            return


def lock_down() -> None:
    """No core dumps, no files written, bounded memory and processor time."""
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def _serve(path: str, name: str, task: str, out: BinaryIO) -> bool:
    """Answer one request; True where this was the last one of this process."""
    report = Report(name)
    try:
        for message in _messages(path, name, task, report):
            _send(out, message)
        for found in report.close():
            _send(out, ["finding", encode(found)])
        last = ["done"]
    except Refused as refusal:
        last = ["refused", encode(finding(refusal.code, name, NOWHERE, **refusal.values))]
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    retires = time.process_time() > RETIRES_AFTER
    _send(out, [*last, retires])
    return retires


def _messages(path: str, name: str, task: str, report: Report) -> Iterator[list[Any]]:
    promised = check_name(name)
    if promised is None:
        raise Refused("not-read", what=name)
    data = _read(path)
    EFFORT.begin(len(data))
    opened = open_file(data, name, promised)
    yield ["checked"]
    if task == CHECK:
        return
    if task == MINUTES:
        yield from (["proposal", encode(one)] for one in proposals_in(opened))
        return
    if task == TEMPLATE:
        yield from (["placeholder", name] for name in _placeholders(opened))
        return
    if task == CELLS:
        for one in cells_in(opened):
            yield ["cells" if isinstance(one, RowCells) else "sheet", encode(one)]
        return
    for part in read_opened(opened, report):
        yield from _part_messages(part)
    for unread in report.unread:
        yield ["unread", encode(unread)]


def _placeholders(opened: Opened) -> list[str]:
    if opened.promised != DOCX or opened.package is None:
        raise Refused("template-not-word")
    return placeholders_of(read_template(opened.package))


def _part_messages(part: Part) -> Iterator[list[Any]]:
    columns = part.rows[0].columns if part.rows else {}
    yield ["part", encode(part.table), encode(columns)]
    for row in part.rows:
        fields = encode(row)
        fields[1] = []  # the columns were sent with the part
        yield ["row", type(row).__name__, fields]


def _send(out: BinaryIO, message: list[Any]) -> None:
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    out.write(line.encode("utf-8", "replace") + b"\n")
    out.flush()


def _read(path: str) -> bytes:
    """The bytes of a regular file, at most one more than allowed. Raises Refused."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(path, flags)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Refused("vanished")
            return file.read(MAX_FILE + 1)
    except OSError as error:
        denied = error.errno in {errno.EACCES, errno.EPERM}
        raise Refused("unreadable-file" if denied else "vanished") from None


if __name__ == "__main__":
    main()
