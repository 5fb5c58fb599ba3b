"""The room of stationery as Django knows it."""

from django.apps import AppConfig


class StationeryConfig(AppConfig):
    """Stationery."""

    name = "mingdeng.stationery"
    label = "stationery"
    verbose_name = "文件模板"
