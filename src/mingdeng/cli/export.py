"""`mingdeng export`: everything an organ owns as one documented file."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mingdeng.cli.arguments import EXIT_WRONG_USE, Parser, add_json
from mingdeng.cli.output import print_json
from mingdeng.cli.starting import database_problem, start_django

if TYPE_CHECKING:
    from mingdeng.roster.models import Organization

DONE, REFUSED, NOT_READY = 0, 1, 3
EVERYTHING = "全部"
ENDING = ".mingdeng.zip"


def run(argv: Sequence[str]) -> int:
    """Export: 0 written, 1 refused, 2 no such organ or no such place, 3 no database."""
    parser = Parser(
        prog="mingdeng export",
        description="把一个机关的全部记录、附件和日志写成一个文件，格式公开，可以导入空的系统。",
    )
    parser.add_argument(
        "organ", metavar="机关", help=f"简称、全称、党组织代码或编号；{EVERYTHING}表示整个系统"
    )
    parser.add_argument("--to", type=Path, metavar="文件", help="写到这个文件或文件夹")
    add_json(parser)
    options = parser.parse_args(argv)
    start_django()
    problem = database_problem()
    if problem:
        print(problem, file=sys.stderr)
        return NOT_READY
    return _export(options.organ, options.to, as_json=options.json)


def _export(organ: str, to: Path | None, *, as_json: bool) -> int:
    from mingdeng.opendata.refusals import Refused
    from mingdeng.opendata.services import export

    now = datetime.now(UTC)
    try:
        whose = None if organ == EVERYTHING else _organization(organ)
        said = export(whose, _target(to, whose.name if whose else EVERYTHING, now), now)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return EXIT_WRONG_USE
    except Refused as error:
        print(f"没有导出。{error}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(f"没有导出：不能写“{error.filename}”，{error.strerror}。", file=sys.stderr)
        return EXIT_WRONG_USE
    if as_json:
        print_json(said)
        return DONE
    print(f"已导出到“{said['file']}”，{said['bytes']} 字节，日志 {said['journal']['entries']} 条。")
    print(f"SHA-256：{said['sha256']}")
    print("文件里有身份证号等个人信息，没有加密，请妥善保管。口令和手机验证码不在其中。")
    return DONE


def _organization(text: str) -> "Organization":
    from mingdeng.opendata.queries import named

    found = named(text)
    if not found:
        raise LookupError(f"没有名为“{text}”的组织。什么也没有写。")
    if len(found) > 1:
        ids = "、".join(f"{one.full_name}（{one.id}）" for one in found)
        raise LookupError(f"有 {len(found)} 个组织叫“{text}”，请用编号指定：{ids}。")
    return found[0]


def _target(to: Path | None, name: str, now: datetime) -> Path:
    from mingdeng.daycount import local_day

    plain = f"{name}-{local_day(now)}{ENDING}".replace(os.sep, "")
    if to is None:
        return Path(plain)
    return to / plain if to.is_dir() else to
