"""Someone with the office post of an organization that has nothing below it yet, and files."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from mingdeng.accounts.models import User
from mingdeng.roster.models import Organization, Post
from mingdeng.roster.services import appoint
from tests.house import SYSTEM, someone, with_account
from tests.intake.ledgers import LEDGERS, organ

FILES = tuple(sorted(path.name for path in LEDGERS.iterdir() if path.suffix != ".json"))
Sent = tuple[str, bytes]


def office(root: Organization) -> User:
    """The account of whoever runs the office of an organization."""
    person = someone("办公室主任")
    appoint(SYSTEM, person, root, Post.Kind.OFFICE, "机关党委办公室主任", None)
    return with_account(person)


def from_nothing() -> tuple[Organization, Client]:
    """A root organization with nothing below, and its office signed in."""
    root, client = organ(), Client()
    client.force_login(office(root))
    return root, client


def sample() -> list[Sent]:
    """The ledgers as files to be sent."""
    return [(name, (LEDGERS / name).read_bytes()) for name in FILES]


def upload(
    client: Client, root: Organization, files: Sequence[Sent], key: str | None = None
) -> HttpResponse:
    """Send files as the page does."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    data = {"organization": str(root.id), "key": key or str(uuid4()), "files": sent}
    return client.post("/imports/new/", data)  # type: ignore[return-value]
