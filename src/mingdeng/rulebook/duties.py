"""From pack files to the duties of a stack: what judging needs, and no more."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from mingdeng.rulebook.changes import Change, read_change
from mingdeng.rulebook.definitions import Definition, read_definition
from mingdeng.rulebook.errors import Flaw
from mingdeng.rulebook.model import LEVELS, After, Place, Rule, Rulebook, Setting
from mingdeng.rulebook.packfiles import PackFile, PackFiles, open_packs
from mingdeng.rulebook.reading import PackReader
from mingdeng.rulebook.rules import read_rule
from mingdeng.rulebook.stacking import stack_rules
from mingdeng.rulebook.yamltree import Node


class Named(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...


N = TypeVar("N", bound=Named)


def load_duties(names: Sequence[str]) -> Rulebook:
    """The duties, settings and defined terms under the named packs; formulas are left out.

    Raises PackError with every flaw: file, line, problem, remedy.
    """
    files = open_packs(names)
    rulebook = duties_of(files)
    files.refuse_flawed()
    return rulebook


def duties_of(files: PackFiles) -> Rulebook:
    """The rulebook of opened packs without formulas; flaws stay with the readers."""
    definitions: dict[str, Definition] = {}
    for file in files.files:
        for term in file.each("definitions", partial(read_definition, file.reader)):
            add(file, definitions, term)
    nodes, rules = _rules(files, definitions)
    settings: dict[str, Setting] = {}
    for file in files.files:
        for setting in file.each("settings", partial(_setting, file.reader)):
            add(file, settings, setting)
    changes = _changes(files)
    _check_targets(files, changes, {"rule": set(rules), "setting": set(settings)})
    _check_due_of(files, rules)
    stacked, conflicts = stack_rules(
        {name: (rule, nodes[name]) for name, rule in rules.items()},
        changes,
        definitions,
        {file.reader.file: file.reader for file in files.files},
    )
    return Rulebook(
        packs=files.packs,
        rules=stacked,
        formulas={},
        settings=_set(settings, changes),
        definitions=definitions,
        conflicts=tuple(conflicts),
        fingerprint=files.fingerprint,
        later=tuple(_later_cases(files)),
    )


def add(file: PackFile, known: dict[str, N], entry: N) -> None:
    """Take an entry; one whose id is taken already is a flaw."""
    if entry.id in known:
        other = known[entry.id].place
        problem = f"“{entry.id}”已在 {other.file} 第{other.line}行写过。"
        remedy = "编号不能重复；要改上级规则请写在 changes 下。"
        file.reader.flaws.append(Flaw(file.reader.file, entry.place.line, problem, remedy))
    known.setdefault(entry.id, entry)


def _rules(
    files: PackFiles, definitions: dict[str, Definition]
) -> tuple[dict[str, Node], dict[str, Rule]]:
    """The rules, and the node of each: changes of lower packs are applied to nodes."""
    nodes: dict[str, Node] = {}
    rules: dict[str, Rule] = {}
    for file in files.files:
        for node, rule in file.each("rules", partial(_with_node, file.reader, definitions)):
            nodes.setdefault(rule.id, node)
            add(file, rules, rule)
    return nodes, rules


def _with_node(
    reader: PackReader, definitions: dict[str, Definition], node: Node
) -> tuple[Node, Rule]:
    return node, read_rule(reader, node, definitions)


def _changes(files: PackFiles) -> list[Change]:
    """What lower packs change, highest level first."""
    level = {Path(pack.folder).name: LEVELS.index(pack.level) for pack in files.packs}
    changes = [
        change
        for file in files.files
        for change in file.each("changes", partial(read_change, file.reader))
    ]
    return sorted(changes, key=lambda change: level.get(change.place.pack, len(LEVELS)))


def _set(settings: dict[str, Setting], changes: Sequence[Change]) -> dict[str, Setting]:
    """The settings as the packs below set them."""
    result = dict(settings)
    for change in changes:
        if change.target == "setting" and change.id in result and "value" in change.set:
            reader = PackReader(change.place.pack, change.place.file)
            number = reader.number(change.set["value"], f"{change.place.pack}/{change.id}:value")
            result[change.id] = result[change.id]._replace(number=number)
    return result


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


def _later_cases(files: PackFiles) -> list[tuple[str, str]]:
    """Worked cases that wait for rooms not built yet."""
    return [
        case for file in files.files for case in file.each("later", partial(_later, file.reader))
    ]


def _later(reader: PackReader, node: Node) -> tuple[str, str]:
    entries = reader.mapping(node, required=("case", "room"))
    return reader.text(entries["case"]), reader.text(entries["room"])


def _check_targets(files: PackFiles, changes: Sequence[Change], known: dict[str, set[str]]) -> None:
    for change in changes:
        if change.id not in known[change.target]:
            problem = f"要改的“{change.id}”不存在。"
            remedy = "请核对编号，或确认上级规则包已一并选用。"
            reader = files.reader_of(change.place.file)
            reader.flaws.append(Flaw(reader.file, change.place.line, problem, remedy))


def _check_due_of(files: PackFiles, rules: dict[str, Rule]) -> None:
    """What follows the due day of another rule must name one there is."""
    for rule in rules.values():
        for version in rule.written:
            wanted = version.timing.due_of if isinstance(version.timing, After) else ()
            for name in wanted:
                if name not in rules:
                    reader = files.reader_of(version.place.file)
                    problem, remedy = f"没有“{name}”这条规则。", "请核对 due_of。"
                    reader.flaws.append(Flaw(reader.file, version.place.line, problem, remedy))
