"""Runs the check as a person would, and keeps what it said and wrote."""

import contextlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mingdeng.cli.main import main

BELOW = {"party_group", "member", "committee_pair"}


@dataclass(frozen=True)
class Checked:
    """One organ, checked: the JSON, the page and the workbook."""

    page: Path
    workbook: Path
    data: dict[str, Any]

    def duties(self, *states: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each duty in one of these states, with the name of its organization."""
        for organization in self.data["organizations"]:
            for duty in organization["duties"]:
                if not states or duty["state"] in states:
                    yield organization["name"], duty

    def own(self, *states: str) -> list[tuple[str, dict[str, Any]]]:
        """Those an organization owes itself, not its groups or members."""
        return [(name, d) for name, d in self.duties(*states) if d["bearer_kind"] not in BELOW]

    def below(self, *states: str) -> list[tuple[str, dict[str, Any]]]:
        """Those of groups and members."""
        return [(name, d) for name, d in self.duties(*states) if d["bearer_kind"] in BELOW]


def run_check(folder: Path, out: Path, as_of: date, first: date | None = None) -> Checked:
    """Check a folder twice, once for each form of report."""
    page, workbook = out / "report.html", out / "report.xlsx"
    command = ["check", str(folder), "--json", "--as-of", as_of.isoformat()]
    command += ["--from", first.isoformat()] if first else []
    said = ""
    for report in (page, workbook):
        stdout = io.StringIO()
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(io.StringIO()):
            main([*command, "--report", str(report)])
        said = stdout.getvalue()
    return Checked(page, workbook, json.loads(said))
