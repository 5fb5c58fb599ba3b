"""Nothing that is shipped needs more than Chromium 86, the browser of many offices.

Each line of the tables is a feature with the version that brought it, an expression that
finds it in a file, and an example that proves the expression finds it.
"""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src" / "mingdeng" / "web"
OFFICE_BROWSER = 86
Feature = tuple[int, str, str]

STYLE: tuple[Feature, ...] = (
    (87, r"(?<![-\w])inset(-\w+)*\s*:", "inset: 0"),
    (87, r"(?<![-\w])(margin|padding)-(inline|block)\s*:", "padding-inline: 1rem"),
    (87, r"text-underline-offset\s*:", "text-underline-offset: 2px"),
    (88, r"aspect-ratio\s*:", "aspect-ratio: 1 / 1"),
    (88, r":(is|where)\(", ":is(a, b)"),
    (88, r":not\([^()]*,", ":not(.a, .b)"),
    (88, r"(?<![-\w])hyphens\s*:", "hyphens: auto"),
    (89, r"text-decoration-thickness\s*:", "text-decoration-thickness: 2px"),
    (89, r"border-(start|end)-(start|end)-radius", "border-start-start-radius: 2px"),
    (89, r"forced-colors", "@media (forced-colors: active)"),
    (90, r"overflow(-[xy])?\s*:\s*clip", "overflow: clip"),
    (91, r"@counter-style", "@counter-style x"),
    (93, r"accent-color\s*:", "accent-color: red"),
    (94, r"scrollbar-gutter\s*:", "scrollbar-gutter: stable"),
    (96, r"prefers-contrast", "@media (prefers-contrast: more)"),
    (99, r"@layer", "@layer base"),
    (101, r"(?<![-\w])hwb\(", "color: hwb(0 0% 0%)"),
    (104, r"(?<![-\w])(translate|rotate|scale)\s*:", "rotate: 3deg"),
    (104, r"@media[^{]*[<>]", "@media (width >= 600px)"),
    (105, r":has\(", "a:has(b)"),
    (105, r"@container|container-(type|name)\s*:", "@container (min-width: 1px)"),
    (105, r":modal", "dialog:modal"),
    (108, r"\d(dvh|svh|lvh|dvw|svw|lvw)\b", "height: 100dvh"),
    (110, r":autofill", "input:autofill"),
    (111, r"color-mix\(|(?<![-\w])(ok)?l(ab|ch)\(", "color: oklch(1 0 0)"),
    (112, r"[{;}]\s*&", "a { & b { color: red } }"),
    (114, r"text-wrap\s*:", "text-wrap: balance"),
    (117, r"subgrid|@starting-style", "grid-template-columns: subgrid"),
    (119, r":user-(in)?valid", "input:user-invalid"),
    (120, r":dir\(|(?<![-\w])mask(-image)?\s*:", ":dir(ltr)"),
    (123, r"light-dark\(|field-sizing", "color: light-dark(red, blue)"),
)
SCRIPT: tuple[Feature, ...] = (
    (89, r"^\s*await\s", "await load()"),
    (90, r"/[gimsuy]*d[gimsuy]*\.(test|exec)", "/x/d.exec(y)"),
    (92, r"\.at\(", "list.at(-1)"),
    (92, r"randomUUID", "crypto.randomUUID()"),
    (93, r"hasOwn\(", "Object.hasOwn(a, b)"),
    (94, r"static\s*\{", "class A { static { } }"),
    (97, r"\.findLast(Index)?\(", "list.findLast(f)"),
    (98, r"structuredClone", "structuredClone(x)"),
    (99, r"showPicker", "field.showPicker()"),
    (103, r"AbortSignal\.(timeout|any)", "AbortSignal.timeout(1)"),
    (105, r"checkVisibility", "node.checkVisibility()"),
    (110, r"\.to(Sorted|Reversed|Spliced)\(", "list.toSorted()"),
    (114, r"(show|hide|toggle)Popover", "node.showPopover()"),
    (117, r"(Object|Map)\.groupBy|Promise\.withResolvers", "Object.groupBy(a, f)"),
)
PAGE: tuple[Feature, ...] = (
    (102, r"\sinert[\s>=]", "<div inert>"),
    (114, r"\spopover(target)?[\s>=]", "<div popover>"),
    (118, r"<search[\s>]", "<search>"),
)
TABLES = {"*.css": STYLE, "*.js": SCRIPT, "*.html": PAGE}
EVERY = [feature for table in TABLES.values() for feature in table]


@pytest.mark.parametrize(("pattern", "table"), TABLES.items())
def test_nothing_newer_than_the_office_browser_is_shipped(
    pattern: str, table: tuple[Feature, ...]
) -> None:
    files = sorted(WEB.rglob(pattern))
    assert files
    found = [
        (file.name, version, match[0])
        for file in files
        for version, expression, _ in table
        for match in re.finditer(expression, _plain(file), re.M)
    ]
    assert found == []


@pytest.mark.parametrize(("version", "expression", "example"), EVERY)
def test_each_feature_would_be_found(version: int, expression: str, example: str) -> None:
    assert version > OFFICE_BROWSER
    assert re.search(expression, example, re.M)


def _plain(file: Path) -> str:
    """The file without its comments."""
    return re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S)
