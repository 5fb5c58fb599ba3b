"""docs/roles.md says what the table of grants says."""

from pathlib import Path

from mingdeng.access.describing import ACTIONS, roles_page
from mingdeng.access.table import grants

ANEW = (
    "DJANGO_SETTINGS_MODULE=tests.settings python -c 'import django; django.setup(); "
    "from mingdeng.access.describing import roles_page; print(roles_page(), end=str())' "
    "> docs/roles.md"
)
PAGE = Path(__file__).parents[2] / "docs" / "roles.md"


def test_the_page_is_up_to_date() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == roles_page(), ANEW


def test_every_action_of_the_table_has_a_name() -> None:
    assert {action for _, action, _ in grants().grants} <= ACTIONS.keys()


def test_every_role_and_object_stands_on_the_page() -> None:
    page = roles_page()
    for label in (*(role.label for role in grants().roles.values()), *grants().things.values()):
        assert label in page
