"""What a check may not do: harm a source, leave half a file, or end without a word."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import AS_OF, LEDGERS, badly_put, check_ledgers, say, start
from tests.files.filemaking import workbook

GOOD = workbook({"第一支部": [["时间", "类别", "地点"], ["2026.1.5", "支委会", "三楼"]]})


def test_a_report_never_replaces_a_file_that_is_to_be_checked(tmp_path: Path) -> None:
    source = tmp_path / "下级" / "台账.xlsx"
    source.parent.mkdir()
    source.write_bytes(GOOD)
    link = tmp_path / "链接"
    link.symlink_to(tmp_path, target_is_directory=True)
    for report in (
        source,
        link / "下级" / "台账.xlsx",
        tmp_path / "下级" / ".." / "下级" / "台账.xlsx",
    ):
        told = say("check", tmp_path, *AS_OF, "--report", report)
        assert told.code == 2
        assert "报告不能写在要检查的文件上" in told.err
        assert source.read_bytes() == GOOD


def test_a_report_on_a_link_replaces_the_link_and_not_the_source(tmp_path: Path) -> None:
    (tmp_path / "台账").mkdir()
    source = tmp_path / "台账" / "台账.xlsx"
    source.write_bytes(GOOD)
    report = tmp_path / "报告.xlsx"
    report.symlink_to(source)
    say("check", tmp_path / "台账", *AS_OF, "--report", report)
    assert source.read_bytes() == GOOD
    assert not report.is_symlink()


def test_a_report_that_fails_leaves_the_older_one_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "报告.html"
    report.write_text("旧", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(Path, "replace", full)
    told = check_ledgers("--report", report)
    assert "磁盘已满" in told.err
    assert report.read_text(encoding="utf-8") == "旧"
    assert [path.name for path in tmp_path.iterdir()] == ["报告.html"]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_full_disk_behind_the_output_is_said_in_words(form: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = start("check", LEDGERS, *AS_OF, *form, stdout=full.fileno())
    said = done.stderr.decode()
    assert done.returncode == 2
    assert "没有写完" in said
    assert badly_put(said) == []
    assert "Traceback" not in said


def test_an_interrupted_check_says_so(tmp_path: Path) -> None:
    for number in range(3_000):
        (tmp_path / f"{number}.xlsx").write_bytes(GOOD)
    program = (
        # Whoever runs the tests in the background hands on that an interrupt is ignored.
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from mingdeng.files import worker\n"
        "read = worker.Worker.read\n"
        "def interrupted(self, path, name):\n"
        "    read(self, path, name); os.kill(os.getpid(), signal.SIGINT)\n"
        "    return read(self, path, name)\n"
        "worker.Worker.read = interrupted\n"
        f"sys.argv = ['mingdeng', 'check', {str(tmp_path)!r}]\n"
        "from mingdeng.__main__ import start; sys.exit(start())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr.decode().strip() == "已中断，没有做完。"


def test_the_last_line_says_that_files_were_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(GOOD)
    assert "没有读取，以上结论" not in say("check", tmp_path, *AS_OF).out
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    last = say("check", tmp_path, *AS_OF).out.splitlines()[-1]
    assert last.startswith("有 1 个文件或文件夹没有读取，以上结论不包括其中的内容")


def test_a_finding_about_the_whole_folder_has_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mingdeng.files.folder.MAX_FILES", 1)
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(GOOD)
    assert "    整个文件夹：文件超过1个" in say("check", tmp_path, *AS_OF).out
