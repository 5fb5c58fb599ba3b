"""`python -m mingdeng`: what the launcher starts."""

import sys

from mingdeng.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
