"""Takes the clock out of zipped office files, so that one seed always makes the same bytes."""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (2026, 1, 1, 0, 0, 0)
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def freeze(path: Path) -> None:
    """Rewrites the archive in place."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = MOMENT.sub(rb"\g<1>2026-01-01T00:00:00Z\g<2>", parts[core])
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, EPOCH), content, ZIP_DEFLATED)
