"""The register of organizations: the branches and what is above them."""

from datetime import date
from random import Random

from . import headings
from .grid import Sheet, Value
from .model import Organization
from .office import (
    Office,
    banded,
    corner,
    date_hand,
    file_template,
    hand_for,
    marked,
    name_bands,
    new_book,
)
from .spelling.branches import official
from .spelling.dates import spell_date
from .spelling.persons import spell_name
from .styles import Hand
from .table import Column, Line, Table, draw

FIELDS = (
    *("seq", "name", "short", "upper", "kind", "founded", "elected", "secretary"),
    *("groups", "members", "unit"),
)


def organizations(office: Office) -> list[Organization]:
    """From the top down, as registers are kept."""
    organ = office.organ
    branches = [
        Organization(
            full_name=office.full_name(branch),
            name=branch.name,
            kind="党支部",
            upper=branch.upper,
            founded=branch.founded,
            elected=branch.elected,
            secretary=branch.secretary.name,
            groups=branch.groups,
        )
        for branch in organ.branches
    ]
    return [*organ.above, *branches]


def write_register(office: Office, lines: list[Organization]) -> None:
    """One sheet, one line an organization."""
    rng, hand = office.rng, hand_for(office.hand, office.hand.register_format)
    template = file_template(rng, hand, f"{office.organ.as_of:%Y%m%d}")
    stem = (
        "党组织名册" if hand.headings == "usual" else rng.choice(("党组织名册", "基层党组织情况表"))
    )
    book = new_book(hand, template.format(stem))
    sheet = Sheet("党组织" if hand.sheet_names == "full" else "Sheet1")
    book.sheets.append(sheet)
    placement = draw(sheet, _register_table(office, hand, lines), *corner(hand))
    office.remember(book, sheet, placement)
    office.save(book)


def _register_table(office: Office, hand: Hand, lines: list[Organization]) -> Table:
    rng = office.rng
    fields = _register_fields(rng, hand)
    columns = _register_columns(rng, hand, fields)
    main = f"{office.organ.name}党组织名册"
    below = "(含所属各支部)"
    titles = {"0": [], "1": [], "2": [main, below], "3": ["附件3", main, below]}[hand.titles]
    no_groups = rng.choice((None, 0, "无", "—")) if hand.headings == "other" else None
    return Table(
        titles=[marked(hand, title) for title in titles],
        fill_line=[],
        columns=columns,
        lines=[
            _register_line(office, hand, fields, organization, (number, no_groups))
            for number, organization in enumerate(lines, 1)
        ],
        two_lines=any(column.band for column in columns),
    )


def _register_fields(rng: Random, hand: Hand) -> tuple[str, ...]:
    """The date of founding always stays: without it nobody could tell what a branch owed."""
    left_out = set() if hand.register_names == "with_short" else {"short"}
    if hand.extras == "none":
        left_out |= {"members"}
    if hand.headings == "usual":
        left_out |= {"seq"}
    if hand.register_columns == "few":
        left_out |= {"groups", *rng.sample(("elected", "secretary", "upper", "unit"), 2)}
    return tuple(name for name in FIELDS if name not in left_out)


def _register_columns(rng: Random, hand: Hand, fields: tuple[str, ...]) -> list[Column]:
    columns = []
    for name in fields:
        heading = headings.choose_heading(rng, headings.REGISTER[name], hand.headings)
        columns.append(
            Column(name, marked(hand, headings.shaped(rng, heading, hand.heading_shape)))
        )
    set_up: list[str] = [name for name in ("founded", "elected") if name in fields]
    return banded(hand, columns, name_bands(rng, hand, {"set_up": set_up}))


def _register_line(
    office: Office,
    hand: Hand,
    fields: tuple[str, ...],
    organization: Organization,
    common: tuple[int, Value],
) -> Line:
    number, no_groups = common
    form = hand.register_names
    head = organization.secretary
    cells: dict[str, Value] = {
        "seq": number,
        "name": official(organization.full_name, form),
        "short": organization.name,
        "upper": official(organization.upper, form),
        "kind": organization.kind,
        "founded": spell_date(office.rng, date_hand(hand), organization.founded),
        "elected": _elected(office, hand, organization.elected),
        "secretary": spell_name(office.rng, head, hand.name_spaces, hand.dot) if head else "—",
        "groups": organization.groups or no_groups,
        "members": _member_count(office, organization),
        "unit": None if organization.kind == "工委" else office.organ.name,
    }
    kept = {name: value for name, value in cells.items() if name in fields}
    return Line(kept, organization)


def _elected(office: Office, hand: Hand, on: date | None) -> Value:
    return spell_date(office.rng, date_hand(hand), on) if on else "—"


def _member_count(office: Office, organization: Organization) -> int | None:
    """Only branches have a number of their own here; those above are left blank."""
    sizes = {branch.name: len(branch.members) for branch in office.organ.branches}
    return sizes.get(organization.name)
