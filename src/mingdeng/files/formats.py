"""Whether the content of a file is what its name promises, and what it is if not."""

from mingdeng.files.guard import MAX_FILE, Package, open_package
from mingdeng.files.names import CSV, DOCX, TEXT, XLS, XLSX
from mingdeng.files.refusal import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_LOOKS = (
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩文件（RAR）"),
    (b"7z\xbc\xaf", "压缩文件（7z）"),
    (b"\x1f\x8b", "压缩文件（gzip）"),
    (b"\x7fELF", "程序文件"),
)
_HTML = (b"<!doctype", b"<html", b"<head", b"<table", b"<meta")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LABELS = {
    XLSX: "Excel 工作簿（.xlsx）",
    XLS: "Excel 97-2003 工作簿（.xls）",
    DOCX: "Word 文档（.docx）",
}


def check_content(data: bytes, promised: str) -> Package | None:
    """Make sure that the content is what the name promises; the archive where it is one.

    Raises Refused.
    """
    if not data:
        raise Refused("empty-file")
    if len(data) > MAX_FILE:
        raise Refused("file-too-large")
    if data.startswith(_OLE):
        _check_ole(data, promised)
        return None
    if data.startswith(_ZIP):
        return _check_zip(data, promised)
    if promised == XLS and data.startswith(_BIFF):
        return None
    _check_other(data, promised)
    return None


def _check_zip(data: bytes, promised: str) -> Package:
    package = open_package(data)
    actual = next((kind for kind, part in _MAIN_PARTS if package.has(part)), "压缩文件（ZIP）")
    if actual != promised:
        raise Refused("not-what-it-says", actual=_LABELS.get(actual, actual))
    return package


_MAIN_PARTS = (
    (XLSX, "xl/workbook.xml"),
    (DOCX, "word/document.xml"),
    ("PowerPoint 演示文稿", "ppt/presentation.xml"),
    ("Excel 二进制工作簿（.xlsb）", "xl/workbook.bin"),
    ("OFD 版式文件", "ofd.xml"),
    ("OpenDocument 文件", "content.xml"),
)


def _check_ole(data: bytes, promised: str) -> None:
    """Old Office files and encrypted new ones share one container: its directory tells."""
    names = _ole_names(data)
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise Refused("encrypted-file")
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros"}:
        raise Refused("has-macros")
    if "WordDocument" in names:
        raise Refused("not-what-it-says", actual="Word 97-2003 或 WPS 文档（.doc、.wps）")
    if "PowerPoint Document" in names:
        raise Refused("not-what-it-says", actual="演示文稿")
    if not names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        raise Refused("broken-file")
    if promised != XLS:
        raise Refused("not-what-it-says", actual=_LABELS[XLS])


_KNOWN_STREAMS = (
    *("EncryptedPackage", "EncryptionInfo", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros"),
    *("WordDocument", "PowerPoint Document", "Workbook", "Book", "WORKBOOK", "BOOK"),
)


def _ole_names(data: bytes) -> set[str]:
    """Known names in the directory of an OLE file, found by the form of its 128-byte entries.

    Looking for the entries themselves needs no trust in the chains of sectors.
    """
    found = set()
    for name in _KNOWN_STREAMS:
        wanted = name.encode("utf-16-le") + b"\0\0"
        length = len(wanted).to_bytes(2, "little")
        at = data.find(wanted)
        while at >= 0:
            if at % 128 == 0 and data[at + 64 : at + 66] == length:
                found.add(name)
                break
            at = data.find(wanted, at + 2)
    return found


def _check_other(data: bytes, promised: str) -> None:
    """Neither OLE nor ZIP: text if a text was promised, else something else or damaged."""
    head = data[:2_048].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, label in _LOOKS:
        if head.startswith(magic):
            raise Refused("not-what-it-says", actual=label)
    lowered = head.replace(b"\0", b"").lower()
    if lowered.startswith(_HTML) or b"<html" in lowered:
        raise Refused("not-what-it-says", actual="网页（HTML）")
    if lowered.startswith(b"<?xml"):
        raise Refused("not-what-it-says", actual="XML 文件")
    if promised in {CSV, TEXT}:
        return
    is_text = b"\0" not in head or head.startswith(_UTF16)
    raise Refused("not-what-it-says", actual="纯文本") if is_text else Refused("broken-file")
