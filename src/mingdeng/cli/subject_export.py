"""`mingdeng subject-export`: everything held about one person, as they get it themselves."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mingdeng.cli.arguments import EXIT_WRONG_USE, Parser, add_json
from mingdeng.cli.output import print_json
from mingdeng.cli.starting import database_problem, start_django

if TYPE_CHECKING:
    from mingdeng.roster.models import Person

DONE, NOT_READY = 0, 3


def run(argv: Sequence[str]) -> int:
    """Export: 0 written, 2 no such person or no such place, 3 no database."""
    parser = Parser(
        prog="mingdeng subject-export",
        description="写出系统中关于一个人的全部信息，与本人在“本人信息”页下载的副本相同；记入日志。",
    )
    parser.add_argument("person", metavar="人", help="姓名、身份证号或编号")
    parser.add_argument(
        "--to", type=Path, default=Path(), metavar="文件夹", help="写到这个文件夹，默认当前目录"
    )
    add_json(parser)
    options = parser.parse_args(argv)
    start_django()
    problem = database_problem()
    if problem:
        print(problem, file=sys.stderr)
        return NOT_READY
    try:
        _hand_out(_person(options.person), options.to, as_json=options.json)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return EXIT_WRONG_USE
    except OSError as error:
        print(f"没有写出：不能写“{error.filename}”，{error.strerror}。", file=sys.stderr)
        return EXIT_WRONG_USE
    return DONE


def _person(text: str) -> "Person":
    from mingdeng.subjects.queries import people_called

    found = people_called(text)
    if not found:
        raise LookupError(f"名册里没有“{text}”。什么也没有写。")
    if len(found) > 1:
        ids = "、".join(f"{one.name}（{home or '不在支部'}，{one.id}）" for one, home in found)
        raise LookupError(f"有 {len(found)} 个人叫“{text}”，请用编号指定：{ids}。")
    return found[0][0]


def _hand_out(person: "Person", folder: Path, *, as_json: bool) -> None:
    from mingdeng.daycount import local_day
    from mingdeng.documents.own_copy import copy_data, copy_json, copy_workbook
    from mingdeng.journal.services import Actor
    from mingdeng.opendata.subject import everything_about
    from mingdeng.subjects.services import note_export

    now = datetime.now(UTC)
    today = local_day(now)
    parts = everything_about(person, today)
    actor = Actor(None, None, now)
    if as_json:
        note_export(actor, person)
        print_json(copy_data(parts))
        return
    files = {"xlsx": copy_workbook(parts, today), "json": copy_json(parts)}
    places = {_place(folder, person, today, ending): raw for ending, raw in files.items()}
    for path in places:
        if path.exists():
            raise LookupError(f"已经有“{path}”，没有覆盖，什么也没有写。")
    if not folder.is_dir():
        raise FileNotFoundError(2, "没有这个文件夹", str(folder))
    note_export(actor, person)
    for path, raw in places.items():
        _write(path, raw)
    print(f"已写出：{'、'.join(str(path) for path in places)}。其中有敏感信息，请只交给本人。")


def _place(folder: Path, person: "Person", today: date, ending: str) -> Path:
    return folder / f"{person.name}-本人信息-{today}.{ending}".replace(os.sep, "")


def _write(path: Path, raw: bytes) -> None:
    """Readable by its owner only, from the first byte."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
