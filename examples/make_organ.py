"""Writes a fictional organ's office files and truth.json: `make_organ.py OUT --size small`."""

import argparse
import json
from pathlib import Path

from fictional import SIZES, STYLES, make


def main() -> None:
    """Writes the files and, beside them, truth.json."""
    parser = argparse.ArgumentParser(description="生成一个虚构机关的日常党务文件,以及它们的真相。")
    parser.add_argument("out", type=Path, help="写入的目录")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--style", help=f"风格,可用 + 连接:{'、'.join(STYLES)};默认 plain(demo 规模默认 demo)"
    )
    options = parser.parse_args()
    style = options.style or ("demo" if options.size == "demo" else "plain")
    truth = make(options.out, size=options.size, seed=options.seed, style=style)
    text = json.dumps(truth, ensure_ascii=False, indent=1) + "\n"
    (options.out / "truth.json").write_text(text, encoding="utf-8")
    counts = f"{truth['members']} 名党员,{len(truth['activities'])} 次活动"
    print(f"{truth['organ']}:{counts} → {options.out}")


if __name__ == "__main__":
    main()
