"""What a start of the server checks and says: how the database writes, who gets in how."""

from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from mingdeng.accounts.services import issue_link, user_named
from mingdeng.administration.services import issue_first_code
from mingdeng.cli.demo_people import CAST
from mingdeng.cli.demo_records import furnish
from mingdeng.intake.services import remove_old_files
from mingdeng.search.services import catch_up

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
    """Print the links of the demo's people, or the code of a first real start."""
    now = datetime.now(UTC)
    remove_old_files(now)
    if demo_files is not None:
        _greet_demo(address, demo_files, now)
    else:
        _greet_operator(address, now)
    catch_up(most=None)  # what was imported since, so that the first search need not wait


def _greet_operator(address: str, now: datetime) -> None:
    code = issue_first_code(now)
    if code is not None:
        print("还没有管理员。请在浏览器中打开下面的地址，填写初始化码（下次启动换新的）：")
        print(f"  {address}/setup/\n  初始化码：{code}")


def _greet_demo(address: str, files: Path, now: datetime) -> None:
    if user_named(CAST[0].account) is None:
        print("首次启动：正在放入虚构机关的数据…", flush=True)
        furnish(files, now)
    print("\n虚构机关，六个人各有一个一次性登录链接：")
    for one in CAST:
        account = user_named(one.account)
        if account is not None:
            print(f"  {one.label}（{account.person.name}）")
            print(f"    {address}/sign-in/{issue_link(account, now)}/")
    print()
