"""`mingdeng verify_audit`: whether the journal is whole, and signed heads out and back."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from mingdeng.cli.arguments import EXIT_WRONG_USE, Parser, add_json
from mingdeng.cli.output import print_json
from mingdeng.cli.starting import database_problem, start_django

WHOLE, BROKEN, NOT_READY = 0, 1, 3


def run(argv: Sequence[str]) -> int:
    """Check: 0 whole, 1 not whole, 2 heads unreadable or foreign, 3 no database."""
    options = _parser().parse_args(argv)
    start_django()
    problem = database_problem()
    if problem:
        print(problem, file=sys.stderr)
        return NOT_READY
    from mingdeng.journal.heads import HeadsUnreadable

    try:
        return _verify(options.heads, options.key, options.write_head, options.json)
    except HeadsUnreadable as error:
        print(f"链头文件不能用：{error}没有核对。", file=sys.stderr)
    except OSError as error:
        print(f"不能读写“{error.filename}”：{error.strerror}。", file=sys.stderr)
    except ValueError:
        print("--key 后面要写建立链头时给出的公钥。", file=sys.stderr)
    return EXIT_WRONG_USE


def _parser() -> Parser:
    parser = Parser(
        prog="mingdeng verify_audit",
        description="核对日志前后是否相连，指出第一条不对的；把链头签名写出，或与另存的链头核对。",
    )
    parser.add_argument(
        "--heads", type=Path, metavar="文件", help="与这些另存的链头核对，能发现截尾和数据库退回"
    )
    parser.add_argument(
        "--key", metavar="公钥", help="核对签名用的公钥，默认用本系统的；另存的更可靠"
    )
    parser.add_argument(
        "--write-head", type=Path, metavar="文件", help="核对无误后，把签名的链头加到文件末尾"
    )
    add_json(parser)
    return parser


def _verify(heads: Path | None, key: str | None, write: Path | None, as_json: bool) -> int:
    from django.conf import settings

    from mingdeng.journal.heads import public_key, read_heads, signed_line
    from mingdeng.journal.keeping import append_line
    from mingdeng.journal.verifying import current_head, first_break

    trusted = key or public_key(settings.HEADS_KEY)
    lines = heads.read_text(encoding="utf-8").splitlines() if heads else []
    kept = read_heads(lines, trusted)
    broken, head = first_break(kept), current_head()
    if broken is None and write is not None:
        append_line(write, signed_line(head, datetime.now(UTC), settings.HEADS_KEY))
    if as_json:
        first = {"number": broken.number, "problem": broken.problem} if broken else None
        said = {"whole": broken is None, "entries": head.number, "digest": head.digest}
        print_json({**said, "first_wrong": first, "heads": len(kept), "public_key": trusted})
    elif broken is None:
        print(f"日志完整：{head.number} 条前后相连，与 {len(kept)} 个另存的链头一致。")
        if write is not None:
            print(f"链头已写入“{write}”。请存到另一台机器；公钥（另外保管）：{trusted}")
    else:
        print(f"日志不完整：第 {broken.number} 条，{broken.problem}。请保留现场，不要继续写入。")
    return WHOLE if broken is None else BROKEN
