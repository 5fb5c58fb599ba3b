"""What a verdict carries besides its state: the count shown, the reason, what was rejected."""

from datetime import date
from fractions import Fraction

from mingdeng.engine.compiler import compile_rules
from mingdeng.engine.inputs import LONG_AGO, Bearer, Clocks, Coverage, Evidence, Records, Waiver
from mingdeng.engine.reasons import period_name, reason
from mingdeng.engine.scalar import judge
from mingdeng.engine.verdicts import Verdict
from mingdeng.rulebook.loader import load

RULEBOOK = load(["national", "local-example"])
BRANCH = Bearer(
    id="b",
    kind="branch",
    name="办公室支部",
    founded=date(2018, 3, 1),
    facts={"full_members": ((LONG_AGO, 9),)},
)


def verdict_on(
    rule: str, period: str, *evidence: Evidence, bearer: Bearer = BRANCH, **more: object
) -> Verdict:
    tables = compile_rules(RULEBOOK, Clocks(date(2026, 9, 30)))
    records = Records(evidence=evidence, **more)  # type: ignore[arg-type]
    return next(
        v for v in judge(tables, bearer, records) if (v.rule.id, v.period) == (rule, period)
    )


def held(day: date, kind: str = "branch_committee_meeting", **more: object) -> Evidence:
    return Evidence(f"e{day}", "b", kind, day, day, **more)  # type: ignore[arg-type]


def test_a_met_duty_says_when_and_how_often() -> None:
    verdict = verdict_on("theme-day", "2026-04", held(date(2026, 4, 20), "theme_day"))
    assert reason(verdict) == "2026年4月20日，主题党日共1次，要求不少于1次"


def test_an_overdue_duty_says_what_is_missing() -> None:
    verdict = verdict_on("theme-day", "2026-04")
    assert reason(verdict) == "2026年4月没有主题党日记录，要求不少于1次"
    assert verdict.still_possible is False


def test_a_meeting_that_could_not_proceed_is_named() -> None:
    amounts = {"expected": Fraction(5), "present": Fraction(1)}
    verdict = verdict_on(
        "branch-committee-meeting", "2026-05", held(date(2026, 5, 8), amounts=amounts)
    )
    assert verdict.state == "overdue"
    assert "2026年5月8日的一次，应到5人、实到1人，不符合计入条件" in reason(verdict)


def test_figures_that_are_not_known_do_not_count_against_a_meeting() -> None:
    verdict = verdict_on("branch-committee-meeting", "2026-05", held(date(2026, 5, 8)))
    assert verdict.state == "met"


def test_evidence_of_somebody_else_is_ignored() -> None:
    other = held(date(2026, 4, 20), "theme_day")._replace(bearer="someone")
    assert verdict_on("theme-day", "2026-04", other).state == "overdue"


def test_without_a_source_nothing_is_overdue() -> None:
    verdict = verdict_on("theme-day", "2026-04", coverage=())
    assert verdict.state == "unknown"
    assert reason(verdict) == "没有“主题党日”的台账或记录，不能判断"


def test_a_source_of_another_year_is_none() -> None:
    coverage = [Coverage("b", "theme_day", date(2025, 1, 1), date(2025, 12, 31))]
    assert verdict_on("theme-day", "2026-04", coverage=coverage).state == "unknown"


def test_sources_that_follow_each_other_cover_together() -> None:
    spans = [(date(2026, 4, 1), date(2026, 4, 14)), (date(2026, 4, 15), date(2026, 5, 2))]
    coverage = [Coverage("b", "theme_day", first, last) for first, last in spans]
    assert verdict_on("theme-day", "2026-04", coverage=coverage).state == "overdue"
    gap = [coverage[0], coverage[1]._replace(first=date(2026, 4, 16))]
    assert verdict_on("theme-day", "2026-04", coverage=gap).state == "unknown"


def test_a_waiver_names_who_approved_it_until_when() -> None:
    waiver = Waiver("b", "theme-day", date(2026, 4, 1), date(2026, 5, 31), "机关党委", "驻外")
    verdict = verdict_on("theme-day", "2026-04", waivers=[waiver])
    assert verdict.state == "not_applicable"
    assert reason(verdict) == "经机关党委批准，到2026年5月31日止不作要求：驻外"


def test_a_missing_fact_says_who_usually_supplies_it() -> None:
    bearer = Bearer(id="b", kind="branch", name="支部", founded=date(2018, 3, 1))
    verdict = verdict_on("branch-committee-meeting", "2026-05", bearer=bearer)
    assert reason(verdict) == "缺少事实“正式党员数”，一般见于党员名册"


def test_a_condition_that_does_not_hold_is_told_in_words() -> None:
    small = Bearer(id="b", kind="branch", name="支部", facts={"full_members": ((LONG_AGO, 5),)})
    verdict = verdict_on("branch-committee-meeting", "2026-05", bearer=small)
    assert reason(verdict) == "正式党员人数不到应设支部委员会的人数，不设支委会"


def test_a_future_period_is_due() -> None:
    assert verdict_on("theme-day", "2026-12").state == "due"


def test_period_names_are_chinese() -> None:
    names = {
        "2026-03": "2026年3月",
        "2026-Q2": "2026年第二季度",
        "2026-H2": "2026年下半年",
        "2026": "2026年",
        "2021-2025": "2021至2025年",
        "2026-W07": "2026年第7周",
        "2026-02-T3": "2026年2月下旬",
    }
    assert {label: period_name(label) for label in names} == names
