"""`mingdeng check --report`: a page or a workbook beside the answer, and what if it cannot be."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import badly_put, check_ledgers, say


def test_a_page_is_written_and_named(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    told = check_ledgers("--report", path)
    assert told.code == 1
    assert str(path) in told.err
    page = path.read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "办公室第一支部" in page
    assert "theme-day" in page


def test_a_workbook_is_written_and_named(tmp_path: Path) -> None:
    path = tmp_path / "报告.xlsx"
    told = check_ledgers("--report", path)
    assert told.code == 1
    assert str(path) in told.err
    book = openpyxl.load_workbook(path, read_only=True)
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "办公室第一支部" in cells


def test_the_folder_of_a_report_is_made(tmp_path: Path) -> None:
    path = tmp_path / "新" / "目录" / "报告.html"
    check_ledgers("--report", path)
    assert path.is_file()


def test_an_older_report_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    path.write_text("旧", encoding="utf-8")
    check_ledgers("--report", path)
    assert path.stat().st_size > 1000


def test_the_answer_stays_the_same_beside_a_report(tmp_path: Path) -> None:
    alone = check_ledgers("--json")
    beside = check_ledgers("--json", "--report", tmp_path / "报告.html")
    assert beside.json == alone.json


@pytest.mark.parametrize("name", ["报告.html", "报告.xlsx"])
def test_a_report_that_cannot_be_written_spoils_nothing_else(name: str, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("这里不是目录", encoding="utf-8")
    told = check_ledgers("--report", tmp_path / "文件" / name)
    assert told.code == check_ledgers().code
    assert told.out == check_ledgers().out
    assert "报告没有写成" in told.err
    assert badly_put(told.err) == []


def test_a_report_over_a_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "报告.html").mkdir()
    assert "报告没有写成" in check_ledgers("--report", tmp_path / "报告.html").err


@pytest.mark.parametrize("name", ["报告.pdf", "报告", "报告.doc", "html"])
def test_an_unknown_kind_of_report_is_refused_before_anything_is_read(
    name: str, tmp_path: Path
) -> None:
    told = check_ledgers("--report", tmp_path / name)
    assert (told.code, told.out) == (2, "")
    assert ".html 或 .xlsx" in told.err
    assert badly_put(told.err) == []


def test_without_anything_to_judge_there_is_still_a_report(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    told = say("check", tmp_path / "空", "--report", tmp_path / "报告.html")
    assert told.code == 2
    assert (tmp_path / "报告.html").is_file()
