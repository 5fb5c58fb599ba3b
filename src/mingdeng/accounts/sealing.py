"""Secrets that must be read again are encrypted for one account, with a key kept outside.

Whoever has only the database cannot read them, nor lend one account another's.
"""

import base64
import hashlib
import hmac
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class Unreadable(Exception):
    """What was sealed was sealed with another key, or for another account."""


def seal(text: str, owner: uuid.UUID) -> str:
    """A text only this installation can read, and only as this account's."""
    nonce = os.urandom(NONCE)
    sealed = AESGCM(settings.SECOND_FACTOR_KEY).encrypt(nonce, text.encode(), owner.bytes)
    return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, owner: uuid.UUID) -> str:
    """What was sealed for an account. Raises Unreadable."""
    raw = base64.b64decode(sealed)
    try:
        aead = AESGCM(settings.SECOND_FACTOR_KEY)
        return aead.decrypt(raw[:NONCE], raw[NONCE:], owner.bytes).decode()
    except (InvalidTag, ValueError):
        raise Unreadable from None


def derived(purpose: str, said: str) -> bytes:
    """Bytes only this installation can compute, always the same for the same words."""
    key: bytes = settings.SECOND_FACTOR_KEY
    return hmac.digest(key, f"{purpose}\n{said}".encode(), hashlib.sha256)
