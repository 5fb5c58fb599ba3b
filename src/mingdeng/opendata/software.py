"""Which version of the software this is."""

import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3] / "pyproject.toml"


@cache
def software() -> str:
    """The version: of the tree it runs from, else of the package that is installed."""
    if PROJECT.is_file():
        return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return version("mingdeng")
    except PackageNotFoundError:
        return ""
