"""What was done, as it concerns each bearer: one activity fans out to all it counts for."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from mingdeng.daycount import Cycle, period_of
from mingdeng.engine.inputs import Coverage, Evidence
from mingdeng.facts.entries import coverage_of_entries, evidence_of_entries
from mingdeng.facts.organ import Activity, Organ, Person, people_by_home
from mingdeng.files.rows import ActivityRow
from mingdeng.rulebook.vocabulary import vocabulary

GROUP_MEETING, ORGANIZATIONAL_LIFE = "group_meeting", "organizational_life"
TERM_ELECTION, DUES_PAYMENT = "term_election", "dues_payment"
# What members of a branch take part in together.
BRANCH_LIFE = frozenset(
    {"members_meeting", "theme_day", "party_lecture", "organizational_life_meeting"}
)

TRAINING = "training"
# What all members of a branch or of a group are expected at: there hours are everyone's.
FOR_ALL = BRANCH_LIFE | {GROUP_MEETING, TRAINING}


def evidence_of(organ: Organ) -> dict[str, list[Evidence]]:
    """The evidence of every bearer, by its id."""
    found: dict[str, list[Evidence]] = {}
    elected = {item.id: item.elected for item in organ.organizations}
    for activity in organ.activities:
        for item in evidence_from(activity):
            # The election a term counts from opens the next one; it does not answer it.
            if item.kind == TERM_ELECTION and item.held_from == elected[activity.organization]:
                continue
            found.setdefault(item.bearer, []).append(item)
    of_members = (*_life_of_members(organ), *_hours_of_members(organ), *_payments(organ))
    for item in (*of_members, *evidence_of_entries(organ)):
        found.setdefault(item.bearer, []).append(item)
    return found


def coverage_of(organ: Organ) -> dict[str, list[Coverage]]:
    """The days and kinds the sources speak for, by bearer."""
    found: dict[str, list[Coverage]] = {}
    files = (*_ledger_coverage(organ), *_dues_coverage(organ), *_register_coverage(organ))
    for item in (*files, *coverage_of_entries(organ)):
        found.setdefault(item.bearer, []).append(item)
    return found


def evidence_from(activity: Activity) -> Iterator[Evidence]:
    """An activity as evidence of its organization; a group meeting as that of its group."""
    for kind in activity.kinds:
        bearer = activity.organization
        if kind == GROUP_MEETING:
            if activity.group is None:
                continue
            bearer = group_id(bearer, activity.group)
        yield Evidence(
            id=activity.id,
            bearer=bearer,
            kind=kind,
            held_from=activity.held_on,
            held_to=activity.row.held_to or activity.held_on,
            topics=activity.topics | topics_in(activity.row),
            for_period=activity.for_period,
            recorded_on=activity.recorded_on,
            amounts=_amounts(activity),
            source=activity.row.source.file,
        )


def group_id(organization: str, group: int | str) -> str:
    """The id of a group's bearer."""
    return f"{organization}/group-{group}"


def topics_in(row: ActivityRow) -> frozenset[str]:
    """The topics a row speaks of. That others were not on the agenda it does not say."""
    text = "；".join(filter(None, (row.topic, *row.agenda, row.decision)))
    words = vocabulary().topics.values()
    return frozenset(
        word.id for word in words if any(name in text for name in (word.label, *word.also))
    )


def _amounts(activity: Activity) -> dict[str, int | Fraction]:
    hours = activity.row.hours
    figures = {
        "present": activity.present,
        "expected": activity.expected,
        "hours": None if hours is None else Fraction(hours),
    }
    return {name: value for name, value in figures.items() if value is not None}


def _life_of_members(organ: Organ) -> Iterator[Evidence]:
    """Who was expected and who attended, where the ledger names everyone who was absent."""
    people = people_by_home(organ)
    for activity in organ.activities:
        if not BRANCH_LIFE & set(activity.kinds) or not names_all_absent(activity):
            continue
        for person in people.get(activity.organization, ()):
            yield _life(activity, person, "expected")
            if person.id not in activity.absent_people:
                yield _life(activity, person, "attended")


def _hours_of_members(organ: Organ) -> Iterator[Evidence]:
    """The hours an activity carried, for each who was there where everyone absent is named."""
    people = people_by_home(organ)
    for activity in organ.activities:
        hours = activity.row.hours
        if not hours or not FOR_ALL & set(activity.kinds) or not names_all_absent(activity):
            continue
        for person in people.get(activity.organization, ()):
            there = person.id not in activity.absent_people
            if there and activity.group in {None, person.group}:
                found = _life(activity, person, "participant")
                yield found._replace(kind=TRAINING, amounts={"hours": Fraction(hours)})


def _life(activity: Activity, person: Person, role: str) -> Evidence:
    return Evidence(
        id=f"{activity.id}-{role}",
        bearer=person.id,
        kind=ORGANIZATIONAL_LIFE,
        held_from=activity.held_on,
        held_to=activity.held_on,
        role=role,
        source=activity.row.source.file,
        recorded_on=activity.recorded_on,
    )


def names_all_absent(activity: Activity) -> bool:
    """Whether everyone absent is named and known, so that the others were there."""
    if activity.expected is None or activity.present is None:
        return False
    absent = activity.expected - activity.present
    return len(activity.absent) == absent == len(activity.absent_people)


def _payments(organ: Organ) -> Iterator[Evidence]:
    for payment in organ.payments:
        month = period_of(date(payment.year, payment.month, 1), Cycle("month"))
        yield Evidence(
            id=f"{payment.person}-dues-{month.label}",
            bearer=payment.person,
            kind=DUES_PAYMENT,
            held_from=month.start,
            held_to=month.start,
            for_period=month.label,
        )


def _ledger_coverage(organ: Organ) -> Iterator[Coverage]:
    groups = {item.id: item.groups for item in organ.organizations}
    founded = {item.id: item.founded for item in organ.organizations}
    people = people_by_home(organ)
    incomplete = {a.organization for a in organ.activities if _leaves_someone_unnamed(a)}
    for span in organ.ledgers:
        for kind in sorted(span.kinds):
            yield Coverage(span.organization, kind, span.first, span.last)
            if kind == GROUP_MEETING:
                for group in groups[span.organization]:
                    if group is not None:
                        bearer = group_id(span.organization, group)
                        yield Coverage(bearer, kind, span.first, span.last)
        if BRANCH_LIFE & span.kinds and span.organization not in incomplete:
            # Before the branch was founded its members took part elsewhere.
            first = max(span.first, founded[span.organization] or span.first)
            for person in people.get(span.organization, ()):
                yield Coverage(person.id, ORGANIZATIONAL_LIFE, first, span.last)


def _leaves_someone_unnamed(activity: Activity) -> bool:
    """Whether a record does not say who was absent; then nobody's absence can be told there."""
    return bool(BRANCH_LIFE & set(activity.kinds)) and not names_all_absent(activity)


def _dues_coverage(organ: Organ) -> Iterator[Coverage]:
    for person in organ.people:
        for year, month in sorted(organ.dues_months.get(person.organization or "", ())):
            period = period_of(date(year, month, 1), Cycle("month"))
            yield Coverage(person.id, DUES_PAYMENT, period.start, period.end)


def _register_coverage(organ: Organ) -> Iterator[Coverage]:
    """A register with the date of the last election says that there was none after it."""
    for item in organ.organizations:
        if item.elected is not None:
            yield Coverage(item.id, TERM_ELECTION, item.elected, date.max)
