"""`mingdeng serve`: the platform in a browser, on this machine.

The pages run in a web server of their own: this command prepares the database and the
static files, says how to get in, starts the server and stops it in an orderly way.
"""

import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from mingdeng.cli.arguments import Parser
from mingdeng.cli.starting import DEMO, bring_up_to_date, mark_demo, start_django

APPLICATION = "mingdeng.config.wsgi:application"
WORKERS, THREADS, KILL_AFTER = "2", "4", "5s"
# What runs beside the server: judging and indexing ahead, and the reminders.
BESIDE = tuple((sys.executable, "-m", "django", name) for name in ("work_ahead", "remind"))
PORT = 8000
ENDED, NOT_STARTED = 0, 3


def run(argv: Sequence[str]) -> int:
    """Serve until stopped: 0 after an orderly end, 3 where it could not start."""
    parser = Parser(prog="mingdeng serve", description="在本机启动工作平台，用浏览器打开。")
    add_address(parser)
    parser.add_argument("--demo", action="store_true", help="使用虚构机关的数据，与正式数据分开")
    options = parser.parse_args(argv)
    return start(options.host, options.port, DEMO if options.demo else None)


def add_address(parser: Parser, port: int | None = PORT, told: str = "默认 %(default)s") -> None:
    """The options that say where to listen."""
    parser.add_argument("--port", type=int, default=port, metavar="端口", help=told)
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="地址", help="监听的地址，默认只限本机 %(default)s"
    )


def start(host: str, port: int, demo: Path | None) -> int:
    """Prepare and serve; the fictional organ in its folder, where one is given."""
    problem = port_problem(host, port)
    if problem:
        print(problem, file=sys.stderr)
        return NOT_STARTED
    address = f"http://{host}:{port}"
    if not prepare(address, demo):
        return NOT_STARTED
    return serve(host, port, address)


def free_port(host: str) -> int:
    """The first port from the usual one on that is free; the usual one where none is."""
    ports = range(PORT, PORT + 100)
    return next((port for port in ports if port_problem(host, port) is None), PORT)


def port_problem(host: str, port: int) -> str | None:
    """Why a port cannot be used; the server itself would share it with another silently."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"没有权限使用端口 {port}，没有启动。请换一个 1024 以上的端口：--port 8000"
        except (OSError, OverflowError):
            other = port + 1 if port < 65_535 else 8000
            return (
                f"端口 {port} 已被占用或不可用，没有启动。"
                f"可能已经启动过，请先看看 http://{host}:{port}；"
                f"或换一个端口：mingdeng serve --port {other}"
            )
    return None


def prepare(address: str, demo: Path | None) -> bool:
    """Bring database and static files up to date and print who gets in how."""
    refusal = mark_demo(demo / "data") if demo else None
    if refusal:
        print(refusal, file=sys.stderr)
        return False
    start_django()
    bring_up_to_date()
    # What follows needs models, and models need the set-up above.
    start = import_module("mingdeng.cli.serve_start")
    problem = start.journal_problem()
    if problem:
        print(problem, file=sys.stderr)
        return False
    start.greet(address, demo / "files" if demo else None)
    from django.db import connections

    connections.close_all()  # the server opens its own
    return True


def serve(host: str, port: int, address: str) -> int:
    """Run the web server until it ends or this process is told to stop."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", WORKERS),
        *("--blocking-threads", THREADS, "--workers-kill-timeout", KILL_AFTER),
        *("--log-level", "warning", "--respawn-failed-workers", APPLICATION),
    ]
    # Groups of their own: Ctrl-C reaches them once, through us.
    server = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own server
    beside = [subprocess.Popen(one, start_new_session=True) for one in BESIDE]  # noqa: S603
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: server.terminate())
    print(f"已启动：{address}\n按 Ctrl-C 停止。", flush=True)
    code = server.wait()
    for one in beside:
        one.terminate()
    for one in beside:
        one.wait()
    if code in {0, -signal.SIGTERM, 128 + signal.SIGTERM}:
        print("已停止。")
        return ENDED
    print(f"服务意外结束（代码 {code}）。已保存的内容不受影响，请重新启动。", file=sys.stderr)
    return NOT_STARTED
