"""From rows of dues ledgers to payments, and the months a ledger speaks for."""

from collections.abc import Mapping, Sequence

from mingdeng.facts.naming import Directory
from mingdeng.facts.organ import Payment
from mingdeng.facts.people import Roster
from mingdeng.facts.reporting import about_cell
from mingdeng.files.rows import WARNING, DuesRow, Finding

Months = frozenset[tuple[int, int]]


def payments_in(
    rows: Sequence[DuesRow], directory: Directory, roster: Roster
) -> tuple[list[Payment], list[Finding]]:
    """What was paid by whom for which month; a payer who is not on the roster is pointed out."""
    payments: list[Payment] = []
    findings: list[Finding] = []
    for row in rows:
        if not row.paid or row.year is None:
            continue
        home = directory.find(row.organization)
        person = roster.find(row.name, home) if home is not None else None
        if person is None:
            if roster:
                findings.append(_stranger(row))
            continue
        payments += [
            Payment(person.id, row.year, month, amount) for month, amount in row.paid.items()
        ]
    return payments, findings


def months_covered(rows: Sequence[DuesRow], directory: Directory) -> Mapping[str, Months]:
    """By organization, the months in which the ledger has an amount for anybody.

    A month that is empty throughout proves nothing: it may not have been entered yet.
    """
    covered: dict[str, set[tuple[int, int]]] = {}
    for row in rows:
        home = directory.find(row.organization)
        if home is not None and row.year is not None:
            covered.setdefault(home, set()).update((row.year, month) for month in row.paid)
    return {home: frozenset(months) for home, months in covered.items()}


def _stranger(row: DuesRow) -> Finding:
    return about_cell(
        row.source,
        row.columns,
        "name",
        (
            WARNING,
            "payer-not-on-roster",
            f"“{row.name}”不在{row.organization or '所列支部'}的名册中，所交党费没有对应到人。",
            "请核对姓名和支部，或补入党员名册。",
        ),
    )
