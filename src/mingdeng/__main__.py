"""`python -m mingdeng`: what the launcher starts."""

import os
import sys
from io import TextIOWrapper

from mingdeng.cli import main


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
        # The reader, such as head, has seen enough; what is left must not be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(start())
