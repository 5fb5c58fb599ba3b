"""Workbooks as LibreOffice opens and saves them again."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell


def saved_again(files: Iterable[Path], folder: Path) -> Path:
    """A folder with the same workbooks, opened and saved by LibreOffice; one start for all."""
    out = folder / "again"
    home = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=120)
    return out


def cells_of(path: Path) -> dict[tuple[str, str], Cell]:
    """Every cell that holds something, by sheet and place."""
    return {
        (sheet.title, cell.coordinate): cell
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.value not in (None, "")
    }
