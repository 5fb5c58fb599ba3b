"""Writing everything out, and taking everything in: all of it or nothing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from mingdeng.accounts.models import Kind as AccountKind
from mingdeng.accounts.models import User
from mingdeng.administration.models import FirstStart
from mingdeng.journal.models import Detail, Entry, Head
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.journal.verifying import Signed, current_head, first_break
from mingdeng.opendata.archive import CHUNK, Archive, Writer, digest_of, opened
from mingdeng.opendata.checking import FILES, check, kinds_in, records
from mingdeng.opendata.models import Arrival
from mingdeng.opendata.queries import PIECE, holds, line, of_others, rows
from mingdeng.opendata.refusals import Refused
from mingdeng.opendata.schema import SCHEMA, schema_text
from mingdeng.opendata.software import software
from mingdeng.opendata.table import NAME, Kind, open_format
from mingdeng.opendata.values import taken
from mingdeng.roster.models import Above, Organization

EXPORT = "installation.export"


def export(organization: Organization | None, to: Path, now: datetime) -> dict[str, Any]:
    """Write everything the installation holds to a new file; answers what was written.

    `organization` is whose it all is; None says: everyone's. Raises Refused, OSError.
    """
    if to.exists():
        raise Refused("已经有这个文件，没有覆盖。请换一个名称。", str(to))
    _check_owner(organization)
    part = to.with_name(f".{to.name}.part")
    writer = Writer(part)
    try:
        with _snapshot():
            head = _whole_journal()
            _write_all(writer)
        said = {"entries": head.number, "digest": head.digest}
        kept = {"format": NAME, "version": open_format().version, "software": software()}
        digest = writer.finish({**kept, "journal": said})
        body = {"sha256": digest, "entries": head.number}
        with transaction.atomic():
            write(Actor(None, None, now), EXPORT, Thing("installation", None), body)
        part.replace(to)
    except BaseException:
        writer.give_up()
        raise
    return {"file": str(to), "sha256": digest, "bytes": to.stat().st_size, "journal": said}


def bring_in(path: Path, now: datetime) -> dict[str, Any]:
    """Take everything of a file into an empty installation. Raises Refused, OSError.

    All is checked before anything is touched; then one transaction.
    """
    _check_empty()
    check(path)
    stored: list[str] = []
    try:
        with opened(path) as archive, transaction.atomic():
            _check_empty()
            _forget_first_start()
            _read_all(archive, stored)
            _derive(now)
            head = _whole_journal()
            Arrival.objects.create(
                id=1, at=now, sha256=digest_of(path), number=head.number, digest=head.digest
            )
    except BaseException as error:
        for place in stored:
            default_storage.delete(place)
        if isinstance(error, DatabaseError):
            raise Refused(f"记录之间有矛盾，数据库不接受（{type(error).__name__}）。") from None
        raise
    counts = {one.path: one.records for one in archive.members.values() if one.records is not None}
    return {"records": counts, "files": len(stored), "journal": {"entries": head.number}}


def _check_owner(organization: Organization | None) -> None:
    others = of_others(organization) if organization else []
    if organization and others:
        raise Refused(
            f"本系统还有不属于“{organization.name}”的组织有自己的党员或活动："
            f"{'、'.join(others[:5])}等 {len(others)} 个。日志是全系统连在一起的一条链，"
            "只取一部分就核对不了，所以不能只导出其中一个。可以导出全部：./mingdeng export 全部。"
        )


def _check_empty() -> None:
    held = holds()
    if held:
        raise Refused(
            f"本系统已有数据（{'、'.join(held[:5])}），只能导入空的系统。什么也没有改动。"
            "请用 MINGDENG_DATA 指定一个空目录（用 PostgreSQL 的另建一个空库）再导入。"
        )


def _whole_journal() -> Signed:
    broken = first_break()
    if broken is not None:
        raise Refused(
            f"日志不完整：第 {broken.number} 条，{broken.problem}。请先用 verify_audit 查明。"
        )
    return current_head()


@contextmanager
def _snapshot() -> Iterator[None]:
    """One state of the database for all that is read, whoever writes meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


# ---- out ----


