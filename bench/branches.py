"""Branches as they are in an ordinary organ: two Party groups, a year of meetings."""

from datetime import date

from mingdeng.engine.inputs import LONG_AGO, Bearer, Coverage, Evidence, Records

Subject = tuple[Bearer, Records]
AS_OF = date(2026, 9, 30)
GROUPS = 2
KINDS = ("branch_committee_meeting", "members_meeting", "theme_day", "party_lecture")


def organization(number: int) -> list[Subject]:
    """A branch with its groups and what was recorded up to September: about 40 records."""
    name = f"branch-{number}"
    branch = Bearer(
        id=name,
        kind="branch",
        name=name,
        founded=date(2018, 3, 1),
        facts={
            "full_members": ((LONG_AGO, 9), (date(2026, 4, 10), 10)),
            "members": ((LONG_AGO, 10),),
            "committee": ((LONG_AGO, True),),
            "committee_members": ((LONG_AGO, 5),),
            "secretary_in_post": ((LONG_AGO, True),),
            "discipline_member": ((LONG_AGO, True),),
        },
        events={"elected": (date(2024, 5, 20),)},
    )
    groups = [
        Bearer(id=f"{name}/{g}", kind="party_group", name=name, group=g, founded=date(2018, 3, 1))
        for g in range(1, GROUPS + 1)
    ]
    return [
        (branch, _records(name, KINDS, number)),
        *((group, _records(group.id, ("group_meeting",), number)) for group in groups),
    ]


def _records(bearer: str, kinds: tuple[str, ...], number: int) -> Records:
    evidence = [
        _evidence(bearer, kind, month, number)
        for month in range(1, 10)
        for kind in kinds
        if kind not in {"members_meeting", "party_lecture"} or month % 3 == 2
    ]
    year = (date(2026, 1, 1), date(2026, 12, 31))
    coverage = [Coverage(bearer, kind, *year) for kind in kinds]
    return Records(evidence=evidence, coverage=coverage)


def _evidence(bearer: str, kind: str, month: int, number: int) -> Evidence:
    day = date(2026, month, 3 + (number + month) % 24)
    amounts = {"present": 4 + month % 2, "expected": 5}
    return Evidence(f"{bearer}-{kind}-{month}", bearer, kind, day, day, amounts=amounts)
