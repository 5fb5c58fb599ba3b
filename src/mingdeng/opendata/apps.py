"""The room of open data, as Django knows it."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """Open data."""

    name = "mingdeng.opendata"
    label = "opendata"
    verbose_name = "开放数据"
