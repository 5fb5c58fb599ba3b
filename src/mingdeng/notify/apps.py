"""The room of reminders as Django knows it."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Notify."""

    name = "mingdeng.notify"
    label = "notify"
    verbose_name = "提醒"
