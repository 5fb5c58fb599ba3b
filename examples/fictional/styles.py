"""The habits an office may have, and the named styles that draw from them.

A style says which options of which habits are allowed; the seed chooses among
them.  Styles are joined with `+` (`xls+stacked+kinds`); for a habit both name,
the later one counts.  `random` allows everything.
"""

from dataclasses import asdict, dataclass, fields, replace
from random import Random

EXCEL = ("xlsxwriter", "openpyxl", "xls")
CSV = ("csv_utf8", "csv_bom", "csv_gb18030")


@dataclass(frozen=True)
class Hand:
    """One office's habits; the defaults are those of the sample set."""

    # The set of files.
    books: str = "sheet_per_branch"
    split: str = "together"
    ledger_format: str = "xlsxwriter"
    roster_format: str = "xlsxwriter"
    register_format: str = "xlsxwriter"
    dues_format: str = "xlsxwriter"
    separator: str = "comma"
    file_names: str = "plain"
    sheet_names: str = "full"
    hands: str = "one"
    other_sheets: str = "none"
    minutes: str = "table"
    minutes_branch: str = "inferred"
    roster_columns: str = "all"
    roster_group: str = "no"
    roster_branch_words: str = "short"
    register_columns: str = "all"
    register_names: str = "full"
    roster_dot: str = "·"
    # Every table.
    headings: str = "usual"
    heading_lines: str = "one"
    heading_shape: str = "plain"
    titles: str = "1"
    fill_line: str = "none"
    offset: str = "none"
    order: str = "usual"
    extras: str = "none"
    dates: str = "mixed"
    counts: str = "number"
    count_cells: str = "apart"
    kinds: str = "usual"
    joiner: str = "暨"
    group_place: str = "kind"
    group_words: str = "bracket"
    absent: str = "bracket"
    nobody: str = "无"
    name_spaces: str = "some"
    dot: str = "·"
    marks: str = "narrow"
    branch_place: str = "both"
    branch_fill: str = "every"
    branch_words: str = "short"
    year_place: str = "title"
    blank_rows: str = "some"
    hidden_rows: str = "some"
    hidden_columns: str = "none"
    totals: str = "none"
    footer: str = "signature"
    repeat_heading: str = "no"

    @property
    def is_csv(self) -> bool:
        return self.ledger_format in CSV


Style = dict[str, tuple[str, ...]]

UNIVERSE: Style = {
    "books": (
        "sheet_per_branch",
        "one_sheet",
        "stacked",
        "file_per_branch",
        "file_per_month",
        "sheet_per_month",
    ),
    "split": ("together", "together", "apart"),
    "ledger_format": (*EXCEL, *EXCEL, *CSV),
    "roster_format": (*EXCEL, *EXCEL, *CSV),
    "register_format": (*EXCEL, *EXCEL, *CSV),
    "dues_format": (*EXCEL, *EXCEL, *CSV),
    "separator": ("comma", "comma", "semicolon", "tab"),
    "file_names": ("plain", "numbered", "dated", "copy"),
    "sheet_names": ("full", "short", "sheet_n"),
    "hands": ("one", "many"),
    "other_sheets": ("none", "choices", "contacts", "duty", "empty", "all"),
    "minutes": ("table", "wide_table", "paragraphs", "two_columns", "mixed"),
    "minutes_branch": ("inferred", "named"),
    "roster_columns": ("all", "few"),
    "roster_group": ("yes", "no"),
    "roster_branch_words": ("short", "party", "full"),
    "register_columns": ("all", "few"),
    "register_names": ("full", "committee", "china", "with_short"),
    "roster_dot": ("·", "•", "・", "."),
    "headings": ("usual", "other", "other"),
    "heading_lines": ("one", "two"),
    "heading_shape": ("plain", "broken", "spaced"),
    "titles": ("0", "1", "2", "3"),
    "fill_line": ("none", "cells", "one_cell"),
    "offset": ("none", "column", "rows", "both"),
    "order": ("usual", "kind_first", "shuffled"),
    "extras": ("none", "some"),
    "dates": (
        "mixed",
        "chinese",
        "dotted",
        "iso",
        "numbers",
        "excel",
        "serial",
        "no_year",
        "with_day",
        "with_time",
        "wide",
        "hanzi",
        "all",
    ),
    "counts": ("number", "text", "suffixed", "wide"),
    "count_cells": ("apart", "apart", "slash", "reversed", "words", "tight"),
    "kinds": ("usual", "other"),
    "joiner": ("暨", "、", "+", ";", "及", "和", "newline", "bracket", "/"),
    "group_place": ("kind", "column", "topic"),
    "group_words": ("bracket", "prefix", "number", "digit"),
    "absent": (
        "bracket",
        "shared",
        "spaced",
        "because",
        "by_reason",
        "names",
        "lines",
        "colon",
        "counted",
        "columns",
        "count_only",
        "none",
    ),
    "nobody": ("无", "全勤", "—", "/", "", "全部到会"),
    "name_spaces": ("none", "some", "wide"),
    "dot": ("·", "•", "・", "."),
    "marks": ("narrow", "full"),
    "branch_place": ("both", "own", "title", "column"),
    "branch_fill": ("every", "merged", "first"),
    "branch_words": ("short", "party", "full", "alias"),
    "year_place": ("title", "file", "sheet", "nowhere"),
    "blank_rows": ("none", "some"),
    "hidden_rows": ("none", "some"),
    "hidden_columns": ("none", "some"),
    "totals": ("none", "bottom", "sub"),
    "footer": ("none", "signature", "notes", "both"),
    "repeat_heading": ("no", "yes"),
}

