"""Files of a record over the API: kept once, handed out as they came, taken away."""

import hashlib
import uuid

import pytest

from mingdeng.activities.models import Attachment
from mingdeng.files.guard import MAX_FILE
from tests.api.asking import BASE
from tests.api.conftest import Speak
from tests.web.world import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 signed by all"


def test_a_file_comes_back_as_it_was_sent(world: World, speak: Speak) -> None:
    program, path = speak("secretary"), f"/records/{world.own.id}/files"
    made = program.upload(path, {"file": [("签到表.pdf", PDF)]})
    assert made.status_code == 201
    (told,) = program.get(path).json()["items"]
    assert (told["id"], told["name"], told["size"]) == (made.json()["id"], "签到表.pdf", len(PDF))
    assert told["digest"] == hashlib.sha256(PDF).hexdigest()
    answer = speak("member").get(f"/files/{told['id']}")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_sent_again_with_its_key_is_kept_once(world: World, speak: Speak) -> None:
    program, path, key = speak("secretary"), f"/records/{world.own.id}/files", uuid.uuid4()
    files = {"file": [("签到表.pdf", PDF)]}
    first, again = (program.upload(path, files, key=key) for _ in range(2))
    assert first.json() == again.json()
    other = program.upload(path, files)
    assert (other.status_code, other.json()["code"]) == (409, "refused")
    assert Attachment.objects.count() == 1


def test_taking_a_file_away_twice_is_answered_as_once(world: World, speak: Speak) -> None:
    program = speak("secretary")
    kept = program.upload(f"/records/{world.own.id}/files", {"file": [("签到表.pdf", PDF)]})
    path, key = f"/files/{kept.json()['id']}", uuid.uuid4()
    assert speak("member").post(f"{path}/remove").status_code == 403
    answers = [program.post(f"{path}/remove", key=key) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert program.get(path).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"other": [("签到表.pdf", PDF)]}, 422, "other"),
        ({"file": [("签到表.pdf", b"0" * (MAX_FILE + 1))]}, 413, "签到表.pdf"),
    ],
)
def test_what_is_not_taken_is_named(
    world: World, speak: Speak, sent: dict[str, list[tuple[str, bytes]]], status: int, field: str
) -> None:
    refused = speak("secretary").upload(f"/records/{world.own.id}/files", sent)
    assert (refused.status_code, list(refused.json()["fields"])) == (status, [field])
    assert not Attachment.objects.exists()


def test_a_file_that_is_not_what_it_says_and_one_of_no_name_are_refused(
    world: World, speak: Speak
) -> None:
    program, path = speak("secretary"), f"/records/{world.own.id}/files"
    wrong = program.upload(path, {"file": [("签到表.pdf", b"<html>")]})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "refused")
    assert program.client.post(f"{BASE}{path}", {"file": "文字"}).status_code == 422


def test_half_a_form_is_told_as_such(world: World, speak: Speak) -> None:
    program = speak("secretary")
    broken = program.client.post(
        f"{BASE}/records/{world.own.id}/files",
        b"--x\r\nnothing",
        content_type="multipart/form-data; boundary=",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert (broken.status_code, broken.json()["code"]) == (400, "bad_request")
