"""A program that speaks for someone of the small organ."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingdeng.accounts.models import User
from mingdeng.accounts.services import SCOPES, NewToken, issue_token
from tests.web.world import NOW, TODAY

BASE = "/api/v1"
EVERY_SCOPE = tuple(SCOPES)


def token_for(account: User, scopes: tuple[str, ...] = EVERY_SCOPE, **said: Any) -> str:
    """The secret of a new token."""
    given = {"expires_on": TODAY + timedelta(days=30), "two_factors": True, **said}
    return issue_token(account, NewToken("测试", scopes, **given), NOW)[1]


class Program:
    """Asks with a token, and nothing else."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, headers: Mapping[str, str] | None = None, **query: Any) -> Any:
        return self.client.get(f"{BASE}{path}", query, headers=headers)

    def post(self, path: str, body: Any = None, key: uuid.UUID | None = None) -> Any:
        return self._send("POST", path, body, key or uuid.uuid4())

    def put(self, path: str, body: Any) -> Any:
        return self._send("PUT", path, body, None)

    def upload(
        self,
        path: str,
        files: Mapping[str, Sequence[tuple[str, bytes]]],
        fields: Mapping[str, str] | None = None,
        key: uuid.UUID | None = None,
    ) -> Any:
        """A form with files, each of a name and bytes."""
        sent = {name: [SimpleUploadedFile(*one) for one in some] for name, some in files.items()}
        headers = {"Idempotency-Key": str(key or uuid.uuid4())}
        return self.client.post(f"{BASE}{path}", {**(fields or {}), **sent}, headers=headers)

    def _send(self, method: str, path: str, body: Any, key: uuid.UUID | None) -> Any:
        return self.client.generic(
            method,
            f"{BASE}{path}",
            json.dumps(body or {}, default=str),
            content_type="application/json",
            headers={"Idempotency-Key": str(key)} if key else None,
        )
