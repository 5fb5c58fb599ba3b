"""The reading process may die, hang, or answer anything: the parent says so and goes on."""

import json
import sys
from pathlib import Path

import pytest

from mingdeng.files import worker
from mingdeng.files.rows import Finding, MemberRow, Source, TableRead
from mingdeng.files.wire import Garbled, decode, encode
from mingdeng.files.worker import Worker
from tests.files.filemaking import workbook

ANSWER_ONCE = "import sys; sys.stdin.readline(); {}"


def _worker(program: str) -> Worker:
    return Worker([sys.executable, "-I", "-c", program])


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("import os; os.kill(os.getpid(), 11)", "reader-died"),
        ("import os; os.abort()", "reader-died"),
        ("sys.exit(1)", "reader-died"),
        ("raise SystemExit", "reader-died"),
        ("sys.exit(75)", "needs-too-much-memory"),
        ("import os; os.kill(os.getpid(), 24)", "took-too-long"),
        ("print('no json')", "reader-garbled"),
        ("print('[1]')", "reader-garbled"),
        ("print('{}')", "reader-garbled"),
        ("print('[]')", "reader-garbled"),
        ("print('[\"unheard-of\"]')", "reader-garbled"),
        ('print(\'["row", "MemberRow", []]\')', "reader-garbled"),
        ('print(\'["row", "os.system", [1, 2]]\')', "reader-garbled"),
        ('print(\'["finding", {"code": 1}]\')', "reader-garbled"),
        ("print('[\"done\"]')", "reader-garbled"),
        ("print('[' * 100000)", "reader-garbled"),
        ("print('x' * (9 << 20))", "reader-garbled"),
        ("sys.stdout.buffer.write(bytes(range(256)) * 100 + b'\\n')", "reader-garbled"),
    ],
)
def test_whatever_the_child_does_is_one_finding(does: str, code: str) -> None:
    with _worker(ANSWER_ONCE.format(does)) as child:
        outcome = child.read("/tmp/a.xlsx", "a.xlsx")  # noqa: S108
    assert [item.code for item in outcome.findings] == [code]
    assert (outcome.rows, outcome.tables, outcome.was_read) == ([], [], False)


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CHECK_SECONDS", 0.3)
    with _worker("import time; time.sleep(60)") as child:
        outcome = child.read("/tmp/a.xlsx", "a.xlsx")  # noqa: S108
    assert [item.code for item in outcome.findings] == ["took-too-long"]


def test_a_checked_file_has_more_time_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CHECK_SECONDS", 0.2)
    monkeypatch.setattr(worker, "READ_SECONDS", 1.0)
    program = "import time; print('[\"checked\"]', flush=True); time.sleep(60)"
    with _worker(program) as child:
        outcome = child.read("/tmp/a.xlsx", "a.xlsx")  # noqa: S108
    assert [item.code for item in outcome.findings] == ["took-too-long"]


def test_a_flood_of_valid_rows_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MAX_CONTENT", 1 << 20)
    line = json.dumps(["finding", encode(Finding("a", None, 1, 1, None, "error", "x", "y", "z"))])
    with _worker(ANSWER_ONCE.format(f"[print('{line}') for _ in range(10**7)]")) as child:
        outcome = child.read("/tmp/a.xlsx", "a.xlsx")  # noqa: S108
    assert [item.code for item in outcome.findings] == ["too-much-content"]


def test_after_a_death_the_next_file_gets_a_new_child(tmp_path: Path) -> None:
    """A child that dies at its first file and answers properly afterwards."""
    mark = tmp_path / "seen"
    program = (
        "import sys, os, pathlib\n"
        f"mark = pathlib.Path({str(mark)!r})\n"
        "for line in sys.stdin:\n"
        "    if not mark.exists():\n"
        "        mark.touch(); os.abort()\n"
        "    print('[\"done\", false]', flush=True)\n"
    )
    with _worker(program) as child:
        first, second = child.read("/a", "a.xlsx"), child.read("/b", "b.xlsx")
    assert [item.code for item in first.findings] == ["reader-died"]
    assert second.was_read


def test_a_child_that_retires_is_replaced_without_a_word() -> None:
    program = "import sys; sys.stdin.readline(); print('[\"done\", true]', flush=True)"
    with _worker(program) as child:
        outcomes = [child.read("/a", f"{number}.xlsx") for number in range(4)]
    assert [outcome.was_read for outcome in outcomes] == [True] * 4
    assert [item for outcome in outcomes for item in outcome.findings] == []


def test_the_real_child_inherits_nothing_and_can_write_nothing(tmp_path: Path) -> None:
    probe = (
        "import json, os, sys\n"
        "from mingdeng.files.child import lock_down\n"
        "lock_down()\n"
        "try:\n"
        f"    with open({str(tmp_path / 'out')!r}, 'wb', buffering=0) as out: out.write(b'x')\n"
        "    wrote = True\n"
        "except OSError:\n"
        "    wrote = False\n"
        "sys.stdin.readline()\n"
        "values = [wrote, sorted(os.environ)]\n"
        "told = ['a', None, 1, 1, None, 'notice', 'x', json.dumps(values), '']\n"
        "print(json.dumps(['finding', told]))\n"
        "print('[\"done\", false]')\n"
    )
    with _worker(probe) as child:
        (item,) = child.read("/a", "a.xlsx").findings
    wrote, names = json.loads(item.message)
    assert wrote is False
    assert set(names) <= {"LANG", "LC_CTYPE"}
    assert (tmp_path / "out").read_bytes() == b""


def test_the_real_child_serves_many_files(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        workbook({"第一支部": [["时间", "类别", "地点"], ["2026.1.5", "支委会", "三楼"]]})
    )
    with Worker() as child:
        outcomes = [child.read(str(path), f"{number}.xlsx") for number in range(5)]
    assert [len(outcome.rows) for outcome in outcomes] == [1] * 5


def test_rows_come_back_as_they_were_sent() -> None:
    row = MemberRow(Source("a", "b", 3), {}, "支部", "column", "张三", extra={"education": "大专"})
    assert decode(MemberRow, json.loads(json.dumps(encode(row)))) == row


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        (Source, ["a", None, "3", None]),
        (Source, ["a", None, True, None]),
        (Source, ["a", None, 3]),
        (Source, {"file": "a"}),
        (Source, ["x" * 50_000, None, 3, None]),
        (TableRead, [["a", None, 1, None], "members", None, [2026.5], [], [], 1, False]),
        (Finding, ["a"] * 9),
    ],
)
def test_what_is_not_of_the_declared_types_is_garbled(kind: type, plain: object) -> None:
    with pytest.raises(Garbled):
        decode(kind, plain)


def test_a_child_that_cannot_be_started_is_a_finding() -> None:
    with Worker(["/nonexistent/python"]) as child:
        outcome = child.read("/a", "a.xlsx")
    assert [item.code for item in outcome.findings] == ["reader-died"]
