"""`./mingdeng test`: every check and every test, the same on anyone's machine and in CI."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402 - found through the line above

BIN = Path(sys.executable).parent
OFFICE = Path("/usr/lib/libreoffice/program")
# What the tests of pages and papers need, by the file or command that shows it is there.
DEBIAN_PACKAGES = {
    "chromium": "chromium",
    "fc-list": "fontconfig",
    "pdftoppm": "poppler-utils",
    str(OFFICE / "libswlo.so"): "libreoffice-writer-nogui",
    str(OFFICE / "libsclo.so"): "libreoffice-calc-nogui",
    str(postgres.INITDB): f"postgresql-{postgres.VERSION}",
}
CHINESE_FONT = "fonts-noto-cjk"
WORKERS = "2"
# The first round is on SQLite, whatever this machine is set to.
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
    "DJANGO_SETTINGS_MODULE": "tests.settings",
}
# What touches the database, and so is run on each of the two.
ROOMS = (
    *("access", "accounts", "activities", "administration", "api", "assessments", "burden"),
    *("intake", "journal", "notify", "handover", "opendata", "registers", "roster", "search"),
    *("stationery", "web"),
)

STEPS: tuple[tuple[str, list[str]], ...] = (
    ("代码规范", ["ruff", "check", "."]),
    ("代码格式", ["ruff", "format", "--check", "."]),
    ("类型", ["mypy"]),
    ("层次", ["lint-imports", "--no-cache"]),
    ("数据库迁移", ["python", "-m", "django", "makemigrations", "--check", "--dry-run"]),
    ("规则包", ["python", "-m", "mingdeng", "rules", "check"]),
    ("规则案例", ["python", "-m", "mingdeng", "rules", "test"]),
    ("规则数字", ["python", "-m", "mingdeng", "rules", "test", "--mutate"]),
    ("测试", ["python", "-m", "pytest", "-n", WORKERS]),
)
ON_POSTGRES = ["python", "-m", "pytest", "-n", WORKERS]


def main() -> int:
    """Install what is missing, run every step, stop at the first that fails."""
    missing = missing_packages()
    if missing and not install(missing):
        return 1
    ok = all(run_step(name, command, ENVIRONMENT) for name, command in STEPS)
    if not ok or not on_postgres():
        return 1
    print("全部通过")
    return 0


def on_postgres() -> bool:
    """The rooms once more, on a real server."""
    folders = [f"tests/{room}" for room in ROOMS if (ROOT / "tests" / room).is_dir()]
    with postgres.private_postgres() as url:
        environment = {**ENVIRONMENT, "DATABASE_URL": url}
        return run_step("测试（PostgreSQL）", [*ON_POSTGRES, *folders], environment)


def run_step(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one step and say how it went."""
    print(f"—— {name}", flush=True)
    started = time.monotonic()
    tool = [str(BIN / command[0]), *command[1:]]
    result = subprocess.run(tool, cwd=ROOT, env=environment, check=False)
    if result.returncode != 0:
        print(f"没有通过：{name}", file=sys.stderr)
        return False
    print(f"   {time.monotonic() - started:.0f} 秒", flush=True)
    return True


def missing_packages() -> list[str]:
    """Debian packages the tests still need."""
    missing = [package for mark, package in DEBIAN_PACKAGES.items() if not _is_there(mark)]
    fonts = shutil.which("fc-list")
    listed = (
        subprocess.run([fonts, ":lang=zh"], capture_output=True, text=True, check=False)
        if fonts
        else None
    )
    if listed is None or not listed.stdout.strip():
        missing.append(CHINESE_FONT)
    return missing


def _is_there(mark: str) -> bool:
    """Whether a command is on the path, or a file in its place."""
    return bool(shutil.which(mark)) or (Path(mark).is_absolute() and Path(mark).is_file())


def install(packages: list[str]) -> bool:
    """Install as root or with sudo; else name the one command that does."""
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        print(f"测试还需要：{' '.join(packages)}。请用系统的方式安装后再试。", file=sys.stderr)
        return False
    prefix = _privilege()
    if prefix is None:
        print(f"测试还需要几个系统软件包，请执行：\n  sudo sh -c '{command}'", file=sys.stderr)
        return False
    print(f"—— 安装系统软件包：{' '.join(packages)}", flush=True)
    done = subprocess.run([*prefix, "sh", "-c", command], stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        print(f"系统软件包没有装成，请查看上面的原因，或自行执行：\n  {command}", file=sys.stderr)
    return done.returncode == 0


def _privilege() -> list[str] | None:
    """What to put before a command to run it as root; None where that is not possible."""
    whoami = subprocess.run(["id", "-u"], capture_output=True, text=True, check=True)
    if whoami.stdout.strip() == "0":
        return []
    if shutil.which("sudo"):
        allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if allowed.returncode == 0:
            return ["sudo", "-n"]
    return None


if __name__ == "__main__":
    sys.exit(main())
