"""A real server on a database of its own, that can be killed and started again.

SQLite in a folder of the test, or, where DATABASE_URL is set, a new database beside the
one it names.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import uuid4

ROOT = Path(__file__).parents[2]
TOKEN = "t" * 32
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "critical")
PATIENCE = 60.0
FURNISH = """
import json
import django
django.setup()
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from mingdeng.accounts.backends import TWO
from tests.web.world import make_world
world = make_world()
office = world.accounts["office"]
session = SessionStore()
session[SESSION_KEY] = str(office.pk)
session[BACKEND_SESSION_KEY] = TWO
session[HASH_SESSION_KEY] = office.get_session_auth_hash()
session.create()
ids = {"branch": world.branch.id, "committee": world.committee.id, "own": world.own.id}
print(json.dumps({"session": session.session_key, **{name: str(one) for name, one in ids.items()}}))
"""


class Answer(NamedTuple):
    """What came back: the status, where it sends one, the page."""

    status: int
    location: str
    text: str

    def leads_to(self, path: str) -> bool:
        """Whether it was done: one is sent on to what came of it, not to the door."""
        return self.status == 302 and self.location.startswith(path)


class Lost(Exception):
    """No answer came: whether it was done is not known."""


@dataclass
class Server:
    """The server and how to speak to it as the office."""

    folder: Path
    environment: Mapping[str, str]
    port: int
    known: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, *GRANIAN, "--port", str(self.port), "--workers", "2"]
        self.process = subprocess.Popen(
            [*command, "--blocking-threads", "4", "mingdeng.config.wsgi:application"],
            env=self.environment,
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if self.get("/sign-in/").status in {200, 302}:
                    return
            except Lost:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """Kill -9 every process of the server at once."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def get(self, path: str) -> Answer:
        """A page as the office. Raises Lost."""
        return self._ask("GET", path)

    def post(self, path: str, data: Mapping[str, Any]) -> Answer:
        """A form as the office. Raises Lost."""
        body = urlencode({**data, "csrfmiddlewaretoken": TOKEN}, doseq=True)
        return self._ask("POST", path, body.encode(), "application/x-www-form-urlencoded")

    def send(
        self, path: str, data: Mapping[str, str], files: Sequence[tuple[str, bytes]]
    ) -> Answer:
        """A form with files as the office. Raises Lost."""
        edge = uuid4().hex
        parts = [
            _part(edge, f'name="{name}"', value.encode())
            for name, value in {**data, "csrfmiddlewaretoken": TOKEN}.items()
        ]
        parts += [_part(edge, f'name="files"; filename="{name}"', body) for name, body in files]
        body = b"".join((*parts, f"--{edge}--\r\n".encode()))
        return self._ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": f"session={self.known.get('session', '')}; csrf={TOKEN}"}
        if kind:
            headers["Content-Type"] = kind
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            return Answer(response.status, response.headers.get("Location") or "", text)
        except (OSError, http.client.HTTPException) as error:
            raise Lost from error
        finally:
            connection.close()

    def ask_database(self, script: str) -> Any:
        """What a script of Python prints as JSON, run on the server's database."""
        lead = "import json, django\ndjango.setup()\n"
        return json.loads(_run(lead + script, self.environment))


def _part(edge: str, name: str, body: bytes) -> bytes:
    head = f"--{edge}\r\nContent-Disposition: form-data; {name}\r\n\r\n"
    return head.encode() + body + b"\r\n"


def _run(script: str, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip().splitlines()[-1]


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server with the small organ in its database."""
    environment = {
        **os.environ,
        "MINGDENG_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "mingdeng.config.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with _database(environment):
        server = Server(folder, environment, port)
        server.known = json.loads(_run(FURNISH, environment))
        server.start()
        try:
            yield server
        finally:
            server.kill()


@contextmanager
def _database(environment: dict[str, str]) -> Iterator[None]:
    """A database of the test's own; SQLite has one in its folder anyway."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield
        return
    import psycopg

    name, parts = f"served_{uuid4().hex}", urlsplit(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
    try:
        yield
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
