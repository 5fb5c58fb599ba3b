"""Minutes of meetings: labelled cells, labelled lines and running text made into records."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mingdeng.files.context import Context, context_of, organization_in
from mingdeng.files.counts import read_attendance, votes_named
from mingdeng.files.dates import YearHint, read_date_text
from mingdeng.files.grid import Grid, Spot, Value
from mingdeng.files.kinds import kind_words, named_kinds
from mingdeng.files.minuteslines import Piece, label_words
from mingdeng.files.rows import MINUTES, TEXT, TITLE, Source
from mingdeng.files.text import squeeze, without_brackets

_NUMBERED_LINE = re.compile(r"^\s*(?:第?[一二三四五六七八九十]{1,3}(?:、|是|项)|\d{1,2}[、.．])\s*")
_CHINESE_LINE = re.compile(r"^\s*[一二三四五六七八九十]{1,3}、")
_HELD_AT = re.compile(r"在(.{2,20}?)(?:召开|组织|举行|开展|举办)")
_CHAIRED_BY = re.compile(
    r"由(?:党?支部书记|书记|副书记|党小组组长|组长)?([\u4e00-\u9fff·]{2,5}?)(?:同志)?(?:主持|召集)"
)
_ABSENCE_CLAUSE = re.compile(
    r"(?:缺席|请假|未到会|因[事病公][^,，。;；]{0,4}请假)[^。;；\n]{0,200}"
)
_GROUP = re.compile(
    r"第?[一二三四五六七八九十\d]{1,2}党?小组|(?<=\()第?[一二三四五六七八九十\d]{1,2}组(?=\))"
)
_HEADCOUNT = re.compile("应到|实到|应参|实参")
_CONTINUED = frozenset(
    ["topic", "agenda", "decision", "absent", "attendees", "guests", "votes", "body", "attendance"]
)
_SIGNS_OF_MINUTES = (
    *("place", "chair", "recorder", "expected", "present", "attendance", "absent", "attendees"),
    "guests",
)
# Fields under the names the rows use; the name of a meeting is quoted as its kind.
_QUOTED: dict[str, tuple[str, ...]] = {
    "date": ("held_on",),
    "time": ("start",),
    "kind": ("kinds",),
    "attendance": ("expected", "present"),
    "name": (),
}
_NO_DATE = frozenset(["unreadable-date", "no-day", "ambiguous-date"])
MAX_UNITS = 2_000
_MAX_SECTION = 8_000  # characters; more than that is no label's value


@dataclass(slots=True)
class Said:
    """The words of a field and where they stand."""

    text: str
    spot: Spot
    label: str = ""


@dataclass(slots=True)
class Unit:
    """What is written about one meeting."""

    spot: Spot
    titles: list[str] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    body: list[Said] = field(default_factory=list)
    section: str = "body"

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.body)


@dataclass(slots=True)
class MinutesRecord:
    """One meeting's minutes as a record."""

    file: str
    unit: Unit
    context: Context
    form: str = MINUTES
    columns: Mapping[str, int] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        spot = self.unit.spot
        return Source(self.file, spot.sheet, spot.row, spot.place)

    def has(self, name: str) -> bool:
        return name in self.unit.said

    def value(self, name: str) -> Value:
        found = self.unit.said.get(name)
        return found.text if found else None

    def heading(self, name: str) -> str:
        found = self.unit.said.get(name)
        return found.label if found else ""

    def spot(self, name: str) -> Spot:
        found = self.unit.said.get(name)
        return found.spot if found else self.unit.spot

    def epoch_1904(self) -> bool:
        return False

    def quotes(self) -> dict[str, str]:
        """The words each field was read from."""
        found: dict[str, str] = {}
        for name, said in self.unit.said.items():
            for public in _QUOTED.get(name, (name,)):
                found.setdefault(public, said.text[:2_000])
        return found


def minutes_records(pieces: Iterable[Piece], file: str) -> list[MinutesRecord]:
    """The meetings a document or a form reports; [] where it is something else."""
    records = []
    for unit in _units(pieces):
        record = _record(unit, file)
        if record:
            records.append(record)
    return records


