"""功能声明: what the software does and does not do, from the same data it works by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from django.conf import settings

from mingdeng.access.describing import ACTIONS
from mingdeng.access.table import grants
from mingdeng.burden.citing import HERE, Citation, cited_for
from mingdeng.burden.registry import registry
from mingdeng.notify.queries import DEFAULT


@dataclass(frozen=True, slots=True)
class Part:
    """What one role sees and what it does."""

    role: str
    sees: str
    does: str


@dataclass(frozen=True, slots=True)
class Statement:
    """The whole statement."""

    version: str
    does: Sequence[str]
    does_not: Sequence[Mapping[str, str]]
    parts: Sequence[Part]
    facts: int
    forms: int
    terms: Sequence[tuple[str, str]]
    channels: Sequence[str]
    cited: Sequence[Citation]


def statement_page() -> Statement:
    """The statement in force."""
    said = _said()
    counted = [form for form in registry().forms.values() if form.counted]
    return Statement(
        version=str(said["version"]),
        does=said["does"],
        does_not=said["does_not"],
        parts=_parts(),
        facts=len(registry().facts),
        forms=len(counted),
        terms=_terms(),
        channels=_channels(),
        cited=cited_for("statement"),
    )


def _parts() -> list[Part]:
    table = grants()
    parts = []
    for role in table.roles.values():
        given = {(a, t) for (r, a, t) in table.grants if r == role.id}
        sees = "、".join(label for thing, label in table.things.items() if ("read", thing) in given)
        does = "、".join(
            f"{label}（{'、'.join(_acts(given, thing))}）"
            for thing, label in table.things.items()
            if _acts(given, thing)
        )
        parts.append(Part(role.label, sees, does))
    return parts


def _acts(given: set[tuple[str, str]], thing: str) -> list[str]:
    looking = {"read", "read_sensitive", "history"}
    return [said for act, said in ACTIONS.items() if act not in looking and (act, thing) in given]


def _channels() -> list[str]:
    """How people are reminded here, and how often at most where nobody has set otherwise."""
    mail = "电子邮件由本人选择要不要" if settings.SMTP_HOST else "没有配置电子邮件，不发邮件"
    hours = f"{DEFAULT.opens:%H:%M} 至 {DEFAULT.closes:%H:%M}"
    return [
        "按时办完的不提醒，办不了的事不提醒",
        f"每人每周最多 {DEFAULT.budget} 次，在 {hours} 之间，休息日不提醒；各组织可以另行设置",
        f"页面里总能看到；{mail}；群机器人只发到组织自己设置的群；不发短信",
        "不记录谁看没看提醒",
    ]


def _terms() -> list[tuple[str, str]]:
    return [
        ("导入的原件", f"{settings.INTAKE_KEEP_DAYS} 天后删除，读出的内容保留"),
        ("更正请求", f"{settings.CORRECTION_DAYS} 个工作日内答复"),
        ("意见", f"{settings.COMPLAINT_DAYS} 个工作日内答复，过期由上一级办理"),
        ("登录", f"{settings.IDLE_SECONDS // 60} 分钟不用就退出"),
        ("组织生活的记录、名册和日志", "随组织保存，系统不自动删除"),
    ]


@cache
def _said() -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / "features.yaml").read_text(encoding="utf-8")))
