"""Every operation about a place, as every role, from eight places in the tree.

What may be done stands in docs/roles.md; it is read as the test of the pages reads it. An
operation nothing is known of fails.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from mingdeng.api.service import api
from tests.api.asking import BASE, Program, token_for
from tests.web.places import ADMINISTRATORS, PLACES, ROLES, Tree, make_tree
from tests.web.test_every_place import ACT, PERSON, PLACE, Door, expected
from tests.web.world import TODAY

RECORD, VERSION = "record", {"version": 99}
REASON = {**VERSION, "reason": "理由"}
ANSWER = {**VERSION, "outcome": "rejected", "answer": "理由"}
CORRECTED = {**VERSION, "outcome": "refused", "answer": "理由"}
DECISION = {**VERSION, "decision": "理由"}
OF = f"theme-day~{TODAY.year}-01"
SAID = {"organization": "{place}", "of": OF, "text": "理由"}
WAIVED = {
    "organization": "{place}",
    "of": OF,
    "reason": "理由",
    "first": TODAY.isoformat(),
    "last": TODAY.isoformat(),
}
MET = {"kinds": ["theme_day"], "held_on": TODAY.isoformat(), "hosts": [{"organization": "{place}"}]}
ELSE_MET = {**MET, **VERSION}
TODAY_ON = {"on": TODAY.isoformat()}
KNOWN = {"name": "名", "gender": "", "status": "", "joined": None, "converted": None}
ELSEWHERE_TO = {**VERSION, **TODAY_ON, "to": "{place}"}
NAMES = {"name": "名", "full_name": "全名"}
UNLIKE = {"code": "", "unit": "", "founded": None, "elected": None, "position": 1}
NO_ID = "00000000-0000-4000-8000-000000000000"
GIVEN = {"person": NO_ID, "kind": "secretary", "since": TODAY.isoformat()}
LENT = {"deputy": NO_ID, "since": TODAY.isoformat(), "until": TODAY.isoformat()}
IMPORT, POST = "导入", "职务"
WAIVER, OBJECTION, CORRECTION, STATED = "经批准的例外", "异议", "更正请求", "情况说明"


class Form(NamedTuple):
    """A file, and fields beside it."""

    name: str
    file: tuple[str, bytes]
    fields: Mapping[str, str]


class Asked(NamedTuple):
    """An operation at a place: its door, and what is sent."""

    door: Door
    body: Any = None


# Forms, not JSON.
FILE = Form("file", ("签到表.pdf", b""), {})
ROSTER = Form("files", ("名.svg", b""), {"organization": "{place}"})
DOORS: dict[str, Asked] = {
    "read_board": Asked(Door("/duties/{place}", "履责", seen=PLACE)),
    "list_boards": Asked(Door("/duties/{place}/below", "履责", seen=PLACE)),
    "read_why": Asked(Door(f"/duties/{{place}}/why?of={OF}", "履责", seen=PLACE)),
    "read_record": Asked(Door("/records/{activity}", ACT)),
    "create_record": Asked(Door("/records", ACT, "新增", PLACE), MET),
    "change_record": Asked(Door("/records/{activity}", ACT, "修改", ACT), ELSE_MET),
    "confirm_record": Asked(Door("/records/{activity}/confirm", ACT, "确认、退回", ACT), VERSION),
    "return_record": Asked(Door("/records/{activity}/return", ACT, "确认、退回", ACT), REASON),
    "withdraw_record": Asked(Door("/records/{activity}/withdraw", ACT, "修改", ACT), REASON),
    "create_plan": Asked(Door("/plans", ACT, "新增", PLACE), MET),
    "change_plan": Asked(Door("/plans/{planned}", ACT, "新增", ACT), ELSE_MET),
    "announce_plan": Asked(Door("/plans/{planned}/notice", ACT, "新增", ACT), VERSION),
    "hold_plan": Asked(Door("/plans/{planned}/held", ACT, "新增", ACT), ELSE_MET),
    "create_statement": Asked(Door("/statements", STATED, "新增", "履责"), SAID),
    "withdraw_statement": Asked(
        Door("/statements/{statement}/withdraw", STATED, "新增", STATED), VERSION
    ),
    "create_objection": Asked(Door("/objections", OBJECTION, "新增", "履责"), SAID),
    "read_objection": Asked(Door("/objections/{objection}", OBJECTION)),
    "answer_objection": Asked(
        Door("/objections/{objection}/answer", OBJECTION, "答复", OBJECTION), ANSWER
    ),
    "request_waiver": Asked(Door("/waivers", WAIVER, "申请", "履责"), WAIVED),
    "read_waiver": Asked(Door("/waivers/{waiver}", WAIVER)),
    "approve_waiver": Asked(Door("/waivers/{waiver}/approve", WAIVER, "批准", WAIVER), DECISION),
    "refuse_waiver": Asked(Door("/waivers/{waiver}/refuse", WAIVER, "批准", WAIVER), DECISION),
    "end_waiver": Asked(
        Door("/waivers/{waiver}/end", WAIVER, "批准", WAIVER), {**REASON, "last": TODAY.isoformat()}
    ),
    "read_correction": Asked(Door("/corrections/{correction}", CORRECTION)),
    "answer_request": Asked(
        Door("/corrections/{correction}/answer", CORRECTION, "答复", CORRECTION), CORRECTED
    ),
    "decide_appeal": Asked(
        Door("/corrections/{correction}/decide", CORRECTION, "答复", CORRECTION), CORRECTED
    ),
    "read_organization": Asked(Door("/organizations/{place}", PLACE)),
    "list_people": Asked(Door("/organizations/{place}/people", PLACE)),
    "read_person": Asked(Door("/people/{person}", PERSON)),
    "list_files": Asked(Door("/records/{activity}/files", ACT)),
    "read_file": Asked(Door("/files/{file}", ACT)),
    "add_file": Asked(Door("/records/{activity}/files", ACT, "修改", ACT), FILE),
    "remove_file": Asked(Door("/files/{file}/remove", ACT, "修改", ACT)),
    "create_organization": Asked(
        Door("/organizations/{place}/organizations", PLACE, "修改", PLACE),
        {**NAMES, "kind": "branch", "position": 9},
    ),
    "change_organization": Asked(
        Door("/organizations/{place}", PLACE, "修改", PLACE), {**UNLIKE, **VERSION}
    ),
    "rename_organization": Asked(
        Door("/organizations/{place}/rename", PLACE, "修改", PLACE),
        {**NAMES, **VERSION, **TODAY_ON},
    ),
    "move_organization": Asked(
        Door("/organizations/{place}/move", PLACE, "修改", PLACE), ELSEWHERE_TO
    ),
    "merge_organization": Asked(
        Door("/organizations/{place}/merge", PLACE, "修改", PLACE), ELSEWHERE_TO
    ),
    "dissolve_organization": Asked(
        Door("/organizations/{place}/dissolve", PLACE, "修改", PLACE), {**VERSION, **TODAY_ON}
    ),
    "create_group": Asked(
        Door("/organizations/{place}/groups", PLACE, "修改", PLACE), {"name": "新的党小组"}
    ),
    "list_adoptions": Asked(Door("/organizations/{place}/packs", PLACE)),
    "adopt_pack": Asked(
        Door("/organizations/{place}/packs", PLACE, "修改", PLACE),
        {"pack": "local-example", "since": TODAY.isoformat()},
    ),
    "end_pack": Asked(
        Door("/organizations/{place}/packs/{adoption}/end", PLACE, "修改", PLACE),
        {"on": "1990-01-01"},
    ),
    "add_person": Asked(Door("/organizations/{place}/people", PERSON, "修改", PLACE), KNOWN),
    "change_person": Asked(Door("/people/{person}", PERSON, "修改", PERSON), {**KNOWN, **VERSION}),
    "move_person": Asked(
        Door("/people/{person}/move", PERSON, "修改", PERSON),
        {**VERSION, **TODAY_ON, "branch": NO_ID},
    ),
    "let_person_leave": Asked(
        Door("/people/{person}/leave", PERSON, "修改", PERSON),
        {**VERSION, **TODAY_ON, "to": "外单位"},
    ),
    "appoint": Asked(Door("/organizations/{place}/posts", POST, "修改", PLACE), GIVEN),
    "lend_post": Asked(Door("/posts/{post}/delegations", POST, "修改", POST), LENT),
    "end_post": Asked(Door("/posts/{post}/end", POST, "修改", POST), {"on": "1990-01-01"}),
    "take_post_back": Asked(Door("/delegations/{delegation}/end", POST, "修改", POST)),
    "end_group": Asked(Door("/groups/{group}/end", PLACE, "修改", PLACE), TODAY_ON),
    "create_import": Asked(Door("/imports", IMPORT, "新增", PLACE), ROSTER),
    "read_import": Asked(Door("/imports/{upload}", IMPORT)),
    "list_import_lines": Asked(Door("/imports/{upload}/lines", IMPORT)),
    "list_import_findings": Asked(Door("/imports/{upload}/findings", IMPORT)),
    "list_import_places": Asked(Door("/imports/{upload}/places", IMPORT)),
    "choose_import_lines": Asked(
        Door("/imports/{upload}/choices", IMPORT, "新增", IMPORT),
        {**VERSION, "choices": [{"line": NO_ID, "take": True}]},
    ),
    "settle_import_name": Asked(
        Door("/imports/{upload}/names", IMPORT, "新增", IMPORT),
        {**VERSION, "name": "没有的支部", "to": None},
    ),
    "change_import_line": Asked(
        Door("/imports/{upload}/lines/{line}", IMPORT, "新增", IMPORT), {**VERSION, "name": "名"}
    ),
    "read_import_again": Asked(Door("/imports/{upload}/again", IMPORT, "新增", IMPORT)),
    "confirm_import": Asked(Door("/imports/{upload}/confirm", IMPORT, "新增", IMPORT), VERSION),
    "undo_import": Asked(Door("/imports/{upload}/undo", IMPORT, "新增", IMPORT), REASON),
    "discard_import": Asked(Door("/imports/{upload}/discard", IMPORT, "新增", IMPORT), VERSION),
}
# About no place: what these answer is narrowed to what one may see.
ELSEWHERE = frozenset(
    {
        *("openapi", "read_today", "list_records", "list_plans", "list_statements"),
        *("list_objections", "list_waivers", "list_corrections", "list_organizations"),
        *("create_correction", "appeal_request", "read_me", "read_own_record", "list_rules"),
        *("read_rule", "list_packs", "read_vocabulary", "read_workdays", "search"),
        "list_imports",
        # Which entries one reaches a register says beside the page of roles: test_registers.
        *("list_registers", "list_entries", "read_entry_in_full", "create_entry", "change_entry"),
    }
)
# Lists, by what one must be able to read to ask at all.
READERS = {
    "/records": "活动",
    "/plans": "活动",
    "/statements": STATED,
    "/objections": OBJECTION,
    "/waivers": WAIVER,
    "/corrections": CORRECTION,
    "/organizations": PLACE,
    "/today": "履责",
    "/imports": IMPORT,
}


@pytest.fixture
def tree(db: None) -> Tree:  # noqa: ARG001 - asks for the database
    return make_tree()


def methods() -> dict[str, str]:
    """Each operation with its method."""
    return {
        one["operationId"]: method
        for path in api.get_openapi_schema()["paths"].values()
        for method, one in path.items()
    }


def put_in(body: Any, ids: dict[str, Any]) -> Any:
    """A body about a place."""
    if isinstance(body, dict):
        return {name: put_in(one, ids) for name, one in body.items()}
    if isinstance(body, list):
        return [put_in(one, ids) for one in body]
    if isinstance(body, Form):
        return body._replace(fields=put_in(body.fields, ids))
    return body.format(**ids) if isinstance(body, str) else body


def status_of(program: Program, method: str, path: str, body: Any) -> int:
    """What an operation answers."""
    if method == "get":
        return int(program.get(path).status_code)
    if isinstance(body, Form):
        return int(program.upload(path, {body.name: [body.file]}, body.fields).status_code)
    return int(getattr(program, method)(path, body).status_code)


def test_every_operation_is_known() -> None:
    assert methods().keys() == DOORS.keys() | ELSEWHERE
    assert not DOORS.keys() & ELSEWHERE


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ADMINISTRATORS])
def test_each_role_from_each_place_gets_what_the_page_says(tree: Tree, role: str) -> None:
    program = Program(token_for(tree.accounts[role]))
    differences, how = {}, methods()
    for name, (door, body) in DOORS.items():
        for place in PLACES:
            path = tree.filled(door.path, role, place)
            ids = tree.places[place].ids if place in tree.places else {}
            if path is None or (body is not None and not ids):
                continue
            status = status_of(program, how[name], path, put_in(body, ids))
            got = status if status in {403, 404} else None
            if got != expected(role, door, place):
                differences[name, place] = (status, expected(role, door, place))
    assert differences == {}


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ADMINISTRATORS])
def test_a_list_is_for_whoever_may_read_any_of_it(tree: Tree, role: str) -> None:
    program = Program(token_for(tree.accounts[role]))
    got = {path: program.get(path).status_code for path in READERS}
    door = {path: Door(path, thing) for path, thing in READERS.items()}
    own = {path: expected(role, one, "own") for path, one in door.items()}
    assert got == {path: 403 if own[path] == 403 else 200 for path in READERS}


def test_administrators_have_no_tokens_to_ask_with(tree: Tree) -> None:
    for role in ADMINISTRATORS:
        program = Program(token_for(tree.accounts[role]))
        refused = [program.get(path).status_code for path in ("/records", "/today", "/people")]
        assert refused == [403, 403, 404]
    assert BASE == "/api/v1"