def organization_said(record: MinutesRecord) -> tuple[str | None, str | None]:
    """The organization of minutes: labelled, in the title, in the first lines, in the file name."""
    said = record.unit.said.get("organization")
    if said and said.text:
        return organization_in(said.text) or squeeze(said.text)[:60], TEXT
    if record.context.organization_from == TITLE:
        return record.context.organization, TITLE
    for line in record.unit.body[:3]:
        name = organization_in(line.text[:60].split("召开")[0]) if "召开" in line.text else None
        if name:
            return name, TEXT
    return record.context.organization, record.context.organization_from


# ---- one meeting from the next ----


def _units(pieces: Iterable[Piece]) -> Iterator[Unit]:
    unit: Unit | None = None
    count = 0
    for piece in pieces:
        if unit is None or _begins_anew(unit, piece):
            if unit is not None:
                yield unit
            count += 1
            if count > MAX_UNITS:
                return
            unit = Unit(piece.spot)
        _add(unit, piece)
    if unit is not None:
        yield unit


def _begins_anew(unit: Unit, piece: Piece) -> bool:
    if "date" not in unit.said:
        return False
    if piece.field == "date":
        return read_date_text(piece.text).problem not in _NO_DATE
    return piece.field is None and _is_title(piece) and bool(_title_end(piece.text))


def _add(unit: Unit, piece: Piece) -> None:
    if piece.field is None:
        _add_line(unit, piece)
        return
    name = piece.field
    if name == "date" and "date" in unit.said:
        name = "time"
    if name == "other":
        unit.section = "other"
        return
    unit.section = name if name in _CONTINUED else "body"
    if name == "body":
        _add_body(unit, piece)
    elif piece.text and name not in unit.said:
        unit.said[name] = Said(piece.text, piece.spot, piece.label)
    elif not piece.text and name in _CONTINUED:
        unit.said.setdefault(name, Said("", piece.spot, piece.label))


def _add_line(unit: Unit, piece: Piece) -> None:
    if _is_title(piece) and not unit.said and not unit.body:
        unit.titles.append(piece.text)
        return
    current = unit.said.get(unit.section)
    if current is not None and _goes_on(unit.section, current.text, piece.text):
        current.text = f"{current.text}\n{piece.text}".strip()[:_MAX_SECTION]
    if unit.section != "other":
        _add_body(unit, piece)


def _goes_on(section: str, text: str, line: str) -> bool:
    """Whether a line belongs to the label above it: at once, as a next item, after a 、."""
    if len(text) >= _MAX_SECTION:
        return False
    if not text or text.endswith(("、", "，", ",", "：", ":")):
        return True
    numbered = bool(_NUMBERED_LINE.match(line))
    if section in {"topic", "agenda"}:
        return numbered and bool(_NUMBERED_LINE.match(text))
    return section == "decision" and (numbered or "\n" in text or not text.endswith("。"))


def _add_body(unit: Unit, piece: Piece) -> None:
    if piece.text:
        unit.body.append(Said(piece.text, piece.spot))


def _is_title(piece: Piece) -> bool:
    word = squeeze(piece.text)
    if not 2 <= len(word) <= 50 or word[-1] in "。；;，,：:" or _NUMBERED_LINE.match(word):
        return False
    return not piece.in_cell or bool(_title_end(word)) or bool(named_kinds(word))


def _title_end(text: str) -> bool:
    word = re.sub(r"[()\d第期次号]+$", "", squeeze(text))
    return word.endswith(label_words("title_ends"))


# ---- one meeting ----


def _record(unit: Unit, file: str) -> MinutesRecord | None:
    titles = "".join(unit.titles)
    if any(word in titles for word in label_words("not_minutes")) and not _title_end(titles):
        return None
    context = context_of(unit.titles, unit.spot.sheet, file)
    _read_prose(unit, context.year)
    signs = sum(name in unit.said for name in _SIGNS_OF_MINUTES)
    known = _settle_kind(unit, context)
    if signs < 2 and not ("date" in unit.said and known and signs):
        return None
    if "date" not in unit.said and not known:
        return None
    _read_body(unit)
    return MinutesRecord(file, unit, context)


