"""A post changes hands: the pack as of the day, signed for by both, or sent back with a reason."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from mingdeng.access.policy import viewer_of
from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import cover, plan
from mingdeng.assessments.services import Asked, request_waiver
from mingdeng.handover.models import Handover
from mingdeng.handover.pack import digest_of, pack_of
from mingdeng.handover.paper import handover_workbook
from mingdeng.handover.queries import handovers, successors, waiting_posts
from mingdeng.handover.services import begin, refuse, sign
from mingdeng.journal.models import Entry
from mingdeng.roster.models import Person, Post
from mingdeng.roster.services import Refused, Stale, appoint, end_post
from mingdeng.subjects.services import Asked as Correction
from mingdeng.subjects.services import ask_correction
from tests.house import SYSTEM, TODAY, Tree, actor_of, someone, tree, with_account

pytestmark = pytest.mark.django_db
NOTE = "公章在三楼柜子里"


class Cast:
    """A secretary who leaves, one who follows, and the office above; a branch with open matters."""

    def __init__(self) -> None:
        self.here: Tree = tree()
        branch = self.here.first
        self.old, self.new = someone("周建国", branch), someone("吴秀兰", branch)
        self.chief = someone("程强峰")
        for one in (self.old, self.new, self.chief):
            with_account(one)
        kind = Post.Kind.SECRETARY
        self.post = appoint(SYSTEM, self.old, branch, kind, "书记", date(2020, 1, 1))
        appoint(SYSTEM, self.chief, self.here.organ, Post.Kind.OFFICE, "主任", date(2020, 1, 1))
        cover(SYSTEM, branch, ["theme_day"], date(2026, 1, 1), None, "")
        plan(SYSTEM, Record(("party_lecture",), date(2026, 10, 8), (Hosting(branch.id),)))
        plan(SYSTEM, Record(("theme_day",), date(2026, 10, 9), (Hosting(self.here.second.id),)))
        request_waiver(SYSTEM, Asked(branch.id, "theme-day", TODAY, TODAY, "抗洪"))
        asked = Correction("姓名", "吴", "吴秀兰", "身份证")
        ask_correction(actor_of(with_account(self.new)), self.new, asked, 15)

    def begun(self) -> Handover:
        return begin(SYSTEM, self.post, self.new, pack_of(self.post, TODAY, NOTE))

    def sign(self, found: Handover, person: Person, version: int) -> Handover:
        return sign(actor_of(with_account(person)), (found.id, version), person)


def rows(pack: dict[str, Any], name: str) -> list[list[str]]:
    return [row for one in pack["sections"] if one["name"] == name for row in one["rows"]]


def test_the_pack_holds_what_is_open_and_running_for_the_post() -> None:
    cast = Cast()
    pack = pack_of(cast.post, TODAY, NOTE)
    assert any(row[0] == "主题党日" and row[2] == "未履行" for row in rows(pack, "没有完成的要求"))
    running = {row[0] for row in rows(pack, "办理中的事项")}
    assert running == {"计划", "例外待批准", "更正请求待答复"}
    assert rows(pack, "现任职务") == [["书记", "周建国", "2020-01-01"]]
    assert (pack["note"], pack["as_of"]) == (NOTE, "2026-09-30")


def test_it_holds_nothing_the_post_may_not_see() -> None:
    cast = Cast()
    looks = appoint(SYSTEM, cast.new, cast.here.top, Post.Kind.VIEWER, "干部", None)
    assert rows(pack_of(looks, TODAY, ""), "办理中的事项") == []
    assert "第二支部" not in str(pack_of(cast.post, TODAY, ""))


def test_both_sign_and_the_journal_holds_what_they_signed_for() -> None:
    cast = Cast()
    found = cast.begun()
    assert cast.sign(found, cast.new, 1).is_open
    done = cast.sign(found, cast.old, 2)
    assert done.state == Handover.State.DONE
    assert digest_of(done.pack) == done.digest
    entries = Entry.objects.filter(object_id=found.id).order_by("number")
    assert [one.action for one in entries] == ["handover.begin", "handover.sign", "handover.sign"]
    assert {(one.detail.body or {})["digest"] for one in entries} == {done.digest}
    accounts = [one.account for one in entries][1:]
    assert accounts == [with_account(cast.new).id, with_account(cast.old).id]


def test_nobody_signs_twice_nor_for_another_who_is_there() -> None:
    cast = Cast()
    found = cast.begun()
    cast.sign(found, cast.new, 1)
    for person in (cast.new, cast.chief):
        with pytest.raises(Refused):
            cast.sign(found, person, 2)
    assert Handover.objects.get().is_open


def test_the_office_witnesses_where_the_predecessor_can_no_longer_sign() -> None:
    cast = Cast()
    cast.old.account.is_active = False  # type: ignore[union-attr]
    cast.old.account.save()  # type: ignore[union-attr]
    found = cast.begun()
    assert cast.sign(found, cast.chief, 1).is_open
    done = cast.sign(found, cast.new, 2)
    assert (done.state, done.witness, done.handed_at) == (Handover.State.DONE, cast.chief, None)


def test_it_is_sent_back_with_a_reason_and_begun_anew() -> None:
    cast = Cast()
    found, actor = cast.begun(), actor_of(with_account(cast.new))
    with pytest.raises(Refused, match="理由"):
        refuse(actor, (found.id, 1), cast.new, " ")
    with pytest.raises(Refused, match="只有"):
        refuse(actor_of(with_account(cast.chief)), (found.id, 1), cast.chief, "不行")
    sent = refuse(actor, (found.id, 1), cast.new, "少了印章")
    assert (sent.state, sent.reason, sent.refused_by) == ("refused", "少了印章", cast.new)
    with pytest.raises(Refused, match="已退回"):
        cast.sign(found, cast.old, 2)
    assert cast.begun().is_open


def test_a_stale_signature_is_refused_and_a_second_handover_too() -> None:
    cast = Cast()
    found = cast.begun()
    cast.sign(found, cast.old, 1)
    with pytest.raises(Stale) as stale:
        cast.sign(found, cast.new, 1)
    assert stale.value.current["version"] == 2
    with pytest.raises(Refused, match="待签收"):
        cast.begun()


def test_it_is_seen_by_the_two_and_the_office_only() -> None:
    cast = Cast()
    cast.begun()
    beside = someone("沈长青", cast.here.first)
    seen = {
        one.name: handovers(viewer_of(with_account(one), TODAY)).exists()
        for one in (cast.old, cast.new, cast.chief, beside)
    }
    assert seen == {"周建国": True, "吴秀兰": True, "程强峰": True, "沈长青": False}


def test_a_post_that_ended_is_proposed_to_the_office_and_the_holder_until_it_was_handed_over() -> (
    None
):
    cast = Cast()
    end_post(SYSTEM, cast.post, TODAY)
    cast.post.refresh_from_db()
    for one in (cast.chief, cast.old):
        viewer = viewer_of(with_account(one), TODAY)
        assert cast.post in waiting_posts(viewer, TODAY)
    assert list(waiting_posts(viewer_of(with_account(cast.new), TODAY), TODAY)) == []
    cast.begun()
    assert cast.post not in waiting_posts(viewer_of(with_account(cast.chief), TODAY), TODAY)


def test_successors_are_those_of_the_organization_but_not_the_holder() -> None:
    cast = Cast()
    assert list(successors(cast.post, TODAY)) == [cast.new]
    with pytest.raises(Refused, match="本人"):
        begin(SYSTEM, cast.post, cast.old, pack_of(cast.post, TODAY, ""))


def test_the_paper_shows_receipt_and_pack() -> None:
    cast = Cast()
    found = cast.begun()
    cast.sign(found, cast.new, 1)
    shown = Handover.objects.get()
    book = openpyxl.load_workbook(BytesIO(handover_workbook(shown)))
    assert book.sheetnames[:3] == ["交接单", "没有完成的要求", "办理中的事项"]
    told = {str(row[0].value): str(row[1].value) for row in book["交接单"].iter_rows(min_row=3)}
    assert told["移交说明"] == NOTE
    assert "吴秀兰，2026年9月30日" in told["接收人签收"]
    assert told["内容摘要（SHA-256）"] == found.digest
