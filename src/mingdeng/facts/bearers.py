"""Who owes what: organizations, groups, members and pairs, with their dated facts."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from mingdeng.engine.inputs import LONG_AGO, Bearer, Steps, Value
from mingdeng.facts.entries import charges_of
from mingdeng.facts.organ import Organ, Organization, Person, group_name, people_by_home

SECRETARY, DISCIPLINE = "书记", "纪检委员"
# Posts that make a committee: a secretary alone, or with a deputy, is none.
COMMITTEE_WORD = "委员"
# Posts in another body: someone may sit on the organ's committee and not on the branch's.
ELSEWHERE = re.compile("党委|纪委|纪检组|总支|工委|党组|共青团|团支部|团总支|团委|妇委会|妇联")
BRANCH, DISCIPLINE_COMMISSION = "branch", "discipline_commission"


def bearers_of(organ: Organ, homes: Collection[str] | None = None) -> list[Bearer]:
    """Every bearer of the organ, each under the organization it is shown with, in its order.

    Of some homes only, where given: the others are in view and not judged.
    """
    bearers: list[Bearer] = []
    at_home = people_by_home(organ)
    with_discipline = {
        item.parent for item in organ.organizations if item.kind == DISCIPLINE_COMMISSION
    }
    for organization in organ.organizations:
        if homes is not None and organization.id not in homes:
            continue
        people = at_home.get(organization.id, [])
        has_discipline = organization.id in with_discipline
        bearers.append(_organization(organ, organization, people, has_discipline=has_discipline))
        bearers += _groups(organization)
        bearers += _pairs(organization, people)
        bearers += [_member(organ, organization, person) for person in people]
        bearers += charges_of(organ, organization.id)
    units = _units(organ)
    bearers += [one for one in units if homes is None or one.organization in homes]
    return bearers


def constant(value: Value) -> Steps:
    """A fact without a start date: it reaches back."""
    return ((LONG_AGO, value),)


def _organization(
    organ: Organ, organization: Organization, people: Sequence[Person], *, has_discipline: bool
) -> Bearer:
    facts: dict[str, Steps] = {}
    if people:  # nobody listed under it: the roster is of others
        facts["full_members"] = _head_count(_full_since(person) for person in people)
        facts["members"] = _head_count(person.joined or LONG_AGO for person in people)
    if any(_table_of(person) in organ.posts_told_in for person in people):
        facts |= _posts(people)
    if organ.secretaries_known:
        facts["secretary_in_post"] = constant(organization.secretary is not None)
    if organization.kind != BRANCH and has_discipline:
        facts["discipline_body"] = constant(True)
    return Bearer(
        id=organization.id,
        kind=organization.kind,
        name=organization.name,
        organization=organization.id,
        founded=organization.founded,
        dissolved=organization.dissolved,
        facts=facts,
        events={"elected": (organization.elected,)} if organization.elected else {},
    )


def _posts(people: Sequence[Person]) -> dict[str, Steps]:
    every = [post for person in people for post in _own_posts(person)]
    has_committee = any(COMMITTEE_WORD in post for post in every)
    committee = [person for person in people if _on_committee(person)]
    return {
        "committee": constant(has_committee),
        "committee_members": constant(len(committee) if has_committee else 0),
        "secretary_in_post": constant(SECRETARY in every),
        "discipline_member": constant(DISCIPLINE in every),
    }


def _table_of(person: Person) -> tuple[str, str | None]:
    return person.source.file, person.source.sheet


def _own_posts(person: Person) -> list[str]:
    """The posts held in the branch itself."""
    return [post for post in person.posts if not ELSEWHERE.search(post)]


def _on_committee(person: Person) -> bool:
    return any(COMMITTEE_WORD in post or post.endswith(SECRETARY) for post in _own_posts(person))


def _full_since(person: Person) -> date | None:
    """The day full membership began: 转正; a full member without that day always was one."""
    if person.status == "probationary":
        return None
    if person.converted is not None:
        return person.converted
    return LONG_AGO if person.status == "full" or person.status is None else None


def _head_count(starts: Iterable[date | None]) -> Steps:
    """How many there are from each day on."""
    days = sorted(day for day in starts if day is not None)
    counts: dict[date, Value] = {LONG_AGO: 0}
    counts.update((day, count) for count, day in enumerate(days, start=1))
    return tuple(counts.items())


def _groups(organization: Organization) -> Iterator[Bearer]:
    for group in organization.groups:
        yield Bearer(
            id=f"{organization.id}/group-{group}",
            kind="party_group",
            name=f"{organization.name}{group_name(group)}",
            organization=organization.id,
            group=group,
            founded=organization.founded,
            dissolved=organization.dissolved,
        )


def _pairs(organization: Organization, people: Sequence[Person]) -> Iterator[Bearer]:
    """Every two members of a committee: the talks between them are owed by both."""
    if organization.kind != BRANCH:
        return
    committee = [person for person in people if _on_committee(person)]
    for one, other in combinations(committee, 2):
        yield Bearer(
            id=f"{one.id}+{other.id}",
            kind="committee_pair",
            name=f"{one.name}、{other.name}",
            organization=organization.id,
            founded=organization.founded,
            dissolved=organization.dissolved,
        )


def _member(organ: Organ, organization: Organization, person: Person) -> Bearer:
    facts: dict[str, Steps] = {}
    full_since = _full_since(person)
    facts["full_member"] = (
        constant(full_since is not None)
        if full_since is None or full_since == LONG_AGO
        else ((LONG_AGO, False), (full_since, True))
    )
    if _table_of(person) in organ.posts_told_in:
        facts["secretary"] = constant(SECRETARY in person.posts)
        facts["committee_member"] = constant(_on_committee(person))
    if organ.secretaries_known:
        facts["committee_secretary"] = constant(_leads_committee(organ, person))
    events = {"admitted": person.joined, "converted": person.converted}
    return Bearer(
        id=person.id,
        kind="member",
        name=person.name,
        organization=organization.id,
        founded=person.joined,
        dissolved=organization.dissolved,
        facts=facts,
        events={name: (day,) for name, day in events.items() if day is not None},
    )


def _leads_committee(organ: Organ, person: Person) -> bool:
    if organ.heads is not None:
        return person.id in organ.heads
    return any(
        item.kind in {"organ_committee", "leading_group"} and item.secretary == person.name
        for item in organ.organizations
    )


def _units(organ: Organ) -> Iterator[Bearer]:
    """The organs themselves, shown under their Party committee, else their first organization."""
    units: dict[str, list[Organization]] = {}
    for item in organ.organizations:
        if item.unit:
            units.setdefault(item.unit, []).append(item)
    at_home = people_by_home(organ)
    for place, (unit, own) in enumerate(units.items(), start=1):
        people = [person for item in own for person in at_home.get(item.id, ())]
        kinds = {item.kind for item in own}
        facts = {
            "organization_formed": constant(True),
            "committee_formed": constant("organ_committee" in kinds),
            "general_branch_formed": constant("general_branch" in kinds),
        }
        if people:
            facts["full_members"] = _head_count(_full_since(person) for person in people)
            facts["members"] = _head_count(person.joined or LONG_AGO for person in people)
        home = next((item for item in own if item.kind == "organ_committee"), own[0])
        yield Bearer(id=f"unit-{place}", kind="organ", name=unit, organization=home.id, facts=facts)
