"""`mingdeng check FOLDER`: an organ's own files in, its duties out, with reasons."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from errno import ENOSPC
from pathlib import Path

from mingdeng.cli.arguments import Parser, add_json, add_packs, day, today
from mingdeng.cli.output import Progress, print_json
from mingdeng.documents.check_json import check_json
from mingdeng.documents.check_text import check_text
from mingdeng.engine.inputs import Clocks
from mingdeng.facts.outcome import Outcome, check
from mingdeng.files.folder import read_folder
from mingdeng.files.names import READ
from mingdeng.rulebook.duties import load_duties

ALL_MET, SOMETHING_OPEN, NOTHING_JUDGED = 0, 1, 2
REPORTS = (".html", ".xlsx")


def run(argv: Sequence[str]) -> int:
    """Check a folder: 0 nothing is open, 1 something is, 2 nothing could be judged."""
    parser = Parser(
        prog="mingdeng check",
        description="检查一个文件夹里的名册、台账和会议记录。",
        epilog="退出码：0 没有未履行和将到期的事项；1 有；2 没有可以判断的内容。",
    )
    parser.add_argument(
        "folder", type=Path, metavar="文件夹", help="放有 .xlsx .xls .csv .docx 的文件夹"
    )
    parser.add_argument("--as-of", type=day, metavar="日期", help="截至哪一天，默认今天")
    parser.add_argument(
        "--from", dest="first", type=day, metavar="日期", help="从哪一天起，默认当年年初"
    )
    parser.add_argument("--report", type=Path, metavar="文件", help="另写报告：.html 或 .xlsx")
    add_packs(parser, ["national"])
    add_json(parser)
    options = parser.parse_args(argv)
    if options.report and options.report.suffix.lower() not in REPORTS:
        parser.error(f"报告文件名应以 {' 或 '.join(REPORTS)} 结尾")
    if options.report and _would_be_read(options.report, options.folder):
        parser.error(f"报告不能写在要检查的文件上：{options.report}，请换一个文件名或文件夹")
    if not options.folder.is_dir():
        print(f"没有文件夹“{options.folder}”，没有检查任何内容。请核对路径。", file=sys.stderr)
        return NOTHING_JUDGED
    return _check(options)


def check_folder(
    folder: Path, *, packs: Sequence[str], as_of: date, first: date | None = None
) -> Outcome:
    """Read a folder and judge it under some packs, with progress on a terminal."""
    rulebook = load_duties(packs)
    progress = Progress()
    reading = read_folder(
        folder, progress=lambda n, of, name: progress.show(f"读取文件 {n}/{of} {name}")
    )
    outcome = check(
        reading,
        rulebook,
        Clocks(as_of),
        first=first,
        progress=lambda n, of: progress.show(f"逐项判断 {n}/{of}"),
    )
    progress.clear()
    return outcome


def write_report(outcome: Outcome, path: Path) -> None:
    """Write the report the file name asks for. Raises OSError."""
    # Imported here: a check without a report must not wait for what writes one.
    if path.suffix.lower() == ".html":
        from mingdeng.documents.check_page import check_page

        content = check_page(outcome).encode("utf-8")
    else:
        from mingdeng.documents.check_workbook import check_workbook

        content = check_workbook(outcome)
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(content, path)


def _put(content: bytes, path: Path) -> None:
    """All of the content in the place of an older file, or the older file as it was."""
    beside = path.with_name(f".{os.getpid()}{path.suffix}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _would_be_read(path: Path, folder: Path) -> bool:
    """Whether a file that is to be written is one of those to be checked."""
    place = path.parent.resolve() / path.name
    read = path.suffix.lower() in READ
    return read and path.exists() and place.is_relative_to(folder.resolve())


def _check(options: Namespace) -> int:
    outcome = check_folder(
        options.folder,
        packs=options.packs,
        as_of=options.as_of or today(),
        first=options.first,
    )
    # The report first: a reader that stops listening must not cost it.
    if options.report is not None:
        _report(outcome, options.report)
    if options.json:
        print_json(check_json(outcome))
    else:
        print(check_text(outcome))
    return _exit_code(outcome)


def _report(outcome: Outcome, path: Path) -> None:
    try:
        write_report(outcome, path)
    except OSError as error:
        problem = f"报告没有写成：{path}（{_reason(error)}）。检查结果不受影响，"
        print(f"{problem}请换一个可以写入的位置再试。", file=sys.stderr)
    else:
        print(f"报告：{path}", file=sys.stderr)


def _reason(error: OSError) -> str:
    reasons = {
        PermissionError: "没有写入权限",
        IsADirectoryError: "这是一个文件夹",
        NotADirectoryError: "上级不是文件夹",
        FileExistsError: "上级不是文件夹",
    }
    return reasons.get(type(error), "磁盘已满" if error.errno == ENOSPC else "系统拒绝写入")


def _exit_code(outcome: Outcome) -> int:
    if not outcome.could_judge():
        return NOTHING_JUDGED
    return SOMETHING_OPEN if outcome.is_open() else ALL_MET
