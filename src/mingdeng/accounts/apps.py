"""The room of accounts as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "mingdeng.accounts"
    label = "accounts"
    verbose_name = "账号"
