"""How someone entered. It stands in the session; a way that is switched off ends its sessions."""

import uuid

from django.contrib.auth.backends import BaseBackend

from mingdeng.accounts.models import User
from mingdeng.accounts.services.users import active_user


class _Way(BaseBackend):
    """Gives the account of a session on each request, while it is not suspended."""

    def get_user(self, user_id: uuid.UUID | str) -> User | None:
        return active_user(user_id)


class TwoFactors(_Way):
    """With a password and a second factor."""


class OneFactor(_Way):
    """With a password alone: enough for whoever is a member and nothing more."""


class DemoLink(_Way):
    """With a link of the demo. No real installation knows this way."""


TWO, ONE, DEMO = (f"{way.__module__}.{way.__name__}" for way in (TwoFactors, OneFactor, DemoLink))
