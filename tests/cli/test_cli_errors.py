"""What goes wrong is said in Chinese, on standard error, with what to do, and nothing else."""

from pathlib import Path

import pytest

from tests.cli.running import LEDGERS, Said, badly_put, is_chinese, say
from tests.files.filemaking import write

DUTY = ("calc", "duty", "duty=theme-day", "as_of=2026-01-31")
BRANCH = 'bearer={"kind": "branch"}'
DUES = ("calc", "dues.monthly", "category=in_service")
# The command line and what the complaint must name.
WRONG_USE: list[tuple[tuple[object, ...], str]] = [
    (("nonsense",), "nonsense"),
    (("check",), "文件夹"),
    (("check", LEDGERS, "more"), "more"),
    (("check", LEDGERS, "--unknown"), "--unknown"),
    (("check", LEDGERS, "--as-of"), "--as-of"),
    (("check", LEDGERS, "--as-of", "2026-02-30"), "2026-02-30"),
    (("check", LEDGERS, "--as-of", "昨天"), "昨天"),
    (("check", LEDGERS, "--from", "2026年1月"), "2026年1月"),
    (("check", LEDGERS, "--report", "报告.pdf"), ".html"),
    (("check", LEDGERS, "--packs", "nonsense"), "nonsense"),
    (("check", LEDGERS, "--packs", "local-example"), "party-lecture"),
    (("check", LEDGERS / "没有"), "没有文件夹"),
    (("check", LEDGERS / "党员名册.xlsx"), "没有文件夹"),
    (("rules", "nonsense"), "nonsense"),
    (("rules", "show"), "编号"),
    (("rules", "show", "nonsense"), "nonsense"),
    (("rules", "show", "theme-day", "--as-of", "x"), "x"),
    (("rules", "list", "--packs", "nonsense"), "nonsense"),
    (("rules", "test", "没有.yaml"), "没有.yaml"),
    (("rules", "test", LEDGERS), "ledgers"),
    (("rules", "test", LEDGERS / "党员名册.xlsx"), "党员名册.xlsx"),
    (("rules", "questions", "more"), "more"),
    (("calc",), "问题"),
    (("calc", "nonsense"), "nonsense"),
    (("calc", "dues.monthy"), "dues.monthly"),
    (("calc", "dues.monthly"), "category"),
    ((*DUES, "base"), "名称=值"),
    ((*DUES, "base=abc"), "abc"),
    ((*DUES, "base=-5"), "-5"),
    ((*DUES, "base=1/0"), "1/0"),
    ((*DUES, "base=nan"), "nan"),
    ((*DUES, "base=3000", "more=1"), "more"),
    (("calc", "dues.monthly", "category=nobody", "base=1"), "in_service"),
    (("calc", "dues.monthly", "category=in_service", "base=1", "on=soon"), "soon"),
    (("calc", "duty"), "duty"),
    (("calc", "duty", "duty=nonsense"), "nonsense"),
    (DUTY, "bearer"),
    (("calc", "duty", "duty=theme-day", BRANCH), "as_of"),
    ((*DUTY, "bearer=branch"), "bearer"),
    ((*DUTY, 'bearer={"kind":'), "JSON"),
    ((*DUTY, 'bearer=["branch"]'), "bearer"),
    ((*DUTY, 'bearer={"kind": ["branch"]}'), "kind"),
    ((*DUTY, 'bearer={"kind": "nobody"}'), "branch"),
    ((*DUTY, 'bearer={"kind": "branch", "more": 1}'), "more"),
    ((*DUTY, 'bearer={"kind": "branch", "full_members": "many"}'), "many"),
    ((*DUTY, 'bearer={"kind": "branch", "full_members": [3]}'), "full_members"),
    ((*DUTY, 'bearer={"kind": "branch", "founded": "long ago"}'), "long ago"),
    ((*DUTY, BRANCH, "evidence=more"), "evidence"),
    ((*DUTY, BRANCH, "evidence=[1]"), "1"),
    ((*DUTY, BRANCH, 'evidence=[{"kind": ["theme_day"]}]'), "theme_day"),
    ((*DUTY, BRANCH, 'evidence=[{"kind": "theme_day"}]'), "日期"),
    ((*DUTY, BRANCH, 'evidence=[{"kind": "theme_day", "held_on": "soon"}]'), "soon"),
    ((*DUTY, BRANCH, "sources=[1]"), "sources"),
    ((*DUTY, BRANCH, "waivers=[1]"), "waivers"),
    ((*DUTY, BRANCH, "period=2031"), "2031"),
    (("demo", "--nonsense"), "--nonsense"),
]


def _is_a_good_complaint(told: Said, words: str) -> None:
    assert told.code == 2
    assert told.out == ""
    assert words in told.err
    assert is_chinese(told.err)
    assert "Traceback" not in told.err
    assert badly_put(told.err) == []


@pytest.mark.parametrize(("argv", "words"), WRONG_USE, ids=lambda value: str(value)[-60:])
def test_wrong_use_is_named(argv: tuple[object, ...], words: str) -> None:
    _is_a_good_complaint(say(*argv), words)


@pytest.mark.parametrize(
    "argv",
    [
        ("check", LEDGERS, "--as-of", "0001-01-01"),
        ("check", LEDGERS, "--as-of", "9999-12-31"),
        ("check", LEDGERS, "--from", "0001-01-01"),
        (*DUTY[:3], BRANCH, "as_of=9999-12-31"),
    ],
    ids=lambda argv: str(argv[-1]),
)
def test_a_day_nobody_can_mean_is_refused(argv: tuple[object, ...]) -> None:
    _is_a_good_complaint(say(*argv), str(argv[-1])[-10:])


def test_no_packs_at_all_are_refused() -> None:
    _is_a_good_complaint(say("check", LEDGERS, "--packs", ","), "--packs")


def test_a_flaw_in_a_pack_is_told_with_file_line_and_remedy(tmp_path: Path) -> None:
    files = {"pack.yaml": "id: own\nlabel: 甲\nlevel: organ\nbinds: 甲\n", "rules.yaml": "rules: 1"}
    folder = write(tmp_path / "own", {name: text.encode() for name, text in files.items()})
    told = say("rules", "list", "--packs", f"national,{folder}")
    _is_a_good_complaint(told, "own/rules.yaml 第1行")


@pytest.mark.parametrize(
    "content",
    [
        "甲",
        "- 甲",
        "- {name: 甲}",
        "- {name: 甲, name: 乙, ask: x, given: {}, expect: {}}",
        "- {name: 甲, ask: x, given: 乙, expect: {}}",
        "- {name: 甲, ask: x, given: {}, expect: {}, more: 1}",
        "甲: 乙: 丙",
        "\t- 甲",
        "- &甲 [*甲]",
        "- !!python/object/apply:os.getcwd []",
    ],
)
def test_a_flaw_in_a_case_file_is_told_with_file_and_line(content: str, tmp_path: Path) -> None:
    path = write(tmp_path, {"案例.yaml": content.encode("utf-8")}) / "案例.yaml"
    _is_a_good_complaint(say("rules", "test", path), "案例.yaml 第1行")


def test_a_case_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, {"案例.yaml": b"\xff\xfe\x00"}) / "案例.yaml"
    _is_a_good_complaint(say("rules", "test", path), "UTF-8")
