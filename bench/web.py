"""How long pages of a large installation take on the server, on both databases.

200 branches, 10,000 members, three years of records; the server as it is shipped, asked
over the loopback; beside it a bare Django page of the same run.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.postgres import INITDB, private_postgres  # noqa: E402

ROUNDS, GOAL, MOST_QUERIES = 100, 80, 12
WARM = 10


@dataclass(frozen=True)
class Page:
    """A page as someone: what it is called, its path, the cookie, and its queries."""

    name: str
    path: str
    cookie: str
    queries: int


def run() -> None:
    """Print p50, p95 and queries of each page."""
    with _server(["bare:application"], os.environ) as port:
        bare = _times(port, Page("", "/", "", 0))
    print(f"空的 Django 页面        中位 {median(bare):6.1f} 毫秒  p95 {_p95(bare):6.1f}")
    _measure("SQLite", None)
    if not INITDB.exists():
        print("没有安装 PostgreSQL 15，没有测量。")
        return
    with private_postgres() as url:
        _measure("PostgreSQL", url)


def _measure(name: str, url: str | None) -> None:
    with tempfile.TemporaryDirectory(prefix="mingdeng-bench-") as folder:
        environment = {**os.environ, "MINGDENG_DATA": folder, "MINGDENG_HOSTS": "127.0.0.1"}
        environment["DJANGO_SETTINGS_MODULE"] = "mingdeng.config.settings"
        environment |= {"DATABASE_URL": url} if url else {}
        made = subprocess.run(
            [sys.executable, str(ROOT / "bench" / "large.py")],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        seconds, *lines = made.stdout.splitlines()
        print(f"{name}：200 个支部、10000 名党员、三年；预先判断并编索引 {seconds} 秒")
        pages = [_page(line) for line in lines]
        with _server(["mingdeng.config.wsgi:application"], environment) as port:
            for page in pages:
                times = _times(port, page)
                print(
                    f"  {page.name:<14} 中位 {median(times):6.1f} 毫秒"
                    f"  p95 {_p95(times):6.1f}（目标 {GOAL}）"
                    f"  查询 {page.queries:2}（目标 {MOST_QUERIES}）"
                )


def _page(line: str) -> Page:
    name, path, cookie, queries = line.split("\t")
    return Page(name, path, cookie, int(queries))


@contextmanager
def _server(target: list[str], environment: "os._Environ[str] | dict[str, str]") -> Iterator[int]:
    """The web server as the product starts it."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "4", "--log-level", "warning", *target]
    server = subprocess.Popen(command, env={**environment}, cwd=ROOT / "bench")
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("服务没有启动")


def _times(port: int, page: Page) -> list[float]:
    """Milliseconds of each round after a few that fill the caches."""
    headers = {"Cookie": page.cookie} if page.cookie else {}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for place in range(WARM + ROUNDS):
        started = time.perf_counter()
        connection.request("GET", page.path, headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{page.path}：{response.status}")
        if place >= WARM:
            times.append((time.perf_counter() - started) * 1000)
    return times


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[18]
