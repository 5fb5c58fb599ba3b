"""`mingdeng mechanisms`: every mechanism of the source articles, and what became of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from mingdeng.cli.arguments import Parser, add_json
from mingdeng.cli.output import print_json
from mingdeng.documents.columns import table
from mingdeng.rulebook.mechanisms import (
    REFUSED,
    STATES,
    WAITS,
    WORKS,
    Mechanism,
    Mechanisms,
    mechanisms,
)

OK = 0


def run(argv: Sequence[str]) -> int:
    """List the mechanisms, all or some, with what carries each and how many there are."""
    known = mechanisms()
    options = _parser(known).parse_args(argv)
    rows = [
        one
        for one in known.rows
        if options.state in {None, one.state}
        and options.shape in {None, one.shape}
        and options.article in {None, one.article}
    ]
    if options.json:
        print_json({"counts": _counts(rows), "mechanisms": [_as_json(known, one) for one in rows]})
        return OK
    print(table([("编号", "机制", "形态", "使用者", "状态", "由什么承担、在哪一页")]))
    for article, label in known.articles.items():
        own = [one for one in rows if one.article == article]
        if own:
            print(f"来源文章 00{article}（{label}）{len(own)} 项")
            print(table([_line(known, one) for one in own]))
    print(_summary(rows))
    return OK


def _parser(known: Mechanisms) -> Parser:
    told = [f"{key} {text}" for key, text in (*known.shapes.items(), *known.rooms.items())]
    parser = Parser(
        prog="mingdeng mechanisms",
        description="来源文章里的机制：做成了没有，由什么承担。",
        epilog="形态和模块：" + "、".join(told),
    )
    parser.add_argument("--state", choices=STATES, help="只看这一种状态")
    parser.add_argument("--shape", choices=known.shapes, help="只看这一种形态")
    parser.add_argument("--article", choices=known.articles, help="只看这一篇文章")
    add_json(parser)
    return parser


def _line(known: Mechanisms, one: Mechanism) -> tuple[str, ...]:
    users = "、".join(known.users[user] for user in one.users)
    said = {
        WORKS: f"{'、'.join(one.carried_by)}　{one.page}",
        WAITS: known.rooms.get(one.room, ""),
        REFUSED: one.reason,
    }
    name = f"  {one.no}", one.name, known.shapes[one.shape], users
    return (*name, STATES[one.state], said[one.state])


def _counts(rows: Sequence[Mechanism]) -> dict[str, Any]:
    waiting = Counter(one.room for one in rows if one.state == WAITS)
    return {
        "all": len(rows),
        **{state: sum(one.state == state for one in rows) for state in STATES},
        "waits_for": dict(waiting.most_common()),
    }


def _summary(rows: Sequence[Mechanism]) -> str:
    counts = _counts(rows)
    parts = [f"{label} {counts[state]} 项" for state, label in STATES.items() if state != WAITS]
    rooms = mechanisms().rooms
    waiting = "、".join(f"{rooms[room]} {count}" for room, count in counts["waits_for"].items())
    parts.insert(1, f"等以后的模块 {counts[WAITS]} 项{f'（{waiting}）' if waiting else ''}")
    return f"共 {counts['all']} 项：" + "，".join(parts)


def _as_json(known: Mechanisms, one: Mechanism) -> dict[str, Any]:
    return {**one._asdict(), "article": one.article, "shape_label": known.shapes[one.shape]}
