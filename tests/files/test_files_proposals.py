"""Minutes in many forms, each with its truth: what is said is read with its words, no more."""

from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from mingdeng.files import PASTED, Proposal, Read, read_minutes
from mingdeng.files.text import squeeze
from tests.files.filemaking import saved

SAMPLE = Path(__file__).parents[1] / "data" / "ledgers" / "支委会会议记录.docx"
CASES = sorted((Path(__file__).parent / "minutes").glob("*.yaml"))


def case_of(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def proposals(case: dict[str, Any], folder: Path) -> list[Proposal]:
    """As a person would: lines pasted as text, tables dropped as a Word file."""
    tables = any(line.startswith("|") for line in case["text"].splitlines())
    name = "记录.docx" if tables else PASTED
    file = folder / name
    file.write_bytes(word(case["text"]) if tables else case["text"].encode())
    found, findings = read_minutes(file, name)
    assert findings == []
    return found


def word(text: str) -> bytes:
    """A Word file of lines, those with | as the rows of a table."""
    paper, table = docx.Document(), None
    for line in text.splitlines():
        if not line.startswith("|"):
            table = paper.add_paragraph(line) and None
            continue
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        table = table or paper.add_table(0, 4)
        row = table.add_row()
        for cell, said in zip(row.cells, cells, strict=False):
            cell.text = said
        if len(cells) < 4:
            row.cells[len(cells) - 1].merge(row.cells[3])
    return saved(paper.save)


def told(one: Proposal) -> dict[str, Any]:
    """A proposal in the words of the truth files."""
    return {
        "kinds": [read.value for read in one.kinds],
        "fields": {name: read.value for name, read in one.fields.items()},
        "absent": {absence.name: absence.reason for absence in one.absent},
        "guests": [read.value for read in one.guests],
        "agenda": [_item(item) for item in one.agenda],
        "doubts": sorted({doubt.field for doubt in one.doubts}),
    }


def _item(item: Any) -> dict[str, Any]:
    votes = item.votes and [item.votes.in_favour, item.votes.against, item.votes.abstaining]
    said = {
        "text": item.text.value,
        "topic": item.topic and item.topic.value,
        "decision": item.decision and item.decision.value,
        "votes": votes,
    }
    return {name: value for name, value in said.items() if value is not None}


def truth(meeting: dict[str, Any]) -> dict[str, Any]:
    whole = {"absent": {}, "guests": [], "agenda": [], **meeting}
    return {**whole, "doubts": sorted(whole["doubts"])}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_the_minutes_say_is_read_and_nothing_else(path: Path, tmp_path: Path) -> None:
    case = case_of(path)
    assert [told(one) for one in proposals(case, tmp_path)] == [
        truth(meeting) for meeting in case["meetings"]
    ]


def reads(one: Proposal) -> list[Read]:
    found = [*one.kinds, *one.fields.values(), *one.guests]
    for item in one.agenda:
        found += [read for read in (item.text, item.topic, item.decision) if read]
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_words_beside_a_value_stand_in_the_text(path: Path, tmp_path: Path) -> None:
    case = case_of(path)
    text = squeeze(case["text"]).replace("|", "")
    for one in proposals(case, tmp_path):
        words = [read.words for read in reads(one)]
        words += [absence.words for absence in one.absent]
        words += [item.votes.words for item in one.agenda if item.votes]
        for said in words:
            parts = squeeze(said).split(":", 1)
            assert all(part in text for part in parts), said


def test_the_sample_is_read_whole() -> None:
    [one], findings = read_minutes(SAMPLE, SAMPLE.name)
    assert findings == []
    assert told(one) == {
        "kinds": ["branch_committee_meeting"],
        "fields": {
            "held_on": "2026-01-28",
            "start": "15:00",
            "end": "16:30",
            "place": "四楼会议室",
            "chair": "吕刚静",
            "recorder": "唐杰芳",
            "expected": "5",
            "present": "4",
        },
        "absent": {"胡超艳": "出差"},
        "guests": [],
        "agenda": [
            {"text": "传达学习上级文件精神"},
            {"text": "研究发展党员工作"},
            {
                "text": "研究第二季度主题党日安排",
                "decision": "同意第二季度主题党日方案",
                "votes": [4, 0, 0],
            },
        ],
        "doubts": [],
    }
    assert one.fields["start"].words == "时间：2026年1月28日 15:00—16:30"
    assert one.absent[0].words == "缺席人员及原因：胡超艳(出差)"
    votes = one.agenda[2].votes
    assert votes is not None
    assert votes.words.endswith("赞成4票,反对0票,弃权0票")


def test_a_file_that_is_no_minutes_says_why(tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(b"%PDF-1.7")
    found, findings = read_minutes(file, file.name)
    assert found == []
    assert [one.code for one in findings] == ["not-what-it-says"]
