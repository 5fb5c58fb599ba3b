"""What a notice says: for a page, a letter and a group chat; no name of anyone in any of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingdeng.engine.reasons import day_name
from mingdeng.notify.models import Notice

# A robot takes 2,048 bytes of text; a Chinese character has three.
MOST_BYTES = 1_900
SWITCH_OFF = "不想收到邮件，可以在“本人—提醒”里关掉；页面里的提醒照旧。"
TITLES = {Notice.Kind.DIGEST: "待办事项", Notice.Kind.DEADLINE: "即将到期"}


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words."""

    title: str
    lines: Sequence[str]


def said(kind: str, lines: Sequence[Mapping[str, Any]]) -> Said:
    """A notice in words: what, whose, until when."""
    title = f"{TITLES[Notice.Kind(kind)]} {len(lines)} 项"
    return Said(title, [line_text(one) for one in lines])


def line_text(line: Mapping[str, Any]) -> str:
    """One line: 第一支部：主题党日（2026年11月），最迟2026年11月30日."""
    where = "本人" if line["personal"] else line["where"]
    period = f"（{line['period']}）" if line["period"] else ""
    due = date.fromisoformat(line["due"]) if line["due"] else None
    if line["standing"] and line["of"]:
        when = "，已过期，可以补办"
    else:
        when = f"，最迟{day_name(due)}" if due else ""
    return f"{where}：{line['label']}{period}{when}"


def letter(found: Said, site: str) -> str:
    """The body of an e-mail."""
    seen = f"在明灯的“今天”里办理：{site}" if site else "请在明灯的“今天”里办理。"
    body = "\n".join(f"- {line}" for line in found.lines)
    return f"{found.title}\n\n{body}\n\n{seen}\n\n{SWITCH_OFF}\n"


def post(found: Said) -> str:
    """What a robot says in a group chat, cut where there is too much."""
    text = f"{found.title}："
    for number, line in enumerate(found.lines):
        rest = f"\n……共 {len(found.lines)} 项，详见明灯。"
        if len((text + line + rest).encode()) > MOST_BYTES:
            return text + rest
        text += f"\n{number + 1}. {line}"
    return text
