"""The room of registers as Django knows it."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers."""

    name = "mingdeng.registers"
    label = "registers"
    verbose_name = "台账"
