"""Cells of the year matrix: a sign, and a sentence anyone can reach."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.documents.checked import Checked

pytestmark = pytest.mark.browser

Show = Callable[..., Page]
Check = Callable[[str], Checked]
SIZES = ((1440, 900), (720, 450), (390, 844))
SIGNS = {"met": "●", "due": "○", "overdue": "▲", "not_applicable": "—", "unknown": "?"}

CELLS = """() => [...document.querySelectorAll("table button")].map(button => ({
  table: button.closest("table").getAttribute("aria-label"),
  said: button.getAttribute("aria-label"),
  seen: button.firstElementChild.textContent.trim(),
  tip: button.querySelector(".tip").textContent,
  stop: button.tabIndex,
}))"""
LINES_UNDER_DUE = """() => [...document.querySelectorAll("table button")]
  .filter(button => button.getAttribute("aria-label").includes("：待履行"))
  .map(button => [button.getAttribute("aria-label").includes("，将到期"),
    getComputedStyle(button).borderBottomColor])"""
# The reason of each cell as one sees it when the cell has the focus; only what is wrong is told.
HIDDEN_REASONS = """() => [...document.querySelectorAll("table button")].filter(button => {
  button.focus();
  const tip = button.querySelector(".tip"), box = tip.getBoundingClientRect();
  const inside = box.left >= 0 && box.right <= document.documentElement.clientWidth
    && box.top >= 0 && box.bottom <= innerHeight;
  const sideways = document.documentElement.scrollWidth > innerWidth;
  return !tip.checkVisibility() || !inside || sideways;
}).map(button => button.getAttribute("aria-label")).slice(0, 5)"""


def cells_of(page: Page) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = page.evaluate(CELLS)
    assert cells
    return cells


@pytest.mark.parametrize("name", ["sample", "demo", "forty"])
def test_every_cell_carries_its_reason_in_words(show: Show, name: str) -> None:
    for cell in cells_of(show(name)):
        duty, _, told = cell["said"].partition("，")
        assert duty
        assert "：" in told
        assert told.endswith("。")
        assert cell["tip"] == cell["said"]
        assert cell["stop"] == 0


@pytest.mark.parametrize("name", ["sample", "demo", "forty"])
def test_every_overdue_duty_of_the_calendar_has_its_cell(
    show: Show, checked: Check, name: str
) -> None:
    page = show(name)
    cells = {(c["table"][:-5], c["said"]): c["seen"] for c in cells_of(page)}
    labels = {said.partition("，")[0] for _, said in cells}
    for organization, duty in checked(name).own("overdue"):
        if duty["label"] in labels:
            ends = f"未履行。{duty['reason']}。"
            (seen,) = [
                seen
                for (table, said), seen in cells.items()
                if table == organization and said.startswith(duty["label"]) and said.endswith(ends)
            ]
            assert seen == "▲"


def test_the_sign_alone_tells_the_state(show: Show) -> None:
    words = {"已履行": "●", "未履行": "▲", "待履行": "○", "不适用": "—"}
    for cell in cells_of(show("sample")):
        state = cell["said"].partition("：")[2][:3]
        if state in words:
            assert cell["seen"] == words[state]


def test_what_is_due_soon_differs_by_a_line_too(show: Show) -> None:
    due = show("demo").evaluate(LINES_UNDER_DUE)
    soon = {color for is_soon, color in due if is_soon}
    later = {color for is_soon, color in due if not is_soon}
    assert soon
    assert later
    assert soon.isdisjoint(later)


def test_the_legend_explains_every_sign(show: Show) -> None:
    legend = show("sample").get_by_role("list", name="图例").inner_text()
    assert all(sign in legend for sign in SIGNS.values())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", ["sample", "demo"])
def test_a_focused_cell_shows_its_reason_inside_the_window(
    show: Show, name: str, size: tuple[int, int]
) -> None:
    assert show(name, size).evaluate(HIDDEN_REASONS) == []


def test_groups_are_named_where_only_some_have_met_it(show: Show, checked: Check) -> None:
    ((organization, duty),) = [
        (name, d) for name, d in checked("sample").below("overdue") if d["group"] is not None
    ]
    cell = next(c for c in cells_of(show("sample")) if "党小组" in c["said"] and "▲" in c["seen"])
    assert cell["table"].startswith(organization)
    assert (
        cell["said"] == "党小组会，2026年6月：2 个党小组，未履行 1 个（第二党小组），已履行 1 个。"
    )
    assert cell["seen"] == "▲1/2"
    assert duty["period"] == "2026-06"
