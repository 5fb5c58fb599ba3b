"""The room of handovers, as Django knows it."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """Handovers."""

    name = "mingdeng.handover"
    label = "handover"
    verbose_name = "交接"
