"""The key that signs sessions: made at first start, kept beside the data, read by nobody else."""

import os
import secrets
from pathlib import Path

LENGTH = 64


def secret_key(folder: Path) -> str:
    """The key of this installation; made where there is none. Raises OSError."""
    path = folder / "secret-key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    made = secrets.token_urlsafe(LENGTH)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made
