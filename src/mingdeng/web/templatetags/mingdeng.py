"""Words and links of the templates."""

from datetime import date, datetime, time

from django import template
from django.urls import reverse
from django.utils.timezone import localtime

from mingdeng.engine.reasons import day_name
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.visit import Visit

register = template.Library()


@register.simple_tag(takes_context=True)
def here(context: template.Context, name: str, *args: object, **query: object) -> str:
    """The address of a page, keeping the day asked about."""
    visit: Visit = context["visit"]
    return visit.link(reverse(name, args=args), **query)


@register.filter
def word(value: str, group: str) -> str:
    """The Chinese name of a word of the vocabulary."""
    return vocabulary().label(group, value)


@register.filter
def kinds(values: list[str]) -> str:
    """Kinds of activities as people say them: 党员大会、党课."""
    return vocabulary().listed("kinds", values)


@register.filter
def day(value: date | None) -> str:
    """A day in running text: 2026年11月22日."""
    return day_name(value) if value else "—"


@register.filter
def short(value: date | None) -> str:
    """A day in a dense table: 11-22."""
    return f"{value:%m-%d}" if value else "—"


@register.filter
def clock(value: time | None) -> str:
    """A time of day: 14:30."""
    return f"{value:%H:%M}" if value else ""


@register.filter
def moment(value: datetime) -> str:
    """An instant as the clocks here showed it: 2026年11月22日 14:30."""
    local = localtime(value)
    return f"{day_name(local.date())} {local:%H:%M}"
