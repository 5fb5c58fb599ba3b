"""Reading the command line and handing it to a command.

Commands are imported when they are asked for: a rule question must not wait for
what only the check needs.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

from mingdeng.cli.arguments import EXIT_WRONG_USE, Parser
from mingdeng.daycount import CalendarMissing
from mingdeng.rulebook.errors import PackError, QuestionError

COMMANDS = {
    "check": "检查一个文件夹里的名册、台账和会议记录：哪些已履行、哪些没有、依据哪一条",
    "rules": "规则：清单、条文、案例、检查、可以提的问题",
    "mechanisms": "来源文章里的机制：做成了没有，由什么承担，在哪一页",
    "calc": "按规则计算一个问题，如党费、到会人数、期限",
    "demo": "生成一个虚构机关的文件，检查并写出报告",
    "serve": "启动工作平台，用浏览器打开",
    "init": "准备数据库和密钥，打印初始化码，不启动",
    "permissions": "谁能对什么做什么，每个页面要什么权限",
    "verify_audit": "核对日志是否完整，写出和核对签名的链头",
    "check_deploy": "检查部署有什么不安全",
    "export": "把一个机关的全部记录写成一个公开格式的文件",
    "import": "把导出的文件放进一个空的系统",
    "subject-export": "写出系统中关于一个人的全部信息",
}
# What cannot be the name of a module, or is another name of a command.
MODULES = {"import": "import_", "subject-export": "subject_export"}
ALIASES = ("subject_export",)
# Given by the launcher itself, which prepares the development tools first.
LAUNCHER_COMMANDS = {
    "test": "运行全部检查和测试",
    "bench": "测量速度",
}


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit code of the process."""
    parser = Parser(prog="mingdeng", description="明灯：机关党建工作平台。", epilog=_overview())
    parser.add_argument("command", nargs="?", choices=(*COMMANDS, *ALIASES), metavar="命令")
    command = parser.parse_args(argv[:1]).command
    if command is None:
        parser.print_help()
        return EXIT_WRONG_USE
    module = import_module(f"mingdeng.cli.{MODULES.get(command, command)}")
    try:
        result: int = module.run(argv[1:])
    except (PackError, QuestionError, CalendarMissing) as error:
        print(error, file=sys.stderr)
        return EXIT_WRONG_USE
    return result


def _overview() -> str:
    lines = [f"  {name:<7}{text}" for name, text in (COMMANDS | LAUNCHER_COMMANDS).items()]
    return "命令：\n" + "\n".join(lines) + "\n\n每个命令的用法：mingdeng 命令 --help"
