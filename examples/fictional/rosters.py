"""The member sheet, with the six faults of persons in it."""

from dataclasses import dataclass
from datetime import date
from random import Random

from . import headings
from .entries import BIRTH_DIFFERS, LOST_DIGITS, NO_SUCH_DAY, UNKNOWN_BRANCH, WRONG_CHECK
from .entries import PersonEntry as Entry
from .grid import Sheet, Value
from .identity import as_lossy_number, with_wrong_check
from .ledgers import only_first
from .model import Person
from .office import (
    Office,
    banded,
    corner,
    date_hand,
    file_template,
    hand_for,
    hide_some,
    marked,
    name_bands,
    new_book,
)
from .other_sheets import add_other_sheets
from .spelling.dates import impossible_day, spell_date
from .spelling.kinds import spell_group
from .spelling.numerals import chinese_number
from .spelling.persons import spell_name
from .styles import Hand
from .table import Column, Line, Table, draw

FIELDS = (
    *("seq", "branch", "group", "name", "sex", "nation", "id", "birth", "education"),
    *("category", "joined", "full_on", "post", "phone", "note"),
)
DISPENSABLE = ("nation", "education", "note")
UNKNOWN_BRANCHES = ("招待所支部", "印刷厂支部", "供水公司支部", "驻外联络处支部")
LINES_TO_A_PAGE = 30


@dataclass(frozen=True)
class RosterHand:
    """Choices that hold for the whole roster and nowhere else."""

    fields: tuple[str, ...]
    id_prefix: str
    small_x: bool
    short_category: bool
    branch_in_post: bool
    leaders_named: bool
    no_post: str
    no_date: str


def write_roster(office: Office, entries: list[Entry]) -> None:
    """One sheet, one line a member."""
    rng, hand = office.rng, hand_for(office.hand, office.hand.roster_format)
    template = file_template(rng, hand, f"{office.organ.as_of:%Y%m%d}")
    stem = (
        rng.choice(("党员名册", "党员基本信息采集表", "党员信息表")) if _own(hand) else "党员名册"
    )
    book = new_book(hand, template.format(stem))
    sheet = Sheet("党员信息" if hand.sheet_names == "full" else "Sheet1")
    book.sheets.append(sheet)
    placement = draw(sheet, _roster_table(office, hand, entries), *corner(hand))
    office.remember(book, sheet, placement)
    hide_some(rng, hand, sheet, placement, DISPENSABLE)
    add_other_sheets(office, hand, book)
    office.save(book)


def _own(hand: Hand) -> bool:
    return hand.headings == "other"


def _roster_table(office: Office, hand: Hand, entries: list[Entry]) -> Table:
    rng = office.rng
    roster = _roster_hand(rng, hand)
    columns = _roster_columns(rng, hand, roster)
    lines: list[Line] = []
    for number, entry in enumerate(entries, 1):
        if number > 1 and number % LINES_TO_A_PAGE == 1 and hand.repeat_heading == "yes":
            lines.append(Line(is_heading=True))
        lines.append(_roster_line(office, hand, roster, entry, number))
    if hand.branch_fill == "first":
        only_first(lines, "branch")
    return Table(
        titles=[marked(hand, title) for title in _titles(office, hand)],
        fill_line=_fill_line(office, hand),
        columns=columns,
        lines=[*lines, *_below(office, hand)],
        two_lines=any(column.band for column in columns),
        merged_fields=("branch",) if hand.branch_fill == "merged" else (),
    )


def _roster_hand(rng: Random, hand: Hand) -> RosterHand:
    return RosterHand(
        fields=_roster_fields(rng, hand),
        id_prefix=rng.choice(("", "'", "\t")) if hand.is_csv else "",
        small_x=_own(hand) and rng.random() < 0.3,
        short_category=_own(hand) and rng.random() < 0.5,
        branch_in_post=_own(hand) and rng.random() < 0.5,
        leaders_named=_own(hand) and rng.random() < 0.5,
        no_post=rng.choice(("无", "—", "", "党员")) if _own(hand) else "无",
        no_date=rng.choice(("—", "", "/", "无")) if _own(hand) else "—",
    )


def _roster_fields(rng: Random, hand: Hand) -> tuple[str, ...]:
    """A probationary member shows in one of two columns; either may be missing, not both."""
    left_out = set() if hand.roster_group == "yes" else {"group"}
    if hand.roster_columns == "few":
        left_out |= {"sex", "nation", "phone", rng.choice(("category", "full_on"))}
        left_out |= set(rng.sample(("education", "note", "seq"), 2))
        if hand.register_columns == "all":
            left_out |= set(rng.choice(((), ("post",))))
    fields = [name for name in FIELDS if name not in left_out]
    if hand.order == "shuffled":
        movable = [name for name in fields if name not in ("seq", "branch", "name", "note")]
        rng.shuffle(movable)
        rest = iter(movable)
        fields = [next(rest) if name in movable else name for name in fields]
    return tuple(fields)


