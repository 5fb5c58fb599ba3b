"""Django for a command: its settings, its database, its static files."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "var" / "demo"
# Stands in a folder that holds the demo's data and nothing else.
MARK = "demo"


def start_django() -> None:
    """Load the settings of this installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingdeng.config.settings")
    import django

    django.setup()


def bring_up_to_date() -> None:
    """Apply what is new to the database, collect the static files, drop dead sessions."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("clearsessions")


def mark_demo(own: Path) -> str | None:
    """Make the data folder the demo's own; why that cannot be, where real data may be in it.

    The demo keeps to its own SQLite: a server's database is never filled with invented people.
    """
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("MINGDENG_DATA", str(own))
    folder = Path(os.environ["MINGDENG_DATA"])
    used = (folder / "mingdeng.sqlite3").exists()
    if used and not (folder / MARK).exists() and folder != DEMO / "data":
        return (
            f"“{folder}”里已有数据，而且不是演示用的，没有启动。"
            "演示要用自己的目录：请换一个空目录，或者不设 MINGDENG_DATA。"
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    os.environ["MINGDENG_DEMO"] = "1"
    return None


def database_problem() -> str | None:
    """Why a command that only reads cannot: there is no database yet, or an older one."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        return f"不能打开数据库：{error}"
    if behind:
        return "数据库还没有准备好。请先执行 ./mingdeng init。"
    return None
