"""The server is killed in the middle of its work: what it acknowledged stands, whole.

`MINGDENG_KILLS` says how many times; what was not acknowledged is sent again with its key
and has one effect.
"""

import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from tests.files.filemaking import workbook
from tests.web.serving import Lost, Server, served
from tests.web.world import TODAY

KILLS = int(os.environ.get("MINGDENG_KILLS", "10"))
WRITERS, PEOPLE = 3, 40
HEAD = ["姓名", "性别", "所在支部", "入党日期"]
BRANCH = "社会救助和慈善事业促进处第一支部"
STANDING = """
from mingdeng.activities.models import Activity
from mingdeng.intake.models import Line, Upload
from mingdeng.journal.models import Entry
from mingdeng.journal.verifying import first_break
from mingdeng.roster.models import Person
recorded = {
    one.place: [one.hosts.count(), one.agenda.count(),
                Entry.objects.filter(object_id=one.id, action="activity.record").count()]
    for one in Activity.objects.filter(place__startswith="第")
}
places = list(Activity.objects.filter(place__startswith="第").values_list("place", flat=True))
imports = {
    str(one.id): [one.state, one.lines.filter(kind="person", done="created").count(),
                  Person.objects.filter(id__in=one.lines.values("made")).count()]
    for one in Upload.objects.all()
}
lone = Person.objects.filter(name__startswith="批", memberships=None).count()
people = Person.objects.filter(name__startswith="批").count()
print(json.dumps({"recorded": recorded, "places": places, "imports": imports, "lone": lone,
                  "people": people, "break": str(first_break())}))
"""


@dataclass
class Told:
    """What was sent, and what the server said of it."""

    acknowledged: list[str] = field(default_factory=list)
    unknown: list[dict[str, object]] = field(default_factory=list)
    imported: list[str] = field(default_factory=list)
    unknown_imports: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def test_what_was_acknowledged_survives_any_kill_and_nothing_is_half_written(
    tmp_path: Path,
) -> None:
    told, dice = Told(), random.Random(7)
    with served(tmp_path) as server:
        for number in range(KILLS):
            _work_until_killed(server, told, number, dice.uniform(0.05, 1.2))
            server.start()
        _check(server, told)
        again = [server.post("/records/new/", data).status for data in told.unknown]
        again += [server.post(url, data).status for url, data in told.unknown_imports]
        assert set(again) <= {302}
        told.acknowledged += [str(data["place"]) for data in told.unknown]
        told.imported += [url for url, _ in told.unknown_imports]
        _check(server, told)
        assert told.acknowledged
        assert told.imported


def _work_until_killed(server: Server, told: Told, number: int, seconds: float) -> None:
    previews = [_previewed(server, chr(0x5200 + number) + letter) for letter in "甲乙"]
    stop = threading.Event()
    tasks: list[Callable[[], None]] = [
        lambda: _keep_recording(server, told, stop) for _ in range(WRITERS)
    ]
    tasks += [lambda: _import(server, told, previews)]
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()


def _keep_recording(server: Server, told: Told, stop: threading.Event) -> None:
    while not stop.is_set():
        data = _meeting(server)
        try:
            answer = server.post("/records/new/", data)
        except Lost:
            told.unknown.append(data)
            return
        if answer.leads_to("/records/"):
            told.acknowledged.append(str(data["place"]))
        else:
            told.refused.append(f"{answer.status}")


def _meeting(server: Server) -> dict[str, object]:
    return {
        "organization": server.known["branch"],
        "key": str(uuid4()),
        "kinds": "theme_day",
        "held_on": TODAY.isoformat(),
        "place": f"第{uuid4().hex}室",
        "agenda-0-text": "学习文件",
        "agenda-1-text": "讨论计划",
    }


def _previewed(server: Server, name: str) -> str:
    rows = [[f"批{name}{chr(0x4E00 + n)}", "女", BRANCH, "2001-07-01"] for n in range(PEOPLE)]
    files = [("名册.xlsx", workbook({"名册": [HEAD, *rows]}))]
    data = {"organization": server.known["committee"], "key": str(uuid4())}
    answer = server.send("/imports/new/", data, files)
    assert answer.leads_to("/imports/"), answer.text
    return answer.location


def _import(server: Server, told: Told, previews: list[str]) -> None:
    for url in previews:
        data: dict[str, object] = {"key": str(uuid4()), "version": 2, "only_good": 1}
        try:
            answer = server.post(f"{url}confirm/", data)
        except Lost:
            told.unknown_imports.append((f"{url}confirm/", data))
            return
        assert answer.leads_to("/imports/"), answer.text
        told.imported.append(f"{url}confirm/")


def _check(server: Server, told: Told) -> None:
    found = server.ask_database(STANDING)
    assert found["break"] == "None"
    assert told.refused == []
    assert set(told.acknowledged) <= set(found["places"])
    assert len(found["places"]) == len(set(found["places"]))
    assert {tuple(parts) for parts in found["recorded"].values()} == {(1, 2, 1)}
    whole = {("confirmed", PEOPLE, PEOPLE), ("previewed", 0, 0)}
    assert {tuple(one) for one in found["imports"].values()} <= whole
    for url in told.imported:
        assert found["imports"][url.split("/")[2]][0] == "confirmed"
    confirmed = sum(state == "confirmed" for state, _, _ in found["imports"].values())
    assert (found["people"], found["lone"]) == (confirmed * PEOPLE, 0)
