"""`mingdeng rules`: what the packs say, their cases, and whether they hold together."""

from pathlib import Path

import pytest

from tests.cli.running import badly_put, is_chinese, say
from tests.files.filemaking import write

GOOD = """
- name: 三千元零一分
  ask: dues.monthly
  given: {category: in_service, base: 3000.01}
  expect: {rate: 0.01, amount: 30.00}
- name: 六月未开支委会
  ask: duty
  given:
    as_of: 2026-07-10
    bearer: {kind: branch, full_members: 9, founded: 2018-03-01}
    evidence: [{kind: branch_committee_meeting, held_on: 2026-05-08}]
  expect: {duty: branch-committee-meeting, period: 2026-06, state: overdue}
"""
LECTURE = """
- name: 第一季度没有党课
  ask: duty
  given: {as_of: 2026-04-10, bearer: {kind: branch}}
  expect: {duty: party-lecture, period: 2026-Q1, state: overdue, required: 1}
"""
WRONG = GOOD.replace("30.00", "31.00")
PACK = "id: {id}\nlabel: 本单位\nlevel: organ\nbinds: 本单位\n"
LOOSER = """
text: 本单位办法
changes:
- rule: theme-day
  from: 2024-01-01
  set: {every: quarter}
  cite: {article: 三}
  confidence: local
  checked_on: 2026-11-22
  gist: 每季度一次
"""


def _cases(folder: Path, content: str, name: str = "案例.yaml") -> Path:
    return write(folder, {name: content.encode("utf-8")}) / name


# ---- list and show ----


def test_the_list_names_every_duty() -> None:
    told, listed = say("rules", "list"), say("rules", "list", "--json").json
    assert told.code == 0
    for rule in listed:
        assert rule["id"] in told.out
        assert rule["label"] in told.out
    assert {"theme-day", "members-meeting"} <= {rule["id"] for rule in listed}
    assert badly_put(told.out) == []


def test_a_duty_only_some_places_ask_for_is_marked() -> None:
    assert "party-lecture*" in say("rules", "list").out
    assert "party-lecture*" not in say("rules", "list", "--packs", "national,local-example").out


def test_a_rule_is_shown_with_everything_about_it() -> None:
    shown = say("rules", "show", "theme-day")
    assert shown.code == 0
    for part in (
        *("主题党日", "承担者", "党支部", "大意", "支部每月相对固定一天开展主题党日"),
        *("依据", "《中国共产党支部工作条例（试行）》第十六条", "2018-10-28 起", "每月"),
        *("可信程度", "已核对条文", "2026-11-22 核对", "力度", "案例"),
    ):
        assert part in shown.out
    assert "branch-regulations.cases.yaml" in shown.out


def test_a_rule_is_shown_as_json() -> None:
    shown = say("rules", "show", "theme-day", "--json").json
    assert shown["id"] == "theme-day"
    (version,) = shown["versions"]
    assert version["cite"] == {"text": "中国共产党支部工作条例（试行）", "article": "十六"}
    assert (version["from"], version["confidence"]) == ("2018-10-28", "seen")
    assert shown["cases"]


def test_before_its_first_day_a_rule_has_no_text_in_force() -> None:
    shown = say("rules", "show", "theme-day", "--as-of", "2018-10-27")
    assert shown.code == 0
    assert "没有有效的版本" in shown.out
    assert "支部每月相对固定" not in shown.out
    assert "支部每月相对固定" in say("rules", "show", "theme-day", "--as-of", "2018-10-28").out


def test_a_question_is_shown_too() -> None:
    shown = say("rules", "show", "dues.monthly")
    assert shown.code == 0
    assert "每月应交党费" in shown.out
    assert "BL-W01" in shown.out


def test_what_is_listed_can_be_shown() -> None:
    packs = "national,central,local-example"
    for rule in say("rules", "list", "--packs", packs, "--json").json[::3]:
        told = say("rules", "show", rule["id"], "--packs", packs)
        assert (told.code, told.err) == (0, "")
        assert badly_put(told.out) == []


# ---- test ----


def test_the_shipped_cases_pass() -> None:
    told, found = say("rules", "test"), say("rules", "test", "--json").json
    assert told.code == 0
    assert found["run"] == found["passed"] >= 71
    assert len(found["worked_cases"]) >= 71
    assert f"案例 {found['run']} 个，通过 {found['run']} 个" in told.out


def test_cases_of_rooms_to_come_are_named() -> None:
    later = say("rules", "test", "--json").json["later"]
    assert {"case": "LS-W01", "room": "代表建议"} in later


def test_a_case_file_from_elsewhere_runs_the_same_way(tmp_path: Path) -> None:
    told = say("rules", "test", _cases(tmp_path, GOOD))
    assert (told.code, told.err) == (0, "")
    assert "案例 2 个，通过 2 个" in told.out


