"""Heads that leave the machine: where the chain ended, signed.

Ed25519, because who keeps the heads must be able to check them and must not be able to make
them: an auditor holds the public key, the installation alone the private one. Someone who
copies the database, or the kept heads, can forge neither.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mingdeng.journal.verifying import Signed


class HeadsUnreadable(Exception):
    """A file of heads is not one, or holds a head this installation did not sign; in words."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One line of a file of heads."""

    head: Signed
    at: datetime
    signature: bytes


def public_key(key: bytes) -> str:
    """The public half of the key, to be kept apart from the machine."""
    return _text(_private(key).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def signed_line(head: Signed, at: datetime, key: bytes) -> str:
    """A head as one line of JSON, with its signature."""
    said = {"number": head.number, "digest": head.digest, "at": _instant(at)}
    signature = _text(_private(key).sign(_message(head, at)))
    return json.dumps({**said, "signature": signature, "key": public_key(key)})


def read_heads(lines: Iterable[str], trusted: str) -> list[Signed]:
    """The heads of a file, each checked against the public key. Raises HeadsUnreadable."""
    key = Ed25519PublicKey.from_public_bytes(_bytes(trusted))
    return [_checked(kept, number, key) for number, kept in _parsed(lines)]


def last_instant(lines: Iterable[str]) -> datetime | None:
    """When the last head of a file was signed; None where there is none."""
    return max((kept.at for _, kept in _parsed(lines)), default=None)


def _parsed(lines: Iterable[str]) -> Iterator[tuple[int, Kept]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            head = Signed(int(raw["number"]), str(raw["digest"]))
            at, signature = datetime.fromisoformat(raw["at"]), _bytes(raw["signature"])
        except (ValueError, KeyError, TypeError):
            raise HeadsUnreadable(f"第 {number} 行不是链头。") from None
        yield number, Kept(head, at, signature)


def _checked(kept: Kept, number: int, key: Ed25519PublicKey) -> Signed:
    try:
        key.verify(kept.signature, _message(kept.head, kept.at))
    except InvalidSignature:
        raise HeadsUnreadable(
            f"第 {number} 行的签名不对：不是本系统签的，或者签过以后被改动。"
        ) from None
    return kept.head


def _message(head: Signed, at: datetime) -> bytes:
    return f"mingdeng journal head\n{head.number}\n{head.digest}\n{_instant(at)}".encode()


def _private(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
