"""A PostgreSQL of one's own, in a temporary folder and gone afterwards: for tests and measuring."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# Debian keeps the server's programs by version and off the path.
VERSION = "15"
PROGRAMS = Path(f"/usr/lib/postgresql/{VERSION}/bin")
INITDB = PROGRAMS / "initdb"
# The server refuses to run as root; Debian's package brings this user.
SERVER_USER = "postgres"
Command = Sequence[str | Path]


@contextmanager
def private_postgres() -> Iterator[str]:
    """A running server with an empty database, as a DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="mingdeng-postgres-"))
    is_root = os.geteuid() == 0
    if is_root:
        shutil.chown(folder, SERVER_USER)
    as_server: Command = ["runuser", "-u", SERVER_USER, "--"] if is_root else []
    data, port = folder / "data", _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    try:
        init: Command = (INITDB, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        _run(*as_server, *init, "--locale=C.UTF-8")
        control: Command = (*as_server, PROGRAMS / "pg_ctl", "-D", data, "-w")
        _run(*control, "-o", options, "-l", folder / "log", "start")
        try:
            database = ("-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "mingdeng")
            _run(PROGRAMS / "createdb", *database)
            yield f"postgres://postgres@127.0.0.1:{port}/mingdeng"
        finally:
            _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path) -> None:
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
