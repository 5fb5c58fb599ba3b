"""`mingdeng rules check`: do the packs hold together, and what in them is unsure."""

from collections.abc import Sequence
from itertools import groupby

from mingdeng.cli.arguments import Parser, add_json, add_packs, day, today
from mingdeng.cli.output import print_json
from mingdeng.cli.rules_registers import all_registers
from mingdeng.cli.stacks import BASE, shipped_stacks
from mingdeng.documents.columns import table
from mingdeng.rulebook.cases import run_case
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.model import Rulebook
from mingdeng.rulebook.numbers import WatchingReader
from mingdeng.rulebook.review import (
    Entry,
    bearers_without_rule,
    not_checked_for_a_year,
    unsure,
)
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.rulebook.walk import numbers_of

CLEAN, NOT_CLEAN = 0, 1


def check(argv: Sequence[str]) -> int:
    """Report conflicts and doubts; 1 where packs conflict or a number has no case.

    Raises PackError where a rule or a register of the packs cannot be read.
    """
    parser = Parser(prog="mingdeng rules check", description="检查规则包。")
    parser.add_argument(
        "--as-of", type=day, metavar="日期", help="按这一天看哪些久未核对；默认今天"
    )
    add_packs(parser, [BASE, "local-example"])
    add_json(parser)
    options = parser.parse_args(argv)
    rulebook, registers = load(options.packs), all_registers(options.packs)
    unread = _numbers_without_case()
    old = not_checked_for_a_year(rulebook, options.as_of or today())
    doubtful, uncovered = unsure(rulebook), bearers_without_rule(rulebook)
    if options.json:
        print_json(
            {
                "conflicts": [f"{c.rule} {c.path}：{c.problem}" for c in rulebook.conflicts],
                "numbers_without_case": unread,
                "not_checked_for_a_year": [entry.id for entry in old],
                "bearers_without_rule": uncovered,
                "registers": sorted(registers),
                "unsure": [_entry_json(entry) for entry in doubtful],
            }
        )
    else:
        _show(rulebook, unread, old, doubtful, uncovered)
        print(f"台账 {len(registers)} 种，写法没有问题")
    return NOT_CLEAN if rulebook.conflicts or unread else CLEAN


def _numbers_without_case() -> list[str]:
    """Numbers of the shipped packs that no case reads."""
    unread: list[str] = []
    for stack in shipped_stacks():
        seen: set[str] = set()
        for case in stack.cases:
            seen |= run_case(case, stack.responders, WatchingReader()).numbers
        own = (n for n in numbers_of(stack.rulebook) if n.key.startswith(f"{stack.name}/"))
        unread += [number.key for number in own if number.key not in seen]
    return unread


def _show(
    rulebook: Rulebook,
    unread: Sequence[str],
    old: Sequence[Entry],
    doubtful: Sequence[Entry],
    uncovered: Sequence[str],
) -> None:
    words = vocabulary()
    packs = "、".join(f"{pack.label}（{pack.id}）" for pack in rulebook.packs)
    print(f"规则包 {packs}：规则 {len(rulebook.rules)} 条，问题 {len(rulebook.formulas)} 个")
    _list(
        "冲突（上级规则有效）",
        [
            f"{c.place.file} 第{c.place.line}行 {c.rule} {c.path}：{c.problem}"
            for c in rulebook.conflicts
        ],
    )
    _list("没有案例用到的数字", unread)
    _list("一年以上没有核对", [f"{entry.id} {entry.basis.checked_on}" for entry in old])
    _list("没有规则的组织和人员", [words.label("bearers", kind) for kind in uncovered])
    print(f"存疑或没有读到原文 {len(doubtful)} 处：")
    for confidence, group in groupby(doubtful, key=lambda entry: entry.basis.confidence):
        print(f"  {words.label('confidences', confidence)}")
        rows = [(f"    {e.id}", e.label, e.basis.doubt or "—") for e in group]
        print(table(rows))


def _list(heading: str, lines: Sequence[str]) -> None:
    print(f"{heading}：{'无' if not lines else ''}")
    for line in lines:
        print(f"  {line}")


def _entry_json(entry: Entry) -> dict[str, str | None]:
    return {
        "id": entry.id,
        "label": entry.label,
        "confidence": entry.basis.confidence,
        "doubt": entry.basis.doubt,
        "file": entry.place.file,
    }
