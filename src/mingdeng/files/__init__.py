"""Bytes to rows and findings: Excel, Word, CSV, hostile until parsed.

The one room that knows file formats.  Files are opened in a process of their
own (`child.py`); what comes back is checked (`worker.py`) and put together
(`folder.py`, `merging.py`).
"""

from mingdeng.files.folder import read_file, read_files, read_folder
from mingdeng.files.rows import (
    Absence,
    ActivityRow,
    DuesRow,
    Finding,
    MemberRow,
    OrganizationRow,
    Reading,
    Source,
    TableRead,
    UnreadActivity,
)

__all__ = [
    "Absence",
    "ActivityRow",
    "DuesRow",
    "Finding",
    "MemberRow",
    "OrganizationRow",
    "Reading",
    "Source",
    "TableRead",
    "UnreadActivity",
    "read_file",
    "read_files",
    "read_folder",
]
