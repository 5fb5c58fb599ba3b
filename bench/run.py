"""`./mingdeng bench NAME`: figures to compare within one run, never a verdict."""

import sys
from collections.abc import Callable

import engine
import files
import papers
import registers
import web

BENCHES: dict[str, tuple[str, Callable[[], None]]] = {
    "engine": ("判断一个组织、五十个组织（冷启动）", engine.run),
    "web": ("页面：200 个支部、一万名党员、三年", web.run),
    "papers": ("一个 30 人支部全年的工作手册和归档", papers.run),
    "registers": ("五万条的台账；导入两万行", registers.run),
    "files": ("检查一个机关的文件", files.run),
}


def main(argv: list[str]) -> int:
    """Run the named measurement."""
    if len(argv) != 1 or argv[0] not in BENCHES:
        print("用法：mingdeng bench 名称", file=sys.stderr)
        for name, (text, _) in BENCHES.items():
            print(f"  {name}  {text}", file=sys.stderr)
        return 2
    BENCHES[argv[0]][1]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
