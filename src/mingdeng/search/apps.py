"""The room of search as Django knows it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search."""

    name = "mingdeng.search"
    label = "search"
    verbose_name = "查找"
