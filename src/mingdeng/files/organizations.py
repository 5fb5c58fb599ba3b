"""Lists of Party organizations."""

from mingdeng.files.grid import empty
from mingdeng.files.people import person_name
from mingdeng.files.records import (
    DateRule,
    TableRecord,
    count_field,
    date_field,
    public_columns,
    squeeze_name,
    table_records,
    text_field,
)
from mingdeng.files.report import Report
from mingdeng.files.rows import OrganizationRow
from mingdeng.files.tables import Table
from mingdeng.files.text import squeeze, without_brackets
from mingdeng.rulebook.vocabulary import vocabulary

_DAYS = DateRule(earliest=1921)
# Bearers that are organizations, more special names first where one ends in another.
_ORGANIZATIONS = (
    *("discipline_commission", "general_branch", "branch", "work_committee", "organ_committee"),
    *("leading_group", "party_group"),
)


def read_organization_table(table: Table, report: Report) -> list[OrganizationRow]:
    """The organizations of a list."""
    records = table_records(table, public_columns(table, {}), report)
    return [row for record in records if (row := _organization(record, report))]


def _organization(record: TableRecord, report: Report) -> OrganizationRow | None:
    if all(empty(record.value(name)) for name in record.columns if name != "serial"):
        return None
    name = squeeze_name(text_field(record, "name", report) or "")
    if len(name) < 2 or name.isdecimal():
        report.add("no-organization-name", record.spot("name"))
        return None
    secretary = text_field(record, "secretary", report)
    return OrganizationRow(
        source=record.source,
        columns=record.columns,
        name=name,
        short_name=squeeze_name(text_field(record, "short_name", report) or "") or None,
        parent=squeeze_name(text_field(record, "parent", report) or "") or None,
        kind=_kind(record, name, report),
        founded=date_field(record, "founded", report, _DAYS),
        elected=date_field(record, "elected", report, _DAYS),
        dissolved=date_field(record, "dissolved", report, _DAYS),
        term_ends=date_field(record, "term_ends", report, _DAYS),
        secretary=person_name(secretary) if secretary else None,
        groups=count_field(record, "groups", report),
        unit=text_field(record, "unit", report),
        members=count_field(record, "members", report),
        staff=count_field(record, "staff", report),
    )


def _kind(record: TableRecord, name: str, report: Report) -> str | None:
    text = text_field(record, "kind", report)
    found = organization_kind(text) if text else None
    if text and found is None:
        report.add("unknown-organization-kind", record.spot("kind"), value=text)
    return found or organization_kind(name)


def organization_kind(name: str) -> str | None:
    """The bearer a name ends in; the longest spelling decides: 总支部委员会 is no 支部委员会."""
    word = without_brackets(squeeze(name))
    endings = [
        (len(ending), kind)
        for kind in _ORGANIZATIONS
        for ending in _spellings(kind)
        if word.endswith(ending)
    ]
    return max(endings)[1] if endings else None


def _spellings(kind: str) -> tuple[str, ...]:
    word = vocabulary().bearers.get(kind)
    return (word.label, *word.also) if word else ()
