"""What the roster holds about someone, in words."""

from mingdeng.engine.reasons import day_name
from mingdeng.roster.models import Person

FIELDS = {
    "name": "姓名",
    "gender": "性别",
    "birth": "出生日期",
    "id_number": "身份证号",
    "status": "党籍",
    "joined": "入党日期",
    "converted": "转正日期",
}
DAYS = frozenset({"birth", "joined", "converted"})


def shown(person: Person, name: str) -> str:
    """One field as people read it."""
    value = getattr(person, name)
    if name == "status":
        return person.get_status_display() or "—"
    if not value:
        return "—"
    return day_name(value) if name in DAYS else str(value)
