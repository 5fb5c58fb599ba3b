"""What the documentation says is what the program does: commands, numbers, tables, links.

`python tests/test_docs.py` writes docs/questions.md anew.
"""

import doctest
import json
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mingdeng import daycount
from mingdeng.cli import main
from mingdeng.cli.main import COMMANDS, LAUNCHER_COMMANDS
from mingdeng.cli.rules import ACTIONS
from mingdeng.cli.rules_show import all_questions
from mingdeng.cli.stacks import EVERYTHING
from mingdeng.files import folder, grid, guard, report
from mingdeng.rulebook import changes, formulas, model, packfiles, reading, rules
from mingdeng.rulebook.fields import TYPES
from mingdeng.rulebook.functions import KNOWN_FUNCTIONS
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.model import Rule
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.rulebook.wording import frequency

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
MECHANISMS = sorted((DOCS / "mechanisms").glob("*.md"))
LEDGERS = ROOT / "tests" / "data" / "ledgers"
RULEBOOK_PAGE = DOCS / "rulebook.md"
QUESTIONS_PAGE = DOCS / "questions.md"
# The names the pages use for a folder of one's own and for the worked example of a pack.
FOLDER, PACK = "我的文件夹", "qingyuan"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXAMPLE_FILE = re.compile(rf"`({PACK}/[\w.]+)`[^\n]*\n\n```yaml\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
SPAN = re.compile(r"`([^`\n]+)`")
# Commands that would take long or install something: their help must do.
NOT_RUN = frozenset({"demo", "test", "bench"})


class Shown(NamedTuple):
    """A command as a page shows it, and the lines it shows of what is printed."""

    page: str
    argv: tuple[str, ...]
    lines: tuple[str, ...]


def shown_commands() -> list[Shown]:
    """Every command of a sh block; the text block that follows a single one is its output."""
    found: dict[tuple[str, ...], Shown] = {}
    for page in PAGES:
        blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
        for (kind, text), (next_kind, next_text) in zip(blocks, [*blocks[1:], ("", "")]):  # noqa: B905
            if kind != "sh":
                continue
            commands = [shlex.split(line)[1:] for line in text.splitlines() if line.strip()]
            output = next_text if next_kind == "text" and len(commands) == 1 else ""
            for argv in commands:
                lines = tuple(line for line in output.splitlines() if line.strip())
                known = found.get(tuple(argv))
                shown = Shown(page.name, tuple(argv), (*(known.lines if known else ()), *lines))
                found[tuple(argv)] = shown
    return list(found.values())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the pages suppose it: files of one's own, and the pack of the worked example."""
    shutil.copytree(LEDGERS, tmp_path / FOLDER)
    (tmp_path / PACK).mkdir()
    for name, content in EXAMPLE_FILE.findall(RULEBOOK_PAGE.read_text(encoding="utf-8")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---- commands ----


@pytest.mark.parametrize("shown", shown_commands(), ids=lambda shown: " ".join(shown.argv))
@pytest.mark.usefixtures("place")
def test_a_command_shown_runs_and_prints_what_is_shown(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    command = shown.argv[0]
    if command in NOT_RUN:
        assert command in COMMANDS | LAUNCHER_COMMANDS
        return
    answer = main(shown.argv)
    assert answer in ({0, 1} if command == "check" else {0}), shown.page
    printed = capsys.readouterr().out.splitlines()
    for line in shown.lines:
        assert line in printed, f"{shown.page} shows a line that is not printed"


def test_every_line_of_a_shell_block_is_a_command_of_ours() -> None:
    for page in PAGES:
        for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            if kind == "sh":
                assert all(line.startswith("./mingdeng ") for line in text.splitlines()), page


@pytest.mark.parametrize("command", [*COMMANDS, *(f"rules {action}" for action in ACTIONS)])
def test_every_command_has_help_and_appears_in_the_docs(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert "用法" in capsys.readouterr().out
    assert any(f"./mingdeng {command}" in page.read_text(encoding="utf-8") for page in PAGES)


def test_every_option_of_the_check_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    text = (DOCS / "check.md").read_text(encoding="utf-8")
    assert {option for option in options if f"`{option}" not in text} == set()


@pytest.mark.usefixtures("place")
def test_the_json_shown_is_part_of_the_real_one(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", FOLDER, "--as-of", "2026-09-30", "--json"])
    real = json.loads(capsys.readouterr().out)
    (shown,) = (text for kind, text in _blocks(DOCS / "check.md") if kind == "json")
    assert _is_part(json.loads(shown), real)


def _is_part(shown: Any, real: Any) -> bool:
    """Whether every key and entry shown is there with the same value."""
    if isinstance(shown, dict):
        return isinstance(real, dict) and all(
            key in real and _is_part(value, real[key]) for key, value in shown.items()
        )
    if isinstance(shown, list):
        return isinstance(real, list) and all(
            any(_is_part(item, other) for other in real) for item in shown
        )
    return bool(shown == real)


def _blocks(page: Path) -> Iterator[tuple[str, str]]:
    for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        yield str(kind), str(text)


# ---- links and pictures ----


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        targets = LINK.findall(page.read_text(encoding="utf-8"))
        waiting += [(page.parent / target).resolve() for target in targets if "://" not in target]
    assert set(PAGES) - reached == set()


# ---- rules ----


def _row(rule: Rule) -> str:
    """A rule as the pages on mechanisms list it."""
    words, version = vocabulary(), (rule.versions or rule.written)[-1]
    cells = (
        f"`{rule.id}`",
        rule.label,
        "、".join(words.label("bearers", kind) for kind in rule.owed_by),
        frequency(version),
        words.label("forces", version.force) if rule.versions else "地方采用后",
        str(version.basis.cite),
        words.label("confidences", version.basis.confidence),
    )
    return f"| {' | '.join(cells)} |"


def test_the_pages_on_mechanisms_list_every_rule_once_and_as_the_pack_has_it() -> None:
    lines = [line for page in MECHANISMS for line in page.read_text(encoding="utf-8").splitlines()]
    listed = sorted(line for line in lines if line.startswith("| `"))
    assert listed == sorted(_row(rule) for rule in load(["national"]).rules.values())


def test_rules_named_in_the_pages_exist() -> None:
    rulebook = load(["national", "central"])
    known = {*rulebook.rules, *rulebook.formulas, *rulebook.definitions, *rulebook.settings}
    for page in MECHANISMS:
        spans = SPAN.findall(page.read_text(encoding="utf-8"))
        named = {span for span in spans if re.fullmatch(r"[a-z]+(?:[-._][a-z]+)+", span)}
        assert named - known == set(), page


def test_the_page_on_packs_explains_everything_the_loader_accepts() -> None:
    text = RULEBOOK_PAGE.read_text(encoding="utf-8")
    explained = {word for span in SPAN.findall(text) for word in re.findall(r"[\w-]+", span)}
    accepted = {
        *packfiles.SECTIONS,
        *rules.RULE_KEYS,
        *rules.VERSION_KEYS,
        *rules.COMPARISON_KEYS,
        *rules.EVIDENCE_NAMES,
        *formulas.FIELD_KEYS,
        *formulas.FORMULA_KEYS,
        *changes.TARGETS,
        *reading.BASIS_KEYS,
        *reading.OFFSET_UNITS,
        *(*model.COUNTS, *model.FORCES, *model.LEVELS, *model.CONFIDENCES),
        *daycount.CALENDAR_UNITS,
        *TYPES,
        *KNOWN_FUNCTIONS,
    }
    assert accepted - explained == set()


def test_rules_shown_as_examples_stand_in_a_pack() -> None:
    packs = [path.read_text(encoding="utf-8") for path in (ROOT / "packs").glob("*/*.yaml")]
    own = {content for _, content in EXAMPLE_FILE.findall(RULEBOOK_PAGE.read_text("utf-8"))}
    for kind, text in _blocks(RULEBOOK_PAGE):
        if kind == "yaml" and text not in own and "ask:" not in text:
            assert any(text.removeprefix("changes:\n") in pack for pack in packs), text


def test_cases_shown_pass(tmp_path: Path) -> None:
    own = {content for _, content in EXAMPLE_FILE.findall(RULEBOOK_PAGE.read_text("utf-8"))}
    for number, (kind, text) in enumerate(_blocks(RULEBOOK_PAGE)):
        if kind == "yaml" and text not in own and "ask:" in text:
            cases = tmp_path / f"{number}.cases.yaml"
            cases.write_text(text, encoding="utf-8")
            assert main(["rules", "test", str(cases)]) == 0


# ---- counting days, limits, settings ----


def test_the_examples_of_counting_days_are_right() -> None:
    results = doctest.testfile(
        str(DOCS / "daycount.md"), module_relative=False, encoding="utf-8", verbose=False
    )
    assert results.attempted > 0
    assert results.failed == 0


def test_the_page_on_days_names_every_convention_and_function() -> None:
    text = (DOCS / "daycount.md").read_text(encoding="utf-8")
    conventions = {*(f"C{n}" for n in range(1, 11)), *(f"Q{n}" for n in range(1, 11))}
    assert {word for word in conventions if not re.search(rf"{word}(?!\d)", text)} == set()
    functions = {name for name in daycount.__all__ if name.islower() and "calendar" not in name}
    assert {name for name in functions if f"`{name}`" not in text} == set()


def test_the_limits_told_are_those_of_the_program() -> None:
    text = (DOCS / "files.md").read_text(encoding="utf-8")
    for limit in (
        f"{guard.MAX_FILE >> 20} MiB",
        f"{guard.MAX_UNPACKED >> 20} MiB，{guard.MAX_ENTRIES} 个部件",
        f"{guard.MAX_RATIO} 倍",
        f"{grid.MAX_ROWS} 行、{grid.MAX_COLUMNS} 列",
        f"{grid.MAX_CELL} 个字",
        f"{folder.MAX_FILES} 个文件",
        f"{report.MAX_ALIKE} 处",
    ):
        assert limit in text


def test_the_days_called_soon_are_those_of_the_setting() -> None:
    assert load(["national"]).settings["soon-days"].number.value == 30
    for page in (ROOT / "README.md", DOCS / "check.md"):
        assert "三十天" in page.read_text(encoding="utf-8")


# ---- questions ----


def questions_page() -> str:
    """Every question with its inputs and outputs, as a page."""
    lines = [
        "# 问题清单",
        "",
        "由程序按规则包生成，不要手改：`.venv/bin/python tests/test_docs.py`。",
        "命令行上写 `./mingdeng calc 问题 名称=值 …`；案例文件里写 `ask` 和 `given`，",
        "见 [规则包](rulebook.md)。以下是规则包 " + "、".join(EVERYTHING) + " 的问题。",
    ]
    for question in all_questions(load(EVERYTHING)):
        refs = "、".join(question.get("refs", ()))
        lines += ["", f"## {question['name']}", "", f"{question['label']}：{question['gist']}"]
        lines += ["", f"领域表：{refs}"] if refs else []
        for heading, fields in (("输入", question["inputs"]), ("输出", question["outputs"])):
            lines += ["", f"| {heading} | 含义 | 类型 | 说明 |", "|---|---|---|---|"]
            lines += [_field_row(field) for field in fields]
    return "\n".join(lines) + "\n"


def _field_row(field: dict[str, Any]) -> str:
    unit = f"（{field['unit']}）" if field.get("unit") else ""
    many = "，一列" if field.get("many") else ""
    notes: Sequence[str | None] = (
        "可不填" if field.get("optional") and "default" not in field else None,
        f"默认 `{field['default']}`" if "default" in field else None,
        "、".join(f"`{key}` {label}" for key, label in field.get("allowed", {}).items()) or None,
        field.get("note"),
    )
    said = "；".join(note for note in notes if note)
    label = str(field["label"]).replace("|", "\\|")
    return f"| `{field['name']}` | {label}{unit} | {field['type']}{many} | {said} |"


def test_the_page_of_questions_is_the_generated_one() -> None:
    assert QUESTIONS_PAGE.read_text(encoding="utf-8") == questions_page()


if __name__ == "__main__":
    QUESTIONS_PAGE.write_text(questions_page(), encoding="utf-8")
