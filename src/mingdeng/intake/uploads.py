"""Limits on what is sent: counted while it comes in, whatever the request declares."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from mingdeng.files.guard import MAX_FILE


class TooLarge(SuspiciousOperation):
    """A request with more than it may hold: answered with 413."""

    status = 413


class Limited(FileUploadHandler):
    """Drops a file that grows too large, and ends a request that does; keeps nothing itself."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a request that says itself that it is too large."""
        del input_data, META, boundary, encoding
        self.total = 0
        if content_length > settings.UPLOAD_MOST_BYTES:
            self._refuse()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count anew."""
        super().new_file(*args, **kwargs)
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and pass on."""
        del start
        self.size += len(raw_data)
        self.total += len(raw_data)
        if self.total > settings.UPLOAD_MOST_BYTES:
            self._refuse()
        if self.size > MAX_FILE:
            too_large_in(self.request).append(self.file_name or "")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""
        del file_size

    def _refuse(self) -> None:
        most = settings.UPLOAD_MOST_BYTES >> 20
        raise TooLarge(f"一次上传的文件合计不能超过 {most} 兆字节，没有接收。请分几次上传。")


def too_large_in(request: HttpRequest | None) -> list[str]:
    """The names of the files that were dropped for their size."""
    found: list[str] = request.__dict__.setdefault("_too_large", [])
    return found


@contextmanager
def on_disk(file: "UploadedFile[Any]") -> Iterator[Path]:
    """Where the bytes of a file lie while it is looked at."""
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        yield Path(kept.name)
