"""A register as files: an empty workbook, the list as filtered, all under the same headings."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import QueryDict

from mingdeng.daycount import Cycle, period_of
from mingdeng.documents.registerbook import list_sheet, template_sheets
from mingdeng.files.ours import REGISTER, REGISTER_BLANK
from mingdeng.registers.columns import columns_of, rows_of
from mingdeng.registers.queries import places_to_enter
from mingdeng.rulebook.registers import Register
from mingdeng.web.pages.exporting import MOST, Download, download
from mingdeng.web.pages.registers import FILTERS, keeping, narrowed, places_of, said_of
from mingdeng.web.visit import Visit


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
    rows = rows_of(visit.viewer, register, columns, found)
    sheets = [list_sheet(register, title, columns, rows)]
    return download(visit, register.label, sheets, REGISTER)