def _write_all(writer: Writer) -> None:
    with writer.member(SCHEMA) as member:
        member.write(schema_text())
    kinds = open_format().kinds.values()
    for kind in kinds:
        with writer.member(kind.path, lines=True) as member:
            for row in rows(kind):
                member.write_line(line(row))
    for kind in kinds:
        if kind.files:
            for row in rows(kind):
                _write_file(writer, kind, row)


def _write_file(writer: Writer, kind: Kind, row: dict[str, Any]) -> None:
    place = row[str(kind.files)]
    if not place:
        return
    try:
        with default_storage.open(place) as stored, writer.member(FILES + place) as member:
            while piece := stored.read(CHUNK):
                member.write(piece)
    except FileNotFoundError:
        raise Refused(
            f"{kind.label}“{row['name']}”的文件不在数据目录里。请先从备份恢复。", place
        ) from None


# ---- in ----


def _forget_first_start() -> None:
    """The codes printed before anyone came: nobody has done anything here yet."""
    Detail.objects.all().delete()
    Entry.objects.all().delete()


def _read_all(archive: Archive, stored: list[str]) -> None:
    kinds = kinds_in(archive)
    for kind in kinds:
        _read_kind(archive, kind)
    for path in archive.members:
        if path.startswith(FILES):
            _read_file(archive, path, stored)
    _go_on_counting([kind.model for kind in kinds])


def _read_kind(archive: Archive, kind: Kind) -> None:
    found = (_made(kind, row) for _, row in records(archive, kind))
    stamped = [one.field.attname for one in kind.columns if _is_stamped(one.field)]
    manager = kind.model._default_manager  # noqa: SLF001 - documented
    while batch := list(islice(found, PIECE)):
        said = [[getattr(made, name) for name in stamped] for made in batch]
        manager.bulk_create(batch, batch_size=PIECE)
        if stamped:
            _put_back(batch, stamped, said)
            manager.bulk_update(batch, stamped, batch_size=PIECE)


def _is_stamped(field: Any) -> bool:
    """Whether Django puts the present there when a row is made, whatever was said."""
    return bool(getattr(field, "auto_now_add", False))


def _put_back(batch: list[models.Model], names: list[str], said: list[list[Any]]) -> None:
    for made, values in zip(batch, said, strict=True):
        for name, value in zip(names, values, strict=True):
            setattr(made, name, value)


def _made(kind: Kind, row: dict[str, Any]) -> models.Model:
    values = {one.field.attname: taken(one, row[one.name]) for one in kind.columns}
    made = kind.model(**values)
    if isinstance(made, User):
        made.set_unusable_password()
    return made


class Pieces(File):  # type: ignore[type-arg] # generic only in the stubs
    """What the storage saves, piece by piece."""

    def __init__(self, source: Iterator[bytes]) -> None:
        super().__init__(None)
        self._source = source

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002
        """The pieces."""
        return self._source


def _read_file(archive: Archive, path: str, stored: list[str]) -> None:
    place = path.removeprefix(FILES)
    if default_storage.exists(place):
        raise Refused("数据目录里已经有这个文件，没有覆盖。", place)
    stored.append(default_storage.save(place, Pieces(archive.pieces(path))))
    if stored[-1] != place:
        raise Refused("不能按原来的位置保存。", place)


def _go_on_counting(kinds: Iterable[type[models.Model]]) -> None:
    """New records are numbered after those that were taken in."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(kinds))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# ---- what follows from the records ----


def _derive(now: datetime) -> None:
    parents = dict(Organization.objects.values_list("id", "parent_id"))
    Above.objects.bulk_create(_ways_up(parents), batch_size=PIECE)
    last = Entry.objects.order_by("-number").first()
    if last is not None:
        ends = {"number": last.number, "digest": last.digest}
        Head.objects.update_or_create(id=1, defaults=ends)
    if User.objects.exclude(kind=AccountKind.PERSON).exists():
        closed = {"digest": "", "issued_at": now, "done_at": now}
        FirstStart.objects.update_or_create(id=1, defaults=closed)


def _ways_up(parents: dict[Any, Any]) -> Iterator[Above]:
    for one in parents:
        above, distance, seen = one, 0, set()
        while above is not None:
            if above in seen:
                raise Refused("上级组织绕成了一圈。", "organizations.jsonl")
            seen.add(above)
            yield Above(organization_id=one, ancestor_id=above, distance=distance)
            above, distance = parents[above], distance + 1
