"""The robots of group chats, in the formats of WeCom 企业微信 and DingTalk 钉钉."""

import base64
import hashlib
import hmac
import time
from typing import Any
from urllib.parse import urlencode

from mingdeng.notify.channels.base import Intend, Message, Permanent, Temporary
from mingdeng.notify.channels.posting import post_json

# Too often, or busy: it passes. Everything else is an address, a secret or a text refused.
WECOM_PASSES = frozenset({-1, 45009})
DINGTALK_PASSES = frozenset({-1, 130101, 410100})


class WeCom:
    """A group robot of WeCom: the key stands in its address."""

    def send(self, message: Message, intend: Intend) -> None:
        """Say it in the group."""
        answer = post_json(message.to, _text(message), intend)
        _check("wecom", answer, WECOM_PASSES)


class DingTalk:
    """A group robot of DingTalk: the time is signed with its secret, where it has one."""

    def send(self, message: Message, intend: Intend) -> None:
        """Say it in the group."""
        address = message.to
        if message.secret:
            joint = "&" if "?" in address else "?"
            address += joint + urlencode(signature(message.secret, int(time.time() * 1000)))
        _check("dingtalk", post_json(address, _text(message), intend), DINGTALK_PASSES)


def signature(secret: str, at: int) -> dict[str, str]:
    """What DingTalk asks for beside the address: the time in milliseconds, signed."""
    made = hmac.digest(secret.encode(), f"{at}\n{secret}".encode(), hashlib.sha256)
    return {"timestamp": str(at), "sign": base64.b64encode(made).decode()}


def _text(message: Message) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": message.text}}


def _check(name: str, answer: Any, passes: frozenset[int]) -> None:
    """Both answer 200 and say in the body what was wrong."""
    code = answer.get("errcode") if isinstance(answer, dict) else None
    if not isinstance(code, int):
        raise Permanent(f"{name}-answer")
    if code in passes:
        raise Temporary(f"{name}-{code}")
    if code != 0:
        raise Permanent(f"{name}-{code}")
