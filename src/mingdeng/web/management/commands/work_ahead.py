"""Work nobody should wait for: judge every organization for today, index what was written,
and keep the day's signed head of the journal.

Runs beside the server, again and again with what changed since. Without it all is as true,
but the first who opens a large committee's page after midnight would wait for the judging
of all its branches, and the first who searches after an import for the index.
"""

import logging
import os
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from mingdeng.assessments.folding import folded
from mingdeng.assessments.outcomes import keys_of
from mingdeng.assessments.queries import every_board
from mingdeng.daycount import local_day
from mingdeng.documents.standing import STANDING
from mingdeng.engine.inputs import Clocks
from mingdeng.journal.heads import HeadsUnreadable
from mingdeng.journal.keeping import keep_head
from mingdeng.search.services import catch_up

PAUSE = 60.0
log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Once, or over and over until stopped."""

    help = "预先判断今天的履责情况，补齐查找的索引"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to go on."""
        parser.add_argument("--once", action="store_true")

    def handle(self, **options: Any) -> None:
        """Work, pause, work on what changed."""
        parent = os.getppid()
        while os.getppid() == parent:  # whoever started it was killed: nobody asks any more
            try:
                judge_ahead(datetime.now(UTC))
                catch_up(most=None)
                keep_todays_head(datetime.now(UTC))
            except DatabaseError:
                # Nothing depends on it; the next round tries again with a new connection.
                connection.close()
            if options["once"]:
                return
            time.sleep(PAUSE)


def judge_ahead(now: datetime) -> int:
    """Judge what is not kept for the day; how many organizations there are."""
    clocks = Clocks(local_day(now))
    return len(folded(keys_of(every_board(clocks.as_of), clocks), clocks, STANDING, store=True))


def keep_todays_head(now: datetime) -> None:
    """Keep the head of the day; say so in the log where the journal does not fit the heads."""
    try:
        broken = keep_head(settings.HEADS_FILE, settings.HEADS_KEY, now)
    except (OSError, HeadsUnreadable) as error:
        log.error("链头没有写出：%s", error)
        return
    if broken is not None:
        log.error("日志与链头不符：第 %s 条，%s", broken.number, broken.problem)