PLAIN: Style = {name: (option,) for name, option in asdict(Hand()).items()}


def _every(format_name: str) -> Style:
    parts = ("ledger_format", "roster_format", "register_format", "dues_format")
    return dict.fromkeys(parts, (format_name,))


def _allow(*habits: str) -> Style:
    """Everything the universe has for these habits."""
    return {habit: UNIVERSE[habit] for habit in habits}


STYLES: dict[str, Style] = {
    "plain": {},
    "random": UNIVERSE,
    "demo": {
        "heading_lines": ("one",),
        "fill_line": ("cells",),
        "roster_group": ("yes",),
        "other_sheets": ("contacts",),
        "footer": ("both",),
        "totals": ("bottom",),
        "minutes": ("mixed",),
        "minutes_branch": ("named",),
        "marks": ("full",),
        "extras": ("some",),
    },
    "headings": {"headings": ("other",), "heading_shape": ("plain", "broken", "spaced")},
    "two_line": {"heading_lines": ("two",), **_allow("headings", "heading_shape")},
    "offset": {
        "titles": ("2", "3"),
        "fill_line": ("cells", "one_cell"),
        "offset": ("column", "rows", "both"),
    },
    "untitled": {"titles": ("0",), "year_place": ("file",), "footer": ("none",)},
    "stacked": {"books": ("stacked",), "branch_place": ("title", "column")},
    "one_sheet": {"books": ("one_sheet",), "branch_words": ("short", "party", "full")},
    "merged_branches": {"books": ("one_sheet",), "branch_fill": ("merged",)},
    "first_row_branches": {"books": ("one_sheet",), "branch_fill": ("first",)},
    "file_per_branch": {"books": ("file_per_branch",), **_allow("branch_place", "file_names")},
    "file_per_month": {"books": ("file_per_month",), **_allow("branch_fill", "file_names")},
    "sheet_per_month": {"books": ("sheet_per_month",), **_allow("branch_fill")},
    "split": {"split": ("apart",), "books": ("sheet_per_branch", "one_sheet", "file_per_branch")},
    "renamed": {"sheet_names": ("short", "sheet_n"), "file_names": ("numbered", "dated", "copy")},
    "one_cell_counts": {"count_cells": ("slash", "reversed", "words", "tight")},
    "wide_digits": {"counts": ("wide",), "dates": ("wide",), "marks": ("full",)},
    "counts": {"counts": ("text", "suffixed", "wide")},
    "columns": {"order": ("kind_first", "shuffled"), "extras": ("some",)},
    "dates": {"dates": ("all",)},
    "one_date": _allow("dates"),
    "serials": {"dates": ("serial", "excel")},
    "no_year": {"dates": ("no_year",), "year_place": ("title", "file", "sheet")},
    "kinds": {"kinds": ("other",), **_allow("joiner", "marks")},
    "groups": {"group_place": ("column", "topic", "kind"), **_allow("group_words", "roster_group")},
    "absences": _allow("absent", "nobody", "name_spaces", "marks"),
    "unnamed": {"absent": ("count_only", "none")},
    "dots": _allow("dot", "roster_dot", "name_spaces"),
    "hidden": {
        "hidden_rows": ("some",),
        "hidden_columns": ("some",),
        "other_sheets": ("choices", "all"),
    },
    "feet": {
        "totals": ("bottom", "sub"),
        "footer": ("notes", "both"),
        "repeat_heading": ("yes",),
        "blank_rows": ("some",),
    },
    "minutes": _allow("minutes", "minutes_branch"),
    "sparse": {"roster_columns": ("few",), "register_columns": ("few",), "roster_group": ("yes",)},
    "names": _allow("branch_words", "roster_branch_words", "register_names"),
    "many_hands": {
        "hands": ("many",),
        "books": ("sheet_per_branch", "file_per_branch", "stacked"),
        **_allow(
            "headings",
            "heading_lines",
            "order",
            "extras",
            "dates",
            "counts",
            "count_cells",
            "kinds",
            "joiner",
            "group_place",
            "group_words",
            "absent",
            "nobody",
            "marks",
            "titles",
            "totals",
            "footer",
        ),
    },
    "xlsx": _every("openpyxl"),
    "xls": _every("xls"),
    "csv_utf8": _every("csv_utf8"),
    "csv_bom": _every("csv_bom"),
    "csv_gb18030": _every("csv_gb18030"),
    "csv_semicolon": {**_every("csv_utf8"), "separator": ("semicolon",)},
    "csv_tab": {**_every("csv_gb18030"), "separator": ("tab",)},
}


