"""Files are kept, read apart from the request, and deleted when their time is over."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from mingdeng.intake.models import Line, StoredFile, Upload
from mingdeng.intake.services import Refused, begin, discard, receive, remove_old_files
from mingdeng.journal.services import Actor
from tests.files.filemaking import workbook
from tests.house import NOW, signed_in
from tests.intake.ledgers import organ

pytestmark = pytest.mark.django_db
ROWS = [["姓名", "所在支部", "入党日期"], ["王一", "第一支部", "2001-07-01"]]
PATIENCE = 30.0


@pytest.fixture
def me(db: None) -> Actor:  # noqa: ARG001
    return signed_in("office")


def received(actor: Actor, *names: str) -> Upload:
    book = workbook({"名册": ROWS})
    files = [SimpleUploadedFile(name, book) for name in names or ("名册.xlsx",)]
    answer = receive(actor, organ(), files, uuid.uuid4())
    return Upload.objects.get(id=answer["upload"])


def path_of(upload: Upload) -> str:
    return StoredFile.objects.get(upload=upload).path


def test_what_was_received_is_read_into_a_preview(me: Actor) -> None:
    upload = received(me)
    assert upload.state == Upload.State.READING
    assert begin(me, upload.id) is None
    upload.refresh_from_db()
    assert (upload.state, upload.files) == (Upload.State.PREVIEWED, ["名册.xlsx"])
    assert Line.objects.filter(kind=Line.Kind.PERSON).count() == 1


def test_reading_it_twice_makes_one_preview(me: Actor) -> None:
    upload = received(me)
    for _ in range(2):
        begin(me, upload.id)
    assert Line.objects.filter(kind=Line.Kind.PERSON).count() == 1


def test_a_file_that_is_not_opened_is_not_kept(me: Actor) -> None:
    upload = received(me, "程序.xlsm")
    stored = StoredFile.objects.get(upload=upload)
    assert (stored.path, stored.size) == ("", 0)
    begin(me, upload.id)
    upload.refresh_from_db()
    assert upload.state == Upload.State.FAILED
    assert [one["code"] for one in upload.findings] == ["has-macros"]


def test_two_files_of_one_name_are_both_read(me: Actor) -> None:
    upload = received(me, "名册.xlsx", "名册.xlsx")
    begin(me, upload.id)
    upload.refresh_from_db()
    assert upload.files == ["名册.xlsx", "名册（同名之2）.xlsx"]


def test_what_is_given_up_cannot_come_back(me: Actor) -> None:
    upload = received(me)
    discard(me, upload, upload.version)
    begin(me, upload.id)
    upload.refresh_from_db()
    assert upload.state == Upload.State.DISCARDED
    assert not Line.objects.exists()
    with pytest.raises(Refused):
        discard(me, upload, upload.version)


def test_originals_are_deleted_when_their_days_are_over_and_not_before(
    me: Actor, settings: Settings
) -> None:
    upload = received(me)
    path = path_of(upload)
    days = timedelta(days=settings.INTAKE_KEEP_DAYS)
    assert remove_old_files(NOW + days - timedelta(hours=1)) == 0
    assert default_storage.exists(path)
    assert remove_old_files(NOW + days + timedelta(hours=1)) == 1
    assert not default_storage.exists(path)
    assert StoredFile.objects.get(upload=upload).removed_at is not None


def test_with_a_clock_that_went_back_nothing_is_deleted(me: Actor, settings: Settings) -> None:
    settings.INTAKE_KEEP_DAYS = -30
    path = path_of(received(me))
    assert remove_old_files(NOW - timedelta(days=2)) == 0
    assert default_storage.exists(path)


def test_reading_goes_on_beside_the_request(
    transactional_db: None,  # noqa: ARG001 - the thread must see what was written
    settings: Settings,
) -> None:
    settings.INTAKE_IN_REQUEST = False
    actor = signed_in("office")
    upload = received(actor)
    thread = begin(actor, upload.id)
    assert thread is not None
    assert Upload.objects.get(id=upload.id).state in Upload.State.values
    thread.join(PATIENCE)
    assert Upload.objects.get(id=upload.id).state == Upload.State.PREVIEWED


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> None:
    """Files of a test in a folder of its own."""
    where = {**settings.STORAGES["default"]["OPTIONS"], "location": tmp_path}
    default = {**settings.STORAGES["default"], "OPTIONS": where}
    settings.STORAGES = {**settings.STORAGES, "default": default}
