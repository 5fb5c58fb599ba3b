"""`mingdeng rules test`: the cases, and with --mutate the proof that they pin every number."""

import sys
from collections.abc import Sequence
from pathlib import Path

from mingdeng.cli.arguments import Parser, add_json, add_packs
from mingdeng.cli.output import Progress, print_json
from mingdeng.cli.stacks import EVERYTHING, Stack, everyone_who_answers, shipped_stacks
from mingdeng.rulebook.cases import Result, read_cases, run_case
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.mutation import Mutation, mutate
from mingdeng.rulebook.numbers import Number, WatchingReader
from mingdeng.rulebook.walk import numbers_of

PASSED, FAILED = 0, 1


def test(argv: Sequence[str]) -> int:
    """Run cases; 0 when all are as expected, 1 when not."""
    parser = Parser(prog="mingdeng rules test", description="运行规则案例。")
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="文件", help="案例文件；不填运行全部"
    )
    parser.add_argument(
        "--mutate", action="store_true", help="把每个数字各改动一次，看有没有案例发现"
    )
    add_packs(parser, EVERYTHING)
    add_json(parser)
    options = parser.parse_args(argv)
    stacks = [_own(options.files, options.packs)] if options.files else shipped_stacks()
    if options.mutate:
        return _mutate(stacks, as_json=options.json)
    results = [
        run_case(case, stack.responders, WatchingReader())
        for stack in stacks
        for case in stack.cases
    ]
    _report(results, stacks, as_json=options.json)
    return PASSED if all(result.passed for result in results) else FAILED


def _own(files: Sequence[Path], packs: Sequence[str]) -> Stack:
    rulebook = load(packs)
    cases = tuple(case for path in files for case in read_cases(path, str(path)))
    return Stack(None, rulebook, everyone_who_answers(rulebook), cases)


def _report(results: Sequence[Result], stacks: Sequence[Stack], *, as_json: bool) -> None:
    failed = [result for result in results if not result.passed]
    if as_json:
        print_json(
            {
                "run": len(results),
                "passed": len(results) - len(failed),
                "worked_cases": sorted({r.case.id for r in results if r.case.id}),
                "later": [{"case": case, "room": room} for case, room in _later(stacks)],
                "cases": [_as_json(result) for result in results],
            }
        )
        return
    for result in failed:
        case = result.case
        print(f"✗ {case.file} 第{case.line}行：{case.name}")
        for difference in result.differences:
            print(f"    {difference}")
    worked = {result.case.id for result in results if result.case.id}
    print(f"案例 {len(results)} 个，通过 {len(results) - len(failed)} 个", end="")
    print(f"；领域表算例 {len(worked)} 个" if worked else "")
    later = [] if stacks[0].name is None else _later(stacks)
    if later:
        print(f"另有 {len(later)} 个领域表算例属于以后的模块：", end="")
        print("、".join(f"{case}（{room}）" for case, room in later))


def _later(stacks: Sequence[Stack]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(entry for stack in stacks for entry in stack.rulebook.later))


def _as_json(result: Result) -> dict[str, object]:
    case = result.case
    return {
        "id": case.id,
        "name": case.name,
        "ask": case.ask,
        "file": case.file,
        "line": case.line,
        "passed": result.passed,
        "differences": list(result.differences),
    }


def _mutate(stacks: Sequence[Stack], *, as_json: bool) -> int:
    mutations: list[Mutation] = []
    progress = Progress()
    for stack in stacks:
        results = [run_case(case, stack.responders, WatchingReader()) for case in stack.cases]
        broken = sum(not result.passed for result in results)
        if broken:
            print(f"先让 {broken} 个案例通过，再改动数字。", file=sys.stderr)
            return FAILED
        mutations += mutate(
            _numbers_to_step(stack, results),
            stack.cases,
            stack.responders,
            progress=lambda done: progress.show(f"已改动 {done} 个数字"),
        )
    progress.clear()
    escaped = [mutation for mutation in mutations if not mutation.caught]
    if as_json:
        print_json([_mutation_json(mutation) for mutation in mutations])
    else:
        for mutation in escaped:
            print(f"✗ {mutation.number.key} = {mutation.number.text}：{_complaint(mutation)}")
        print(f"改动数字 {len(mutations)} 个，被案例发现 {len(mutations) - len(escaped)} 个")
    return FAILED if escaped else PASSED


def _numbers_to_step(stack: Stack, results: Sequence[Result]) -> list[Number]:
    """The numbers of the pack the cases lie beside; of other case files, those they read."""
    if stack.name is not None:
        return [n for n in numbers_of(stack.rulebook) if n.key.startswith(f"{stack.name}/")]
    read = {key for result in results for key in result.numbers}
    return [number for number in numbers_of(stack.rulebook) if number.key in read]


def _mutation_json(mutation: Mutation) -> dict[str, object]:
    return {
        "number": mutation.number.key,
        "value": mutation.number.text,
        "stepped": str(mutation.number.stepped()),
        "failed": mutation.failed,
        "failed_without_reading": [case.name for case in mutation.strangers],
    }


def _complaint(mutation: Mutation) -> str:
    if not mutation.failed:
        return "改动后没有案例不通过"
    names = "、".join(case.name for case in mutation.strangers)
    return f"没有用到它的案例也不通过了：{names}"
