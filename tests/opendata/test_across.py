"""The demo's organ from SQLite to PostgreSQL and back, with the commands, in processes."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.cli.running import ROOT, start
from tests.postgres import private_postgres

ORGAN = "禾安市人大常委会机关委员会"
FURNISH = """
from datetime import datetime; from pathlib import Path; import sys
from django.core.management import call_command
call_command("migrate", verbosity=0)
from mingdeng.cli.demo_records import furnish
furnish(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
"""
BOARDS = """
import hashlib
from tests.opendata.organ import boards
found = boards(); print(len(found), hashlib.sha256(repr(found).encode()).hexdigest())
"""
SETTINGS = {"DJANGO_SETTINGS_MODULE": "mingdeng.config.settings"}


def script(text: str, env: dict[str, str], *argv: str) -> str:
    """Run a piece of Python in an installation."""
    command = [sys.executable, "-c", f"import django; django.setup()\n{text}", *argv]
    plain = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(
        command, env={**plain, **SETTINGS, **path, **env}, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode()


def command(env: dict[str, str], *argv: object) -> None:
    done = start(*argv, env={"DATABASE_URL": "", **SETTINGS, **env})
    assert done.returncode == 0, done.stderr.decode()


def test_the_demo_organ_is_the_same_after_each_step(tmp_path: Path) -> None:
    with private_postgres() as url:
        here, there, back = (
            {"MINGDENG_DATA": str(tmp_path / "here")},
            {"MINGDENG_DATA": str(tmp_path / "there"), "DATABASE_URL": url},
            {"MINGDENG_DATA": str(tmp_path / "back")},
        )
        script(FURNISH, here, str(tmp_path / "files"), datetime.now(UTC).isoformat())
        archives = [tmp_path / f"{number}.zip" for number in range(3)]
        boards = [script(BOARDS, here)]
        command(here, "export", ORGAN, "--to", archives[0])
        for place, given, made in zip((there, back), archives, archives[1:], strict=False):
            command(place, "import", given)
            boards.append(script(BOARDS, place))
            command(place, "export", ORGAN, "--to", made)
            command(place, "verify_audit")
    assert int(boards[0].split()[0]) > 10_000
    assert len(set(boards)) == 1
    assert len({one.read_bytes() for one in archives}) == 1
