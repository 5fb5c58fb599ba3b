"""`mingdeng check_deploy`: what of this deployment is unsafe, and what to do about it."""

import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from mingdeng.cli.arguments import Parser, add_json
from mingdeng.cli.output import print_json
from mingdeng.cli.starting import database_problem, start_django

SAFE, UNSAFE, NOT_READY = 0, 1, 3
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
SHORTEST_KEY = 32


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the deployment: unsafe, or worth knowing."""

    check: str
    unsafe: bool
    text: str


def run(argv: Sequence[str]) -> int:
    """Check: 0 nothing unsafe, 1 something is, 3 where there is no database."""
    parser = Parser(
        prog="mingdeng check_deploy",
        description="检查部署有什么不安全：调试开关、TLS、主机名、密钥文件、数据库写入方式、口令要求。",
    )
    add_json(parser)
    options = parser.parse_args(argv)
    start_django()
    problem = database_problem()
    if problem:
        print(problem, file=sys.stderr)
        return NOT_READY
    found = list(findings())
    unsafe = any(one.unsafe for one in found)
    if options.json:
        print_json({"safe": not unsafe, "findings": [asdict(one) for one in found]})
        return UNSAFE if unsafe else SAFE
    for one in found:
        print(f"{'▲ 不安全' if one.unsafe else '　 说明'}　{one.text}")
    print("有不安全的地方，请先处理。" if unsafe else "没有发现不安全的地方。")
    return UNSAFE if unsafe else SAFE


def findings() -> Iterator[Finding]:
    """Everything found, what is unsafe and what is worth knowing."""
    yield from _switches()
    yield from _network()
    yield from _secrets()
    problem = import_module("mingdeng.cli.serve_start").journal_problem()
    if problem:
        yield Finding("database", unsafe=True, text=problem)
    yield from _accounts()


def _switches() -> Iterator[Finding]:
    from django.conf import settings

    if settings.DEBUG:
        yield Finding("debug", unsafe=True, text="DEBUG 打开着，出错页面会泄露内容。请关闭。")
    if settings.DEMO:
        text = "这是演示数据，凭链接就能登录。正式使用请换一个数据目录，不要加 --demo。"
        yield Finding("demo", unsafe=True, text=text)


def _network() -> Iterator[Finding]:
    from django.conf import settings

    beyond = set(settings.ALLOWED_HOSTS) - LOCAL
    if "*" in beyond:
        yield Finding("hosts", unsafe=True, text="MINGDENG_HOSTS 是 *，请写出确切的主机名。")
    if beyond and not settings.BEHIND_TLS:
        text = "开放给其他机器，但没有 TLS：口令会在网络上明文传送。请配置代理并设 MINGDENG_TLS=1。"
        yield Finding("tls", unsafe=True, text=text)
    if not beyond:
        yield Finding("tls", unsafe=False, text="只供本机使用。要给其他机器用，请先配置 TLS。")
    if settings.BEHIND_TLS and not settings.ADDRESS_HEADER:
        text = (
            "有代理，但没有设 MINGDENG_ADDRESS_HEADER：所有人看起来来自同一个地址，"
            "一个人试错口令会拖慢所有人登录。"
        )
        yield Finding("address", unsafe=False, text=text)


def _secrets() -> Iterator[Finding]:
    from django.conf import settings

    files: list[Path] = settings.SECRET_FILES
    for path, most in ((Path(settings.DATA), 0o700), *((file, 0o600) for file in files)):
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
        if mode is None:
            yield Finding("secrets", unsafe=True, text=f"缺少密钥文件“{path}”。")
        elif mode & ~most:
            text = f"“{path}”的权限是 {mode:04o}，别人可以读写。请执行 chmod {most:o}。"
            yield Finding("secrets", unsafe=True, text=text)
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Finding("secrets", unsafe=True, text="secret-key 太短。请删去，重新启动时会另做。")


def _accounts() -> Iterator[Finding]:
    from django.conf import settings

    from mingdeng.administration.services import first_start_is_open

    if first_start_is_open():
        text = "初始化还没有完成：拿到初始化码的人可以成为管理员。请尽快在 /setup/ 完成。"
        yield Finding("setup", unsafe=True, text=text)
    name = settings.PROFILE.name or "一般"
    days = settings.PROFILE.password_days
    rotation = f"{days} 天换一次口令" if days else "不定期换口令"
    idle = settings.IDLE_SECONDS // 60
    text = f"口令要求：{name}，{rotation}，{idle} 分钟不用就退出（MINGDENG_PROFILE）。"
    yield Finding("profile", unsafe=False, text=text)
