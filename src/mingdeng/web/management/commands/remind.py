"""Reminders: decided once a day in the hours of each organization, and carried out.

Runs beside the server, in as many copies as anyone likes. ADR 0015 says what happens where
one is killed in the middle.
"""

import os
import signal
import time
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from mingdeng.documents.standing import SOURCES
from mingdeng.notify.services import deliver, run_round

PAUSE = 30.0


class Command(BaseCommand):
    """Once, or over and over until stopped."""

    help = "按各组织的设置提醒到期和逾期的事项，发出邮件和群消息"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to go on, and how soon."""
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--pause", type=float, default=PAUSE)

    def handle(self, **options: Any) -> None:
        """Decide, deliver, pause; told to stop, end what was begun."""
        parent, stopping = os.getppid(), []
        signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
        while os.getppid() == parent and not stopping:  # killed with who started it
            try:
                run_round(datetime.now(UTC), SOURCES)
                while deliver(_now, SOURCES, most=1) and not stopping:
                    pass
            except DatabaseError:
                # What was begun is recovered; the next round has a new connection.
                connection.close()
            if options["once"]:
                return
            _rest(options["pause"], stopping)


def _rest(seconds: float, stopping: list[bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stopping:
        time.sleep(0.2)


def _now() -> datetime:
    return datetime.now(UTC)
