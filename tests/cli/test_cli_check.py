"""`mingdeng check`: the text people read and the JSON other tools rely on."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import LEDGERS, Said, badly_put, check_ledgers, say
from tests.facts.organfiles import book, branch, ledger, meeting
from tests.files.filemaking import write

FINDING_KEYS = {
    *("file", "sheet", "row", "column", "place", "severity", "code", "message", "remedy")
}
DUTY_KEYS = {
    *("id", "label", "bearer", "group", "period", "required", "counted", "state"),
    *("still_possible", "due_on", "reason", "cite"),
}
ACTIVITY_KEYS = {
    *("organization", "group", "kinds", "held_on", "expected", "present", "absent", "source")
}
STATES = {"met", "due", "overdue", "not_applicable", "unknown"}
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?|-Q[1-4]|-H[12])?")


@pytest.fixture(scope="module")
def text() -> Said:
    return check_ledgers()


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    found: dict[str, Any] = check_ledgers("--json").json
    return found


def _duties(answer: dict[str, Any], state: str) -> list[dict[str, Any]]:
    every = (duty for item in answer["organizations"] for duty in item["duties"])
    return [duty for duty in every if duty["state"] == state]


# ---- JSON ----


def test_the_json_has_the_promised_keys(answer: dict[str, Any]) -> None:
    assert answer["as_of"] == "2026-09-30"
    assert all(finding.keys() >= FINDING_KEYS for finding in answer["findings"])
    assert all({"name", "kind", "duties"} <= item.keys() for item in answer["organizations"])
    duties = [duty for item in answer["organizations"] for duty in item["duties"]]
    assert all(duty.keys() >= DUTY_KEYS for duty in duties)
    assert all(duty["cite"].keys() == {"text", "article"} for duty in duties)
    assert all(activity.keys() >= ACTIVITY_KEYS for activity in answer["activities"])


def test_the_json_has_the_promised_values(answer: dict[str, Any]) -> None:
    duties = [duty for item in answer["organizations"] for duty in item["duties"]]
    assert {duty["state"] for duty in duties} <= STATES
    assert [d["period"] for d in duties if not PERIOD.fullmatch(d["period"])] == []
    assert {item["severity"] for item in answer["findings"]} <= {"error", "warning", "notice"}
    assert all(duty["reason"] for duty in duties)


def test_an_activity_says_where_it_stands(answer: dict[str, Any]) -> None:
    (activity,) = [item for item in answer["activities"] if item["held_on"] == "2026-01-13"]
    assert activity["kinds"] == ["group_meeting"]
    assert (activity["group"], activity["absent"]) == (1, ["高芳静"])
    assert activity["source"]["file"] == "三会一课台账.xlsx"
    assert (activity["source"]["sheet"], activity["source"]["row"]) == ("办公室第一支部", 5)


def test_the_six_gaps_stand_in_the_json(answer: dict[str, Any]) -> None:
    found = Counter((d["id"], d["period"], d["group"]) for d in _duties(answer, "overdue"))
    assert found == Counter(
        [
            ("branch-committee-meeting", "2026-03", None),
            ("branch-committee-meeting", "2026-05", None),
            ("branch-committee-meeting", "2026-07", None),
            ("group-meeting", "2026-06", 2),
            ("members-meeting", "2026-Q2", None),
            ("theme-day", "2026-04", None),
        ]
    )


def test_json_and_text_agree_on_the_exit_code(text: Said) -> None:
    assert text.code == check_ledgers("--json").code == 1
    assert text.err == ""


# ---- text ----


def test_findings_come_first_then_the_organizations_in_their_order(
    text: Said, answer: dict[str, Any]
) -> None:
    lines = text.out.splitlines()
    places = [lines.index(item["name"]) for item in answer["organizations"]]
    assert places == sorted(places)
    findings = [at for at, line in enumerate(lines) if "三会一课台账.xlsx" in line]
    assert findings
    assert max(findings) < places[0]


def test_each_gap_is_told_with_rule_article_period_and_reason(text: Said) -> None:
    assert "2026年3月没有支委会记录，要求不少于1次" in text.out
    assert "《中国共产党支部工作条例（试行）》第十二条" in text.out
    assert "[branch-committee-meeting]" in text.out
    assert "应到5人、实到1人" in text.out


def test_what_is_overdue_stands_before_what_is_due(text: Said) -> None:
    for block in text.out.split("\n\n"):
        overdue, due = block.find("▲"), block.find("○")
        assert overdue < due or -1 in (overdue, due)


def test_an_organization_with_everything_met_takes_one_line(text: Said) -> None:
    (block,) = [part for part in text.out.split("\n\n") if part.startswith("研究室支部")]
    assert len(block.splitlines()) == 2
    assert "●" in block


def test_what_has_no_source_is_told_once_for_each_kind(text: Said) -> None:
    lines = [line.split("：")[0] for line in text.out.splitlines() if line.startswith("  ? ")]
    assert len(lines) == len(set(lines))
    assert any("组织生活会" in line for line in lines)


def test_groups_are_told_in_one_line_for_a_duty(text: Said) -> None:
    lines = [line for line in text.out.splitlines() if "党小组会" in line and "▲" not in line]
    assert [line for line in lines if "2 个党小组中 1 个" in line and "第二党小组" in line]


def test_the_text_is_well_put(text: Said) -> None:
    named = re.sub(r"“[^”]*”", "", text.out)  # what stands in the files is quoted as it is
    assert badly_put(named) == []


@pytest.mark.parametrize("packs", ["national", "national,local-example"])
def test_every_open_line_can_be_traced_to_its_rule(packs: str) -> None:
    shown = check_ledgers("--packs", packs).out
    ids = set(re.findall(r"\[([a-z-]+)\]", shown))
    assert "branch-committee-meeting" in ids
    for rule in ids:
        told = say("rules", "show", rule, "--packs", packs)
        assert (told.code, told.err) == (0, "")
        assert rule in told.out


def test_names_of_members_are_not_spread_over_the_text(tmp_path: Path) -> None:
    who = {"支部": "财务处支部", "姓名": "张伟", "人员类别": "正式党员", "入党时间": "2001.7.1"}
    dues = {"支部": "财务处支部", "姓名": "张伟", "月计算基数": 5000, "1月": None, "2月": 25}
    other = {"姓名": "李娜", "1月": 25, "2月": 25}
    files = {
        "名册.xlsx": book(who, who | other),
        "党费.xlsx": book(dues, dues | other, title="2026年度党费台账"),
    }
    shown = say("check", write(tmp_path, files), "--as-of", "2026-03-31").out
    assert "2 名党员中 1 名未履行" in shown
    assert "张伟" not in shown


# ---- what is judged ----


def test_from_widens_what_is_judged() -> None:
    narrow, wide = (check_ledgers("--json", *more).json for more in ((), ("--from", "2025-07-01")))
    assert (narrow["from"], wide["from"]) == ("2026-01-01", "2025-07-01")
    periods = {d["period"] for item in wide["organizations"] for d in item["duties"]}
    assert {"2025-07", "2025-Q3", "2025-12"} <= periods
    assert "2025-06" not in periods


def test_without_a_day_today_counts() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", say("check", LEDGERS, "--json").json["as_of"])


@pytest.mark.parametrize(
    "packs", ["national,local-example", "national，local-example", "local-example, national"]
)
def test_packs_are_chosen_by_name(packs: str) -> None:
    answer = check_ledgers("--json", "--packs", packs).json
    assert answer["packs"] == ["national", "local-example"]
    assert ("party-lecture", "2026-Q2") in {
        (duty["id"], duty["period"]) for duty in _duties(answer, "overdue")
    }


def test_a_pack_may_be_a_folder_of_ones_own(tmp_path: Path) -> None:
    write(tmp_path / "own", {"pack.yaml": PACK.encode(), "rules.yaml": RULES.encode()})
    answer = check_ledgers("--json", "--packs", f"national,{tmp_path / 'own'}").json
    assert answer["packs"] == ["national", "own"]
    assert "party-lecture" in {duty["id"] for duty in _duties(answer, "overdue")}


PACK = "id: own\nlabel: 本单位\nlevel: organ\nbinds: 本单位\n"
RULES = """
text: 本单位办法
changes:
- rule: party-lecture
  from: 2024-01-01
  set: {every: month, require.at_least: 1}
  cite: {article: 三}
  confidence: local
  checked_on: 2026-11-22
  gist: 每月一次党课
"""


# ---- exit codes ----


def _january(folder: Path, *days: str) -> Path:
    files = {
        "组织.xlsx": book(branch()),
        "台账.xlsx": ledger(*map(meeting, days), title="2026年1月主题党日台账"),
    }
    return write(folder, files)


@pytest.mark.parametrize(
    ("as_of", "code"), [("2026-01-31", 0), ("2026-02-28", 0), ("2026-01-10", 1)]
)
def test_all_met_is_0_and_something_open_is_1(as_of: str, code: int, tmp_path: Path) -> None:
    folder = _january(tmp_path, "2026.1.15")
    assert say("check", folder, "--as-of", as_of).code == code


def test_nothing_to_judge_is_2_and_is_still_told(tmp_path: Path) -> None:
    folder = write(tmp_path, {"旧台账.doc": b"x"})
    told = say("check", folder, "--as-of", "2026-01-31")
    assert told.code == 2
    assert "旧台账.doc" in told.out


def test_an_empty_folder_is_2(tmp_path: Path) -> None:
    told = say("check", tmp_path)
    assert told.code == 2
    assert badly_put(told.out) == []
