"""Registers as data: the definitions in `packs/*/registers/*.yaml`, checked (ADR 0018)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from mingdeng.rulebook.errors import Flaw, PackError
from mingdeng.rulebook.model import CONFIDENCES, LEVELS, Place
from mingdeng.rulebook.packfiles import open_packs, pack_folder
from mingdeng.rulebook.reading import PackReader, Unreadable
from mingdeng.rulebook.treecache import parse_file
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.rulebook.yamltree import Node

FOLDER = "registers"
TITLE, OWNER, ABOUT, PARENT = "title", "owner", "about", "parent"
DAYS: Final = ("day", "until", "due")
# The fields that are real columns of an entry, each with the one type it can have.
COLUMNS: Final[Mapping[str, str]] = {
    TITLE: "text",
    **dict.fromkeys(DAYS, "date"),
    PARENT: "entry",
    OWNER: "person",
    ABOUT: "person",
}
TYPES: Final = (
    *("text", "long", "date", "choice", "choices", "count", "number", "money", "yes_no"),
    *("person", "people", "entry"),
)
NUMBERS: Final = frozenset({"count", "number", "money"})
PEOPLE: Final = frozenset({"person", "people"})
CHOOSING: Final = frozenset({"choice", "choices"})
CYCLES: Final = ("month", "quarter", "year")
PARTIES = "parties"
# What forms and addresses call things of their own: no field can be called so.
TAKEN: Final = frozenset({"key", "version", "organization", "period", "csrfmiddlewaretoken"})
# Who may read and write where a definition does not say.
READERS: Final = ("member", "group_leader", "secretary", "office", "leading", "discipline")
WRITERS: Final = ("secretary", "office")
ROLES: Final = (*READERS, "viewer", "unit_staff")
REQUIRED: Final = ("id", "label", "group", "kept_by", "gist", "refs", "cite", "confidence")
OPTIONAL: Final = (
    *("doubt", "every", "readers", "writers", "closed_by", "asks", "evidence", "bears"),
    *("totals", "fields"),
)
FIELD_OPTIONAL: Final = ("required", "choices", "restricted", "of", "fresh")
REMEDY = "写法见 docs/registers.md。"


class Field(NamedTuple):
    """One thing asked of an entry.

    `restricted` are the roles that may see it, empty where everyone may who sees the entry;
    `of` is the register whose entries an entry field names; `fresh` is asked anew when an
    entry is carried into the next period.
    """

    id: str
    label: str
    type: str
    required: bool
    choices: tuple[str, ...]
    restricted: tuple[str, ...]
    of: str | None
    fresh: bool
    place: Place

    @property
    def is_column(self) -> bool:
        """Whether it is a real column of an entry."""
        return self.id in COLUMNS and self.type not in PEOPLE

    @property
    def is_person(self) -> bool:
        """Whether it names people."""
        return self.type in PEOPLE


class Register(NamedTuple):
    """One kind of register, as the pages, papers and the judging need to know it."""

    id: str
    label: str
    group: str
    pack: str
    kept_by: tuple[str, ...]
    gist: str
    refs: tuple[str, ...]
    cite: str
    confidence: str
    doubt: str | None
    every: str | None
    readers: tuple[str, ...]
    writers: tuple[str, ...]
    closed_by: tuple[str, ...]
    asks: str | None
    evidence: str | None
    bears: str | None
    totals: tuple[str, ...]
    fields: tuple[Field, ...]
    place: Place

    def field(self, name: str) -> Field | None:
        """A field by its id."""
        return next((field for field in self.fields if field.id == name), None)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The rows of the table of mechanisms it serves: those that begin with a digit."""
        return tuple(ref for ref in self.refs if ref[:1].isdigit())

    @property
    def tracked(self) -> bool:
        """Whether its entries are worked on until they are closed, and may be late."""
        return bool(self.closed_by) or self.field("due") is not None


