"""The table of grants as a page for people: docs/roles.md.

The test of the page says how it is written anew when the table changes.
"""

from collections.abc import Iterator

from mingdeng.access.table import ALL, BELOW, BRANCH, SELF, Role, grants
from mingdeng.roster.models import Person, Post

ACTIONS = {
    "read": "查看",
    "read_sensitive": "查看敏感字段",
    "history": "查看谁动过",
    "create": "新增",
    "edit": "修改",
    "confirm": "确认、退回",
    "request": "申请",
    "approve": "批准",
    "answer": "答复",
    "suspend": "停用",
}
REACHES = {SELF: "本人", BRANCH: "本组织", BELOW: "本组织及下级", ALL: "全部"}
HEAD = """# 谁能做什么

本页由 `src/mingdeng/access/grants.yaml` 生成，请不要直接修改。

**没有写的都不允许。** 角色来自职务，职务从任职之日起生效，到免职之日失效；党员身份来自组织关系，
转出之日起失效。代行职务只在委托的起止日期之间有效，不能再委托。停用的账号什么也不能做。

- 本人：只限关于本人的记录。不在任何支部的人员，仍能看到关于本人的记录。
- 本组织：任职的组织，或组织关系所在的支部。
- 本组织及下级：任职的组织和它下面的全部组织。组织撤销以后只能查看，不能新增和修改。
- 管理员账号不能看到任何业务内容，即使本人同时是党员或者担任职务。开账号时按姓名找人，只看到姓名和
  所在组织；首任办公室的申请里有一个组织名称和一个姓名（见文档“管理员”一页）。
"""


def roles_page() -> str:
    """The whole page, in Markdown."""
    parts = [HEAD, "\n".join(_roles())]
    parts += ["\n".join(_object(thing)) for thing in grants().things]
    return "\n".join(f"{part.strip()}\n" for part in parts)


def _roles() -> Iterator[str]:
    yield "## 角色\n"
    yield "| 角色 | 来自 |"
    yield "|---|---|"
    for role in grants().roles.values():
        yield f"| {role.label} | {_origin(role)} |"


def _origin(role: Role) -> str:
    if role.account:
        return "账号用途"
    posts = [str(Post.Kind(kind).label) for kind in Post.Kind.values if kind in role.posts]
    return f"职务：{'、'.join(posts)}" if posts else "组织关系"


def _object(thing: str) -> Iterator[str]:
    """Who may do what to one kind of thing: a row for each role that may do anything."""
    table = grants()
    actions = [a for a in ACTIONS if any((r, a, thing) in table.grants for r in table.roles)]
    yield f"## {table.things[thing]}\n"
    yield f"| 角色 | {' | '.join(ACTIONS[action] for action in actions)} |"
    yield f"|---|{'---|' * len(actions)}"
    for name, role in table.roles.items():
        reaches = [table.reach(name, action, thing) for action in actions]
        if any(reaches):
            cells = (REACHES[reach] if reach else "—" for reach in reaches)
            yield f"| {role.label} | {' | '.join(cells)} |"
    if table.sensitive[thing]:
        names = "、".join(_field(field) for field in sorted(table.sensitive[thing]))
        yield f"\n敏感字段：{names}。其余字段能查看的都能看到。"


def _field(name: str) -> str:
    field = Person._meta.get_field(name)  # noqa: SLF001 - Django's documented way
    return str(getattr(field, "verbose_name", name))