def _read_prose(unit: Unit, hint: YearHint) -> None:
    """2026年1月5日，某支部在三楼会议室召开支委会，会议由某某主持: fields from a sentence."""
    for line in unit.body[:4]:
        told = re.search("召开|举行|开展|组织", line.text)
        if not told or read_date_text(line.text[:80], hint).problem in _NO_DATE:
            continue
        unit.said.setdefault("date", Said(line.text[:80], line.spot))
        for name, pattern in (("place", _HELD_AT), ("chair", _CHAIRED_BY)):
            match = pattern.search(line.text[:300])
            if match and name not in unit.said:
                unit.said[name] = Said(match[1], line.spot)


def _settle_kind(unit: Unit, context: Context) -> bool:
    """Find the words that name the kind: label, title, name of sheet or file, first lines."""
    labelled = [unit.said[name] for name in ("kind", "name") if name in unit.said]
    titles = [Said(title, unit.spot) for title in unit.titles]
    if _kind_from(unit, [*labelled, *titles]) or context.kinds:
        return True
    if labelled:
        unit.said["kind"] = labelled[0]
    return _kind_from(unit, [Said(line.text[:80], line.spot) for line in unit.body[:3]])


def _kind_from(unit: Unit, candidates: Iterable[Said]) -> bool:
    for said in candidates:
        line = squeeze(said.text)
        pattern = kind_words().pattern
        # 党小组(1组)会 is only whole without its brackets.
        found = pattern.findall(without_brackets(line)) or pattern.findall(line)
        if found:
            group = _GROUP.search(line)
            if group and "group" not in unit.said:
                unit.said["group"] = Said(group[0], said.spot)
            unit.said["kind"] = Said("、".join(dict.fromkeys(found)), said.spot, said.label)
            return True
    return False


def _read_body(unit: Unit) -> None:
    """Numbers, absent people, agenda and votes from the running text, where no label gave them."""
    text = unit.text
    counts = read_attendance(text)
    labelled = any(name in unit.said for name in ("expected", "present", "attendance"))
    if not labelled and (counts.expected is not None or counts.present is not None):
        line = next((said for said in unit.body if _HEADCOUNT.search(said.text)), None)
        if line:
            unit.said["attendance"] = Said(line.text, line.spot)
    if "absent" not in unit.said:
        _read_absence_clause(unit)
    topic = unit.said.get("topic")
    if "agenda" not in unit.said and not (topic and _NUMBERED_LINE.match(topic.text)):
        items = _agenda_lines(unit)
        if items:
            unit.said["agenda"] = Said("\n".join(items), unit.body[0].spot)
    if "votes" not in unit.said and votes_named(text):
        lines = [said for said in unit.body if votes_named(said.text)] or unit.body
        unit.said["votes"] = Said("\n".join(line.text for line in lines), lines[0].spot)


def _read_absence_clause(unit: Unit) -> None:
    candidates = [said for said in unit.body if _HEADCOUNT.search(said.text)]
    candidates += [unit.said[name] for name in ("attendance", "attendees") if name in unit.said]
    for said in candidates:
        clause = _ABSENCE_CLAUSE.search(said.text)
        if clause:
            unit.said["absent"] = Said(clause[0], said.spot)
            return


def _agenda_lines(unit: Unit) -> list[str]:
    """The first sentence of each numbered line, of the outermost numbering used."""
    chinese = [said.text for said in unit.body if _CHINESE_LINE.match(said.text)]
    numbered = chinese or [said.text for said in unit.body if _NUMBERED_LINE.match(said.text)]
    if len(numbered) < 2:
        return []
    heads = [re.split(r"[。\n]", text)[0][:200] for text in numbered]
    return [f"{_NUMBERED_LINE.sub('', head)}" for head in heads]


def forms_in(grid: Grid) -> bool:
    """Whether a sheet may be a form for one meeting rather than a table."""
    return 3 <= len(grid.rows) <= 200 and grid.width <= 30
