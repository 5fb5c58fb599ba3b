"""What the page says: the day, the rules, the files, and what is open with its grounds."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.documents.checked import Checked

pytestmark = pytest.mark.browser

Show = Callable[..., Page]
Check = Callable[[str], Checked]
SITTING = pytest.mark.parametrize("name", ["sample", "demo", "forty"])
MEGABYTE = 1_000_000


def lines_under(page: Page, section: str) -> list[str]:
    """The lines of a section, each with its organization before it."""
    found: list[str] = page.locator(f"section[aria-labelledby={section}]").evaluate(
        """section => [...section.querySelectorAll("li")].map(li => {
          const list = li.closest("ul"), article = li.closest("article");
          const heading = article ? article.querySelector("h3") : list.previousElementSibling;
          return heading.firstChild.textContent.trim() + "|" + li.innerText;
        })"""
    )
    return found


def article_of(number: str) -> str:
    return number if number.startswith("第") else f"第{number}条"


def test_it_says_the_day_the_packs_and_the_files(show: Show, checked: Check) -> None:
    page, data = show("sample"), checked("sample").data
    head = page.get_by_role("banner").inner_text()
    assert data["organ"] in head
    assert "截至2026年9月30日（自2026年1月1日起）" in head
    assert f"全国通用（版本 {data['fingerprint']}）" in head
    files = page.get_by_role("region", name="读入的文件").get_by_role("listitem")
    assert files.all_inner_texts() == data["files_read"]


def test_the_first_line_says_how_it_stands(show: Show, checked: Check) -> None:
    head = show("sample").get_by_role("banner").inner_text()
    lost = sum(f["severity"] == "error" for f in checked("sample").data["findings"])
    assert f"未履行 6 项，将到期 1 项。文件中有 {lost} 处没有采用。" in head


@SITTING
def test_each_open_duty_stands_with_rule_article_period_and_reason(
    show: Show, checked: Check, name: str
) -> None:
    lines = lines_under(show(name), "open")
    duties = checked(name).own("overdue")
    duties += [(o, d) for o, d in checked(name).own("due") if d["soon"]]
    assert duties
    for organization, duty in duties:
        word = "将到期" if duty["soon"] else "未履行"
        start = re.compile(rf"{re.escape(organization)}\|[▲○] {word} {re.escape(duty['label'])}　")
        (line,) = [x for x in lines if start.match(x) and f"{duty['reason']}。" in x]
        cite = duty["cite"]
        assert f"《{cite['text']}》{article_of(cite['article'])}" in line
        assert re.search(r"\d{4}年", line)


@SITTING
def test_nothing_else_is_called_open(show: Show, checked: Check, name: str) -> None:
    """Below an organization there is one line for a duty, however many owe it."""
    said = Counter(line.partition("|")[0] for line in lines_under(show(name), "open"))
    check = checked(name)
    expected = Counter(o for o, d in check.own() if d["state"] == "overdue" or d["soon"])
    below = {
        (o, d["id"], d["state"]) for o, d in check.below() if d["state"] == "overdue" or d["soon"]
    }
    expected.update(organization for organization, _, _ in below)
    assert said == expected


@SITTING
def test_an_overdue_line_says_whether_it_can_still_be_done(
    show: Show, checked: Check, name: str
) -> None:
    lines = [line for line in lines_under(show(name), "open") if "▲" in line]
    for organization, duty in checked(name).own("overdue"):
        told = "仍可补办" if duty["still_possible"] else "已过期，不能补开"
        assert any(
            line.startswith(organization) and duty["reason"] in line and line.endswith(told)
            for line in lines
        )


def test_months_in_which_the_same_groups_failed_are_told_together(show: Show) -> None:
    lines = lines_under(show("forty"), "open")
    line = next(line for line in lines if "▲ 未履行 党小组会" in line)
    assert "2 个党小组中 2 个未履行：2026年1月至8月（第一党小组、第二党小组）。" in line


def test_every_rule_spoken_of_is_explained_on_the_page(show: Show) -> None:
    page = show("demo")
    targets = page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(target.startswith("#") for target in targets)
    lost = [t for t in set(targets) if page.locator(f'[id="{t[1:]}"]').count() != 1]
    assert lost == []


def test_an_organization_of_which_nothing_is_known_says_so(show: Show) -> None:
    article = show("forty").get_by_role("article").first.inner_text()
    assert "? 没有来源，不能判断" in article


def test_files_that_hold_nothing_leave_a_page_that_says_what_to_do(show: Show) -> None:
    page = show("nothing")
    text = page.locator("body").inner_text()
    assert (
        "没有读到任何党组织，没有可以判断的内容。请放入党组织名册、党员名册或活动台账后再检查。"
        in text
    )
    assert "旧台账.doc" in text
    assert "扫描件.pdf" in text
    assert page.get_by_role("table", name="2026年").count() == 0


@pytest.mark.parametrize("name", ["sample", "demo", "forty", "nothing"])
def test_the_page_is_one_small_file(show: Show, checked: Check, name: str) -> None:
    assert checked(name).page.stat().st_size < 3 * MEGABYTE
    assert show(name).evaluate("document.querySelectorAll('*').length") < 20_000


@SITTING
def test_what_is_missing_is_named_in_chinese(show: Show, name: str) -> None:
    missing = show(name).get_by_role("region", name="没有来源、不能判断的").inner_text()
    assert re.findall("[A-Za-z_]{2,}", missing) == []
