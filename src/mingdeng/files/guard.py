"""Checks of an Office file as an archive, before anything in it is parsed.

Every size is counted while unpacking; what the archive declares about itself
is not believed.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from mingdeng.files.refusal import Refused

MAX_FILE = 20 << 20
MAX_UNPACKED = 200 << 20
MAX_ENTRIES = 2_000
MAX_RATIO = 100
# Small parts may be as repetitive as they like: a ratio says nothing about them.
RATIO_FLOOR = 1 << 20
CHUNK = 1 << 16
_CENTRAL_ENTRY = b"PK\x01\x02"
_ARCHIVES = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_ARCHIVE_NAMES = (".zip", ".rar", ".7z", ".xlsx", ".docx", ".xlsm", ".docm", ".tar", ".gz")
_MACRO_PARTS = re.compile(r"vbaproject|vbadata|/macrosheets/", re.IGNORECASE)
_MACRO_TYPES = re.compile(rb"macroenabled|vbaproject|ms-excel\.macrosheet", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_XML_PARTS = (".xml", ".rels", ".vml")
_TAIL = 32
# What zipfile meets damage with; NotImplementedError is a RuntimeError.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError),
    *(IndexError, struct.error, OverflowError),
)


@dataclass(slots=True)
class Package:
    """A checked archive: its parts by name, to be streamed."""

    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    embedded: int = 0

    def has(self, name: str) -> bool:
        return part_key(name) in self.parts

    def stream(self, name: str) -> Iterator[bytes]:
        """The bytes of a part. Raises Refused where it is missing or damaged."""
        part = self.parts.get(part_key(name))
        if part is None:
            raise Refused("broken-file")
        yield from _unpacked(self.archive, part)


def open_package(data: bytes) -> Package:
    """The archive in `data` after every check of security.md 19 and 20. Raises Refused."""
    if data.count(_CENTRAL_ENTRY) > MAX_ENTRIES * 2:
        raise Refused("too-many-entries")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN:
        raise Refused("broken-file") from None
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    if len(entries) > MAX_ENTRIES:
        raise Refused("too-many-entries")
    package = Package(archive, {part_key(entry.filename): entry for entry in entries})
    _check_names(package)
    total = 0
    for entry in entries:
        total = _check_part(package, entry, total, len(data))
    return package


def part_key(name: str) -> str:
    """The name of a part as the archive tells parts apart."""
    return name.replace("\\", "/").lstrip("/").lower()


def _check_names(package: Package) -> None:
    for name, entry in package.parts.items():
        if entry.flag_bits & 1:
            raise Refused("encrypted-archive")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused("broken-file")
        if _MACRO_PARTS.search(name):
            raise Refused("has-macros")
        if "/embeddings/" in f"/{name}":
            package.embedded += 1
        elif name.endswith(_ARCHIVE_NAMES):
            raise Refused("nested-archive")


def _check_part(package: Package, entry: zipfile.ZipInfo, total: int, file_size: int) -> int:
    """Unpack one part to count it; answers the running total."""
    name = part_key(entry.filename)
    is_xml, embedded = name.endswith(_XML_PARTS), "/embeddings/" in f"/{name}"
    is_types = name == "[content_types].xml"
    size, tail = 0, b""
    for chunk in _unpacked(package.archive, entry):
        if not size and not embedded and chunk.startswith(_ARCHIVES):
            raise Refused("nested-archive")
        size += len(chunk)
        if total + size > MAX_UNPACKED:
            raise Refused("unpacks-too-large")
        if size > RATIO_FLOOR and size > MAX_RATIO * _packed(entry, file_size):
            raise Refused("unpacks-too-much")
        if is_xml:
            tail = _check_text(tail + chunk.replace(b"\0", b""), is_types=is_types)
    if total + size > max(RATIO_FLOOR, MAX_RATIO * file_size):
        raise Refused("unpacks-too-much")
    return total + size


def _packed(entry: zipfile.ZipInfo, file_size: int) -> int:
    """The packed size as far as it can be true: no part is larger than the file."""
    return max(1, min(entry.compress_size, file_size))


def _check_text(text: bytes, *, is_types: bool) -> bytes:
    if _DOCTYPE.search(text):
        raise Refused("has-doctype")
    if is_types and _MACRO_TYPES.search(text):
        raise Refused("has-macros")
    return text[-_TAIL:]


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                yield chunk
    except _BROKEN:
        raise Refused("broken-file") from None
