"""A register as files: an empty workbook, the list as filtered, an entry or a list on paper."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import QueryDict

from mingdeng.daycount import Cycle, period_of
from mingdeng.documents.registerbook import list_sheet, template_sheets
from mingdeng.documents.word import word_file
from mingdeng.documents.word.register import entry_paper, list_paper
from mingdeng.files.ours import REGISTER, REGISTER_BLANK
from mingdeng.registers.columns import columns_of, rows_of
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import places_to_enter
from mingdeng.registers.shelves import shelf_of
from mingdeng.rulebook.registers import Register
from mingdeng.web.pages.entry import entry_lines
from mingdeng.web.pages.exporting import MOST, Download, download
from mingdeng.web.pages.registers import (
    FILTERS,
    cell,
    keeping,
    list_fields,
    narrowed,
    places_of,
    said_of,
)
from mingdeng.web.visit import Visit

MOST_ON_PAPER, MOST_COLUMNS = 1_000, 6


def template(visit: Visit, register: Register) -> Download:
    """An empty workbook for whoever may write. Raises PermissionDenied."""
    places = [one.name for one in places_to_enter(visit.viewer, register).order_by("position")]
    if not places and not keeping(visit, register):
        raise PermissionDenied
    columns = columns_of(visit.viewer, register, places=len(places) > 1)
    period = period_of(visit.today, Cycle(register.every)).label if register.every else ""
    sheets = template_sheets(register, columns, places, period)
    return download(visit, f"{register.label}模板", sheets, REGISTER_BLANK)


def listed(visit: Visit, register: Register, given: QueryDict) -> Download:
    """The entries as filtered, to be read or to be imported again. Raises BadRequest."""
    wanted = {name: given.get(name, "").strip() for name in FILTERS if name != "page"}
    found = narrowed(visit, register, wanted)
    if found.order_by()[: MOST + 1].count() > MOST:
        raise BadRequest(f"符合的超过 {MOST} 条，一次导不出，请按组织或期缩小范围。")
    places = places_of(visit, register)
    columns = columns_of(visit.viewer, register, places=len(places) > 1)
    title = "　".join([register.label, *said_of(places, wanted)])
    rows = rows_of(visit.viewer, shelf_of(visit.viewer), columns, found)
    sheets = [list_sheet(register, title, columns, rows)]
    return download(visit, register.label, sheets, REGISTER)


def entry_word(visit: Visit, register: Register, one: Entry) -> Download:
    """One entry on paper, with the fields the viewer may see."""
    lines = entry_lines(visit, register, one)
    place, state = ("党组织", one.organization.full_name), ("状态", str(one.get_state_display()))
    closed = f"，{one.closed_on}办结" if one.closed_on else ""
    said = [place, ("所属期", one.period), *((field.label, text) for field, text in lines)]
    said += [(state[0], state[1] + closed)] if register.tracked else []
    paper = entry_paper(register, one.title, said, visit.as_of)
    return Download(f"{register.label}（{one.title[:30]}）.docx", word_file(paper))


def list_word(visit: Visit, register: Register, given: QueryDict) -> Download:
    """The entries as filtered on paper. Raises BadRequest."""
    wanted = {name: given.get(name, "").strip() for name in FILTERS if name != "page"}
    found = narrowed(visit, register, wanted)
    if found.order_by()[: MOST_ON_PAPER + 1].count() > MOST_ON_PAPER:
        said = f"符合的超过 {MOST_ON_PAPER} 条，一份文件放不下，请缩小范围，或者导出 Excel。"
        raise BadRequest(said)
    fields = list_fields(visit, register)
    days = [one for one in register.fields if one.id in {"day", "due"}]
    title = [one for one in register.fields if one.id == "title"]
    columns = [*title, *days, *fields][:MOST_COLUMNS]
    listed_ones = found.select_related("organization").prefetch_related("people")
    rows = [[cell(one, field) for field in columns] for one in listed_ones]
    chosen = "，".join(said_of(places_of(visit, register), wanted))
    paper = list_paper(register, chosen, columns, rows, visit.as_of)
    return Download(f"{register.label}（{visit.as_of}）.docx", word_file(paper))
