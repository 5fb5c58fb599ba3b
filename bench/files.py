"""How long a check of an organ's files takes, beside the bare interpreter of the same run."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
LEDGERS = ROOT / "tests" / "data" / "ledgers"
RUNS = 7


def run() -> None:
    """Print the figures."""
    check = [sys.executable, "-m", "mingdeng", "check", str(LEDGERS), "--as-of", "2026-09-30"]
    bare = median(_timed([sys.executable, "-c", "pass"]) for _ in range(RUNS))
    _timed(check)  # fills the caches
    whole = median(_timed(check) for _ in range(RUNS))
    print(f"空的解释器启动      中位 {bare * 1000:7.1f} 毫秒")
    print(f"检查一个机关的文件  中位 {whole * 1000:7.1f} 毫秒，为空启动的 {whole / bare:.0f} 倍")


def _timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started
