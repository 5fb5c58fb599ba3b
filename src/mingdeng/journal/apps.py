"""The room of journal as Django knows it."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Journal."""

    name = "mingdeng.journal"
    label = "journal"
    verbose_name = "日志"
