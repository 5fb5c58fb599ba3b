"""The format: which kinds of records there are, in which files, under which names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db.models import Field, Model

FILE = Path(__file__).with_name("format.yaml")
NAME = "mingdeng-open-data"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a kind: its name in the file, what it is, where it is stored."""

    name: str
    label: str
    field: "Field[Any, Any]"
    refers: str | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of records: its file, its fields, in which order they stand."""

    name: str
    label: str
    model: type[Model]
    columns: tuple[Column, ...]
    key: str
    files: str | None
    since: int
    left: Mapping[str, str]

    @property
    def path(self) -> str:
        """The file of these records."""
        return f"{self.name}.jsonl"

    @property
    def key_column(self) -> Column:
        """The field the records are in order by; no two have the same."""
        return next(one for one in self.columns if one.name == self.key)


@dataclass(frozen=True, slots=True)
class Format:
    """All kinds in the order they are written, and the models that are none, with reasons."""

    version: int
    kinds: Mapping[str, Kind]
    beside: Mapping[str, Mapping[str, str]]


@cache
def open_format() -> Format:
    """The format in force."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    by_model = {given["of"]: name for name, given in raw["kinds"].items()}
    kinds = {name: _kind(name, given, by_model) for name, given in raw["kinds"].items()}
    return Format(raw["version"], kinds, raw["beside"])


def _kind(name: str, given: Mapping[str, Any], by_model: Mapping[str, str]) -> Kind:
    model = apps.get_model(given["of"])
    return Kind(
        name=name,
        label=given["label"],
        model=model,
        columns=tuple(
            _column(model, name, said, by_model) for name, said in given["fields"].items()
        ),
        key=given.get("key", "id"),
        files=given.get("files"),
        since=given.get("since", 1),
        left=given.get("left", {}),
    )


def _column(model: type[Model], name: str, said: Any, by_model: Mapping[str, str]) -> Column:
    stored, label = said if isinstance(said, list) else (name, said)
    field = model._meta.get_field(stored)  # noqa: SLF001 - documented
    target = field.related_model
    refers = by_model[target._meta.label] if isinstance(target, type) else None  # noqa: SLF001
    return Column(name, label, field, refers)  # type: ignore[arg-type] # concrete, by the table
