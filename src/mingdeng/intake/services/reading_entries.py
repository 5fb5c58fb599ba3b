"""Reading a workbook into the preview of a register: row by row, kept in pieces, with progress."""

import uuid
from collections.abc import Iterator

from django.db import transaction
from django.db.models import F

from mingdeng.files.cells import RowCells, SheetCells
from mingdeng.files.folder import read_cells
from mingdeng.files.rows import ERROR, Finding
from mingdeng.files.text import squeeze
from mingdeng.intake.comparing import Comparer, Reach, summed_up
from mingdeng.intake.entries import Bad, Said, Tables, stored
from mingdeng.intake.models import Line, StoredFile, Upload
from mingdeng.intake.services.planning import PIECE
from mingdeng.intake.services.receiving import path_of
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.registers.columns import LABELS, PERIOD, PLACE
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import TITLE

State = Line.State
MOST_FINDINGS = 500


class _Elsewhere(Exception):
    """Someone else reads the upload anew, or gave it up."""


class EntryReader:
    """Reads the files of one upload into lines; what was read so far can be looked at."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.comparer = Comparer(reach)
        self.names = _by_name(reach)
        self.home = next(iter(reach.places.values())) if len(reach.places) == 1 else None
        self.number = self.rows = self.read = 0
        self.findings: list[Finding] = []
        self.pending: list[Line] = []

    def __call__(self, actor: Actor, upload_id: uuid.UUID) -> None:
        """Read them; nothing where someone was faster."""
        here = Upload.objects.filter(id=upload_id, state=Upload.State.READING)
        if not here.update(version=F("version") + 1, rows=0, rows_read=0):
            return
        upload = here.get()
        upload.lines.all().delete()
        try:
            for one in upload.stored.all():
                self._file(upload, one)
            self._keep(upload)
            self._finish(actor, upload)
        except _Elsewhere:
            return

    def _file(self, upload: Upload, one: StoredFile) -> None:
        tables = Tables(one.name, self.reach.register, self.reach.columns)
        before = self.rows, self.read
        for said in self._said(tables, one):
            self.pending.append(self._line(upload, one.name, said))
            self.rows, self.read = before[0] + tables.rows, before[1] + tables.read
            if len(self.pending) >= PIECE:
                self._keep(upload)
        tables.end()
        self.rows, self.read = before[0] + tables.rows, before[1] + tables.read
        self.findings += tables.findings

    def _said(self, tables: Tables, one: StoredFile) -> Iterator[Said]:
        for found in read_cells(path_of(one), one.name):
            if isinstance(found, SheetCells):
                tables.begin(found)
            elif isinstance(found, RowCells):
                yield from tables.take(found)
            else:
                tables.findings.append(found)

    def _line(self, upload: Upload, file: str, said: Said) -> Line:
        self.number += 1
        place, bad = self._place(said)
        bad = [*said.bad, *bad]
        given = {name: text for name, text in said.given.items() if name not in {PLACE, PERIOD}}
        return Line(
            upload=upload,
            number=self.number,
            kind=Line.Kind.ENTRY,
            ref=str(self.number),
            title=(said.given.get(TITLE) or f"第{said.row}行")[:300],
            source={"file": file, "sheet": said.sheet, "row": said.row},
            data={
                "organization": str(place.id) if place else "",
                "period": said.given.get(PERIOD, ""),
                "given": given,
                "bad": [list(one) for one in bad],
                **({"at": dict(said.at)} if not bad else {}),
            },
            state=State.ERROR if bad else State.NEW,
            problem=summed_up(bad),
        )

    def _place(self, said: Said) -> tuple[Organization | None, list[Bad]]:
        """The organization a row belongs to."""
        written = said.given.get(PLACE, "")
        found = self.names.get(squeeze(written)) if written else self.home
        if found is not None:
            return found, []
        cell = said.at.get(PLACE, f"第{said.row}行")
        if any(one.cell == cell for one in said.bad):
            return None, []
        if not written:
            return None, [Bad(cell, LABELS[PLACE], "请填写所在党组织。")]
        problem = f"没有由您填写的“{written[:30]}”，请写组织的简称或全称。"
        return None, [Bad(cell, LABELS[PLACE], problem)]

    def _keep(self, upload: Upload) -> None:
        """Compare and keep what was read so far, and say how far that is."""
        self.comparer.compare(self.pending)
        for line in self.pending:
            line.data.pop("at", None)
        with transaction.atomic():
            here = Upload.objects.filter(id=upload.id, version=upload.version)
            rows = {"rows": max(self.rows, self.read), "rows_read": self.read}
            if not here.filter(state=Upload.State.READING).update(**rows):
                raise _Elsewhere
            Line.objects.bulk_create(self.pending, batch_size=PIECE)
        self.pending = []

    @transaction.atomic
    def _finish(self, actor: Actor, upload: Upload) -> None:
        state = Upload.State.PREVIEWED if self.number else Upload.State.FAILED
        here = Upload.objects.filter(id=upload.id, version=upload.version)
        kept = [stored(one) for one in self.findings[:MOST_FINDINGS]]
        refused = {one.file for one in self.findings if one.severity == ERROR and one.row is None}
        files = [one for one in upload.files if one not in refused]
        done = {"state": state, "findings": kept, "files": files, "version": F("version") + 1}
        if not here.filter(state=Upload.State.READING).update(**done):
            raise _Elsewhere
        body = {"files": files, "lines": self.number, "register": upload.register}
        write(actor, "import.plan", Thing("import", upload.id, upload.root_id), body)


def _by_name(reach: Reach) -> dict[str, Organization]:
    """The organizations by the names they may be written with; one of two alike is not meant."""
    found: dict[str, Organization | None] = {}
    for one in reach.places.values():
        for name in {squeeze(one.name), squeeze(one.full_name)}:
            found[name] = one if name not in found else None
    return {name: one for name, one in found.items() if one is not None}
