"""Sheets that are no ledger at all but lie in the same workbook."""

from datetime import timedelta

from .grid import Book, Sheet, Value
from .office import Office
from .spelling.kinds import USUAL
from .styles import Hand


def add_other_sheets(office: Office, hand: Hand, book: Book) -> None:
    """What the office keeps beside its tables; a CSV file has no room for it."""
    if book.is_csv:
        return
    makers = {"choices": choices, "contacts": _contacts, "duty": _duty, "empty": _empty}
    for name, make in makers.items():
        if hand.other_sheets in (name, "all"):
            sheet = make(office)
            sheet.name = _free_name(book, sheet.name)
            book.sheets.append(sheet)


def _free_name(book: Book, wanted: str) -> str:
    taken = {sheet.name for sheet in book.sheets}
    number = 1
    name = wanted
    while name in taken:
        number += 1
        name = f"{wanted}{number}"
    return name


def choices(_office: Office) -> Sheet:
    """The list behind the drop-down of the kind column."""
    sheet = Sheet("下拉选项", hidden=True)
    for row, words in enumerate(USUAL.values(), 1):
        sheet.put(row, 1, words[0])
    return sheet


def _contacts(office: Office) -> Sheet:
    """Names without branches or ID numbers: an address book is no roster."""
    people = office.rng.sample(office.organ.people, 12)
    rows: list[list[Value]] = [["机关通讯录"], ["序号", "姓名", "房间号", "办公电话"]]
    rows += [
        [number, person.name, office.rng.randint(301, 620), f"6688{number:04d}"]
        for number, person in enumerate(people, 1)
    ]
    return _filled("通讯录", rows)


def _duty(office: Office) -> Sheet:
    """Days and names, but nobody met."""
    rows: list[list[Value]] = [["节假日值班表"], ["日期", "带班领导", "值班人员", "值班电话"]]
    for number in range(7):
        day = office.organ.as_of + timedelta(days=number + 1)
        first, second = office.rng.sample(office.organ.people, 2)
        rows.append([f"{day.month}月{day.day}日", first.name, second.name, "66880000"])
    return _filled("值班表", rows)


def _empty(_office: Office) -> Sheet:
    return Sheet("Sheet")


def _filled(name: str, rows: list[list[Value]]) -> Sheet:
    sheet = Sheet(name)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            sheet.put(number, column, value)
    return sheet
