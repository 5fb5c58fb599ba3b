"""The room of web as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Web."""

    name = "mingdeng.web"
    label = "web"
    verbose_name = "页面"
