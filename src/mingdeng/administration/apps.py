"""The room of administration as Django knows it."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Administration."""

    name = "mingdeng.administration"
    label = "administration"
    verbose_name = "系统管理"
