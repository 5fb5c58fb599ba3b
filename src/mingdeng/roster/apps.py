"""The room of roster as Django knows it."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """Roster."""

    name = "mingdeng.roster"
    label = "roster"
    verbose_name = "组织和人员"