def _roster_columns(rng: Random, hand: Hand, roster: RosterHand) -> list[Column]:
    columns = []
    for name in roster.fields:
        heading = headings.choose_heading(rng, headings.ROSTER[name], hand.headings)
        columns.append(
            Column(name, marked(hand, headings.shaped(rng, heading, hand.heading_shape)))
        )
    neighbours = {"party": ["joined", "full_on"], "person": ["sex", "nation"]}
    bands = {band: names for band, names in neighbours.items() if _adjacent(roster, names)}
    return banded(hand, columns, name_bands(rng, hand, bands))


def _adjacent(roster: RosterHand, names: list[str]) -> bool:
    places = [roster.fields.index(name) for name in names if name in roster.fields]
    return len(places) == len(names) and max(places) - min(places) == len(names) - 1


def _roster_line(office: Office, hand: Hand, roster: RosterHand, entry: Entry, number: int) -> Line:
    rng, person = office.rng, entry.person
    dates = date_hand(hand)
    full_on = spell_date(rng, dates, person.full_on) if person.full_on else roster.no_date or None
    cells: dict[str, Value] = {
        "seq": number,
        "branch": _branch(office, hand, entry),
        "group": spell_group(hand.group_words, person.group) or None,
        "name": spell_name(rng, person.name, hand.name_spaces, hand.roster_dot),
        "sex": person.sex,
        "nation": person.nation,
        "id": _id_number(rng, roster, entry),
        "birth": spell_date(rng, dates, _birth(rng, entry)),
        "education": person.education,
        "category": _category(roster, person),
        "joined": impossible_day(dates, person.joined)
        if entry.fault == NO_SUCH_DAY
        else spell_date(rng, dates, person.joined),
        "full_on": full_on,
        "post": _post(roster, person) or None,
        "phone": person.phone,
    }
    return Line({name: value for name, value in cells.items() if name in roster.fields}, entry)


def _branch(office: Office, hand: Hand, entry: Entry) -> str:
    if entry.fault == UNKNOWN_BRANCH:
        return office.rng.choice(UNKNOWN_BRANCHES)
    branch = office.organ.branch(entry.person.branch)
    return office.branch_word(branch, hand.roster_branch_words)


def _id_number(rng: Random, roster: RosterHand, entry: Entry) -> Value:
    number = entry.person.id_number
    if entry.fault == LOST_DIGITS:
        return as_lossy_number(number)
    if entry.fault == WRONG_CHECK:
        number = with_wrong_check(rng, number)
    return roster.id_prefix + (number.lower() if roster.small_x else number)


def _birth(rng: Random, entry: Entry) -> date:
    """Another real day: only the ID number shows that one of the two is wrong."""
    birth = entry.person.birth
    if entry.fault != BIRTH_DIFFERS:
        return birth
    return birth.replace(day=rng.choice([day for day in range(1, 29) if day != birth.day]))


def _category(roster: RosterHand, person: Person) -> str:
    word = "正式" if person.full_on else "预备"
    return word if roster.short_category else word + "党员"


def _post(roster: RosterHand, person: Person) -> str:
    post = person.post
    if roster.branch_in_post and post in ("书记", "副书记"):
        post = "支部" + post
    if roster.leaders_named and person.leads_group and person.group:
        return f"第{chinese_number(person.group)}党小组组长"
    return post or roster.no_post


def _titles(office: Office, hand: Hand) -> list[str]:
    main = f"{office.organ.name}党员基本信息采集表"
    below = f"(截至{office.organ.as_of.year}年{office.organ.as_of.month}月)"
    return {"0": [], "1": [main], "2": [main, below], "3": ["附件1", main, below]}[hand.titles]


def _fill_line(office: Office, hand: Hand) -> list[str]:
    as_of = office.organ.as_of
    unit = marked(hand, f"填报单位(盖章):{office.organ.name}党委")
    when = marked(hand, f"填报时间:{as_of.year}年{as_of.month}月{as_of.day}日")
    return [f"{unit}    {when}"] if hand.fill_line == "one_cell" else [unit, when]


def _below(office: Office, hand: Hand) -> list[Line]:
    lines = []
    if hand.totals != "none":
        lines.append(Line(loose={0: "合计", 2: f"{len(office.organ.people)}人"}))
    if hand.footer in ("notes", "both"):
        lines.append(Line(loose={0: marked(hand, "注:出生日期以人事档案为准。")}))
    if hand.footer in ("signature", "both"):
        lines.append(Line(loose={0: marked(hand, "填表人:"), 2: marked(hand, "审核人:")}))
    return lines
