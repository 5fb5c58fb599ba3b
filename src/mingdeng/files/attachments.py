"""Whether a file may be kept as an attachment: by content and name together, never opened here."""

from pathlib import Path

from mingdeng.files.guard import MAX_FILE
from mingdeng.files.names import DOCX, XLSX, extension
from mingdeng.files.worker import Worker

_SIGNS = {
    ".pdf": ("pdf", b"%PDF-"),
    ".jpg": ("jpg", b"\xff\xd8\xff"),
    ".jpeg": ("jpg", b"\xff\xd8\xff"),
    ".png": ("png", b"\x89PNG\r\n\x1a\n"),
}
_OFFICE = {".docx": DOCX, ".xlsx": XLSX}
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
_ONLY = "只收 PDF、JPG、PNG、.docx 和 .xlsx。"


def attachment_format(path: Path, name: str) -> tuple[str | None, str]:
    """The format of a file that may be kept; else None, and why not."""
    ending = extension(name)
    if path.stat().st_size > MAX_FILE:
        return None, "文件超过 20 兆字节。"
    if ending in _SIGNS:
        kind, sign = _SIGNS[ending]
        with path.open("rb") as file:
            fits = file.read(len(sign)) == sign
        return (kind, "") if fits else (None, "文件内容与扩展名不符。")
    if ending not in _OFFICE:
        return None, _ONLY
    with Worker() as worker:
        findings = worker.check(str(path.absolute()), name).findings
    return (None, findings[0].message) if findings else (_OFFICE[ending], "")
