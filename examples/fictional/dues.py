"""The dues ledger: bases for everyone, payments as far as the treasurer has come."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from . import headings
from .grid import Sheet, Value
from .model import Person
from .office import (
    Office,
    banded,
    corner,
    file_template,
    hand_for,
    marked,
    name_bands,
    new_book,
)
from .spelling.persons import spell_name
from .styles import Hand
from .table import Column, Line, Table, draw

MONTHS = tuple(f"m{month}" for month in range(1, 13))
FIELDS = ("seq", "branch", "name", "base", "rate", "monthly", *MONTHS, "total")
BRACKETS = (("3000", "0.005"), ("5000", "0.01"), ("10000", "0.015"), ("Infinity", "0.02"))
RETIRED_BRACKETS = (("5000", "0.005"), ("Infinity", "0.01"))


@dataclass(frozen=True)
class Account:
    """What one member has paid in one year."""

    person: Person
    year: int
    months: tuple[int, ...]


def _rate_of(person: Person) -> Decimal:
    brackets = RETIRED_BRACKETS if person.retired else BRACKETS
    return next(Decimal(rate) for limit, rate in brackets if person.base <= Decimal(limit))


def _monthly_due(person: Person) -> Decimal:
    return (person.base * _rate_of(person)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def keep_accounts(rng: Random, office: Office) -> list[Account]:
    """The treasurer of each branch is up to some month; a few members are behind."""
    accounts = []
    for year in office.organ.years:
        last = office.organ.as_of.month if year == office.organ.as_of.year else 12
        for branch in office.organ.branches:
            filled = last - 1 if rng.random() < 0.7 else rng.randint(3, last - 1)
            filled = last if year < office.organ.as_of.year else filled
            accounts += [
                Account(person, year, _paid_months(rng, filled))
                for person in branch.members
                if person.joined.year < year
            ]
    return accounts


def _paid_months(rng: Random, filled: int) -> tuple[int, ...]:
    """Now and then the last month or two are missing; never so many that a duty is in doubt."""
    behind = rng.randint(1, 2) if rng.random() < 0.04 else 0
    return tuple(range(1, max(filled - behind, 1) + 1))


def write_dues(office: Office, accounts: list[Account]) -> None:
    """One file a year."""
    rng, hand = office.rng, hand_for(office.hand, office.hand.dues_format)
    stem = "党费台账" if hand.headings == "usual" else rng.choice(("党费台账", "党费收缴台账"))
    template = file_template(rng, hand, f"{office.organ.as_of:%Y%m%d}")
    several = len(office.organ.years) > 1
    for year in office.organ.years:
        book = new_book(hand, template.format(f"{year}年{stem}" if several else stem))
        sheet = Sheet(f"{year}年党费" if hand.sheet_names == "full" else "Sheet1")
        book.sheets.append(sheet)
        of_year = [account for account in accounts if account.year == year]
        placement = draw(sheet, _dues_table(office, hand, of_year, year), *corner(hand))
        office.remember(book, sheet, placement)
        office.save(book)


def _dues_table(office: Office, hand: Hand, accounts: list[Account], year: int) -> Table:
    rng = office.rng
    fields = [name for name in FIELDS if name != "total" or hand.totals != "none"]
    columns = _dues_columns(rng, hand, fields)
    filled = hand.headings == "other" or rng.random() < 0.5
    return Table(
        titles=[marked(hand, f"{office.organ.name}{year}年度党费收缴台账")],
        fill_line=[],
        columns=columns,
        lines=[
            _dues_line(office, hand, fields, account, (number, filled))
            for number, account in enumerate(accounts, 1)
        ],
        two_lines=any(column.band for column in columns),
    )


def _dues_columns(rng: Random, hand: Hand, fields: list[str]) -> list[Column]:
    columns = []
    for name in fields:
        if name in MONTHS:
            heading = f"{name[1:]}月"
        else:
            heading = headings.choose_heading(rng, headings.DUES[name], hand.headings)
            heading = headings.shaped(rng, heading, hand.heading_shape)
        columns.append(Column(name, marked(hand, heading)))
    return banded(hand, columns, name_bands(rng, hand, {"months": list(MONTHS)}))


def _dues_line(
    office: Office, hand: Hand, fields: list[str], account: Account, common: tuple[int, bool]
) -> Line:
    number, rates_filled = common
    person, due = account.person, _monthly_due(account.person)
    branch = office.organ.branch(person.branch)
    cells: dict[str, Value] = {
        "seq": number,
        "branch": office.branch_word(branch, hand.roster_branch_words),
        "name": spell_name(office.rng, person.name, hand.name_spaces, hand.roster_dot),
        "base": float(person.base),
        "rate": f"{_rate_of(person) * 100:f}".rstrip("0").rstrip(".") + "%"
        if rates_filled
        else None,
        "monthly": float(due) if rates_filled else None,
        **{f"m{month}": float(due) for month in account.months},
        "total": float(due * len(account.months)),
    }
    return Line({name: value for name, value in cells.items() if name in fields}, account)
