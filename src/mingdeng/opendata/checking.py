"""Whether an archive is whole and says what the format says, before anything is touched.

What refers to what is checked with a small database on disk, so that an archive of any
size is checked in the same memory.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from mingdeng.opendata.archive import Archive, is_sealed, opened
from mingdeng.opendata.refusals import Refused
from mingdeng.opendata.schema import SCHEMA, schema_text
from mingdeng.opendata.table import Kind, open_format
from mingdeng.opendata.values import Unfit, dumped, taken

FILES = "files/"
MANY = 5_000


class References:
    """Which records there are, and which of them are referred to from where."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("CREATE TABLE there (kind, key, PRIMARY KEY (kind, key)) WITHOUT ROWID")
        self._db.execute("CREATE TABLE wanted (kind, key, path, number)")

    def add(self, kind: Kind, row: Mapping[str, Any], number: int) -> None:
        """One record, and what it refers to."""
        self._db.execute("INSERT INTO there VALUES (?, ?)", (kind.name, str(row[kind.key])))
        wanted = [
            (one.refers, str(row[one.name]), kind.path, number)
            for one in kind.columns
            if one.refers and row[one.name] is not None
        ]
        self._db.executemany("INSERT INTO wanted VALUES (?, ?, ?, ?)", wanted)

    def missing(self) -> tuple[str, int, str, str] | None:
        """The first reference to a record that is not there."""
        found: tuple[str, int, str, str] | None = self._db.execute(
            "SELECT path, number, wanted.kind, wanted.key FROM wanted LEFT JOIN there"
            " ON there.kind = wanted.kind AND there.key = wanted.key"
            " WHERE there.key IS NULL LIMIT 1"
        ).fetchone()
        return found

    def close(self) -> None:
        """Let go of it."""
        self._db.close()


def check(path: Path) -> None:
    """That an archive can be taken in as far as it can be known. Raises Refused."""
    with opened(path) as archive:
        _check_version(archive)
        archive.check_names()
        _check_members(archive)
        if not is_sealed(path):
            raise Refused(
                "每个文件的内容都对，但档案本身不是写出时的样子（清单、目录或末尾的封记），"
                "请重新复制一份。",
                path.name,
            )


def kinds_in(archive: Archive) -> list[Kind]:
    """The kinds an archive of its version has."""
    version = archive.manifest["version"]
    return [one for one in open_format().kinds.values() if one.since <= version]


def records(archive: Archive, kind: Kind) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of a kind with the number of their line, each as the format says."""
    before: Any = None
    for number, raw in enumerate(archive.lines(kind.path), start=1):
        row = _row(kind, number, raw)
        key = taken(kind.key_column, row[kind.key])
        if before is not None and not str_or_number(before) < str_or_number(key):
            raise _at(kind, number, "次序不对，或者编号重复。")
        before = key
        yield number, row


def str_or_number(key: Any) -> Any:
    """What keys are put in order by."""
    return key if isinstance(key, int) else str(key)


def _check_version(archive: Archive) -> None:
    ours, given = open_format().version, archive.manifest["version"]
    if given > ours:
        software = archive.manifest.get("software", "")
        raise Refused(
            f"由更新的版本（{software}）写出，格式是第 {given} 版，本系统只认识到第 {ours} 版。"
            "请先升级本系统。",
            SCHEMA,
        )
    if given < 1:
        raise Refused(f"没有第 {given} 版格式。", SCHEMA)


def _check_members(archive: Archive) -> None:
    kinds = {one.path: one for one in kinds_in(archive)}
    for path in archive.members:
        if path not in kinds and path != SCHEMA and not path.startswith(FILES):
            raise Refused("本系统不认识这类记录，可能由更新的版本写出。", path)
    for path in (SCHEMA, *kinds):
        if path not in archive.members:
            raise Refused("缺少这个文件。", path)
    _check_schema(archive)
    with _references() as references:
        places = _check_records(archive, references)
        _check_files(archive, places)
        lost = references.missing()
    if lost is not None:
        label = open_format().kinds[lost[2]].label
        raise Refused(f"第 {lost[1]} 行所指的{label}（{lost[3]}）不在档案里。", lost[0])


def _check_schema(archive: Archive) -> None:
    given = b"".join(archive.pieces(SCHEMA))
    if archive.manifest["version"] == open_format().version and given != schema_text():
        raise Refused(f"与第 {open_format().version} 版格式不一致。", SCHEMA)


def _check_records(archive: Archive, references: References) -> dict[str, str]:
    """Every line of every kind; the files they speak of, with the digests they say."""
    places: dict[str, str] = {}
    for kind in kinds_in(archive):
        count = 0
        for number, row in records(archive, kind):
            references.add(kind, row, number)
            count = number
            if kind.files and row[_file_field(kind)]:
                places[FILES + row[_file_field(kind)]] = row["sha256"]
        if archive.members[kind.path].records != count:
            raise Refused("行数与清单不一致。", kind.path)
    return places


def _file_field(kind: Kind) -> str:
    return str(kind.files)


def _check_files(archive: Archive, places: Mapping[str, str]) -> None:
    for path, digest in places.items():
        if path not in archive.members:
            raise Refused("有记录提到，档案里没有这个文件。", path)
        if archive.members[path].sha256 != digest:
            raise Refused("与记录里的摘要不一致。", path)
    for path in archive.members:
        if path.startswith(FILES):
            if path not in places:
                raise Refused("没有记录提到这个文件。", path)
            for _ in archive.pieces(path):
                pass


def _row(kind: Kind, number: int, raw: bytes) -> dict[str, Any]:
    try:
        row = json.loads(raw)
        same = isinstance(row, dict) and f"{dumped(row)}\n".encode() == raw
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise _at(kind, number, "不是应有的写法。")
    names = [one.name for one in kind.columns]
    if sorted(row) != sorted(names):
        raise _at(kind, number, "字段多了或者少了。")
    for one in kind.columns:
        try:
            taken(one, row[one.name])
        except Unfit as error:
            raise _at(kind, number, f"{one.name} {error}。") from None
    return dict(row)


def _at(kind: Kind, number: int, text: str) -> Refused:
    return Refused(f"第 {number} 行，{text}", kind.path)


@contextmanager
def _references() -> Iterator[References]:
    with NamedTemporaryFile() as file, closing(References(file.name)) as references:
        yield references
