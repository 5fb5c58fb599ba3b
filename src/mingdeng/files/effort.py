"""How long one file may keep the processor: some seconds, and more for what it really holds.

Counted by the kernel, which ends the process at the limit wherever it is.  A small
file has ten seconds; only rows with something in them buy more, so that a hundred
thousand rows are read while a few that cost too much are given up.
"""

import math
import resource
import time

SECONDS, ROWS_A_SECOND, BYTES_A_SECOND = 10, 2_500, 1 << 20


def allowed(size: int, rows: int) -> int:
    """Seconds for a file of this many bytes in which this many rows were found."""
    return SECONDS + size // BYTES_A_SECOND + rows // ROWS_A_SECOND


class Effort:
    """The file being read: its size, the rows seen so far, when it was begun."""

    def __init__(self) -> None:
        self.began: float | None = None
        self.size = self.rows = 0

    def begin(self, size: int) -> None:
        """A file of this many bytes: from now on the processor's time is limited."""
        self.began, self.size, self.rows = time.process_time(), size, 0
        self._limit(self.began)

    def row(self) -> None:
        """One more row or paragraph with something in it."""
        self.rows += 1
        if self.began is not None and not self.rows % ROWS_A_SECOND:
            self._limit(self.began)

    def _limit(self, began: float) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        until = math.ceil(began) + allowed(self.size, self.rows)
        soft = until if hard == resource.RLIM_INFINITY else min(until, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


EFFORT = Effort()
