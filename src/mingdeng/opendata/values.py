"""One value as it stands in a file, and back: always the same text for the same value."""

import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from mingdeng.opendata.table import Column, Kind

INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
INSTANT_PATTERN = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$"
HIGHEST = {models.PositiveSmallIntegerField: 32_767, models.PositiveIntegerField: 2_147_483_647}
POSITIVE = (*HIGHEST, models.PositiveBigIntegerField)
LARGEST = 9_223_372_036_854_775_807
# A place of a file: our own folders, names without any way out of them.
PLACE = re.compile(r"[a-z]+/[0-9A-Za-z_][0-9A-Za-z_.-]{0,90}")


class Unfit(ValueError):
    """A value that cannot be what the format says, in words."""


@dataclass(frozen=True, slots=True)
class Form:
    """A type of values: how it is written, how it is read, what the schema says of it."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    schema: Mapping[str, Any]


def dumped(value: Any) -> str:
    """A value as one line of JSON, always the same for the same value."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def written(column: Column, value: Any) -> Any:
    """A value of the database as it stands in a file."""
    return None if value is None else form_of(column).write(value)


def taken(column: Column, given: Any) -> Any:
    """A value of a file as the database takes it. Raises Unfit."""
    if given is None:
        if _may_be_none(column):
            return None
        raise Unfit("不能为空")
    form = form_of(column)
    try:
        value = form.read(given)
        same = dumped(form.write(value)) == dumped(given)
    except (ValueError, TypeError, AttributeError, InvalidOperation, RecursionError):
        same = False
    if not same:
        raise Unfit("不是应有的写法")
    _check_limits(column, value)
    return value


def form_of(column: Column) -> Form:
    """How values of a column are written."""
    field: Any = column.field
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return next(form for kind, form in FORMS if isinstance(field, kind))


def schema_of(kind: Kind) -> dict[str, Any]:
    """What JSON Schema says of one line of a kind."""
    return {
        "title": kind.label,
        "type": "object",
        "properties": {one.name: _schema(one) for one in kind.columns},
        "required": [one.name for one in kind.columns],
        "additionalProperties": False,
    }


def _schema(column: Column) -> dict[str, Any]:
    said = {"description": column.label, **form_of(column).schema}
    longest = _longest(column)
    if longest:
        said["maxLength"] = longest
    if "type" in said and _may_be_none(column):
        said["type"] = [said["type"], "null"]
    if column.refers:
        said["x-refers-to"] = column.refers
    return said


def _may_be_none(column: Column) -> bool:
    return bool(column.field.null) or isinstance(column.field, models.JSONField)


def _longest(column: Column) -> int | None:
    plain = isinstance(column.field, models.CharField | models.FileField)
    return column.field.max_length if plain else None


def _check_limits(column: Column, value: Any) -> None:
    longest = _longest(column)
    if longest and len(value) > longest:
        raise Unfit(f"超过 {longest} 个字")
    if isinstance(value, str) and "\0" in value:
        raise Unfit("有不能保存的字符")
    if isinstance(value, int) and not isinstance(value, bool):
        positive = isinstance(column.field, POSITIVE)
        most = next((top for kind, top in HIGHEST.items() if isinstance(column.field, kind)), None)
        if not (0 if positive else -LARGEST) <= value <= (most or LARGEST):
            raise Unfit("超出了范围")


def _same(kind: type) -> Callable[[Any], Any]:
    def read(given: Any) -> Any:
        if type(given) is not kind:
            raise Unfit(str(kind))
        return given

    return read


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime(INSTANT)


def _read_instant(given: str) -> datetime:
    return datetime.strptime(given, INSTANT).replace(tzinfo=UTC)


def _whole(value: Decimal) -> str:
    return f"{value:f}"


def _file(value: Any) -> str:
    return str(value)


def _read_file(given: Any) -> str:
    if given != "" and (not isinstance(given, str) or not PLACE.fullmatch(given)):
        raise Unfit("file")
    return str(given)


TEXT = Form(str, _same(str), {"type": "string"})
FORMS: tuple[tuple[type, Form], ...] = (
    (models.UUIDField, Form(str, uuid.UUID, {"type": "string", "format": "uuid"})),
    (models.BooleanField, Form(bool, _same(bool), {"type": "boolean"})),
    (
        models.DateTimeField,
        Form(_instant, _read_instant, {"type": "string", "pattern": INSTANT_PATTERN}),
    ),
    (
        models.DateField,
        Form(date.isoformat, date.fromisoformat, {"type": "string", "format": "date"}),
    ),
    (
        models.TimeField,
        Form(
            time.isoformat,
            time.fromisoformat,
            {"type": "string", "pattern": r"^\d{2}:\d{2}:\d{2}(\.\d{6})?$"},
        ),
    ),
    (
        models.DecimalField,
        Form(_whole, Decimal, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    ),
    (models.IntegerField, Form(int, _same(int), {"type": "integer"})),
    (models.AutoField, Form(int, _same(int), {"type": "integer"})),
    (models.JSONField, Form(lambda value: value, lambda given: given, {})),
    (models.FileField, Form(_file, _read_file, {"type": "string"})),
    (models.CharField, TEXT),
    (models.TextField, TEXT),
)
