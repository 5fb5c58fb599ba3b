"""One rule of a pack: from nodes to checked objects."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, Protocol, TypeVar

from mingdeng.daycount import CALENDAR_UNITS
from mingdeng.rulebook.definitions import Definitions, Expanded, expand
from mingdeng.rulebook.errors import Flaw
from mingdeng.rulebook.model import (
    COUNTS,
    FORCES,
    After,
    AllOf,
    Always,
    AnyOf,
    Bound,
    Comparison,
    Every,
    Fact,
    Measure,
    Place,
    Remark,
    Requirement,
    Rule,
    Season,
    Share,
    Version,
)
from mingdeng.rulebook.numbers import Number, parse_number
from mingdeng.rulebook.reading import BASIS_KEYS, PackReader
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.rulebook.yamltree import Node

RULE_KEYS = ("refs", "acts", "optional", "free")
MONTHS = 12
TIMING_KEYS = ("every", "after", "always")
VERSION_KEYS = (
    *("to", *TIMING_KEYS, "within", "lead", "yearly", "season", "when", "only_if", "due"),
    *("counts", "postponed_with", "remark", *BASIS_KEYS),
)
MEASURE_KEYS = ("count", "sum", "of", "topic", "role", "flag")
COMPARISON_KEYS = (*MEASURE_KEYS, "at_least", "at_most", "run")
# What a condition on one piece of evidence may speak of.
EVIDENCE_NAMES: Final = frozenset(
    {
        *("present", "expected", "attendance", "hours", "days"),
        *("minutes", "metres", "gap"),
    }
)


class Dated(Protocol):
    """Anything with a span of validity and a place."""

    @property
    def from_(self) -> date: ...
    @property
    def to(self) -> date | None: ...
    @property
    def place(self) -> Place: ...


D = TypeVar("D", bound=Dated)


def read_rule(reader: PackReader, node: Node, definitions: Definitions) -> Rule:
    """The rule of an entry under `rules`. Raises Unreadable once its flaws are noted."""
    entries = reader.mapping(
        node, required=("id", "label", "owed_by", "versions"), optional=RULE_KEYS
    )
    rule_id = reader.text(entries["id"])
    versions = reader.each(
        entries["versions"], lambda child: read_version(reader, child, rule_id, definitions)
    )
    written = in_order(reader, node, versions)
    return Rule(
        id=rule_id,
        label=reader.text(entries["label"]),
        owed_by=words(reader, entries["owed_by"], "bearers"),
        refs=reader.texts(entries.get("refs")),
        acts=reader.optional_text(entries.get("acts")),
        optional=reader.flag(entries.get("optional")),
        free=frozenset(reader.texts(entries.get("free"))),
        place=reader.place(node),
        written=written,
        versions=written,
    )


def words(reader: PackReader, node: Node, group: str) -> tuple[str, ...]:
    """One or several words of a group of the vocabulary."""
    known: Mapping[str, object] = getattr(vocabulary(), group)
    found = reader.texts(node)
    unknown = [word for word in found if word not in known]
    if unknown or not found:
        raise reader.fail(
            node,
            f"词汇表中没有“{'、'.join(unknown)}”。",
            f"可用的有：{'、'.join(known)}；新词请先登记到 rulebook/vocabulary.yaml。",
        )
    return found


def in_order(reader: PackReader, node: Node, versions: Sequence[D]) -> tuple[D, ...]:
    """Versions by date; those that overlap are flaws, none at all is one."""
    if not versions:
        raise reader.fail(node, "没有可用的版本。", "请在 versions 下至少写一个完整的版本。")
    ordered = sorted(versions, key=lambda version: version.from_)
    for earlier, later in pairwise(ordered):
        if earlier.to is None or earlier.to > later.from_:
            problem = f"{later.from_} 起的版本与 {earlier.from_} 起的版本时间重叠。"
            remedy = f"请给前一个版本写上 to: {later.from_}。"
            reader.flaws.append(Flaw(reader.file, later.place.line, problem, remedy))
    return tuple(ordered)


def read_version(reader: PackReader, node: Node, rule_id: str, definitions: Definitions) -> Version:
    """One dated version of a rule."""
    entries = reader.mapping(node, required=("from", "require", "force"), optional=VERSION_KEYS)
    start = reader.day(entries["from"])
    key = f"{reader.pack}/{rule_id}@{start}"
    evidence_condition = entries.get("only_if")
    timing = _timing(reader, node, entries, key)
    require = _requirement(reader, entries["require"], f"{key}:require", definitions)
    _check_fit(reader, node, timing, require)
    when = condition(reader, entries.get("when"), f"{key}:when", definitions)
    return Version(
        from_=start,
        to=reader.optional_day(entries.get("to")),
        timing=timing,
        season=_season(reader, entries.get("season"), timing, f"{key}:season"),
        require=require,
        when=when.expression,
        otherwise=when.otherwise,
        only_if=(
            reader.expression(evidence_condition, f"{key}:only_if", EVIDENCE_NAMES)
            if evidence_condition is not None and evidence_condition.value is not None
            else None
        ),
        remark=_remark(reader, entries.get("remark"), f"{key}:remark"),
        due=_due(reader, entries.get("due"), key),
        counts=reader.choice(entries["counts"], COUNTS) if "counts" in entries else COUNTS[0],
        postponed_with=(
            words(reader, entries["postponed_with"], "flags")[0]
            if "postponed_with" in entries
            else None
        ),
        force=reader.choice(entries["force"], FORCES),
        basis=reader.basis(entries, node),
        place=reader.place(node),
    )


def condition(
    reader: PackReader, node: Node | None, key: str, definitions: Definitions
) -> Expanded:
    """A condition on the bearer's facts, with defined terms written out."""
    if node is None or node.value is None:
        return Expanded(None, None)
    names = {*vocabulary().facts, *definitions}
    return expand(reader.expression(node, key, names), definitions)