def test_several_case_files_run_together(tmp_path: Path) -> None:
    files = [_cases(tmp_path, GOOD, name) for name in ("甲.yaml", "乙.yaml")]
    assert "案例 4 个，通过 4 个" in say("rules", "test", *files).out


def test_a_failing_case_says_where_it_is_and_what_differs(tmp_path: Path) -> None:
    path = _cases(tmp_path, WRONG)
    told = say("rules", "test", path)
    assert told.code == 1
    assert f"{path} 第2行：三千元零一分" in told.out
    assert "amount：应为 31.00，得到 30.00" in told.out
    assert "案例 2 个，通过 1 个" in told.out


def test_a_failing_case_as_json(tmp_path: Path) -> None:
    told = say("rules", "test", _cases(tmp_path, WRONG), "--json")
    assert told.code == 1
    failed = [case for case in told.json["cases"] if not case["passed"]]
    assert [(case["name"], case["line"]) for case in failed] == [("三千元零一分", 2)]
    assert failed[0]["differences"] == ["amount：应为 31.00，得到 30.00"]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("{name: 甲, ask: no.such, given: {}, expect: {}}", "没有名为“no.such”的问题"),
        ("{name: 甲, ask: duty, given: {}, expect: {duty: no-such}}", "no-such"),
        ("{name: 甲, ask: dues.monthly, given: {}, expect: {rate: 1}}", "缺少“category”"),
        ("{name: 甲, ask: duty, given: {bearer: 甲}, expect: {duty: theme-day}}", "bearer"),
        (
            "{name: 甲, ask: duty, expect: {duty: theme-day}, given: "
            "{as_of: 2026-01-01, bearer: {kind: branch}, sources: [甲]}}",
            "sources",
        ),
    ],
)
def test_a_case_that_asks_wrongly_fails_and_says_why(case: str, words: str, tmp_path: Path) -> None:
    told = say("rules", "test", _cases(tmp_path, f"- {case}\n"))
    assert told.code == 1
    assert words in told.out
    assert badly_put(told.out.split("案例 1 个")[0]) == []


def test_a_number_whose_change_no_case_notices_escapes(tmp_path: Path) -> None:
    told = say("rules", "test", _cases(tmp_path, GOOD), "--mutate")
    assert told.code == 1
    assert "改动后没有案例不通过" in told.out


def test_mutation_first_wants_passing_cases(tmp_path: Path) -> None:
    told = say("rules", "test", _cases(tmp_path, WRONG), "--mutate")
    assert told.code == 1
    assert is_chinese(told.err)
    assert badly_put(told.err) == []


def test_mutation_steps_the_numbers_ones_own_cases_read(tmp_path: Path) -> None:
    path, packs = _cases(tmp_path, GOOD + LECTURE), "national,local-example"
    changed = say("rules", "test", path, "--mutate", "--packs", packs, "--json").json
    numbers = [entry["number"] for entry in changed]
    assert any(number.startswith("national/dues.monthly") for number in numbers)
    assert any(number.startswith("local-example/") for number in numbers)
    assert not any("theme-day" in number for number in numbers)


# ---- check and questions ----


def test_the_shipped_packs_hold_together() -> None:
    told = say("rules", "check", "--as-of", "2026-11-22")
    assert told.code == 0
    assert "冲突（上级规则有效）：无" in told.out
    assert "待核对" in told.out
    assert badly_put(told.out) == []


def test_what_is_unsure_is_shown_with_its_doubt() -> None:
    unsure = say("rules", "check", "--json").json["unsure"]
    assert {"memory", "secondary"} <= {entry["confidence"] for entry in unsure}
    assert any(entry["doubt"] for entry in unsure)


def test_what_was_checked_over_a_year_ago_is_named() -> None:
    old = say("rules", "check", "--as-of", "2028-01-01", "--json").json
    assert "theme-day" in old["not_checked_for_a_year"]


def test_a_pack_that_loosens_a_higher_rule_is_a_conflict(tmp_path: Path) -> None:
    own = write(tmp_path / "own", {"pack.yaml": PACK.format(id="own").encode()})
    write(own, {"rules.yaml": LOOSER.encode("utf-8")})
    told = say("rules", "check", "--packs", f"national,{own}")
    assert told.code == 1
    assert "own/rules.yaml 第4行 theme-day" in told.out
    assert say("rules", "check", "--packs", f"national,{own}", "--json").json["conflicts"]


def test_every_question_tells_its_inputs_and_outputs() -> None:
    questions = say("rules", "questions", "--json").json
    assert {"duty", "dues.monthly"} <= {question["name"] for question in questions}
    for question in questions:
        assert question["label"]
        assert question["outputs"]
        for field in [*question["inputs"], *question["outputs"]]:
            assert {"name", "label", "type"} <= field.keys()


def test_the_questions_as_text_name_the_same() -> None:
    told = say("rules", "questions")
    assert told.code == 0
    for question in say("rules", "questions", "--json").json:
        assert f"{question['name']}  {question['label']}" in told.out