class Shelf(NamedTuple):
    """The registers of a stack of packs by id, and the fingerprint of their texts."""

    registers: Mapping[str, Register]
    fingerprint: str

    def groups(self) -> dict[str, list[Register]]:
        """The registers as users speak of them, in the order the packs tell them."""
        found: dict[str, list[Register]] = {}
        for register in self.registers.values():
            found.setdefault(register.group, []).append(register)
        return found


def load_registers(names: Iterable[str]) -> Shelf:
    """The registers of the named packs or pack folders, higher levels first; read once.

    Raises PackError with every flaw: file, line, problem, remedy.
    """
    return _loaded(tuple(dict.fromkeys(names)))


@cache
def _loaded(names: tuple[str, ...]) -> Shelf:
    folders = _by_level(names)
    found: dict[str, Register] = {}
    flaws: list[Flaw] = []
    digests: list[str] = []
    for folder in folders:
        for path in sorted((folder / FOLDER).glob("*.yaml")):
            reader, entries, digest = _open(folder, path)
            digests.append(digest)
            for node in entries:
                _add(reader, node, found)
            flaws += reader.flaws
    flaws += _unknown_references(found)
    if flaws:
        raise PackError(flaws)
    return Shelf(found, "".join(digest[:8] for digest in digests))


def _by_level(names: tuple[str, ...]) -> list[Path]:
    """The folders of the packs, the highest level first, as rules stack."""
    levels = {Path(pack.folder): LEVELS.index(pack.level) for pack in open_packs(names).packs}
    return sorted(map(pack_folder, names), key=lambda folder: levels.get(folder, 0))


def _open(folder: Path, path: Path) -> tuple[PackReader, Sequence[Node], str]:
    """One file: its reader, which gathers flaws, its entries, the digest of its text."""
    name = f"{folder.name}/{FOLDER}/{path.name}"
    try:
        tree, digest = parse_file(path, name)
    except (OSError, UnicodeDecodeError):
        raise PackError([Flaw(name, 1, "文件不能读取。", "请另存为 UTF-8 文本。")]) from None
    reader = PackReader(folder.name, name)
    try:
        return reader, reader.children(reader.mapping(tree, required=[FOLDER])[FOLDER]), digest
    except Unreadable:
        return reader, (), digest


def _add(reader: PackReader, node: Node, found: dict[str, Register]) -> None:
    try:
        entries = reader.mapping(node, required=("id",), optional=(*REQUIRED, *OPTIONAL))
        name = reader.text(entries["id"])
        if name in found:
            found[name] = _extended(reader, node, found[name])
        else:
            found[name] = _read(reader, node)
    except Unreadable:
        return


def _extended(reader: PackReader, node: Node, register: Register) -> Register:
    """A register of a higher pack with the fields a lower one adds."""
    if reader.pack == register.pack:
        raise reader.fail(node, f"“{register.id}”写了两次。", "请换一个 id，或合为一项。")
    entries = reader.mapping(node, required=("id", "fields"))
    more = reader.each(entries["fields"], lambda child: _field(reader, child))
    known = {field.id for field in register.fields}
    for field in more:
        if field.id in known:
            reader.note(node, f"“{field.id}”上级的定义里已经有了。", "只能加新的字段。")
    return register._replace(fields=(*register.fields, *more))


def _read(reader: PackReader, node: Node) -> Register:
    entries = reader.mapping(node, required=(*REQUIRED, "fields"), optional=OPTIONAL)
    get = entries.get
    fields = tuple(reader.each(entries["fields"], lambda child: _field(reader, child)))
    register = Register(
        id=reader.text(entries["id"]),
        label=reader.text(entries["label"]),
        group=reader.text(entries["group"]),
        pack=reader.pack,
        kept_by=_known(reader, entries["kept_by"], vocabulary().bearers),
        gist=reader.text(entries["gist"]),
        refs=reader.texts(entries["refs"]),
        cite=reader.text(entries["cite"]),
        confidence=reader.choice(entries["confidence"], CONFIDENCES),
        doubt=reader.optional_text(get("doubt")),
        every=_one(reader, get("every"), CYCLES),
        readers=_known(reader, get("readers"), ROLES) or READERS,
        writers=_known(reader, get("writers"), ROLES) or WRITERS,
        closed_by=_known(reader, get("closed_by"), (*ROLES, OWNER, ABOUT)),
        asks=reader.optional_text(get("asks")),
        evidence=_one(reader, get("evidence"), vocabulary().kinds),
        bears=_one(reader, get("bears"), vocabulary().bearers),
        totals=reader.texts(get("totals")),
        fields=fields,
        place=reader.place(node),
    )
    _check(reader, node, register)
    return register