def _timing(
    reader: PackReader, node: Node, entries: Mapping[str, Node], key: str
) -> Every | After | Always:
    given = [name for name in TIMING_KEYS if name in entries]
    if len(given) != 1:
        raise reader.fail(
            node,
            "没有写明何时应当履行，或写了不止一种。",
            "every（周期）、after（某事之后）、always（随时）三者写一个。",
        )
    if given == ["every"]:
        return _every(reader, entries["every"], key)
    within = reader.offset(entries.get("within"), f"{key}:within")
    if given == ["always"]:
        return Always(within)
    return _after(reader, entries, key)


def _every(reader: PackReader, node: Node, key: str) -> Every:
    if not isinstance(node.value, dict):
        return Every(reader.choice(node, CALENDAR_UNITS))
    entries = reader.mapping(node, required=("years", "from"))
    years = reader.whole(entries["years"], f"{key}:every.years")
    if years.value < 1:
        raise reader.fail(entries["years"], f"“{years.text}”年不是周期。", "请写不小于1的整数。")
    return Every("year", years, reader.whole(entries["from"], f"{key}:every.from"))


def _season(
    reader: PackReader, node: Node | None, timing: Every | After | Always, key: str
) -> Season | None:
    """The months of each year a periodic rule is owed in, first and last; else all of them."""
    if node is None or node.value is None:
        return None
    if not isinstance(timing, Every) or timing.unit in {"half-year", "year"}:
        raise reader.fail(
            node, "season 只能与按周、旬、月、季度的 every 一起写。", "请去掉 season。"
        )
    entries = reader.mapping(node, required=("from", "to"))
    months = [reader.whole(entries[name], f"{key}.{name}") for name in ("from", "to")]
    for month in months:
        if not 1 <= month.value <= MONTHS:
            raise reader.fail(node, f"没有{month.text}月。", "请写 1 到 12。")
    return Season(*months)


def _after(reader: PackReader, entries: Mapping[str, Node], key: str) -> After:
    node = entries["after"]
    parts = (
        reader.mapping(node, optional=("event", "evidence", "due_of"))
        if isinstance(node.value, dict)
        else {"event": node}
    )
    if len(parts) != 1:
        raise reader.fail(node, "after 应写一件事。", "请写 event、evidence 或 due_of 中的一个。")
    return After(
        event=words(reader, parts["event"], "events")[0] if "event" in parts else None,
        kind=words(reader, parts["evidence"], "kinds")[0] if "evidence" in parts else None,
        due_of=reader.texts(parts.get("due_of")),
        within=reader.offset(entries.get("within"), f"{key}:within"),
        yearly=reader.flag(entries.get("yearly")),
        lead=reader.offset(entries.get("lead"), f"{key}:lead"),
    )


