"""The forms in which 组织 is changed."""

from django.urls import reverse

from mingdeng.roster.models import Organization, Person
from mingdeng.web.asking import Ask, Sheet, blank
from mingdeng.web.deeds import Deed
from mingdeng.web.visit import Visit

BOTH = ["GET", "HEAD", "POST"]


def deed_on(
    visit: Visit, place: Organization, words: tuple[str, str, str], sheet: Sheet, *notes: str
) -> Deed:
    """A form about an organization: title, button and action."""
    back = visit.link(reverse("web:organization", args=(place.id,)))
    title, button, action = words
    return Deed(title, place.name, back, f"回{place.name}", button, sheet, action, notes)


def deed_about(
    visit: Visit, person: Person, words: tuple[str, str, str], sheet: Sheet, *notes: str
) -> Deed:
    """A form about someone: title, button and action."""
    back = visit.link(reverse("web:person", args=(person.id,)))
    title, button, action = words
    return Deed(title, person.name, back, f"回{person.name}", button, sheet, action, notes)


def dated(visit: Visit, label: str, version: int = 0) -> Sheet:
    """A sheet that asks for a day only, today at first."""
    return blank([Ask("on", label, "day", required=True)], {"on": visit.today}, version)
