"""An argument parser that speaks Chinese: help, complaints, dates."""

import argparse
import re
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

from mingdeng.rulebook.fields import FIRST_YEAR, LAST_YEAR

EXIT_WRONG_USE = 2
COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", r"\1 不能是 \2，可用的有 \3"),
    (r"argument (\S+): expected (?:at least )?one argument", r"\1 后面要有一个值"),
    (r"argument (\S+): (.*)", r"\1：\2"),
)


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with a Chinese heading before the usage line."""

    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        """Put 用法 where argparse would put usage."""
        super().add_usage(usage, actions, groups, prefix or "用法：")

    def format_help(self) -> str:
        """Put a full-width colon where argparse ends a heading with its own."""
        return re.sub(r"(?m)^(参数|选项):$", r"\1：", super().format_help())


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are in Chinese and say what to do."""

    def __init__(self, *, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what was wrong with the command line and stop."""
        print(f"命令写法不对：{_in_chinese(message)}", file=sys.stderr)
        print(f"用法见 {self.prog} --help", file=sys.stderr)
        sys.exit(EXIT_WRONG_USE)


def day(text: str) -> date:
    """A date option such as 2026-11-22, in the years the rules can speak of."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        message = f"“{text}”不是日期，请写作 2026-11-22"
        raise argparse.ArgumentTypeError(message) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"“{text}”不在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间"
        raise argparse.ArgumentTypeError(message)
    return found


def names(text: str) -> list[str]:
    """A comma-separated option with at least one entry."""
    found = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    if not found:
        raise argparse.ArgumentTypeError("至少要写一个名称")
    return found


def today() -> date:
    """The one reading of the clock by an entrance, in Chinese time."""
    from datetime import datetime

    from mingdeng.daycount import SHANGHAI

    return datetime.now(SHANGHAI).date()


def add_json(parser: Parser) -> None:
    """The option every command has that other tools may call."""
    parser.add_argument("--json", action="store_true", help="输出 JSON，供其他工具使用")


def add_packs(parser: Parser, default: Iterable[str]) -> None:
    """The option that chooses the packs."""
    parser.add_argument(
        "--packs",
        type=names,
        default=list(default),
        metavar="名称",
        help=f"规则包的名称或目录，逗号分开；默认 {','.join(default)}",
    )


def _in_chinese(message: str) -> str:
    for pattern, replacement in COMPLAINTS:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, replacement, message, flags=re.DOTALL).replace(", ", "、")
    return message
