"""The room of intake as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Intake."""

    name = "mingdeng.intake"
    label = "intake"
    verbose_name = "导入"
