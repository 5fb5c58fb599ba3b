"""Findings about rows once files are put together."""

from collections.abc import Mapping

from mingdeng.files.rows import Finding, Source


def about_cell(
    source: Source,
    columns: Mapping[str, int],
    field: str | None,
    said: tuple[str, str, str, str],
) -> Finding:
    """A finding (severity, code, message, remedy) at a field's cell, else at column 1."""
    severity, code, message, remedy = said
    column = None
    if source.row is not None:
        column = columns.get(field, 1) if field else 1
    return Finding(
        file=source.file,
        sheet=source.sheet,
        row=source.row,
        column=column,
        place=source.place,
        severity=severity,
        code=code,
        message=message,
        remedy=remedy,
    )
