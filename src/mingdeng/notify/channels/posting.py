"""One POST to a host that is allowed: https only, no redirect, no address inside the house.

The name is looked up once and that very address is spoken to, so that a name cannot point
elsewhere between the check and the call. Redirects are answers like any other: no.
"""

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from mingdeng.notify.channels.base import PATIENCE, Intend, Permanent, Temporary, Uncertain

MOST_BYTES = 65_536
TOO_MANY, FAILING = 429, 500


class AddressRefused(ValueError):
    """An address nothing is sent to, in words."""


def check_address(address: str) -> None:
    """Refuse what is no address of a robot we may call. Raises AddressRefused."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise AddressRefused("地址不完整，请从群机器人的设置里整个复制。") from None
    allowed = ("https", "http") if settings.ROBOT_LOCAL else ("https",)
    if parts.scheme not in allowed or not parts.hostname:
        raise AddressRefused("地址应以 https:// 开头。")
    if parts.username or parts.password or parts.fragment:
        raise AddressRefused("地址里有多余的内容，请从群机器人的设置里整个复制。")
    if parts.hostname not in settings.ROBOT_HOSTS:
        raise AddressRefused("不是允许的机器人地址；自建的由管理员在 MINGDENG_ROBOT_HOSTS 里加上。")
    if port not in {None, 443} and not settings.ROBOT_LOCAL:
        raise AddressRefused("地址里不能写端口。")


def post_json(address: str, body: Mapping[str, Any], intend: Intend) -> Any:
    """The answer to a POST, read as JSON. Raises Temporary, Permanent, Uncertain."""
    try:
        check_address(address)
    except AddressRefused:
        raise Permanent("address-refused") from None
    parts = urlsplit(address)
    raw = json.dumps(body, ensure_ascii=False).encode()
    connection = _connected(parts.scheme, parts.hostname or "", parts.port)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        try:
            connection.putrequest("POST", target)
            connection.putheader("Content-Type", "application/json; charset=utf-8")
            connection.putheader("Content-Length", str(len(raw)))
            connection.endheaders()
        except (OSError, http.client.HTTPException):
            raise Temporary("http-connection") from None
        intend()
        try:
            connection.send(raw)
            answer = connection.getresponse()
            status, text = answer.status, answer.read(MOST_BYTES)
        except (OSError, http.client.HTTPException):
            raise Uncertain("http-no-answer") from None
    finally:
        connection.close()
    return _read(status, text)


def _read(status: int, text: bytes) -> Any:
    if status == TOO_MANY or status >= FAILING:
        raise Temporary(f"http-{status}")
    if status != http.HTTPStatus.OK:
        raise Permanent(f"http-{status}")
    try:
        return json.loads(text)
    except ValueError:
        raise Permanent("http-answer") from None


def _connected(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    """A connection to the one address that was checked. Raises Temporary, Permanent."""
    where = port or (443 if scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, where, type=socket.SOCK_STREAM)
    except OSError:
        raise Temporary("http-name") from None
    ip = str(found[0][4][0])
    if not settings.ROBOT_LOCAL and not all(_is_outside(str(one[4][0])) for one in found):
        raise Permanent("address-inside")
    connection = http.client.HTTPConnection(host, where, timeout=PATIENCE)
    try:
        sock = socket.create_connection((ip, where), timeout=PATIENCE)
        if scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except ssl.SSLError:
        raise Permanent("http-certificate") from None
    except OSError:
        raise Temporary("http-connect") from None
    connection.sock = sock
    return connection


def _is_outside(address: str) -> bool:
    return ipaddress.ip_address(address).is_global
