"""Files for the tests, made with the libraries offices' programs resemble, and read back."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from mingdeng.files import Finding, Reading, read_folder

Rows = Iterable[Any]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity_number(birth: str, serial: int) -> str:
    """A valid number of the region nobody lives in; an odd serial is a man's."""
    digits = f"419999{birth}{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def workbook(
    sheets: Mapping[str, Any], change: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    """An .xlsx with these rows; `change` may merge, hide and format."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change is not None:
        change(book)
    return saved(book.save)


def saved(save: Callable[[Any], None]) -> bytes:
    """What a library's save method writes."""
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def sheet_of(book: openpyxl.Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def document(*blocks: str | Rows) -> bytes:
    """A .docx of paragraphs (texts) and tables (rows of texts)."""
    paper = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            paper.add_paragraph(block)
            continue
        rows = [list(row) for row in block]
        table = paper.add_table(len(rows), max(map(len, rows)))
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=False):
                cell.text = text
    return saved(paper.save)


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def read(folder: Path, files: Mapping[str, bytes]) -> Reading:
    """The reading of a folder that holds just these files."""
    return read_folder(write(folder, files))


def of(reading: Reading, file: str) -> Reading:
    """What a reading says about one file."""
    return Reading(
        organizations=tuple(row for row in reading.organizations if row.source.file == file),
        members=tuple(row for row in reading.members if row.source.file == file),
        activities=tuple(row for row in reading.activities if row.source.file == file),
        dues=tuple(row for row in reading.dues if row.source.file == file),
        tables=tuple(table for table in reading.tables if table.source.file == file),
        findings=tuple(item for item in reading.findings if item.file == file),
        files_read=tuple(name for name in reading.files_read if name == file),
    )


def codes(reading: Reading, severity: str | None = None) -> list[str]:
    """The codes of findings in their order, of one severity or of all."""
    return [item.code for item in reading.findings if severity in {None, item.severity}]


def cells(findings: Iterable[Finding]) -> set[tuple[str, int | None, int | None]]:
    """Code, row and column of findings."""
    return {(item.code, item.row, item.column) for item in findings}


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def raw_workbook(sheets: Sequence[str], targets: Sequence[str] | None = None) -> bytes:
    """An .xlsx whose sheets are these pieces of XML, listed under these targets."""
    paths = [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="{target}"/>'
        for number, target in enumerate(targets or paths, start=1)
    )
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            f"<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
            **{f"xl/{path}": sheet for path, sheet in zip(paths, sheets, strict=True)},
        }
    )


def raw_document(body: str) -> bytes:
    """A .docx whose body is this XML."""
    document_xml = f"<document><body>{body}</body></document>"
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document_xml})
