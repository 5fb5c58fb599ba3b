"""The JSON Schema of the files, made from the format."""

import json

from mingdeng.opendata.table import NAME, open_format
from mingdeng.opendata.values import schema_of

SCHEMA = "schema.json"


def schema_text() -> bytes:
    """The schema as it stands in every archive: one definition for each kind of lines."""
    found = open_format()
    said = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{NAME}:{found.version}",
        "title": f"明灯开放数据，第 {found.version} 版：每行一条记录，文件名即 $defs 中的名称",
        "$defs": {name: schema_of(kind) for name, kind in found.kinds.items()},
    }
    return f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode()


def format_table() -> str:
    """The table of docs/open-data.md."""
    lines = ["| 文件 | 内容 | 字段 |", "|---|---|---|"]
    for kind in open_format().kinds.values():
        fields = "、".join(f"`{one.name}` {one.label}" for one in kind.columns)
        lines.append(f"| `{kind.path}` | {kind.label} | {fields} |")
    return "\n".join(lines) + "\n"
