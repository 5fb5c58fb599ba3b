"""From rows of rosters to people, and finding a person by name."""

from collections.abc import Iterable, Sequence

from mingdeng.facts.naming import Directory
from mingdeng.facts.organ import Person
from mingdeng.facts.reporting import about_cell
from mingdeng.files.rows import ERROR, Finding, MemberRow


def people_in(
    rows: Sequence[MemberRow], directory: Directory
) -> tuple[list[Person], list[Finding]]:
    """The people of the rosters; one whose branch is not known is kept, unassigned."""
    people: list[Person] = []
    findings: list[Finding] = []
    for place, row in enumerate(rows, start=1):
        organization = directory.find(row.organization)
        if organization is None and row.organization:
            findings.append(_unknown_branch(row))
        people.append(
            Person(
                id=f"person-{place}",
                name=row.name,
                organization=organization,
                status=row.status,
                joined=row.joined,
                converted=row.converted,
                posts=row.posts,
                group=row.group,
                source=row.source,
            )
        )
    return people, findings


class Roster:
    """Finds people by name, in their own organization first."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_name: dict[str, list[Person]] = {}
        for person in people:
            self._by_name.setdefault(person.name, []).append(person)

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def find(self, name: str, organization: str) -> Person | None:
        """The person of that name in the organization, else one whose branch is not known."""
        named = self._by_name.get(name, [])
        for home in (organization, None):
            found = [person for person in named if person.organization == home]
            if len(found) == 1:
                return found[0]
        return None

    def is_shared(self, name: str, organization: str) -> bool:
        """Whether two people of the organization bear a name."""
        named = self._by_name.get(name, [])
        return sum(person.organization == organization for person in named) > 1

    def home_of(self, name: str | None) -> str | None:
        """The organization of the only person of that name."""
        found = self._by_name.get(name or "", [])
        return found[0].organization if len(found) == 1 else None


def _unknown_branch(row: MemberRow) -> Finding:
    return about_cell(
        row.source,
        row.columns,
        "organization",
        (
            ERROR,
            "unknown-branch",
            f"“{row.organization}”不在党组织名册中，{row.name}暂未归入任何支部。",
            "请核对支部名称；确有这个支部的，先补入党组织名册。",
        ),
    )
