"""How long judging takes: one organization in memory, fifty in a cold process."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from branches import AS_OF, organization

from mingdeng.engine.compiler import compile_rules
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.scalar import judge
from mingdeng.rulebook.duties import load_duties

HERE = Path(__file__).parent
ORGANIZATIONS, ROUNDS, COLD_RUNS = 500, 6, 9


def run() -> None:
    """Print the figures, beside the bare interpreter of the same run."""
    one_organization()
    bare = [_timed([sys.executable, "-c", "pass"]) for _ in range(COLD_RUNS)]
    _timed([sys.executable, str(HERE / "cold.py"), "1"])  # fills the caches
    cold = [_timed([sys.executable, str(HERE / "cold.py"), "50"]) for _ in range(COLD_RUNS)]
    result = subprocess.run(
        [sys.executable, str(HERE / "cold.py"), "50"], capture_output=True, text=True, check=True
    )
    rows, memory = result.stdout.split()
    print(f"空的解释器启动          中位 {median(bare) * 1000:7.1f} 毫秒")
    print(
        f"冷启动判断 50 个组织    中位 {median(cold) * 1000:7.1f} 毫秒（目标 150），结论 {rows} 行"
    )
    more = median(cold) - median(bare)
    print(f"  比空的解释器多        {more * 1000:7.1f} 毫秒，内存 {memory} MiB")


def one_organization() -> None:
    """A branch with two groups, judged over and over in memory."""
    tables = compile_rules(load_duties(["national"]), Clocks(AS_OF))
    subjects = [organization(number) for number in range(ORGANIZATIONS)]
    seconds: list[float] = []
    rows = 0
    for _ in range(ROUNDS):
        for subject in subjects:
            started = time.perf_counter()
            rows = sum(len(judge(tables, bearer, records)) for bearer, records in subject)
            seconds.append(time.perf_counter() - started)
    records = sum(len(records.evidence) for _, records in subjects[0])
    cuts = quantiles(seconds, n=100)
    print(f"一个组织（{rows} 行结论，{records} 条记录）")
    print(f"  中位 {cuts[49] * 1000:.3f} 毫秒，p99 {cuts[98] * 1000:.3f} 毫秒（目标 0.25）")


def _timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started
