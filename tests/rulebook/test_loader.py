"""What the loader refuses: always file, line and remedy."""

import pytest

from mingdeng.rulebook.errors import PackError
from mingdeng.rulebook.loader import load
from tests.rulebook.conftest import RULE, PackMaker


def flaws_of(make_pack: PackMaker, content: str) -> list[str]:
    with pytest.raises(PackError) as error:
        load([make_pack(content)])
    return [str(flaw) for flaw in error.value.flaws]


def test_a_good_pack_is_loaded(make_pack: PackMaker) -> None:
    rule = load([make_pack(RULE)]).rules["theme-day"]
    assert rule.versions[0].basis.cite.text == "试验条例"
    assert rule.versions[0].place.line == 8


@pytest.mark.parametrize(
    ("old", "new", "line", "problem", "remedy"),
    [
        ("    force:", "    forse: x\n    force:", 12, "不认识“forse”", "可用的有"),
        ("    force:", "    force: must\n    force:", 13, "“force”在同一处写了两次", "只保留一个"),
        ("    cite: {article: 十六}\n", "", 8, "缺少“cite”", "出处"),
        ("every: month", "every: fortnight", 9, "“fortnight”不能用在这里", "month"),
        ("count: theme_day", "count: teaparty", 10, "词汇表中没有“teaparty”", "登记"),
        ("at_least: 1", "at_least: one", 10, "词汇表中没有“one”", "登记"),
        ("at_least: 1}", "at_least: 1, at_most: 2}", 10, "要求没有写数量", "at_least"),
        ("owed_by: branch", "owed_by: club", 6, "词汇表中没有“club”", "可用的有"),
        (
            "every: month",
            "every: month\n    when: members >> 3",
            10,
            "不能使用的",
            "docs/rulebook.md",
        ),
        ("every: month", "every: month\n    when: budget > 3", 10, "词汇表中没有“budget”", "登记"),
        ("every: month", "every: month\n    always: true", 8, "何时应当履行", "三者写一个"),
        ("every: month", "always: true", 8, "要求与时间不相配", "fact"),
        ("from: 2018-10-28", "from: 2018年", 8, "不是日期", "2018-10-28"),
        ("confidence: seen", "confidence: sure", 14, "“sure”不能用在这里", "secondary"),
        ("gist: 每月一次", "gist: &a 每月一次\n    doubt: *a", 16, "YAML 引用", "用到的地方"),
        ("rules:", "rules: [", 4, "不是可以读取的 YAML", "缩进"),
    ],
)
def test_each_flaw_names_line_and_remedy(
    make_pack: PackMaker, old: str, new: str, line: int, problem: str, remedy: str
) -> None:
    assert old in RULE
    flaws = flaws_of(make_pack, RULE.replace(old, new))
    flaw = next((flaw for flaw in flaws if problem in flaw), None)
    assert flaw is not None, flaws
    assert flaw.startswith(f"trial/rules.yaml 第{line}行：")
    assert remedy in flaw


def test_overlapping_versions_are_refused(make_pack: PackMaker) -> None:
    version = RULE[RULE.index("  - from:") :]
    flaws = flaws_of(make_pack, RULE + version.replace("2018-10-28", "2020-01-01"))
    assert "2020-01-01 起的版本与 2018-10-28 起的版本时间重叠" in flaws[0]
    assert "to: 2020-01-01" in flaws[0]


def test_versions_that_follow_each_other_are_taken(make_pack: PackMaker) -> None:
    version = RULE[RULE.index("  - from:") :].replace("2018-10-28", "2020-01-01")
    closed = RULE.replace("from: 2018-10-28", "from: 2018-10-28\n    to: 2020-01-01")
    rule = load([make_pack(closed + version)]).rules["theme-day"]
    assert [str(v.from_) for v in rule.versions] == ["2018-10-28", "2020-01-01"]


def test_all_flaws_are_told_at_once(make_pack: PackMaker) -> None:
    flaws = flaws_of(make_pack, RULE.replace("branch", "club").replace("month", "fortnight"))
    assert len(flaws) >= 2


def test_the_same_id_twice_is_refused(make_pack: PackMaker) -> None:
    rule = RULE[RULE.index("- id:") :]
    flaws = flaws_of(make_pack, RULE + rule)
    assert "“theme-day”已在 trial/rules.yaml 第4行写过" in flaws[0]


def test_an_unknown_pack_names_those_there_are() -> None:
    with pytest.raises(PackError, match=r"没有这个规则包。现有：.*national"):
        load(["no-such-pack"])


def test_numbers_are_exact_texts(make_pack: PackMaker) -> None:
    hours = "sum: hours, of: theme_day, at_least: 3000.01"
    rulebook = load([make_pack(RULE.replace("count: theme_day, at_least: 1", hours))])
    version = rulebook.rules["theme-day"].versions[0]
    assert str(version.require.at_least.text) == "3000.01"  # type: ignore[union-attr]


def test_a_broken_formula_is_refused_with_the_name_it_lacks(make_pack: PackMaker) -> None:
    formula = """
text: 试验条例
formulas:
- id: trial.sum
  label: 合计
  inputs: {a: {label: 甲, type: count}}
  outputs: {b: {label: 乙, type: count}, c: {label: 丙, type: count}}
  versions:
  - from: 2020-01-01
    steps: {b: a + unknown}
    cite: {article: 一}
    confidence: seen
    gist: 合计
"""
    flaws = flaws_of(make_pack, formula)
    assert any("用到了没有的名称：unknown" in flaw for flaw in flaws)
    assert any("没有算出：c" in flaw for flaw in flaws)


def test_a_loan_that_leads_nowhere_is_refused(make_pack: PackMaker) -> None:
    formula = """
text: 试验条例
formulas:
- id: trial.loan
  label: 借用
  inputs: {a: {label: 甲, type: count}}
  outputs: {b: {label: 乙, type: count}}
  versions:
  - from: 2020-01-01
    numbers: {n: {rule: nothing, path: require.at_least}}
    steps: {b: a + n}
    cite: {article: 一}
    confidence: seen
    gist: 借用
"""
    assert "没有规则“nothing”" in flaws_of(make_pack, formula)[0]


def test_a_second_start_reads_the_same_rules(make_pack: PackMaker) -> None:
    folder = make_pack(RULE)
    assert load([folder]) == load([folder])
