"""One file with many in it: a zip that is the same, byte for byte, for the same contents.

Its last 64 characters are the SHA-256 of all before them, so that no byte of it can change
unnoticed, not even those of the container that no checksum of a member covers.
"""

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from mingdeng.opendata.refusals import Refused
from mingdeng.opendata.table import NAME
from mingdeng.opendata.values import dumped

MANIFEST = "manifest.json"
SEAL = b"mingdeng-open-data sha256:"
HEX = 64
CHUNK = 1 << 16
# No line of ours comes near it; what goes beyond is not read into memory.
LONGEST_LINE = 64 << 20
LONGEST_MANIFEST = 256 << 20
EARLIEST = (1980, 1, 1, 0, 0, 0)
DAMAGED = (
    *(BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError),
    *(NotImplementedError, OverflowError, IndexError, TypeError, AttributeError, MemoryError),
    *(struct.error, LZMAError, LargeZipFile),
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file within, as the manifest names it; `records` only where it has lines."""

    path: str
    bytes: int
    sha256: str
    records: int | None = None

    def said(self) -> dict[str, Any]:
        """As it stands in the manifest."""
        plain = {"path": self.path, "bytes": self.bytes, "sha256": self.sha256}
        return plain if self.records is None else {**plain, "records": self.records}


class Counting:
    """Where the bytes of one member go, counted and summed up on the way."""

    def __init__(self, into: IO[bytes]) -> None:
        self._into, self._sum = into, hashlib.sha256()
        self.bytes = self.lines = 0

    @property
    def digest(self) -> str:
        """The SHA-256 of all written so far."""
        return self._sum.hexdigest()

    def write(self, piece: bytes) -> None:
        """Add some bytes."""
        self._into.write(piece)
        self._sum.update(piece)
        self.bytes += len(piece)

    def write_line(self, line: bytes) -> None:
        """Add one record."""
        self.write(line)
        self.lines += 1


class Writer:
    """A new archive, member after member; whole once `finish` was called."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.unlink(missing_ok=True)  # what an export that was killed left behind
        only_us = os.O_CREAT | os.O_EXCL | os.O_RDWR
        self._file = os.fdopen(os.open(path, only_us, 0o600), "w+b")
        self._zip = ZipFile(self._file, "w", compression=ZIP_DEFLATED)
        self._members: list[Member] = []

    @contextmanager
    def member(self, path: str, *, lines: bool = False) -> Iterator[Counting]:
        """Write one file."""
        with self._zip.open(_info(path), "w", force_zip64=True) as into:
            counting = Counting(into)
            yield counting
        records = counting.lines if lines else None
        self._members.append(Member(path, counting.bytes, counting.digest, records))

    def finish(self, said: Mapping[str, Any]) -> str:
        """Write the manifest and the seal; answers the SHA-256 of the whole file."""
        manifest = {**said, "files": [one.said() for one in self._members]}
        with self._zip.open(_info(MANIFEST), "w", force_zip64=True) as into:
            into.write(f"{dumped(manifest)}\n".encode())
        self._zip.comment = SEAL + b"0" * HEX
        self._zip.close()
        seal = _sum_before_seal(self._file).hexdigest().encode()
        self._file.seek(-HEX, os.SEEK_END)
        self._file.write(seal)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return digest_of(self._path)

    def give_up(self) -> None:
        """Leave nothing behind."""
        if not self._file.closed:
            self._zip.close()
            self._file.close()
        self._path.unlink(missing_ok=True)


class Archive:
    """A file as it was given: its manifest, and each member checked while it is read."""

    def __init__(self, file: ZipFile, manifest: Mapping[str, Any]) -> None:
        self._zip = file
        self.manifest = manifest
        self.members = {one["path"]: Member(**one) for one in manifest["files"]}

    def check_names(self) -> None:
        """That just the files of the manifest are there. Raises Refused."""
        there = [one.filename for one in self._zip.infolist()]
        for path in self.members:
            if path not in there:
                raise Refused("清单里有，档案里没有这个文件。", path)
        extra = next((one for one in there if one not in {*self.members, MANIFEST}), None)
        if extra is not None:
            raise Refused("档案里有，清单里没有这个文件。", extra)
        if len(there) != len(set(there)) or len(self.members) != len(self.manifest["files"]):
            raise Refused("同一个文件名出现了两次。")

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, no more than the manifest says. Raises Refused at its end."""
        yield from self._checked(path, lambda file: iter(lambda: file.read(CHUNK), b""))

    def lines(self, path: str) -> Iterator[bytes]:
        """The lines of a file. Raises Refused where it is not what the manifest says."""
        yield from self._checked(path, lambda file: iter(lambda: file.readline(LONGEST_LINE), b""))

    def _checked(self, path: str, reading: Any) -> Iterator[bytes]:
        said, total, size = self.members[path], hashlib.sha256(), 0
        try:
            with self._zip.open(path) as file:
                for piece in reading(file):
                    size += len(piece)
                    if size > said.bytes:
                        break
                    total.update(piece)
                    yield piece
        except Refused:
            raise
        except DAMAGED:
            size = -1
        if size != said.bytes or total.hexdigest() != said.sha256:
            raise Refused("内容与清单里的校验值不一致，文件损坏或被改动。", path)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive, its manifest read. Raises Refused where it is none."""
    try:
        file = ZipFile(path)
    except DAMAGED:
        raise Refused("不是本系统导出的档案，或者已经损坏。", path.name) from None
    with file:
        yield Archive(file, _manifest(file))


def is_sealed(path: Path) -> bool:
    """Whether every byte of the file is as it was written."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) < HEX + len(SEAL):
            return False
        total = _sum_before_seal(file).hexdigest().encode()
        file.seek(-HEX, os.SEEK_END)
        seal = file.read()
    return bool(seal == total)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(file: ZipFile) -> Mapping[str, Any]:
    try:
        with file.open(MANIFEST) as member:
            said = json.loads(member.read(LONGEST_MANIFEST))
        if said["format"] == NAME and isinstance(said["version"], int):
            _check_said([Member(**one) for one in said["files"]])
            return dict(said)
    except (*DAMAGED, RecursionError):
        raise Refused(
            "没有清单，或者清单读不出来：不是本系统导出的档案，或者已经损坏。", MANIFEST
        ) from None
    raise Refused("不是本系统导出的档案。", MANIFEST)


def _check_said(members: Sequence[Member]) -> None:
    for one in members:
        texts = isinstance(one.path, str) and isinstance(one.sha256, str)
        if not texts or type(one.bytes) is not int or type(one.records) not in {int, type(None)}:
            raise TypeError(one.path)


def _sum_before_seal(file: IO[bytes]) -> Any:
    left = file.seek(0, os.SEEK_END) - HEX
    file.seek(0)
    total = hashlib.sha256()
    while left > 0 and (piece := file.read(min(left, CHUNK))):
        total.update(piece)
        left -= len(piece)
    return total


def _info(path: str) -> ZipInfo:
    info = ZipInfo(path, EARLIEST)
    info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
    return info