def _field(reader: PackReader, node: Node) -> Field:
    entries = reader.mapping(node, required=("id", "label", "type"), optional=FIELD_OPTIONAL)
    field = Field(
        id=reader.text(entries["id"]),
        label=reader.text(entries["label"]),
        type=reader.choice(entries["type"], TYPES),
        required=reader.flag(entries.get("required")),
        choices=reader.texts(entries.get("choices")),
        restricted=_known(reader, entries.get("restricted"), (*ROLES, PARTIES)),
        of=reader.optional_text(entries.get("of")),
        fresh=reader.flag(entries.get("fresh")),
        place=reader.place(node),
    )
    _check_field(reader, node, field)
    return field


def _check_field(reader: PackReader, node: Node, field: Field) -> None:
    if field.id in TAKEN:
        reader.note(node, f"字段不能叫“{field.id}”，表单已经用了。", "请换一个 id。")
    must = COLUMNS.get(field.id)
    if must is not None and field.type != must:
        reader.note(node, f"“{field.id}”的类型只能是 {must}。", REMEDY)
    if (field.id in COLUMNS or field.is_person) and field.restricted:
        reader.note(node, f"“{field.label}”不能限制查看。", "请限制整本台账的 readers。")
    if bool(field.choices) != (field.type in CHOOSING):
        reader.note(node, f"“{field.label}”的可选项写法不对。", "choice、choices 要写，其他不写。")
    if (field.of is not None) != (field.type == "entry"):
        reader.note(node, f"“{field.label}”要写明是哪一本台账的条目（of）。", REMEDY)
    if field.type == "entry" and field.id != PARENT:
        reader.note(node, "entry 类型的字段只能是 parent。", REMEDY)


def _check(reader: PackReader, node: Node, register: Register) -> None:
    names = [field.id for field in register.fields]
    for name in {name for name in names if names.count(name) > 1}:
        reader.note(node, f"字段“{name}”写了两次。", "请只保留一个。")
    title = register.field(TITLE)
    if title is None or not title.required:
        reader.note(node, "没有必填的 title 字段。", "每一条都要有名称。")
    for name in register.totals:
        field = register.field(name)
        if field is None or field.type not in NUMBERS or field.restricted:
            reader.note(node, f"“{name}”不能合计。", "totals 只写不限制查看的数字字段。")
    if register.evidence and not register.every and register.field("day") is None:
        reader.note(node, "作为证据的条目要有日期。", "请加 day 字段，或写 every。")


def _unknown_references(found: Mapping[str, Register]) -> list[Flaw]:
    """Fields that speak of a register that is not there."""
    return [
        Flaw(field.place.file, field.place.line, f"没有“{field.of}”这本台账。", "请核对 of。")
        for register in found.values()
        for field in register.fields
        if field.of is not None and field.of not in found
    ]


def _known(reader: PackReader, node: Node | None, allowed: Iterable[str]) -> tuple[str, ...]:
    words, able = reader.texts(node), tuple(allowed)
    for word in words:
        if node is not None and word not in able:
            raise reader.fail(node, f"“{word}”不能用在这里。", f"可用的有：{'、'.join(able)}。")
    return words


def _one(reader: PackReader, node: Node | None, allowed: Iterable[str]) -> str | None:
    return None if node is None or node.value is None else reader.choice(node, allowed)
