"""The room of the people records are about, as Django knows it."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """Subjects."""

    name = "mingdeng.subjects"
    label = "subjects"
    verbose_name = "本人"
