"""The room of what is asked of people, as Django knows it."""

from django.apps import AppConfig


class BurdenConfig(AppConfig):
    """Burden."""

    name = "mingdeng.burden"
    label = "burden"
    verbose_name = "减负"
