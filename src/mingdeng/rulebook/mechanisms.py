"""The mechanisms the source articles name, and what became of each (`packs/mechanisms.yaml`)."""

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from mingdeng.rulebook.errors import PackError
from mingdeng.rulebook.packfiles import SHIPPED
from mingdeng.rulebook.reading import PackReader, Unreadable
from mingdeng.rulebook.treecache import parse_file
from mingdeng.rulebook.yamltree import Node

FILE = SHIPPED / "mechanisms.yaml"
WORKS, WAITS, REFUSED = "works", "waits", "refused"
STATES: Final[Mapping[str, str]] = {WORKS: "做成", WAITS: "等", REFUSED: "依规不做"}
ROW: Final = ("no", "quote", "name", "shape", "users", "rules")
WORDS: Final = ("shapes", "users", "rooms", "articles")


class Mechanism(NamedTuple):
    """One mechanism of one article, and what became of it.

    `carried_by` are the registers and rules that carry it, `page` the address where people
    use it, `test` what shows that they can; `room` is what it waits for, `reason` why it is
    not to be.
    """

    no: str
    quote: str
    name: str
    shape: str
    users: tuple[str, ...]
    rules: tuple[str, ...]
    state: str
    carried_by: tuple[str, ...]
    page: str
    test: str
    room: str
    reason: str

    @property
    def article(self) -> str:
        """The article it stands in, by its first figure."""
        return self.no[0]


class Mechanisms(NamedTuple):
    """All of them in the order of the articles, and what the marks are called."""

    rows: tuple[Mechanism, ...]
    shapes: Mapping[str, str]
    users: Mapping[str, str]
    rooms: Mapping[str, str]
    articles: Mapping[str, str]


@cache
def mechanisms() -> Mechanisms:
    """The table that comes with the program. Raises PackError with every flaw."""
    tree, _ = parse_file(FILE, FILE.name)
    reader = PackReader("", FILE.name)
    try:
        entries = reader.mapping(tree, required=(*WORDS, "mechanisms"))
        words = {name: _words(reader, entries[name]) for name in WORDS}
        rows = reader.each(entries["mechanisms"], lambda node: _row(reader, node, words))
    except Unreadable:
        rows, words = [], {}
    if reader.flaws:
        raise PackError(reader.flaws)
    return Mechanisms(tuple(rows), **words)


def _words(reader: PackReader, node: Node) -> dict[str, str]:
    return {key: reader.text(child) for key, child in node.items()}


def _row(reader: PackReader, node: Node, words: Mapping[str, Mapping[str, str]]) -> Mechanism:
    entries = reader.mapping(node, required=ROW, optional=(*STATES, "page", "test"))
    states = [state for state in STATES if state in entries]
    if len(states) != 1:
        raise reader.fail(node, "没有写明做成没有。", f"{'、'.join(STATES)} 三者写一个。")
    state = states[0]
    if (state == WORKS) != ("page" in entries and "test" in entries):
        raise reader.fail(node, "page 和 test 写得不对。", "做成的两样都写，其他不写。")
    return Mechanism(
        no=reader.text(entries["no"]),
        quote=reader.text(entries["quote"]),
        name=reader.text(entries["name"]),
        shape=reader.choice(entries["shape"], words["shapes"]),
        users=tuple(
            reader.choice(child, words["users"]) for child in reader.children(entries["users"])
        ),
        rules=reader.texts(entries["rules"]),
        state=state,
        carried_by=reader.texts(entries[state]) if state == WORKS else (),
        page=reader.optional_text(entries.get("page")) or "",
        test=reader.optional_text(entries.get("test")) or "",
        room=reader.choice(entries[state], words["rooms"]) if state == WAITS else "",
        reason=reader.text(entries[state]) if state == REFUSED else "",
    )
