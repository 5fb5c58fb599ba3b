"""`mingdeng init`: database and secrets made ready, the code of the first start printed."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module

from mingdeng.cli.arguments import EXIT_WRONG_USE, Parser, add_json
from mingdeng.cli.output import print_json
from mingdeng.cli.starting import bring_up_to_date, start_django

NOT_STARTED = 3


def run(argv: Sequence[str]) -> int:
    """Prepare: 0 when ready, 2 where an administrator is not known, 3 where it cannot be."""
    parser = Parser(
        prog="mingdeng init",
        description="准备数据库、静态文件和密钥，打印初始化码；可以重复执行，不启动服务。",
    )
    parser.add_argument(
        "--anew", metavar="登录名", help="给一个管理员重发激活码（口令、手机验证码都丢了时用）"
    )
    add_json(parser)
    options = parser.parse_args(argv)
    start_django()
    bring_up_to_date()
    problem = import_module("mingdeng.cli.serve_start").journal_problem()
    if problem:
        print(problem, file=sys.stderr)
        return NOT_STARTED
    now = datetime.now(UTC)
    return _anew(options.anew, now, options.json) if options.anew else _first(now, options.json)


def _first(now: datetime, as_json: bool) -> int:
    from mingdeng.administration.services import issue_first_code

    code = issue_first_code(now)
    if as_json:
        print_json({"ready": True, "setup_code": code, "setup_path": "/setup/" if code else None})
    elif code is None:
        print("已准备好。管理员已经建立，不再需要初始化码。")
    else:
        print(f"已准备好。初始化码：{code}")
        print("启动服务以后，在浏览器中打开 /setup/ 填写；每次执行和启动都换新的，以最近的为准。")
    return 0


def _anew(username: str, now: datetime, as_json: bool) -> int:
    from mingdeng.accounts.services import code_of
    from mingdeng.administration.services import Refused, reprint_for_administrator

    try:
        activation = reprint_for_administrator(username, now)
    except Refused as error:
        print(f"{error}没有改动。", file=sys.stderr)
        return EXIT_WRONG_USE
    code = code_of(activation)
    if as_json:
        expires = activation.expires_at.isoformat()
        print_json({"username": username, "activation_code": code, "expires_at": expires})
    else:
        print(f"{username} 的激活码：{code}\n7 天内有效，用一次。本人打开 /activate/ 填写。")
    return 0
