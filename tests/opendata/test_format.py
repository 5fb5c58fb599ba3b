"""The format knows every record there is; what it leaves out is named with a reason.

A room that keeps something new says here, in opendata/format.yaml, how it leaves.
`python tests/opendata/test_format.py` writes the table of docs/open-data.md anew.
"""

import re
from pathlib import Path

from django.apps import apps

from mingdeng.opendata.schema import format_table
from mingdeng.opendata.table import open_format

PAGE = Path(__file__).parents[2] / "docs" / "open-data.md"
MARKED = re.compile(r"(?<=<!-- format -->\n).*?(?=<!-- /format -->)", re.DOTALL)


def test_every_model_is_exported_or_declared_derived_secret_or_the_installation_s() -> None:
    said = [kind.model._meta.label for kind in open_format().kinds.values()]
    said += [label for models in open_format().beside.values() for label in models]
    assert sorted(said) == sorted(model._meta.label for model in apps.get_models())


def test_every_column_is_exported_or_left_out_with_a_reason() -> None:
    for kind in open_format().kinds.values():
        said = [one.field.name for one in kind.columns] + list(kind.left)
        assert sorted(said) == sorted(f.name for f in kind.model._meta.concrete_fields), kind.name


def test_there_are_no_bonds_the_columns_do_not_hold() -> None:
    for kind in open_format().kinds.values():
        assert not kind.model._meta.many_to_many, kind.name


def test_every_reason_is_given() -> None:
    reasons = [reason for kind in open_format().kinds.values() for reason in kind.left.values()]
    reasons += [reason for models in open_format().beside.values() for reason in models.values()]
    assert all(reasons)


def test_a_secret_or_installation_s_model_is_nothing_a_record_refers_to() -> None:
    for kind in open_format().kinds.values():
        for one in kind.columns:
            assert one.field.related_model is None or one.refers, f"{kind.name}.{one.name}"


def test_the_page_is_up_to_date() -> None:
    found = MARKED.search(PAGE.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == format_table(), __doc__


def write_anew() -> None:
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MARKED.sub(lambda _: format_table(), text), encoding="utf-8")


if __name__ == "__main__":
    import django

    django.setup()
    write_anew()
