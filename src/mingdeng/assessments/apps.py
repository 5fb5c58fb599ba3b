"""The room of assessments as Django knows it."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Assessments."""

    name = "mingdeng.assessments"
    label = "assessments"
    verbose_name = "履责"
