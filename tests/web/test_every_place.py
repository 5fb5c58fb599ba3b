"""Every address about a place, as every role, from eight places in the tree.

What may be done stands in docs/roles.md; it is read here as anyone reads it. The policy
is not asked. What nothing is known of fails.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.web.places import ADMINISTRATORS, MEMBER, PLACES, ROLES, Tree, make_tree

DOCS = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
SELF, HERE, BELOW, EVERYWHERE = "本人", "本组织", "本组织及下级", "全部"
LOOKING = frozenset({"查看", "查看敏感字段", "查看谁动过"})
GET, POST = "get", "post"
REACHED = {
    SELF: {"self"},
    HERE: {"own"},
    BELOW: {"own", "below", "archived"},
    EVERYWHERE: set(PLACES),
}


class Door(NamedTuple):
    """An address, what one must be able to do there, and what one must see to be refused."""

    path: str
    thing: str
    action: str = "查看"
    seen: str = ""
    method: str = GET


DEMAND, PAPER = "重复报送的答复", "文件模板"
PLACE, PERSON, ACT, STATED = "组织", "党员信息", "活动", "情况说明"
DOORS: dict[str, Door] = {
    "board": Door("/duties/{place}/", "履责", seen=PLACE),
    "board-export": Door("/duties/{place}/export/", "履责", seen=PLACE),
    "open-paper": Door("/duties/{place}/export/open/", "履责", seen=PLACE),
    "open-pdf": Door("/duties/{place}/export/open/pdf/", "履责", seen=PLACE),
    "year": Door("/organizations/{place}/year/", ACT, seen=PLACE),
    "handbook": Door("/organizations/{place}/export/handbook/", ACT, seen=PLACE),
    "ledger-paper": Door("/organizations/{place}/export/ledger/", ACT, seen=PLACE),
    "year-archive": Door("/organizations/{place}/export/year/", ACT, seen=PLACE),
    "terms-export": Door("/organizations/{place}/export/terms/", "职务", seen=PLACE),
    "why": Door("/duties/{place}/why/?of=theme-day~{year}-01", "履责", seen=PLACE),
    "record": Door("/records/new/?organization={place}", ACT, "新增", PLACE),
    "activity": Door("/records/{activity}/", ACT),
    "minutes": Door("/records/{activity}/export/minutes/", ACT),
    "sign-in-sheet": Door("/records/{activity}/export/sign-in/", ACT, "新增", ACT),
    "notice": Door("/records/{planned}/export/notice/", ACT),
    "edit": Door("/records/{activity}/edit/", ACT, "修改", ACT),
    "plan": Door("/records/plan/?organization={place}", ACT, "新增", PLACE),
    "replan": Door("/records/{planned}/plan/", ACT, "新增", ACT),
    "hold": Door("/records/{planned}/done/", ACT, "新增", ACT),
    "announce": Door("/records/{planned}/announce/", ACT, "新增", ACT, POST),
    "confirm": Door("/records/{activity}/confirm/", ACT, "确认、退回", ACT, POST),
    "return": Door("/records/{activity}/return/", ACT, "确认、退回", ACT, POST),
    "withdraw": Door("/records/{activity}/withdraw/", ACT, "修改", ACT, POST),
    "add-file": Door("/records/{activity}/files/", ACT, "修改", ACT, POST),
    "file": Door("/files/{file}/", ACT),
    "state": Door("/duties/{place}/statement/?of=theme-day~{year}-01", STATED, "新增", "履责"),
    "object": Door("/duties/{place}/objection/?of=theme-day~{year}-01", "异议", "新增", "履责"),
    "waive": Door("/duties/{place}/waiver/?of=theme-day~{year}-01", "经批准的例外", "申请", "履责"),
    "unstate": Door("/statements/{statement}/withdraw/", STATED, "新增", STATED, POST),
    "objection": Door("/objections/{objection}/", "异议"),
    "waiver": Door("/waivers/{waiver}/", "经批准的例外"),
    "correction": Door("/corrections/{correction}/", "更正请求"),
    "correction-answer": Door("/corrections/{correction}/answer/", "更正请求", "答复", "更正请求"),
    "remove-file": Door("/files/{file}/remove/", ACT, "修改", ACT, POST),
    "demand": Door("/demands/{demand}/", DEMAND),
    "demand-edit": Door("/demands/{demand}/edit/", DEMAND, "修改", DEMAND),
    "demand-answer": Door("/demands/{demand}/answer/", DEMAND, "修改", DEMAND),
    "demand-end": Door("/demands/{demand}/end/", DEMAND, "修改", DEMAND),
    "demand-withdraw": Door("/demands/{demand}/withdraw/", DEMAND, "修改", DEMAND),
    "burden-place": Door("/burden/{place}/", "减负"),
    "burden-place-export": Door("/burden/{place}/export/", "减负"),
    "organization": Door("/organizations/{place}/", PLACE),
    "roster-export": Door("/organizations/{place}/export/", PLACE),
    "roster-paper": Door("/organizations/{place}/export/roster/", PLACE),
    "terms-paper": Door("/organizations/{place}/export/terms/word/", PLACE),
    "add-place": Door("/organizations/{place}/add/", PLACE, "修改", PLACE),
    "edit-place": Door("/organizations/{place}/edit/", PLACE, "修改", PLACE),
    "rename-place": Door("/organizations/{place}/rename/", PLACE, "修改", PLACE),
    "move-place": Door("/organizations/{place}/move/", PLACE, "修改", PLACE),
    "merge-place": Door("/organizations/{place}/merge/", PLACE, "修改", PLACE),
    "end-place": Door("/organizations/{place}/end/", PLACE, "修改", PLACE),
    "add-group": Door("/organizations/{place}/groups/", PLACE, "修改", PLACE),
    "packs": Door("/organizations/{place}/packs/", PLACE, "修改", PLACE),
    "end-pack": Door("/organizations/{place}/packs/{adoption}/end/", PLACE, "修改", PLACE),
    "set-reminding": Door("/organizations/{place}/reminding/", "提醒设置", "修改", PLACE),
    "set-robot": Door("/organizations/{place}/robot/", "提醒设置", "修改", PLACE),
    "add-person": Door("/organizations/{place}/people/", PERSON, "修改", PLACE),
    "appoint": Door("/organizations/{place}/appoint/", "职务", "修改", PLACE),
    "end-group": Door("/groups/{group}/end/", PLACE, "修改", PLACE),
    "end-post": Door("/posts/{post}/end/", "职务", "修改", "职务"),
    "lend-post": Door("/posts/{post}/lend/", "职务", "修改", "职务"),
    "take-back": Door("/delegations/{delegation}/end/", "职务", "修改", "职务"),
    "person": Door("/people/{person}/", PERSON),
    "member-sheet": Door("/people/{person}/export/", PERSON),
    "edit-person": Door("/people/{person}/edit/", PERSON, "修改", PERSON),
    "move-person": Door("/people/{person}/move/", PERSON, "修改", PERSON),
    "leave": Door("/people/{person}/leave/", PERSON, "修改", PERSON),
    "hand-over": Door("/posts/{post}/handover/", "交接", "新增", "职务"),
    "handover": Door("/handovers/{handover}/", "交接"),
    "handover-export": Door("/handovers/{handover}/export/", "交接"),
    "handover-sign": Door("/handovers/{handover}/sign/", "交接", "确认、退回", "交接"),
    "handover-refuse": Door("/handovers/{handover}/refuse/", "交接", "确认、退回", "交接"),
    "stationery": Door("/organizations/{place}/stationery/", PAPER, seen=PLACE),
    "stationery-keep": Door(
        "/organizations/{place}/stationery/minutes/", PAPER, "修改", PLACE, POST
    ),
    "stationery-remove": Door("/stationery/{template}/remove/", PAPER, "修改", PAPER, POST),
    "stationery-sample": Door(
        "/organizations/{place}/export/stationery/minutes/", PAPER, seen=PLACE
    ),
    "stationery-example": Door(
        "/organizations/{place}/export/stationery/notice/example/", PAPER, seen=PLACE
    ),
    "import": Door("/imports/{upload}/", "导入"),
    "import-line": Door("/imports/{upload}/lines/{line}/", "导入", "新增", "导入"),
    "import-confirm": Door("/imports/{upload}/confirm/", "导入", "新增", "导入"),
    "import-undo": Door("/imports/{upload}/undo/", "导入", "新增", "导入"),
    "import-again": Door("/imports/{upload}/again/", "导入", "新增", "导入", POST),
    "import-decide": Door("/imports/{upload}/decide/", "导入", "新增", "导入", POST),
    "import-name": Door("/imports/{upload}/names/", "导入", "新增", "导入", POST),
    "import-discard": Door("/imports/{upload}/discard/", "导入", "新增", "导入", POST),
}
# About no place: what these show is narrowed to what one may see, and test_every_url has them.
ELSEWHERE = frozenset(
    {
        *("today", "duties", "records", "calendar", "records-export", "record-read", "record-live"),
        *("plans", "download", "said", "records-paper", "own-sheet"),
        *("download", "plans-export", "said-export", "imports-export"),
        *("corrections-export", "accounts-export", "journal-export", "everyone-export"),
        *("organizations", "organizations-export", "imports", "import-new", "rules", "rule"),
        *(
            "rules-export",
            "search",
            "me",
            "acting",
            "password",
            "second-factor",
            "second-factor-qr",
        ),
        *("sign-in", "sign-in-code", "use-link", "sign-out", "setup", "activate"),
        *("burden", "burden-fields", "burden-minutes", "features"),
        *("burden-export", "burden-fields-export", "burden-minutes-export"),
        *("demands", "demands-export", "demand-new", "complaints", "complaint-new"),
        # A complaint belongs to the office above what it is about: test_complaints has it.
        *("complaint", "complaint-receipt", "complaint-receipt-appeal"),
        *("complaint-appeal", "complaint-decide"),
        *("copy-json", "copy-xlsx", "correct", "corrections", "handovers", "tokens", "token-end"),
        # Only after an answer, and only for who asked or stands above: test_own_record has them.
        *("correction-appeal", "correction-decide"),
        # Which entries one reaches a register says beside the page of roles: test_registers.
        *("registers", "registers-late", "registers-mine", "register", "entry-new"),
        *("entry", "entry-edit", "entry-withdraw"),
        # What one may do about an entry follows from the register too: test_entry_life.
        *("entry-note", "entry-ask", "entry-close", "entry-return", "entry-extend"),
        *("entry-extension", "entry-reopen", "entry-look-back", "entry-hand-down"),
        *("entry-pair", "entry-check", "register-compare", "register-copy"),
        *("entry-survey", "survey"),
        # What someone uploads into a register is theirs alone: test_register_files.
        *("register-template", "register-export", "register-import", "register-upload"),
        *("register-word", "entry-word", "entry-add-file", "entry-file", "entry-remove-file"),
        *("register-again", "register-decide", "register-changed", "register-confirm"),
        *("register-undo", "register-discard"),
        # An inspection is known to whom it is about, below where it was opened: test_inspections.
        *("inspections", "inspection-new", "inspection", "inspection-end"),
        *("reminders", "reminder-choices", "calendar-feed", "calendar-file"),
        *("outbox", "clock-is-right", "send-again"),
        *("calculator", "calculators", "rule-packs", "unsure"),
        *("acting", "accounts", "account-new", "account-code", "account-suspend"),
        *("account-restore", "account-end", "code-release", "foundings", "founding-new"),
        *("founding-confirm", "founding-refuse", "founding-withdraw", "journal"),
    }
)


def granted() -> dict[tuple[str, str, str], str]:
    """(role, thing, action) -> reach, as the page for people says it."""
    found: dict[tuple[str, str, str], str] = {}
    for section in re.split(r"^## ", DOCS.read_text(encoding="utf-8"), flags=re.M)[2:]:
        lines = section.splitlines()
        rows = [[cell.strip() for cell in x.strip("|").split("|")] for x in lines if x[:1] == "|"]
        actions = rows[0][1:]
        for role, *cells in rows[2:]:
            for action, reach in zip(actions, cells, strict=True):
                if reach != "—":
                    found[role, lines[0].strip(), action] = reach
    return found


GRANTED = granted()


def reaches(role: str, thing: str, action: str, place: str) -> bool:
    """Whether a role reaches a place; whoever has a post is also someone with an own record."""
    reach = GRANTED.get((role, thing, action))
    found = set(REACHED[reach]) if reach else set()
    if role not in ADMINISTRATORS and GRANTED.get((MEMBER, thing, action)) == SELF:
        found |= REACHED[SELF]
    if action not in LOOKING:
        found -= {"archived"}
    return place in found


def passes_door(role: str, thing: str, action: str) -> bool:
    """Whether a role may do it anywhere at all; else nothing is looked up."""
    return any(reaches(role, thing, action, place) for place in PLACES)


def expected(role: str, door: Door, place: str) -> int | None:
    """403, 404, or None for whoever gets through."""
    if not passes_door(role, door.thing, door.action):
        return 403
    if reaches(role, door.thing, door.action, place):
        return None
    seen = door.seen and reaches(role, door.seen, "查看", place)
    return 403 if seen else 404


@pytest.fixture
def tree(db: None) -> Tree:  # noqa: ARG001 - asks for the database
    return make_tree()


def test_every_address_is_known() -> None:
    names = {getattr(one, "name", None) for one in get_resolver("mingdeng.web.urls").url_patterns}
    assert names == DOORS.keys() | ELSEWHERE
    assert not DOORS.keys() & ELSEWHERE


def test_the_page_of_roles_was_read() -> None:
    assert {role for role, _, _ in GRANTED} == set(ROLES)
    assert GRANTED["支部书记和委员", "活动", "新增"] == HERE


@pytest.mark.parametrize("role", ROLES)
def test_each_role_from_each_place_gets_what_the_page_says(tree: Tree, role: str) -> None:
    client = Client()
    client.force_login(tree.accounts[role])
    differences = {}
    for name, door in DOORS.items():
        for place in PLACES:
            path = tree.filled(door.path, role, place)
            if path is None:
                continue
            status = getattr(client, door.method)(path).status_code
            got = status if status in {403, 404} else None
            if got != expected(role, door, place):
                differences[name, place] = (status, expected(role, door, place))
    assert differences == {}
