"""The command line: one thin entrance, a module for each command."""

from mingdeng.cli.main import main

__all__ = ["main"]