def _remark(reader: PackReader, node: Node | None, key: str) -> Remark | None:
    if node is None:
        return None
    entries = reader.mapping(node, required=("when", "say"))
    when = reader.expression(entries["when"], key, EVIDENCE_NAMES)
    return Remark(when, reader.text(entries["say"]))


def _due(reader: PackReader, node: Node | None, key: str) -> tuple[tuple[str, Number], ...]:
    """`period-end` or nothing: the last day of the period; else an offset after that day."""
    if node is not None and node.value == "period-end":
        return ()
    return reader.offset(node, f"{key}:due")


def _requirement(reader: PackReader, node: Node, key: str, definitions: Definitions) -> Requirement:
    entries = reader.mapping(node, optional=(*COMPARISON_KEYS, "any_of", "all_of", "fact"))
    for name, shape in (("any_of", AnyOf), ("all_of", AllOf)):
        if name in entries:
            reader.mapping(node, required=(name,))
            parts = tuple(
                _requirement(reader, child, f"{key}.{name}.{place}", definitions)
                for place, child in enumerate(reader.children(entries[name]), start=1)
            )
            return shape(parts)
    if "fact" in entries:
        reader.mapping(node, required=("fact",))
        fact = condition(reader, entries["fact"], f"{key}.fact", definitions).expression
        if fact is None:
            raise reader.fail(node, "fact 没有写条件。", "请写如 fact: committee。")
        return Fact(fact)
    return _comparison(reader, node, entries, key)


def _check_fit(
    reader: PackReader, node: Node, timing: Every | After | Always, require: Requirement
) -> None:
    """Standing duties ask for facts, what follows an event for a count; nothing else fits."""
    fits = {
        Every: not _has_fact(require),
        After: isinstance(require, Comparison) and isinstance(require.at_least, Number),
        Always: isinstance(require, Fact),
    }
    if not fits[type(timing)]:
        raise reader.fail(
            node,
            "要求与时间不相配。",
            "every 配 count/sum，after 配一个 count 和数字 at_least，always 配 fact。",
        )


def _has_fact(require: Requirement) -> bool:
    match require:
        case AnyOf(options=parts) | AllOf(parts=parts):
            return any(_has_fact(part) for part in parts)
    return isinstance(require, Fact)


def _comparison(
    reader: PackReader, node: Node, entries: Mapping[str, Node], key: str
) -> Comparison:
    bounds = [name for name in ("at_least", "at_most") if name in entries]
    if len(bounds) != 1:
        raise reader.fail(node, "要求没有写数量。", "请写 at_least（不少于）或 at_most（不超过）。")
    bound = _bound(reader, entries[bounds[0]], f"{key}.{bounds[0]}")
    run, measure = entries.get("run"), _measure(reader, node, entries)
    if isinstance(bound, Number) and measure.amount is None and bound.value.denominator != 1:
        raise reader.fail(node, f"次数“{bound.text}”不是整数。", "求比例请写 share。")
    return Comparison(
        measure=measure,
        at_least=bound if bounds == ["at_least"] else None,
        at_most=bound if bounds == ["at_most"] else None,
        run=reader.whole(run, f"{key}.run") if run else None,
    )


def _measure(reader: PackReader, node: Node, entries: Mapping[str, Node]) -> Measure:
    if ("count" in entries) == ("sum" in entries) or ("of" in entries) != ("sum" in entries):
        raise reader.fail(
            node,
            "没有写清数什么。",
            "数次数写 count: 类别；求合计写 sum: 量 并写 of: 类别。",
        )
    kinds = words(reader, entries["of" if "sum" in entries else "count"], "kinds")

    def word(name: str, group: str) -> str | None:
        return words(reader, entries[name], group)[0] if name in entries else None

    return Measure(
        kinds=kinds,
        amount=word("sum", "amounts"),
        topic=word("topic", "topics"),
        role=word("role", "roles"),
        flag=word("flag", "flags"),
    )


def _bound(reader: PackReader, node: Node, key: str) -> Bound:
    if isinstance(node.value, dict):
        entries = reader.mapping(node, required=("share", "of"))
        of = reader.mapping(entries["of"], optional=MEASURE_KEYS)
        share = reader.number(entries["share"], f"{key}.share")
        return Share(share, _measure(reader, entries["of"], of))
    text = reader.text(node)
    try:
        return parse_number(text, reader.owned(key))
    except (ValueError, ZeroDivisionError):
        return words(reader, node, "facts")[0]
