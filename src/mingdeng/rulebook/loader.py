"""From pack folders to a checked rulebook, duties and formulas together."""

from collections.abc import Sequence
from functools import partial

from mingdeng.rulebook.duties import add, duties_of
from mingdeng.rulebook.errors import Flaw, QuestionError
from mingdeng.rulebook.formulas import borrowed_numbers, find_number, read_formula
from mingdeng.rulebook.model import Formula, Rulebook
from mingdeng.rulebook.packfiles import PackFiles, open_packs


def load(names: Sequence[str]) -> Rulebook:
    """The rulebook under the named packs or pack folders, higher levels first.

    Raises PackError with every flaw: file, line, problem, remedy.
    """
    files = open_packs(names)
    rulebook = duties_of(files)
    rulebook = rulebook._replace(formulas=_formulas(files, rulebook))
    _check_loans(files, rulebook)
    files.refuse_flawed()
    return rulebook


def _formulas(files: PackFiles, rulebook: Rulebook) -> dict[str, Formula]:
    formulas: dict[str, Formula] = {}
    for file in files.files:
        read = partial(read_formula, file.reader, definitions=rulebook.definitions)
        for formula in file.each("formulas", read):
            add(file, formulas, formula)
    return formulas


def _check_loans(files: PackFiles, rulebook: Rulebook) -> None:
    """Numbers that formulas borrow must be where they say."""
    for formula in rulebook.formulas.values():
        for name, loan in borrowed_numbers(formula):
            try:
                find_number(rulebook, loan, None)
            except QuestionError as error:
                reader = files.reader_of(formula.place.file)
                problem = f"“{formula.id}”的“{name}”：{error}。"
                remedy = "请核对 rule、formula 与 path、name。"
                reader.flaws.append(Flaw(reader.file, formula.place.line, problem, remedy))
