"""Dues ledgers: base, rate, monthly due and what was paid in each month."""

from dataclasses import dataclass, field
from decimal import Decimal

from mingdeng.files.counts import read_amount, read_rate
from mingdeng.files.grid import text_of
from mingdeng.files.headings import MONTH
from mingdeng.files.members import member_name
from mingdeng.files.records import TableRecord, organization_of, public_columns, said, table_records
from mingdeng.files.report import Report
from mingdeng.files.rows import DuesRow
from mingdeng.files.tables import Table, has_text
from mingdeng.files.text import squeeze

_TICKS = frozenset(["√", "✓", "✔", "已缴", "已交", "缴", "交", "是", "Y", "免", "免缴", "免交"])


@dataclass(slots=True)
class _Ledger:
    report: Report
    ticked: list[TableRecord] = field(default_factory=list)


def read_dues_table(table: Table, report: Report) -> list[DuesRow]:
    """The people of a dues ledger."""
    ledger = _Ledger(report)
    records = table_records(table, _columns(table), report)
    rows = [row for record in records if (row := _dues(record, ledger))]
    if ledger.ticked:
        report.add("dues-ticked", ledger.ticked[0].spot("name"), count=len(ledger.ticked))
    return rows


def _columns(table: Table) -> dict[str, int]:
    return {
        name.replace(MONTH, "paid_"): column for name, column in public_columns(table, {}).items()
    }


def _dues(record: TableRecord, ledger: _Ledger) -> DuesRow | None:
    report = ledger.report
    told = [name for name in record.table.head.fields if name not in {"serial", "organization"}]
    if not any(has_text(record.value(name)) for name in told):
        return None
    name = member_name(record, report)
    if name is None:
        return None
    organization, origin = organization_of(record, report)
    return DuesRow(
        source=record.source,
        columns=record.columns,
        organization=organization,
        organization_from=origin,
        name=name,
        base=_amount(record, "base", report),
        rate=_rate(record, report),
        monthly_due=_amount(record, "monthly_due", report),
        year=record.context.year.year,
        paid=_paid(record, ledger),
    )


def _amount(record: TableRecord, name: str, report: Report) -> Decimal | None:
    value = said(record, name, report)
    if value is None:
        return None
    amount = read_amount(value)
    if amount is None or amount < 0:
        report.add("unreadable-amount", record.spot(name), value=text_of(value))
        return None
    return amount


def _rate(record: TableRecord, report: Report) -> Decimal | None:
    value = said(record, "rate", report)
    if value is None:
        return None
    rate = read_rate(value)
    if rate is None or not 0 <= rate <= 1:
        report.add("unreadable-rate", record.spot("rate"), value=text_of(value))
        return None
    return rate


def _paid(record: TableRecord, ledger: _Ledger) -> dict[int, Decimal]:
    paid: dict[int, Decimal] = {}
    ticked = False
    for month in record.table.head.numbered(MONTH):
        name = f"{MONTH}{month}"
        if squeeze(text_of(record.value(name))) in _TICKS:
            ticked = True
            continue
        amount = _amount(record, name, ledger.report)
        if amount is not None:
            paid[int(month)] = amount
    if ticked:
        ledger.ticked.append(record)
    return paid
