"""`mingdeng demo`: a fictional organ's files, checked, with the report to look at; then served."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mingdeng.cli import serve
from mingdeng.cli.arguments import EXIT_WRONG_USE, Parser
from mingdeng.cli.check import check_folder, write_report
from mingdeng.cli.starting import DEMO
from mingdeng.documents.check_text import check_text

ROOT = Path(__file__).resolve().parents[3]
GENERATOR = ROOT / "examples" / "make_organ.py"
FIRST = date(2025, 1, 1)
# What is really in the files; that it is there shows that a folder is the demo's own.
TRUTH = "truth.json"


def run(argv: Sequence[str]) -> int:
    """Make the files, check them, write and name the reports; then let six people in."""
    options = _parser().parse_args(argv)
    code = _check(options.out)
    if code or not options.serve:
        return code
    print(flush=True)
    port = options.port or serve.free_port(options.host)
    return serve.start(options.host, port, options.out)


def _parser() -> Parser:
    parser = Parser(
        prog="mingdeng demo",
        description=(
            "生成一个虚构机关的文件（12 个支部、260 名党员、两年），检查并写出报告，"
            "然后启动工作平台，印出六个人的一次性登录链接。"
        ),
    )
    parser.add_argument("--out", type=Path, default=DEMO, metavar="目录", help="默认 %(default)s")
    parser.add_argument(
        "--no-serve", dest="serve", action="store_false", help="写出报告就结束，不启动平台"
    )
    serve.add_address(parser, port=None, told="默认 8000 起第一个空闲的")
    return parser


def _check(out: Path) -> int:
    """Make the files and the report about them."""
    files = out / "files"
    if files.exists() and not (out / TRUTH).is_file():
        print(f"“{files}”里已有别的文件，没有改动。请换一个目录。", file=sys.stderr)
        return EXIT_WRONG_USE
    shutil.rmtree(files, ignore_errors=True)
    try:
        files.mkdir(parents=True)
    except OSError:
        print(f"目录“{out}”不能写入。请换一个目录。", file=sys.stderr)
        return EXIT_WRONG_USE
    command = [sys.executable, str(GENERATOR), str(files), "--size", "demo"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own script
    # What is really in the files is kept beside them: it is for tests, not for the check.
    truth = out / TRUTH
    (files / TRUTH).replace(truth)
    as_of = date.fromisoformat(json.loads(truth.read_text(encoding="utf-8"))["as_of"])
    outcome = check_folder(files, packs=["national"], as_of=as_of, first=FIRST)
    print(check_text(outcome))
    print(f"\n虚构机关的文件：{files}")
    for name in ("report.html", "report.xlsx"):
        write_report(outcome, out / name)
        print(f"报告：{out / name}")
    return 0
