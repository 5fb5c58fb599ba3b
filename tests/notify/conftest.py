"""A small house with accounts, and receivers on this machine: a mail server, a robot."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

Hook = Callable[[str], str | None]


@dataclass
class Received:
    """What arrived, and what is to be answered: a hook may answer otherwise, or do worse."""

    hook: Hook = lambda _: None
    letters: list[Message] = field(default_factory=list)
    posts: list[tuple[dict[str, list[str]], Any]] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [str(one["Message-ID"])[1:].partition("@")[0] for one in self.letters]


class MailServer(Controller):
    """A real SMTP server on a free port."""

    def __init__(self, received: Received) -> None:
        self.received = received
        super().__init__(self, hostname="127.0.0.1", port=free_port())

    async def handle_MAIL(self, *given: Any) -> str:  # noqa: N802 - called so by aiosmtpd
        envelope, address = given[2], given[3]
        envelope.mail_from = address
        return self.received.hook("mail") or "250 OK"

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802
        envelope, address = given[2], given[3]
        envelope.rcpt_tos.append(address)
        return self.received.hook("rcpt") or "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.received.hook("data")
        if answer is None:
            self.received.letters.append(message_from_bytes(envelope.content))
            self.received.hook("taken")
        return answer or "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def mail_port(received: Received) -> Iterator[int]:
    server = MailServer(received)
    server.start()
    yield int(server.port)
    server.stop()


@pytest.fixture
def robot_address(received: Received) -> Iterator[str]:
    class Robot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = received.hook("post")
            status, _, text = (answer or '200 {"errcode":0,"errmsg":"ok"}').partition(" ")
            if answer is None:
                query = parse_qs(urlsplit(self.path).query)
                received.posts.append((query, json.loads(body)))
                received.hook("posted")
            self.send_response(int(status))
            if status == "302":
                self.send_header("Location", f"http://{self.headers['Host']}/elsewhere")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/robot/send?access_token=geheim"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def ways_out(settings: Settings, mail_port: int) -> None:
    """Mail and robots go to the receivers of the test."""
    settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_TLS = "127.0.0.1", mail_port, ""
    settings.SMTP_USER, settings.MAIL_FROM = "", "明灯 <mingdeng@yunze.example>"
    settings.SITE = "https://mingdeng.yunze.example"
    settings.ROBOT_LOCAL, settings.ROBOT_HOSTS = True, frozenset({"127.0.0.1"})
