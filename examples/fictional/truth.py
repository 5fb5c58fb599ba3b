"""The truth file: what is really in the files, in the schema of the sample's truth.json."""

from dataclasses import asdict
from typing import Any

from .dues import Account
from .entries import FAULTY_FIELD, SAME_MEETING, MeetingEntry, PersonEntry
from .lapses import gap_truth, is_gap
from .model import Branch, Lapse, Organization
from .office import Office, Source
from .spelling.branches import official


def problems(
    office: Office, people: list[PersonEntry], meetings: list[MeetingEntry]
) -> list[dict[str, Any]]:
    """Every planted fault at its place in the files."""
    faulty: list[PersonEntry | MeetingEntry] = [entry for entry in people if entry.fault]
    faulty += [entry for entry in meetings if entry.fault]
    return [_problem(office, entry) for entry in faulty]


def _problem(office: Office, entry: PersonEntry | MeetingEntry) -> dict[str, Any]:
    """A finding about a whole row points at its first cell, any other at the cell itself."""
    source = office.sources[id(entry)]
    reason, column = entry.fault, 1
    if isinstance(entry, MeetingEntry) and entry.twin is not None:
        reason = f"{SAME_MEETING} (as row {office.sources[id(entry.twin)].row})"
    else:
        column = _faulty_column(source, FAULTY_FIELD[entry.fault])
    return {**source.as_truth(), "column": column, "reason": reason}


def _faulty_column(source: Source, name: str) -> int:
    """Where present and expected share a cell, that cell holds the fault."""
    return source.columns[name] if name in source.columns else source.columns["both"]


def gaps(lapses: list[Lapse]) -> list[dict[str, Any]]:
    """What was planned to be missing; the tests find it again."""
    return [gap_truth(lapse) for lapse in lapses if is_gap(lapse)]


def branch_truth(office: Office, branch: Branch) -> dict[str, Any]:
    """A branch at as-of."""
    return {
        "name": branch.name,
        "full_name": office.full_name(branch),
        "founded": branch.founded.isoformat(),
        "elected": branch.elected.isoformat(),
        "members": len(branch.members),
        "full": branch.voters(office.organ.as_of),
        "groups": branch.groups,
        "committee": bool(branch.committee),
    }


def activities(office: Office, entries: list[MeetingEntry]) -> list[dict[str, Any]]:
    """What really took place, by branch and day."""
    rows = [_activity_truth(office, entry) for entry in entries if not entry.fault]
    return sorted(rows, key=lambda row: (row["branch"], row["on"]))


def _activity_truth(office: Office, entry: MeetingEntry) -> dict[str, Any]:
    """`absent` holds the names the file gives: none where the office only counts heads."""
    activity, source = entry.activity, office.sources[id(entry)]
    named = "absent" in source.columns
    return {
        "branch": activity.branch.name,
        "kinds": list(activity.kinds),
        "on": activity.on.isoformat(),
        "group": activity.group,
        "should": activity.should,
        "present": activity.present,
        "absent": [absence.person.name for absence in activity.absent] if named else [],
        "voters": activity.branch.voters(activity.on),
        "source": source.as_truth(),
    }


def people_truth(office: Office, entries: list[PersonEntry]) -> list[dict[str, Any]]:
    """Everyone as they really are; the second filing of the same person is no person."""
    seen: dict[str, dict[str, Any]] = {}
    for entry in entries:
        person = entry.person
        seen.setdefault(
            person.id_number,
            {
                "name": person.name,
                "branch": person.branch,
                "sex": person.sex,
                "nation": person.nation,
                "id": person.id_number,
                "birth": person.birth.isoformat(),
                "joined": person.joined.isoformat(),
                "full_on": person.full_on.isoformat() if person.full_on else None,
                "post": person.post or None,
                "group": person.group,
                "source": office.sources[id(entry)].as_truth(),
            },
        )
    return list(seen.values())


def organization_truth(office: Office, organization: Organization) -> dict[str, Any]:
    """A line of the register, named as the register names it."""
    row = asdict(organization)
    row["founded"] = organization.founded.isoformat()
    row["elected"] = organization.elected.isoformat() if organization.elected else None
    for name in ("full_name", "upper"):
        row[name] = official(row[name], office.hand.register_names)
    row["source"] = office.sources[id(organization)].as_truth()
    return row


def dues_truth(office: Office, accounts: list[Account]) -> list[dict[str, Any]]:
    """One account a member, with the months paid in each year."""
    paid: dict[str, dict[str, list[int]]] = {}
    for account in accounts:
        years = paid.setdefault(account.person.id_number, {})
        years[str(account.year)] = list(account.months)
    return [
        {
            "name": person.name,
            "branch": person.branch,
            "retired": person.retired,
            "base": f"{person.base:.2f}",
            "paid": paid[person.id_number],
        }
        for person in office.organ.people
    ]


def style_truth(office: Office, style: str) -> dict[str, Any]:
    """The drawn habits: the office's, and those of tables in another hand."""
    return {"name": style, "habits": asdict(office.hand), "tables": office.tables}
