"""Many people at once on a real server: what is acknowledged is kept, the rest is told why.

`MINGDENG_WRITERS` and `MINGDENG_EDITS` say how many, and how often each.
"""

import os
import re
import threading
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.web.serving import Server, served
from tests.web.world import TODAY

WRITERS = int(os.environ.get("MINGDENG_WRITERS", "4"))
EDITS = int(os.environ.get("MINGDENG_EDITS", "15"))
ALIKE, RECORDS = 50, 3
VERSION = re.compile(r'name="version" value="(\d+)"')
KEPT = """
from mingdeng.activities.models import Activity
from mingdeng.journal.models import Detail
from mingdeng.journal.verifying import first_break
said = Detail.objects.filter(entry__action="activity.correct").values_list("body", flat=True)
print(json.dumps({
    "versions": {str(one.id): one.version for one in Activity.objects.all()},
    "kept": [body["after"]["place"] for body in said],
    "made": Activity.objects.filter(place="同一次").count(),
    "break": str(first_break()),
}))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("served")) as found:
        yield found


def at_once(count: int, act: Callable[[int], None]) -> None:
    """Run something in threads; what fails in one fails here."""
    errors: list[BaseException] = []

    def run(number: int) -> None:
        try:
            act(number)
        except BaseException as error:  # noqa: BLE001 - handed on below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def meeting(server: Server, place: str) -> dict[str, object]:
    return {
        "organization": server.known["branch"],
        "key": str(uuid4()),
        "kinds": "theme_day",
        "held_on": TODAY.isoformat(),
        "place": place,
        "agenda-0-text": "学习文件",
    }


def test_of_many_writers_each_edit_is_kept_or_refused_with_both_texts(server: Server) -> None:
    places = [server.post("/records/new/", meeting(server, "甲")).location for _ in range(RECORDS)]
    kept: list[tuple[str, str]] = []
    refused: list[str] = []

    def write(number: int) -> None:
        versions = dict.fromkeys(places, 1)
        for edit in range(EDITS):
            url, text = places[(number + edit) % RECORDS], f"{number}号改{edit}"
            data = meeting(server, text) | {"version": versions[url]}
            del data["key"], data["held_on"]
            answer = server.post(f"{url}edit/", data)
            if answer.leads_to("/records/"):
                kept.append((url, text))
                versions[url] += 1
                continue
            assert answer.status == 409, answer.text
            assert "别人刚刚改过这条记录" in answer.text
            theirs = re.search(r"地点</th><td>(.*?)</td><td>(.*?)</td>", answer.text)
            assert theirs is not None
            assert theirs[2] == text
            found = VERSION.search(answer.text)
            assert found is not None
            versions[url] = int(found[1])
            refused.append(theirs[1])

    at_once(WRITERS, write)
    assert len(kept) + len(refused) == WRITERS * EDITS
    found = server.ask_database(KEPT)
    assert sorted(found["kept"]) == sorted(text for _, text in kept)
    for url in places:
        edits = sum(one == url for one, _ in kept)
        assert found["versions"][url.split("/")[2]] == 1 + edits
    assert found["break"] == "None"


def test_the_same_post_fifty_times_at_once_has_one_effect(server: Server) -> None:
    data, locations = meeting(server, "同一次"), set()

    def send(number: int) -> None:
        del number
        answer = server.post("/records/new/", data)
        assert answer.leads_to("/records/"), answer.text
        locations.add(answer.location)

    at_once(ALIKE, send)
    assert len(locations) == 1
    assert server.ask_database(KEPT)["made"] == 1
