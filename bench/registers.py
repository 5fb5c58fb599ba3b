"""A register with 50,000 entries: list, text and search; and an import of 20,000 rows.

In a process and a folder of their own, asked as the office of the organ; beside the pages of
the register a page of the same frame with nothing in it.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ENTRIES, ROWS, BRANCHES, ROUNDS, WARM = 50_000, 20_000, 40, 60, 5
GOAL, MOST_QUERIES, BAD = 100, 8, 100
REGISTER = "practical-matters"
TITLES = ("楼道装扶手", "修路灯", "代办社保证明", "清理河道", "老旧电梯检修", "联系就业岗位")
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


def run() -> None:
    """Print the times and the memory."""
    with tempfile.TemporaryDirectory(prefix="mingdeng-bench-") as folder:
        settings = {
            "MINGDENG_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "mingdeng.config.settings",
            "MINGDENG_HOSTS": "testserver",
        }
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        subprocess.run([sys.executable, __file__], env={**environment, **settings}, check=True)


def measure() -> None:
    """Fill an empty database, then ask and import."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    settings.INTAKE_IN_REQUEST = True
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    office, places = _organ()
    started = time.perf_counter()
    _fill(places)
    _close_most()
    print(f"{ENTRIES} 条写入，{time.perf_counter() - started:.0f} 秒", flush=True)
    _pages(office, places)
    _import(office, places)


def _pages(office: Any, places: list[Any]) -> None:
    from django.test import Client

    from mingdeng.search.services import catch_up

    started = time.perf_counter()
    catch_up(None)
    print(f"编索引 {time.perf_counter() - started:.0f} 秒", flush=True)
    client = Client()
    client.force_login(office)
    here = f"/registers/{REGISTER}/"
    bare = _told("空的一页（功能声明）", client, "/features/", 0)
    for name, path in (
        ("列表", here),
        ("列表，一个组织", f"{here}?organization={places[3].id}"),
        ("列表，过期未办结", f"{here}?state=late"),
        ("列表，含两个字", f"{here}?q=扶手"),
        ("列表，含一句少见的话", f"{here}?q=第49876件"),
        ("查找，常见的词", "/search/?q=扶手&kind=entry"),
        ("查找，少见的词", "/search/?q=第49876件&kind=entry"),
    ):
        _told(name, client, path, bare)


def _told(name: str, client: Any, path: str, bare: float) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for number in range(WARM + ROUNDS):
        started = time.perf_counter()
        if client.get(path).status_code != 200:
            raise RuntimeError(path)
        if number >= WARM:
            times.append((time.perf_counter() - started) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    p95 = quantiles(times, n=20)[18]
    ratio = f"  空页的 {median(times) / bare:.1f} 倍" if bare else ""
    goal = f"（目标 {GOAL}）  查询 {len(asked)}（目标 {MOST_QUERIES}）{ratio}" if bare else ""
    print(f"  {name:<12} 中位 {median(times):6.1f} 毫秒  p95 {p95:6.1f}{goal}", flush=True)
    return median(times)


def _import(office: Any, places: list[Any]) -> None:
    """Twenty thousand rows, one in a hundred with a bad cell: read, named, written."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from mingdeng.intake.models import Line, Upload

    client = Client()
    client.force_login(office)
    content = _workbook(places)
    before = _memory()
    started = time.perf_counter()
    sent = {"key": str(uuid.uuid4()), "files": SimpleUploadedFile("实事.xlsx", content)}
    answer = client.post(f"/registers/{REGISTER}/import/", sent)
    read = time.perf_counter() - started
    upload = Upload.objects.get()
    bad = sum(len(data["bad"]) for data in Line.objects.values_list("data", flat=True).iterator())
    print(
        f"导入 {ROWS} 行：读取和比对 {read:.0f} 秒，{upload.rows_read} 行，指出 {bad} 格",
        flush=True,
    )
    print(f"  内存最多增加 {_memory() - before} MB，读取的进程 {_children()} MB", flush=True)
    started = time.perf_counter()
    sure = {"key": str(uuid.uuid4()), "version": upload.version, "only_good": "1"}
    done = client.post(f"{answer.headers['Location']}confirm/", sure)
    if done.status_code != 302:
        raise RuntimeError(done.content.decode())
    print(f"  写入 {time.perf_counter() - started:.0f} 秒，内存最多增加 {_memory() - before} MB")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def _children() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10


def _workbook(places: list[Any]) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("实事")
    heads = ("所在党组织", "事项", "责任人", "办理方式", "列入日期", "完成时限", "办理结果")
    sheet.write_row(0, 0, heads)
    for number in range(1, ROWS + 1):
        day = "六月底前" if number % BAD == 0 else "2026-06-30"
        place = places[number % len(places)].name
        row = (place, f"新增的第{number}件", _name(number), "限期办理", "2026-03-02", day, "正在办")
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def _organ() -> tuple[Any, list[Any]]:
    from mingdeng.accounts.services import create_user
    from mingdeng.journal.services import Actor
    from mingdeng.roster.models import Post
    from mingdeng.roster.services import (
        NewOrganization,
        NewPerson,
        add_person,
        appoint,
        create_organization,
    )

    actor = Actor(None, None, NOW)
    organ = create_organization(
        actor, NewOrganization("organ_committee", "机关党委", "机关党委", None)
    )
    names = [f"第{number}支部" for number in range(1, BRANCHES + 1)]
    places = [
        create_organization(actor, NewOrganization("branch", name, name, organ.id))
        for name in names
    ]
    person = add_person(actor, NewPerson("办公室主任"), places[0], None)
    appoint(actor, person, organ, Post.Kind.OFFICE, "主任", date(2020, 1, 1))
    person.account = create_user("office")
    person.save(update_fields=["account"])
    return person.account, places


def _fill(places: list[Any]) -> None:
    from django.db import transaction

    from mingdeng.journal.services import Actor
    from mingdeng.registers.services.many import Batch, enter_many
    from mingdeng.rulebook.registers import load_registers

    register = load_registers(["national"]).registers[REGISTER]
    said = _said(register, places)
    for _ in range(ENTRIES // 1_000):
        with transaction.atomic():
            batch = [next(said) for _ in range(1_000)]
            enter_many(Batch(register, lambda _: Actor(None, None, NOW), batch))


def _close_most() -> None:
    """Nine in ten are done: what is open is little beside what was."""
    from mingdeng.registers.models import Entry

    done = Entry.objects.exclude(title__endswith="7件")
    done.update(state=Entry.State.CLOSED, closed_on=date(2026, 6, 1))


def _said(register: Any, places: list[Any]) -> Iterator[Any]:
    from mingdeng.registers.values import read_entry

    made = random.Random(7)  # noqa: S311 - invented matters
    for number in range(ENTRIES):
        day = date(2020, 1, 1) + timedelta(days=made.randrange(2_000))
        given = {
            "title": f"{made.choice(TITLES)}第{number}件",
            "owner": _name(made.randrange(200)),
            "day": day.isoformat(),
            "due": (day + timedelta(days=60)).isoformat(),
            "way": made.choice(("马上就办", "限期办理", "分步办理")),
        }
        yield made.choice(places), read_entry(register, given)


def _name(number: int) -> str:
    return NAMES[number % 16] + NAMES[number // 16 % 16] + "同志"[: number % 2]


if __name__ == "__main__":
    measure()
