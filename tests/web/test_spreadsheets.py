"""What we export, opened and saved by another office program: text stays text, records the same."""

from pathlib import Path

import pytest
from django.test import Client

from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.activities.services import plan, record
from mingdeng.assessments.services import About, state
from mingdeng.files.folder import read_folder
from mingdeng.intake.models import Line
from mingdeng.intake.services import plan as preview
from mingdeng.roster.models import Membership, Organization, Post
from mingdeng.roster.services import NewPerson, add_person, appoint
from tests.house import signed_in
from tests.intake.ledgers import import_ledgers, organ
from tests.web.conftest import Enter
from tests.web.spreadsheets import cells_of, saved_again
from tests.web.test_exports import PAYLOADS, office_of
from tests.web.world import FOUNDED, SYSTEM, TODAY, World


def save(client: Client, paths: dict[str, str], folder: Path) -> list[Path]:
    """Each download under a name of its own."""
    files = []
    for name, path in paths.items():
        response = client.get(path)
        assert response.status_code == 200, path
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(response.content)
    return files


def typed_everywhere(world: World) -> None:
    """Each payload wherever someone may type it."""
    hosts = (Hosting(world.branch.id, None, 20, 19, (Absent("郑文博", "=1"),)),)
    for place, payload in enumerate(PAYLOADS):
        words = {"place": payload, "chair": payload, "recorder": payload, "topic": payload}
        items = (Item(payload, decision=payload),)
        given = Record(("theme_day",), TODAY, hosts, agenda=items, guests=(payload,), **words)  # type: ignore[arg-type]
        record(SYSTEM, given)
        plan(SYSTEM, given)
        person = add_person(SYSTEM, NewPerson(name=payload), world.branch, None, 100 + place)
        appoint(SYSTEM, person, world.branch, Post.Kind.COMMITTEE, payload[:40], FOUNDED)
        about = About(world.branch.id, str(world.branch.id), "theme-day", f"{2000 + place}-01")
        state(SYSTEM, about, payload)


def test_sixty_formulas_stay_text_in_every_list_after_another_program(
    enter: Enter, world: World, tmp_path: Path
) -> None:
    assert len(PAYLOADS) == 60
    typed_everywhere(world)
    branch = f"/organizations/{world.branch.id}/export"
    lists = {
        "records": f"/records/export/?month={TODAY}",
        "plans": "/records/plans/export/",
        "said": "/said/export/",
        "roster": f"{branch}/",
        "everyone": "/organizations/export/roster/",
        "terms": f"{branch}/terms/",
    }
    ours = save(enter("office"), lists, tmp_path)
    theirs = saved_again(ours, tmp_path)
    for file in ours:
        wrote, read = cells_of(file), cells_of(theirs / file.name)
        assert {cell.data_type for cell in read.values()} <= {"s", "n"}, file.name
        assert not any(cell.hyperlink for cell in read.values())
        assert {place: str(cell.value) for place, cell in read.items()} == {
            place: str(cell.value) for place, cell in wrote.items()
        }
        said = {str(cell.value) for cell in read.values()}
        wanted = {payload.replace("\t", "").replace("\r", "").strip() for payload in PAYLOADS}
        assert wanted <= {text.strip() for text in said}, file.name


@pytest.mark.django_db
def test_what_another_program_saved_is_read_back_as_the_same_records(tmp_path: Path) -> None:
    root = organ()
    import_ledgers(signed_in(), root)
    client = office_of(root)
    lists = {
        "三会一课台账": "/records/export/?as_of=2026-12-31",
        "党组织名册": "/organizations/export/",
        "党员名册": "/organizations/export/roster/",
        "任期台账": f"/organizations/{root.id}/export/terms/",
        "计划": "/records/plans/export/",
    }
    again = saved_again(save(client, lists, tmp_path), tmp_path)
    upload = preview(SYSTEM, root, read_folder(again))
    ours = [one["message"] for one in upload.findings if one["code"] == "our-own-list"]
    assert len(ours) == 1
    assert "这是平台导出的“计划”" in ours[0]
    told = [
        (line.title, line.state, line.changes, line.problem)
        for line in upload.lines.exclude(state=Line.State.SAME)
    ]
    assert told == []
    kinds = set(upload.lines.values_list("kind", flat=True))
    assert kinds >= {Line.Kind.ORGANIZATION, Line.Kind.PERSON, Line.Kind.TERM, Line.Kind.ACTIVITY}
    branches = Organization.objects.filter(kind="branch").count()
    assert upload.lines.filter(kind=Line.Kind.ORGANIZATION).count() >= branches
    members = Membership.objects.filter(until=None).count()
    assert upload.lines.filter(kind=Line.Kind.PERSON).count() == members > 90
    assert upload.lines.filter(kind=Line.Kind.ACTIVITY).count() == 119
