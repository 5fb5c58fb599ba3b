"""What a start of the server checks and says: how the database writes, who gets in how."""

from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from mingdeng.accounts.models import Kind, User
from mingdeng.accounts.services import create_user, issue_link
from mingdeng.cli.demo_people import CAST
from mingdeng.cli.demo_records import furnish
from mingdeng.intake.services import remove_old_files

SYSTEM = "system"
# Durable in a power cut: (journal mode, synchronous) as SQLite answers.
SAFE = {("wal", 2), ("wal", 3), ("delete", 3)}


def journal_problem() -> str | None:
    """Why SQLite would not keep what it acknowledged; None where it does, or is not used."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, synchronous) in SAFE:
        return None
    return (
        f"数据库的写入方式不安全（journal_mode={mode}，synchronous={synchronous}），没有启动。"
        "请确认没有其他程序打开数据库，或用环境变量 DATABASE_URL 改用 PostgreSQL。"
    )


def greet(address: str, demo_files: Path | None) -> None:
    """Print the links: six people of the demo, or the first administrator."""
    now = datetime.now(UTC)
    remove_old_files(now)
    if demo_files is not None:
        _greet_demo(address, demo_files, now)
    elif not User.objects.filter(last_login__isnull=False).exists():
        _greet_administrator(address, now)


def _greet_demo(address: str, files: Path, now: datetime) -> None:
    if not User.objects.exists():
        print("首次启动：正在放入虚构机关的数据…", flush=True)
        furnish(files, now)
    print("\n虚构机关，六个人各有一个一次性登录链接：")
    for one in CAST:
        account = User.objects.select_related("person").get(username=one.account)
        print(f"  {one.label}（{account.person.name}）\n    {_link(address, account, now)}")
    print()


def _greet_administrator(address: str, now: datetime) -> None:
    """Until an administrator has signed in, each start prints a fresh link."""
    account = User.objects.filter(username=SYSTEM).first() or create_user(SYSTEM, Kind.SYSTEM)
    print("还没有人登录过。系统管理员的一次性登录链接（7 天内有效）：")
    print(f"  {_link(address, account, now)}")


def _link(address: str, account: User, now: datetime) -> str:
    return f"{address}/sign-in/{issue_link(account, now)}/"
