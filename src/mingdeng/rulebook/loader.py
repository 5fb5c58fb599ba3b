"""From pack folders to a checked rulebook."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from mingdeng.rulebook.changes import Change, read_change
from mingdeng.rulebook.definitions import Definition, read_definition
from mingdeng.rulebook.errors import Flaw, PackError, QuestionError
from mingdeng.rulebook.formulas import borrowed_numbers, find_number, read_formula
from mingdeng.rulebook.model import LEVELS, After, Formula, Pack, Place, Rule, Rulebook, Setting
from mingdeng.rulebook.reading import PackReader, Unreadable
from mingdeng.rulebook.rules import read_rule
from mingdeng.rulebook.stacking import stack_rules
from mingdeng.rulebook.treecache import parse_file
from mingdeng.rulebook.yamltree import Node

SHIPPED = Path(__file__).resolve().parents[3] / "packs"
HEAD = "pack.yaml"
CASES = ".cases.yaml"
SECTIONS = ("text", "definitions", "rules", "formulas", "settings", "changes", "later")

T = TypeVar("T")


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...


N = TypeVar("N", bound=_Named)


@dataclass
class _Collected:
    """What the files of all packs hold, before the packs are stacked."""

    packs: list[Pack] = field(default_factory=list)
    files: list[tuple[PackReader, dict[str, Node]]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    definitions: dict[str, Definition] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    formulas: dict[str, Formula] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    later: list[tuple[str, str]] = field(default_factory=list)


def pack_folder(name: str) -> Path:
    """The folder of a shipped pack by name, or the folder itself. Raises PackError."""
    for candidate in (SHIPPED / name, Path(name)):
        if (candidate / HEAD).is_file():
            return candidate
    known = "、".join(shipped_packs())
    raise PackError(
        [Flaw(name, 1, "没有这个规则包。", f"现有：{known}；或写一个含 {HEAD} 的目录。")]
    )


def shipped_packs() -> list[str]:
    """Names of the packs that come with the program."""
    return sorted(path.parent.name for path in SHIPPED.glob(f"*/{HEAD}"))


def load(names: Sequence[str]) -> Rulebook:
    """The rulebook under the named packs or pack folders, higher levels first.

    Raises PackError with every flaw: file, line, problem, remedy.
    """
    collected = _Collected()
    flaws: list[Flaw] = []
    for folder in [pack_folder(name) for name in dict.fromkeys(names)]:
        try:
            _read_folder(folder, collected)
        except PackError as error:
            flaws += error.flaws
    _read_sections(collected)
    flaws += [flaw for reader, _ in collected.files for flaw in reader.flaws]
    if flaws:
        raise PackError(flaws)
    return _rulebook(collected)


def pack_files(folder: Path) -> list[Path]:
    """The files of a pack that hold rules: neither its head nor its cases."""
    return sorted(
        path
        for path in folder.glob("*.yaml")
        if path.name != HEAD and not path.name.endswith(CASES)
    )


def case_files(folder: Path) -> list[Path]:
    """The case files of a pack."""
    return sorted(folder.glob(f"*{CASES}"))


def _read_folder(folder: Path, collected: _Collected) -> None:
    head, digest = _tree(folder / HEAD, f"{folder.name}/{HEAD}")
    reader = PackReader(folder.name, f"{folder.name}/{HEAD}")
    collected.digests.append(digest)
    collected.files.append((reader, {}))
    try:
        collected.packs.append(_pack(reader, head, folder))
    except Unreadable:
        return
    for path in pack_files(folder):
        name = f"{folder.name}/{path.name}"
        tree, digest = _tree(path, name)
        collected.digests.append(digest)
        file_reader = PackReader(folder.name, name)
        collected.files.append((file_reader, _sections(file_reader, tree)))


def _tree(path: Path, name: str) -> tuple[Node, str]:
    try:
        return parse_file(path, name)
    except (OSError, UnicodeDecodeError):
        raise PackError([Flaw(name, 1, "文件不能读取。", "请另存为 UTF-8 文本。")]) from None


def _pack(reader: PackReader, head: Node, folder: Path) -> Pack:
    entries = reader.mapping(head, required=("id", "label", "level", "binds"))
    return Pack(
        id=reader.text(entries["id"]),
        label=reader.text(entries["label"]),
        level=reader.choice(entries["level"], LEVELS),
        binds=reader.text(entries["binds"]),
        folder=str(folder),
    )


def _sections(reader: PackReader, tree: Node) -> dict[str, Node]:
    try:
        sections = reader.mapping(tree, optional=SECTIONS)
    except Unreadable:
        return {}
    reader.title = reader.optional_text(sections.get("text"))
    return sections


def _read_sections(collected: _Collected) -> None:
    """Definitions first, since rules of any file may use them."""
    for reader, sections in collected.files:
        for term in _each(reader, sections, "definitions", partial(read_definition, reader)):
            _add(reader, collected.definitions, term)
    for reader, sections in collected.files:
        _read_rules(reader, sections, collected)


def _read_rules(reader: PackReader, sections: dict[str, Node], collected: _Collected) -> None:
    terms = collected.definitions

    def rule_with_node(child: Node) -> Rule:
        rule = read_rule(reader, child, terms)
        collected.nodes.setdefault(rule.id, child)
        return rule

    for rule in _each(reader, sections, "rules", rule_with_node):
        _add(reader, collected.rules, rule)
    for formula in _each(reader, sections, "formulas", lambda n: read_formula(reader, n, terms)):
        _add(reader, collected.formulas, formula)
    for setting in _each(reader, sections, "settings", partial(_setting, reader)):
        _add(reader, collected.settings, setting)
    collected.changes += _each(reader, sections, "changes", partial(read_change, reader))
    collected.later += _each(reader, sections, "later", partial(_later, reader))


def _each(
    reader: PackReader, sections: dict[str, Node], name: str, read: Callable[[Node], T]
) -> list[T]:
    try:
        return reader.each(sections.get(name), read)
    except Unreadable:
        return []


def _add(reader: PackReader, known: dict[str, N], entry: N) -> None:
    if entry.id in known:
        other = known[entry.id].place
        problem = f"“{entry.id}”已在 {other.file} 第{other.line}行写过。"
        remedy = "编号不能重复；要改上级规则请写在 changes 下。"
        reader.flaws.append(Flaw(reader.file, entry.place.line, problem, remedy))
    known.setdefault(entry.id, entry)


def _setting(reader: PackReader, node: Node) -> Setting:
    entries = reader.mapping(node, required=("id", "label", "value", "gist"))
    name = reader.text(entries["id"])
    return Setting(
        id=name,
        label=reader.text(entries["label"]),
        number=reader.number(entries["value"], f"{reader.pack}/{name}:value"),
        gist=reader.text(entries["gist"]),
        place=reader.place(node),
    )


def _later(reader: PackReader, node: Node) -> tuple[str, str]:
    entries = reader.mapping(node, required=("case", "room"))
    return reader.text(entries["case"]), reader.text(entries["room"])


def _rulebook(collected: _Collected) -> Rulebook:
    readers = {reader.file: reader for reader, _ in collected.files}
    level = {pack.id: LEVELS.index(pack.level) for pack in collected.packs}
    changes = sorted(collected.changes, key=lambda change: level[change.place.pack])
    _check_targets(readers, changes, collected)
    rules, conflicts = stack_rules(
        {name: (rule, collected.nodes[name]) for name, rule in collected.rules.items()},
        changes,
        collected.definitions,
        readers,
    )
    rulebook = Rulebook(
        packs=tuple(sorted(collected.packs, key=lambda pack: LEVELS.index(pack.level))),
        rules=rules,
        formulas=collected.formulas,
        settings=_settings(collected, changes),
        definitions=collected.definitions,
        conflicts=tuple(conflicts),
        fingerprint=hashlib.sha256("".join(collected.digests).encode()).hexdigest()[:12],
        later=tuple(collected.later),
    )
    _check_references(readers, rulebook, collected)
    flaws = [flaw for reader in readers.values() for flaw in reader.flaws]
    if flaws:
        raise PackError(flaws)
    return rulebook


def _settings(collected: _Collected, changes: Sequence[Change]) -> dict[str, Setting]:
    settings = dict(collected.settings)
    for change in changes:
        if change.target == "setting" and change.id in settings and "value" in change.set:
            reader = PackReader(change.place.pack, change.place.file)
            number = reader.number(change.set["value"], f"{change.place.pack}/{change.id}:value")
            settings[change.id] = replace(settings[change.id], number=number)
    return settings


def _check_targets(
    readers: dict[str, PackReader], changes: Sequence[Change], collected: _Collected
) -> None:
    known = {"rule": set(collected.rules), "setting": set(collected.settings)}
    for change in changes:
        if change.id not in known[change.target]:
            problem = f"要改的“{change.id}”不存在。"
            remedy = "请核对编号，或确认上级规则包已一并选用。"
            reader = readers[change.place.file]
            reader.flaws.append(Flaw(reader.file, change.place.line, problem, remedy))


def _check_references(
    readers: dict[str, PackReader], rulebook: Rulebook, collected: _Collected
) -> None:
    """Loans of formulas and `due_of` of rules must lead somewhere."""
    for formula in rulebook.formulas.values():
        for name, loan in borrowed_numbers(formula):
            try:
                find_number(rulebook, loan, None)
            except QuestionError as error:
                reader = readers[formula.place.file]
                problem = f"“{formula.id}”的“{name}”：{error}。"
                remedy = "请核对 rule 与 path。"
                reader.flaws.append(Flaw(reader.file, formula.place.line, problem, remedy))
    for rule in collected.rules.values():
        for version in rule.written:
            wanted = version.timing.due_of if isinstance(version.timing, After) else ()
            for name in wanted:
                if name not in collected.rules:
                    reader = readers[version.place.file]
                    problem, remedy = f"没有“{name}”这条规则。", "请核对 due_of。"
                    reader.flaws.append(Flaw(reader.file, version.place.line, problem, remedy))
