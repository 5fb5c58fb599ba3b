"""`mingdeng import`: what was exported, into an empty installation."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mingdeng.cli.arguments import EXIT_WRONG_USE, Parser, add_json
from mingdeng.cli.output import print_json
from mingdeng.cli.starting import bring_up_to_date, start_django

DONE, REFUSED = 0, 1


def run(argv: Sequence[str]) -> int:
    """Import: 0 taken in, 1 refused and nothing changed, 2 file unreadable."""
    parser = Parser(
        prog="mingdeng import",
        description="核对导出的文件，无误后放进一个空的系统；有一处不对就什么也不改动。",
    )
    parser.add_argument("file", type=Path, metavar="文件", help="export 写出的文件")
    add_json(parser)
    options = parser.parse_args(argv)
    if not options.file.is_file():
        print(f"没有文件“{options.file}”。什么也没有改动。", file=sys.stderr)
        return EXIT_WRONG_USE
    start_django()
    bring_up_to_date()
    return _import(options.file, as_json=options.json)


def _import(file: Path, *, as_json: bool) -> int:
    from mingdeng.opendata.refusals import Refused
    from mingdeng.opendata.services import bring_in
    from mingdeng.search.services import catch_up

    try:
        said = bring_in(file, datetime.now(UTC))
    except Refused as error:
        print(f"没有导入，什么也没有改动。{error}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(f"没有导入，什么也没有改动：{error.filename}，{error.strerror}。", file=sys.stderr)
        return EXIT_WRONG_USE
    catch_up(most=None)
    if as_json:
        print_json(said)
    else:
        _tell(said)
    return DONE


def _tell(said: dict[str, Any]) -> None:
    total = sum(said["records"].values())
    entries = said["journal"]["entries"]
    print(f"已导入 {total} 条记录、{said['files']} 个文件；日志 {entries} 条，前后相连。")
    print("口令和手机验证码不随记录导出：")
    print("管理员用 ./mingdeng init --anew 登录名 重发激活码，再在“账号”页给其他人发。")
