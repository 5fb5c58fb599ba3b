"""The one builder: everything read from an organ's files, put together."""

from mingdeng.facts.activities import ActivityBuilder
from mingdeng.facts.coverage import ledger_spans
from mingdeng.facts.dues import months_covered, payments_in
from mingdeng.facts.organ import Organ
from mingdeng.facts.organizations import directory_of, main_unit, organizations_in
from mingdeng.facts.people import Roster, people_in
from mingdeng.files.rows import Reading


def build(reading: Reading) -> Organ:
    """The organ the files describe, with every finding of reading and of putting together."""
    organizations = organizations_in(reading)
    directory = directory_of(organizations)
    people, unknown = people_in(reading.members, directory)
    roster = Roster(people)
    builder = ActivityBuilder(organizations, directory, roster)
    activities = builder.build(reading.activities)
    payments, payers = payments_in(reading.dues, directory, roster)
    return Organ(
        name=main_unit(organizations),
        organizations=tuple(organizations),
        people=tuple(people),
        activities=tuple(activities),
        payments=tuple(payments),
        ledgers=ledger_spans(reading.tables, activities, directory),
        dues_months=months_covered(reading.dues, directory),
        posts_told_in=frozenset((p.source.file, p.source.sheet) for p in people if p.posts),
        secretaries_known=any(item.secretary for item in organizations),
        findings=(*reading.findings, *unknown, *builder.findings, *payers),
    )
