"""The room of activities as Django knows it."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Activities."""

    name = "mingdeng.activities"
    label = "activities"
    verbose_name = "纪实"
