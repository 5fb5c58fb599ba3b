"""Running commands as people do, and what every text they see has in common."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from mingdeng.cli import main

ROOT = Path(__file__).parents[2]
LEDGERS = ROOT / "tests" / "data" / "ledgers"
AS_OF = ("--as-of", "2026-09-30")
IDEOGRAPHS = "\u3400-\u9fff"
# Chinese marks and quotation marks; the dash and the ellipsis stand in formulas as well.
MARKS = "\u3001-\u3011\uff01-\uff5e“”‘’"
# ASCII punctuation that belongs into no Chinese sentence.
NARROW_BESIDE_CHINESE = re.compile(f"[{IDEOGRAPHS}{MARKS}][,;:()?!]|[,;:()?!][{IDEOGRAPHS}{MARKS}]")

# Texts that show a format the user is to write as it stands.
FORMATS = ("名称: 内容", "名称: 值", "{text: …, article: …}", "起始日,截止日,休或班,名称,依据")


class Said(NamedTuple):
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def say(*argv: object) -> Said:
    """Run a command in this process."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(part) for part in argv])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    return Said(code, out.getvalue(), err.getvalue())


def start(
    *argv: object, env: Mapping[str, str] | None = None, stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own, with these changes to the environment."""
    command = [sys.executable, "-m", "mingdeng", *(str(part) for part in argv)]
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    surroundings = {**plain, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})}
    return subprocess.run(
        command, stdout=stdout, stderr=subprocess.PIPE, env=surroundings, check=False
    )


def check_ledgers(*argv: object) -> Said:
    """Check the sample ledgers as of the day their truth was written."""
    return say("check", LEDGERS, *AS_OF, *argv)


def is_chinese(text: str) -> bool:
    return re.search(f"[{IDEOGRAPHS}]", text) is not None


def badly_put(text: str) -> list[str]:
    """Lines in which ASCII punctuation stands beside a Chinese character."""
    for shown in FORMATS:
        text = text.replace(shown, "")
    return [line for line in text.splitlines() if NARROW_BESIDE_CHINESE.search(line)]
