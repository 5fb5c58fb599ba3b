"""`mingdeng rules`: what the packs say, and whether they hold together."""

from collections.abc import Callable, Sequence

from mingdeng.cli import rules_review, rules_show, rules_test
from mingdeng.cli.arguments import EXIT_WRONG_USE, Parser

ACTIONS: dict[str, tuple[str, Callable[[Sequence[str]], int]]] = {
    "list": ("列出规则和问题", rules_show.list_rules),
    "show": ("一条规则：大意、出处、日期、由谁承担、可信程度、案例", rules_show.show_rule),
    "test": ("运行案例；--mutate 逐个改动数字，看案例能否发现", rules_test.test),
    "check": ("检查规则包：冲突、存疑、久未核对、没有规则的组织", rules_review.check),
    "questions": ("列出可以提的问题及其输入输出", rules_show.list_questions),
}


def run(argv: Sequence[str]) -> int:
    """Run one of the actions."""
    overview = "\n".join(f"  {name:<10}{text}" for name, (text, _) in ACTIONS.items())
    parser = Parser(prog="mingdeng rules", description="规则包。", epilog=f"操作：\n{overview}")
    parser.add_argument("action", nargs="?", choices=ACTIONS, metavar="操作")
    action = parser.parse_args(argv[:1]).action
    if action is None:
        parser.print_help()
        return EXIT_WRONG_USE
    return ACTIONS[action][1](argv[1:])
