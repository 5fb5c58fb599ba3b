"""Bytes to rows and findings: Excel, Word, CSV, hostile until parsed.

The one room that knows file formats.  Files are opened in a process of their
own (`child.py`); what comes back is checked (`worker.py`) and put together
(`folder.py`, `merging.py`).
"""

from mingdeng.files.attachments import ACCEPTED, attachment_format
from mingdeng.files.folder import read_file, read_files, read_folder, read_minutes
from mingdeng.files.minutesread import PASTED
from mingdeng.files.proposing import Doubt, Proposal, Read, ReadAbsence, ReadItem, ReadVotes
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
    "ACCEPTED",
    "PASTED",
    "Absence",
    "ActivityRow",
    "Doubt",
    "DuesRow",
    "Finding",
    "MemberRow",
    "OrganizationRow",
    "Proposal",
    "Read",
    "ReadAbsence",
    "ReadItem",
    "ReadVotes",
    "Reading",
    "Source",
    "TableRead",
    "UnreadActivity",
    "attachment_format",
    "read_file",
    "read_files",
    "read_folder",
    "read_minutes",
]
