"""Rows and findings as JSON and back, field by field, nothing but the declared types.

What comes back was sent by a process that read hostile bytes: every value is
checked against the type of its field, and nothing else can come out.
"""

import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

MAX_TEXT = 40_000
NOTHING: Mapping[Any, Any] = types.MappingProxyType({})
_SCALARS = (str, int, bool)


class Garbled(Exception):
    """What arrived is not what was agreed."""


def encode(value: Any) -> Any:
    """A row, finding or part of one as plain JSON values."""
    if value is None or isinstance(value, _SCALARS):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return [encode(getattr(value, name)) for name in _names(type(value))]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return [[key, encode(item)] for key, item in value.items()]
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


def decode(kind: Any, plain: Any) -> Any:
    """The value of a declared type that `encode` was given. Raises Garbled."""
    return _decoder(kind)(plain)


Decoder = Callable[[Any], Any]


@cache
def _decoder(kind: Any) -> Decoder:
    origin = get_origin(kind)
    if kind in _SCALARS:
        return _scalar(kind)
    if kind is type(None):
        return _nothing
    if kind in _PARSERS:
        return _parsed(_PARSERS[kind])
    if origin in {Union, types.UnionType}:
        return _union(get_args(kind))
    if origin is tuple:
        return _tuple(get_args(kind))
    if origin is Mapping:
        return _mapping(*get_args(kind))
    if is_dataclass(kind):
        return _record(kind)
    raise TypeError(f"no way to send {kind}")


def _scalar(kind: type) -> Decoder:
    def read(plain: Any) -> Any:
        if type(plain) is not kind:
            raise Garbled
        return plain

    return _text if kind is str else read


def _text(plain: Any) -> str:
    if type(plain) is not str or len(plain) > MAX_TEXT:
        raise Garbled
    # The same sheet names, kinds and places come with every row: one copy will do.
    return sys.intern(plain) if len(plain) < 64 else plain


def _nothing(plain: Any) -> None:
    if plain is not None:
        raise Garbled


def _parsed(parse: Callable[[str], Any]) -> Decoder:
    def read(plain: Any) -> Any:
        if not isinstance(plain, str) or len(plain) > 40:
            raise Garbled
        try:
            return parse(plain)
        except (ValueError, InvalidOperation):
            raise Garbled from None

    return read


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError
    return amount


_PARSERS: dict[Any, Callable[[str], Any]] = {
    date: date.fromisoformat,
    time: time.fromisoformat,
    Decimal: _amount,
}


def _union(kinds: tuple[Any, ...]) -> Decoder:
    decoders = [_decoder(kind) for kind in kinds if kind is not type(None)]

    def read(plain: Any) -> Any:
        if plain is None:
            return None
        for decoder in decoders:
            try:
                return decoder(plain)
            except Garbled:
                continue
        raise Garbled

    return read


def _tuple(kinds: tuple[Any, ...]) -> Decoder:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        each = _decoder(kinds[0])

        def read_any(plain: Any) -> Any:
            if not isinstance(plain, list):
                raise Garbled
            return tuple(each(item) for item in plain)

        return read_any
    decoders = [_decoder(kind) for kind in kinds]

    def read(plain: Any) -> Any:
        if not isinstance(plain, list) or len(plain) != len(decoders):
            raise Garbled
        return tuple(decoder(item) for decoder, item in zip(decoders, plain, strict=True))

    return read


def _mapping(key: Any, item: Any) -> Decoder:
    pair = _tuple((key, item))

    def read(plain: Any) -> Any:
        if isinstance(plain, types.MappingProxyType):
            return plain  # put there by the receiver; JSON has no such thing
        if not isinstance(plain, list):
            raise Garbled
        return dict(pair(entry) for entry in plain) if plain else NOTHING

    return _shared(read) if key is item is str else read


def _shared(read: Decoder) -> Decoder:
    """Few different mappings of texts come with many rows: 民族, 学历. One copy each will do."""
    known: dict[str, Any] = {}

    def read_shared(plain: Any) -> Any:
        found = read(plain)
        if len(known) > 2_000:
            known.clear()
        return known.setdefault(repr(found), found) if len(found) < 6 else found

    return read_shared


def _record(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    decoders = [_decoder(hints[item.name]) for item in fields(kind)]

    def read(plain: Any) -> Any:
        if not isinstance(plain, list) or len(plain) != len(decoders):
            raise Garbled
        return kind(*(decoder(item) for decoder, item in zip(decoders, plain, strict=True)))

    return read
