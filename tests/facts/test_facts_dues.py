"""Dues: what was paid by whom, and which months the ledger speaks for."""

from pathlib import Path

from mingdeng.facts.outcome import Outcome
from tests.facts.organfiles import (
    FIRST,
    SECOND,
    Line,
    book,
    branch,
    judged,
    member,
    told,
    verdicts,
)

REGISTER = book(branch(FIRST), branch(SECOND))
PEOPLE = [member("张伟"), member("李娜"), member("张伟", SECOND), member("王芳", SECOND)]


def _account(name: str, home: str = FIRST, *paid: int, base: float | None = 5000) -> Line:
    months = {f"{month}月": 25 if month in paid else None for month in range(1, 13)}
    return {"支部": home, "姓名": name, "月计算基数": base, **months}


def _judged(folder: Path, *accounts: Line, people: list[Line] = PEOPLE) -> Outcome:
    files = {
        "党组织名册.xlsx": REGISTER,
        "党员名册.xlsx": book(*people),
        "党费.xlsx": book(*accounts, title="2026年度党费收缴台账"),
    }
    return judged(folder, files)


def _states(outcome: Outcome, name: str, home: str = FIRST) -> dict[str, str]:
    found = verdicts(outcome, "dues-payment", home)
    return {item.period: item.state for item in found if item.bearer.name == name}


def test_a_month_is_met_when_paid_and_overdue_when_others_paid(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, _account("张伟", FIRST, 1, 2, 3), _account("李娜", FIRST, 1, 3))
    assert [_states(outcome, "张伟")[f"2026-0{month}"] for month in (1, 2, 3)] == ["met"] * 3
    assert _states(outcome, "李娜")["2026-02"] == "overdue"


def test_a_month_nobody_has_an_amount_in_is_unknown(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, _account("张伟", FIRST, 1, 3), _account("李娜", FIRST, 1))
    assert _states(outcome, "张伟")["2026-02"] == "unknown"
    assert _states(outcome, "李娜")["2026-04"] == "unknown"


def test_what_one_branch_entered_says_nothing_of_another(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, _account("张伟", FIRST, 1, 2), _account("王芳", SECOND, 1))
    assert _states(outcome, "王芳", SECOND)["2026-02"] == "unknown"
    assert _states(outcome, "张伟", FIRST)["2026-02"] == "met"


def test_namesakes_pay_each_for_themselves(tmp_path: Path) -> None:
    accounts = [_account("张伟", FIRST, 1), _account("张伟", SECOND), _account("王芳", SECOND, 1)]
    outcome = _judged(tmp_path, *accounts)
    assert _states(outcome, "张伟", FIRST)["2026-01"] == "met"
    assert _states(outcome, "张伟", SECOND)["2026-01"] == "overdue"


def test_a_member_who_is_missing_in_the_ledger_has_not_paid(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, _account("张伟", FIRST, 1, 2))
    assert _states(outcome, "李娜")["2026-01"] == "overdue"


def test_without_a_ledger_of_dues_everything_is_unknown(tmp_path: Path) -> None:
    files = {"党组织名册.xlsx": REGISTER, "党员名册.xlsx": book(*PEOPLE)}
    assert set(_states(judged(tmp_path, files), "张伟").values()) == {"unknown"}


def test_bases_alone_prove_nothing(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, _account("张伟"), _account("李娜"))
    assert set(_states(outcome, "张伟").values()) == {"unknown"}
    assert told(outcome, "payer-not-on-roster") == []


def test_a_payer_who_is_on_no_roster_is_a_warning_at_the_name(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, _account("张伟", FIRST, 1), _account("陌生人", FIRST, 1))
    (finding,) = told(outcome, "payer-not-on-roster")
    assert (finding.severity, finding.row, finding.column) == ("warning", 4, 2)
    assert len(outcome.organ.payments) == 1


def test_a_payer_of_another_branch_is_not_mistaken(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, _account("王芳", FIRST, 1), _account("张伟", FIRST, 1))
    assert [finding.row for finding in told(outcome, "payer-not-on-roster")] == [3]
    assert _states(outcome, "王芳", SECOND)["2026-01"] == "unknown"


def test_who_joined_in_the_year_owes_from_the_month_after(tmp_path: Path) -> None:
    new = member("何新", 人员类别="预备党员", 入党时间="2026.2.10", 转正时间=None)
    accounts = [_account("张伟", FIRST, 1, 2, 3), _account("何新", FIRST)]
    found = _states(_judged(tmp_path, *accounts, people=[*PEOPLE, new]), "何新")
    assert [found[f"2026-0{month}"] for month in (1, 2, 3)] == [
        *("not_applicable", "not_applicable", "overdue")
    ]


def test_half_a_year_without_a_payment_is_to_be_looked_into(tmp_path: Path) -> None:
    payer, other = _account("张伟", FIRST, *range(1, 9)), _account("李娜", FIRST, 1, 2)
    lapses = verdicts(_judged(tmp_path, payer, other), "dues-lapse")
    assert {item.bearer.name for item in lapses if item.state == "overdue"} == {"李娜"}


def test_five_months_without_a_payment_are_not(tmp_path: Path) -> None:
    payer, other = _account("张伟", FIRST, *range(1, 9)), _account("李娜", FIRST, 1, 2, 8)
    lapses = verdicts(_judged(tmp_path, payer, other), "dues-lapse")
    assert {item.bearer.name for item in lapses if item.state == "overdue"} == set()


def test_a_ledger_of_dues_is_no_roster(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, _account("张伟", FIRST, 1), _account("陌生人", FIRST, 1))
    assert len(outcome.organ.people) == len(PEOPLE)
