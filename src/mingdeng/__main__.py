"""`python -m mingdeng`: what the launcher starts."""

import errno
import os
import sys
from io import TextIOWrapper

from mingdeng.cli import main

INTERRUPTED, NOT_WRITTEN = 130, 2
NO_ROOM = frozenset([errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO])


def start() -> int:
    """Run the command line; a reader that shows less or has seen enough is no failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # where Chinese cannot be shown
    try:
        try:
            return main(sys.argv[1:])
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as head, has seen enough.
        _drop_output()
        return 0
    except KeyboardInterrupt:
        print("\n已中断，没有做完。", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        _drop_output()
        print("结果没有写完：磁盘已满或写入失败。请腾出空间后再试。", file=sys.stderr)
        return NOT_WRITTEN


def _drop_output() -> None:
    """What is still waiting to be written must not be tried again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(start())