def style_named(name: str) -> Style:
    """The plain habits, with what each part of the name allows on top."""
    style = PLAIN if name == "plain" else PLAIN | _allow("marks")
    for part in name.split("+"):
        if part not in STYLES:
            raise ValueError(f"没有“{part}”这种风格;可用:{'、'.join(STYLES)}(可用 + 连接)")
        style = style | STYLES[part]
    return style


def draw_hand(rng: Random, style: Style) -> Hand:
    """Habits are drawn in a fixed order and independently of each other, then reconciled."""
    drawn = {field.name: rng.choice(style[field.name]) for field in fields(Hand)}
    return reconciled(Hand(**drawn))


def redraw_for_branch(rng: Random, style: Style, office: Hand) -> Hand:
    """Another colleague's hand in the same office: the files stay as the office keeps them."""
    if office.hands == "one":
        return office
    mine = draw_hand(rng, style)
    kept = {name: getattr(office, name) for name in OFFICE_HABITS}
    if "0" in (office.titles, mine.titles):
        kept["titles"] = office.titles  # the year or the branch may stand only there
    return reconciled(replace(mine, **kept))


OFFICE_HABITS = (
    *("books", "split", "ledger_format", "roster_format", "register_format", "dues_format"),
    *("separator", "file_names", "sheet_names", "hands", "other_sheets", "branch_place"),
    *("year_place", "offset", "roster_group", "roster_columns", "register_columns"),
)


def reconciled(hand: Hand) -> Hand:
    """Two habits that together would leave a reader without the branch or the year give way."""
    for rule in (_for_csv, _for_branch, _for_year, _for_groups):
        hand = rule(hand)
    return hand


def _for_csv(hand: Hand) -> Hand:
    """A CSV file has one sheet, no merged cells and nothing hidden."""
    if not hand.is_csv:
        return hand
    books = {"sheet_per_branch": "file_per_branch", "sheet_per_month": "file_per_month"}
    return replace(
        hand,
        books=books.get(hand.books, hand.books),
        branch_fill="first" if hand.branch_fill == "merged" else hand.branch_fill,
        year_place="file" if hand.year_place == "sheet" else hand.year_place,
    )


def _for_branch(hand: Hand) -> Hand:
    """The branch must stand somewhere: in a title, in a name, or in a column."""
    place = hand.branch_place
    if hand.books == "stacked" and place in ("own", "both"):
        place = "title"
    if hand.titles == "0" and place in ("title", "both"):
        place = "column" if hand.books == "stacked" else "own"
    names = hand.sheet_names
    if hand.books == "sheet_per_branch" and place in ("own", "both") and names == "sheet_n":
        names = "short"
    return replace(hand, branch_place=place, sheet_names=names)


def _for_year(hand: Hand) -> Hand:
    if hand.titles == "0" and hand.year_place == "title":
        return replace(hand, year_place="file")
    return hand


def _for_groups(hand: Hand) -> Hand:
    """Somewhere a group's number and the branch's number of groups must be written."""
    if hand.register_columns == "few" and hand.roster_group == "no":
        return replace(hand, roster_group="yes")
    return hand
