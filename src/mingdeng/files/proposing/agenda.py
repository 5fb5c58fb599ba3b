"""What was on the agenda, what was decided, how it was voted: each with the item it belongs to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mingdeng.files.agenda import agenda_items, numbered_items
from mingdeng.files.counts import read_votes, votes_named
from mingdeng.files.proposing.meetings import NUMBERED, Line, Meeting, Value
from mingdeng.files.proposing.said import Findings, Read, ReadItem, ReadVotes, quoted
from mingdeng.files.text import chinese_number, is_nothing, squeeze
from mingdeng.rulebook.vocabulary import vocabulary

_CHINESE = re.compile(r"^\s*(?:第?[一二三四五六七八九十]{1,3}[、.．项])")
_LEAD_IN = re.compile("议题|议程|事项|研究|讨论|内容|定了|议了|商量|流程")
_NO_AGENDA = re.compile("强调|要求|指出|提出|认为|建议|必须|表示")
_WHO = (
    r"(?:会议|大会|支委会|支部|党小组|党员大会|全体(?:党员|委员|支委|与会人员)?|与会(?:人员|党员|同志|委员)?"
    r"|到会(?:党员|委员|人员)?|大家|经(?:[^，,。]{0,16}))"
)
_DECIDES = re.compile(
    rf"^(?:{_WHO}[，,]?)*(?:一致|全票|表决|举手表决|投票|无记名投票|审议|讨论|研究|认真|充分|并|最后)*"
    r"(?:同意|通过|决定|议定|确定|批准|明确)(?!了?的)"
)
_SPOKEN_OF = re.compile("传达|学习|研究|讨论|审议|听取|通报|开展")
_OF_ALL = re.compile("以上|上述|各项|所有")
_VOTES_FROM = re.compile(
    r"[，,；;。：:(（]?\s*(?:表决(?:结果|情况)?[为是：:]?\s*)?(?:其中)?[：:，,]?\s*"
    r"(?:(?<!不)(?:赞成|同意)(?:票)?[：:]?\s*[\d〇零一二三四五六七八九十百]+\s*[票人名]"
    r"|[\d一二三四五六七八九十]+\s*[票人名](?:表示)?(?:赞成|同意))"
)
SHORT, MAX_TEXT, MAX_ITEMS = 4, 500, 30


@dataclass(slots=True)
class _Item:
    """An item while it is read: its text, and what was written below it."""

    text: Read
    number: str = ""
    below: list[Line | Value] = field(default_factory=list)


def read_agenda(meeting: Meeting, found: Findings) -> tuple[ReadItem, ...]:
    """The items with topics, decisions and votes; what belongs to none is told."""
    listed = _listed(meeting)
    told, rest = _told(meeting, apart=True)
    if told and _ordinal(told[0]) > 1:
        # 会议议程：一、… with text below, then 二、…: the list is the body itself.
        listed = []
        told, rest = _told(meeting, apart=False)
    items = listed or told
    if listed and told and len(listed) == len(told):
        items = [_Item(a.text, a.number, b.below) for a, b in zip(listed, told, strict=True)]
    elif listed and told:
        rest = [*rest, *[below for item in told for below in item.below]]
    done = [_whole(item, found) for item in items]
    for source in rest:
        _give(source, done, found)
    if len(done) > MAX_ITEMS:
        found.doubt("agenda", f"议题超过 {MAX_ITEMS} 项，其余的没有填写。")
    return tuple(done[:MAX_ITEMS])


# ---- the items ----


def _listed(meeting: Meeting) -> list[_Item]:
    """Items under 议程 or 议题."""
    for name in ("agenda", "topic"):
        for value in meeting.values(name):
            if not is_nothing(value.text):
                words = value.label
                return [_Item(_item_read(value, words, text)) for text in agenda_items(value.text)]
    return _led_in(meeting)


def _item_read(source: Value | Line, label: str, text: str) -> Read:
    words = f"{label.strip('：: ')}：{text}" if label else text
    return Read(text[:MAX_TEXT], quoted(words), source.place)


def _led_in(meeting: Meeting) -> list[_Item]:
    """会议研究了三件事：一是…；二是…: items within one line, led in as an agenda."""
    for line in meeting.lines:
        if line.field or NUMBERED.match(line.text):
            continue
        items = numbered_items(line.text)
        lead = re.split(r"[一1１①(（]", line.text)[0]
        sentence = re.split("[。；;]", lead)[-1]
        if len(items) > 1 and _LEAD_IN.search(sentence) and not _NO_AGENDA.search(sentence):
            heads = [re.split("。", text)[0] for text in items]
            return [_Item(_item_read(line, "", text)) for text in heads]
    return []


def _told(meeting: Meeting, *, apart: bool) -> tuple[list[_Item], list[Line | Value]]:
    """Items as numbered lines with what stands below each, and what stands outside of them.

    `apart`: lines that belong to the label 议题 or 议程 are left out.
    """
    listed = frozenset({"topic", "agenda"})
    free = [line for line in meeting.lines if not line.field]
    outermost = _CHINESE if any(_CHINESE.match(line.text) for line in free) else NUMBERED
    items: list[_Item] = []
    outside: list[Line | Value] = []
    for line in meeting.lines:
        if line.field in listed and (apart or not NUMBERED.match(line.text)):
            continue
        if line.field in {"", *listed} and outermost.match(line.text):
            items.append(_begun(line, outermost))
        elif items and not _OF_ALL.search(line.text):
            items[-1].below.append(line)
        elif line.field in {"", "decision", "votes"}:
            outside.append(line)
    if len(items) < 2 and not _is_agenda_line(items):
        below = [one for item in items for one in (item_line(item), *item.below)]
        return [], [*outside, *below]
    return items, [*_closing(items), *outside]


def _begun(line: Line, outermost: re.Pattern[str]) -> _Item:
    text = outermost.sub("", line.text, count=1).strip()
    head, _, rest = text.partition("。")
    number = NUMBERED.match(line.text)
    item = _Item(
        line.read(head[:MAX_TEXT].strip("；;：: "), line.text), number[0] if number else ""
    )
    if rest.strip():
        item.below.append(Line(rest.strip(), line.place))
    elif _DECIDES.search(head):
        item.below.append(Line(head, line.place))
    return item


def _ordinal(item: _Item) -> int:
    """The number of an item, 1 where it has none."""
    digits = re.search(r"[一二三四五六七八九十]+|\d+", item.number)
    return (chinese_number(digits[0]) or 1) if digits else 1


def item_line(item: _Item) -> Line:
    """An item as the line it was."""
    return Line(item.text.words, item.text.place)


def _is_agenda_line(items: Sequence[_Item]) -> bool:
    return bool(items) and bool(_SPOKEN_OF.match(items[0].text.value))


def _closing(items: list[_Item]) -> list[Line | Value]:
    """A decision under a label after the last item, where no other item has one, is for all."""
    labelled = [
        (place, line)
        for place, item in enumerate(items)
        for line in item.below
        if isinstance(line, Line) and line.field in {"decision", "votes"}
    ]
    if not labelled or any(place < len(items) - 1 for place, _ in labelled):
        return []
    last = items[-1]
    closing: list[Line | Value] = [line for _, line in labelled]
    last.below = [line for line in last.below if line not in closing]
    return closing if len(items) > 1 else _kept(last, closing)


def _kept(item: _Item, lines: list[Line | Value]) -> list[Line | Value]:
    item.below += lines
    return []


# ---- what was decided on them ----


def _whole(item: _Item, found: Findings) -> ReadItem:
    done = ReadItem(item.text, topic=_topic(item.text))
    for source in item.below:
        for part in _parts(source):
            done = _with(done, part, found)
    return done


def _parts(source: Line | Value) -> Iterator[tuple[Line | Value, str, bool]]:
    """The sentences of a line; whether they stand under 决议 or 表决."""
    labelled = isinstance(source, Value) or source.field in {"decision", "votes"}
    for sentence in re.split(r"(?<=[。\n])", source.text):
        text = sentence.strip(" \n。")
        if text:
            yield source, text, labelled


def _with(item: ReadItem, part: tuple[Line | Value, str, bool], found: Findings) -> ReadItem:
    source, text, labelled = part
    decision, votes = _decision(source, text, labelled=labelled), _votes(source, text, found)
    if decision and item.decision is None:
        item = replace(item, decision=decision)
    if votes and item.votes is None:
        item = replace(item, votes=votes)
    elif votes and item.votes and _numbers(votes) != _numbers(item.votes):
        told = f"议题“{item.text.value[:20]}”有不止一次表决，只写了一处的票数，请核对。"
        found.doubt("agenda", told, text)
    return item


def _decision(source: Line | Value, text: str, *, labelled: bool) -> Read | None:
    clean = NUMBERED.sub("", text)
    cut = _VOTES_FROM.search(clean)
    words = _balanced(clean[: cut.start()] if cut else clean).strip("，,；;：: ")
    if not words or is_nothing(words):
        return None
    of_label = labelled and getattr(source, "field", "decision") != "votes"
    if of_label or _DECIDES.search(words):
        return Read(words[:MAX_TEXT], quoted(text), source.place)
    return None


def _balanced(words: str) -> str:
    """Words up to a bracket that was cut open."""
    opened = max(words.rfind("（"), words.rfind("("))
    closed = max(words.rfind("）"), words.rfind(")"))
    return words[:opened] if opened > closed else words


def _votes(source: Line | Value, text: str, found: Findings) -> ReadVotes | None:
    votes = read_votes(text)
    if votes is None:
        return None
    if votes_named(text) > 1:
        found.doubt("agenda", "一句话里有不止一次表决，票数没有填写，请核对后填写。", text)
        return None
    return ReadVotes(*votes, words=quoted(text), place=source.place)


def _numbers(votes: ReadVotes) -> tuple[int | None, ...]:
    return (votes.in_favour, votes.against, votes.abstaining)


def _topic(text: Read) -> Read | None:
    """A topic only where its very name stands in the item."""
    line = squeeze(text.words)
    names = [
        word.id
        for word in vocabulary().topics.values()
        if any(name in line for name in (word.label, *word.also))
    ]
    return replace(text, value=names[0]) if len(names) == 1 else None


# ---- decisions that stand apart ----


def _give(source: Line | Value, items: list[ReadItem], found: Findings) -> None:
    """Give a decision that stands apart to the item it speaks of, where that is clear."""
    parts = list(_parts(source))
    numbered = numbered_items(source.text) if isinstance(source, Line) and source.field else ()
    if len(numbered) > 1 and len(numbered) == len(items):
        for at, text in enumerate(numbered):
            items[at] = _with(items[at], (source, text, True), found)
        return
    place: int | None = None
    for part in parts:
        _, text, labelled = part
        votes = read_votes(text)
        if not labelled and votes is None and not _DECIDES.search(text):
            continue
        # 赞成4票… in a sentence of its own belongs to the decision before it.
        before = place if votes and not _DECIDES.search(text) else None
        place = before if before is not None else _belongs(text, items)
        if place is not None:
            items[place] = _with(items[place], part, found)
        else:
            told = f"“{text[:40]}”没有写明是哪一项议题的，没有填写，请填到所属的议题。"
            found.doubt("agenda", told, text)


def _belongs(text: str, items: Sequence[ReadItem]) -> int | None:
    """The one item that shares clearly more words with a decision than any other."""
    if len(items) == 1:
        return 0
    shared = [_shared(text, item.text.value) for item in items]
    best = max(shared, default=0)
    if best < SHORT or shared.count(best) > 1:
        return None
    return shared.index(best)


def _shared(first: str, second: str) -> int:
    """The length of the longest run of signs two texts share."""
    a, b = squeeze(first)[:400], squeeze(second)[:200]
    best, row = 0, [0] * (len(b) + 1)
    for sign in a:
        row = [0, *[row[at] + 1 if sign == other else 0 for at, other in enumerate(b)]]
        best = max(best, *row)
    return best
