"""Eight places in the tree, as someone with a post in one of them sees them.

above ── own ── below          beside hangs next to own, archived is a branch below own
   └──── beside                that was dissolved; former is where the same person stood
other (a tree of its own)      until yesterday; self is the person's own record
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID, uuid4

from django.core.files.base import ContentFile

from mingdeng.accounts.models import Kind, User
from mingdeng.accounts.services import create_user
from mingdeng.activities.models import Activity, Attachment
from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import attach, record
from mingdeng.activities.services import plan as plan_activity
from mingdeng.assessments.services import About, Asked, object_to, request_waiver, state
from mingdeng.burden.models import Demand
from mingdeng.burden.services import Wanted, note_demand
from mingdeng.documents.word import word_file
from mingdeng.documents.word.samples import example
from mingdeng.files.rows import MemberRow, Reading, Source
from mingdeng.handover.services import begin
from mingdeng.intake.models import Line
from mingdeng.intake.services import plan
from mingdeng.journal.services import Actor
from mingdeng.registers.models import Entry
from mingdeng.registers.services import ask_closing, ask_extension, close
from mingdeng.roster.models import Group, Organization, Person, Post
from mingdeng.roster.services import (
    NewOrganization,
    NewPerson,
    add_person,
    adopt_pack,
    appoint,
    create_group,
    create_organization,
    delegate,
    dissolve_organization,
    end_post,
    leave,
)
from mingdeng.stationery.models import Template
from mingdeng.subjects.services import Asked as AskedOfOne
from mingdeng.subjects.services import ask_correction
from tests.registers.samples import entered, register
from tests.web.world import FOUNDED, NOW, SYSTEM, TODAY

PLACES = ("self", "own", "above", "below", "beside", "other", "former", "archived")
POSTS = {
    "党小组组长": Post.Kind.GROUP_LEADER,
    "支部书记和委员": Post.Kind.SECRETARY,
    "机关党委办公室": Post.Kind.OFFICE,
    "党组书记": Post.Kind.LEADING_SECRETARY,
    "纪检干部": Post.Kind.DISCIPLINE,
    "工委工作人员": Post.Kind.VIEWER,
    "业务处室工作人员": Post.Kind.UNIT_STAFF,
    "检查人员": Post.Kind.INSPECTOR,
}
ADMINISTRATORS = {
    "系统管理员": Kind.SYSTEM,
    "安全管理员": Kind.SECURITY,
    "审计管理员": Kind.AUDIT,
}
MEMBER = "党员"
ROLES = (MEMBER, *POSTS, *ADMINISTRATORS)
YESTERDAY = TODAY - timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """What can be asked for at one place, by the names the addresses use."""

    organization: Organization
    ids: dict[str, object]


@dataclass(frozen=True)
class Tree:
    """The places, and the accounts by role."""

    places: dict[str, Place]
    accounts: dict[str, User]
    people: dict[str, UUID]

    def filled(self, address: str, role: str, place: str) -> str | None:
        """An address at a place; None where nothing of the kind is there."""
        own = {"person": self.people[role]} if role in self.people else {}
        ids = own if place == "self" else self.places[place].ids
        try:
            return address.format(**ids)
        except KeyError:
            return None


def a_template(place: Organization) -> UUID:
    """A template for minutes; that it is checked when it comes in is tested elsewhere."""
    content = word_file(example("minutes", TODAY))
    digest = hashlib.sha256(content).hexdigest()
    kept = Template(organization=place, kind="minutes", name="会议记录.docx", size=len(content))
    kept.digest, kept.added_at = digest, NOW
    kept.file.save(uuid4().hex, ContentFile(content), save=False)
    kept.save(force_insert=True)
    return kept.id


def make_tree() -> Tree:
    """Everything, in an empty database."""
    above = _organization("organ_committee", "上级党委", None)
    own = _organization("branch", "本支部", above)
    organizations = {
        "own": own,
        "above": above,
        "below": _organization("branch", "下级支部", own),
        "beside": _organization("branch", "同级支部", above),
        "other": _organization("organ_committee", "别的机关党委", None),
        "former": _organization("branch", "从前的支部", None),
        "archived": _organization("branch", "撤销的支部", own),
    }
    accounts: dict[str, User] = {}
    people: dict[str, UUID] = {}
    for role, account, person in _cast(own, organizations["former"]):
        accounts[role] = account
        if person is not None:
            people[role] = person.id
    clerk = Actor(accounts["机关党委办公室"].id, None, NOW)
    places = {name: _furnish(clerk, one) for name, one in organizations.items()}
    gone = organizations["archived"]
    for membership in gone.memberships.all():
        leave(SYSTEM, membership.person, YESTERDAY, "外单位")
    del places["archived"].ids["person"]  # nobody is left on its roster
    dissolve_organization(SYSTEM, gone, _version(gone), YESTERDAY)
    return Tree(places, accounts, people)


def _version(organization: Organization) -> int:
    return Organization.objects.get(id=organization.id).version


def _organization(kind: str, name: str, parent: Organization | None) -> Organization:
    given = NewOrganization(kind, name, f"中共{name}", parent.id if parent else None)
    return create_organization(SYSTEM, given)


def _cast(own: Organization, former: Organization) -> Iterator[tuple[str, User, Person | None]]:
    """Everyone stands in the one place, and stood in another until yesterday."""
    for number, role in enumerate((MEMBER, *POSTS)):
        member = role == MEMBER
        person = add_person(SYSTEM, NewPerson(name=f"角色{number}"), None, None)
        person.account = create_user(f"role-{number}")
        person.save(update_fields=["account"])
        if member:
            person.memberships.create(branch=former, since=FOUNDED, until=YESTERDAY)
            person.memberships.create(branch=own, since=YESTERDAY)
        else:
            held = appoint(SYSTEM, person, former, POSTS[role], role, FOUNDED)
            end_post(SYSTEM, held, YESTERDAY)
            appoint(SYSTEM, person, own, POSTS[role], role, FOUNDED)
        yield role, person.account, person
    for role, kind in ADMINISTRATORS.items():
        yield role, create_user(kind.value, kind), None


def _of(place: Organization) -> Actor:
    """Someone of a place with an account of their own."""
    return Actor(create_user(f"of-{place.id}").id, None, NOW)


EMPTY_PACK = {"as_of": TODAY.isoformat(), "note": "", "sections": []}
WRONG = AskedOfOne("其他", "", "另一种写法", "有依据")


def _furnish(clerk: Actor, place: Organization) -> Place:
    """A member with a post, a group, a record, a pack and an import of each place."""
    person = add_person(SYSTEM, NewPerson(name=f"{place.name}的人"), place, None)
    stand_in = add_person(SYSTEM, NewPerson(name=f"{place.name}代行"), place, None)
    post = appoint(SYSTEM, person, place, Post.Kind.COMMITTEE, "委员", FOUNDED)
    later = TODAY + timedelta(days=30)
    lent = delegate(SYSTEM, post, stand_in, later, later + timedelta(days=30))
    group: Group = create_group(SYSTEM, place, "第一党小组", 1)
    act: Activity = record(SYSTEM, Record(("theme_day",), YESTERDAY, (Hosting(place.id),)))
    row = MemberRow(
        Source("名册.xlsx", "名册", 2), {}, "没有的支部", "column", "新来的", birth=date(1990, 5, 1)
    )
    upload = plan(clerk, place, Reading(members=(row,), files_read=("名册.xlsx",)))
    about = About(place.id, str(place.id), "theme-day", f"{YESTERDAY.year}-01")
    asked = Asked(place.id, "theme-day", TODAY, TODAY, "理由")
    soon = Record(("theme_day",), later, (Hosting(place.id),))
    return Place(
        place,
        {
            "planned": plan_activity(SYSTEM, soon).id,
            "file": a_file(act).id,
            "statement": state(SYSTEM, about, "原因").id,
            "objection": object_to(SYSTEM, about, "不对", {}).id,
            "waiver": request_waiver(SYSTEM, asked).id,
            "handover": begin(SYSTEM, post, stand_in, EMPTY_PACK).id,
            "correction": ask_correction(_of(place), person, WRONG, 15).id,
            "demand": a_demand(place).id,
            "place": place.id,
            "person": person.id,
            "post": post.id,
            "delegation": lent.id,
            "group": group.id,
            "activity": act.id,
            "adoption": adopt_pack(SYSTEM, place, "local-example", FOUNDED).id,
            "upload": upload.id,
            "template": a_template(place),
            "line": Line.objects.get(upload=upload, kind=Line.Kind.PERSON).id,
            "year": YESTERDAY.year,
        },
    )


def a_demand(place: Organization) -> Demand:
    """A request from above for what a place has recorded already."""
    wanted = Wanted("上级组织部", "组织生活统计表", ["activities"], TODAY)
    return note_demand(SYSTEM, place.id, wanted, "已在平台中。", ["app-2026"])


def a_problem(place: Organization) -> Entry:
    """A problem a place has written down."""
    day = TODAY.isoformat()
    given = {"title": "学习记录不全", "day": day, "owner": "某人", "due": day}
    return entered(register("problem-list"), place, **given)


def entries_in_life(branch: Organization, committee: Organization) -> dict[str, UUID]:
    """Entries as they stand in their life: asked to be closed and put off, done, above others."""
    asked, above, matters = a_problem(branch), a_problem(committee), register("practical-matters")
    ask_closing(SYSTEM, asked.id, "已办", TODAY)
    ask_extension(SYSTEM, (asked.id, 1), TODAY + timedelta(days=9), "等灯")
    day = TODAY.isoformat()
    done = entered(matters, branch, title="装扶手", owner="某人", day=day, due=day)
    close(SYSTEM, matters, (done.id, 1), "", TODAY)
    return {"entry_asked": asked.id, "entry_above": above.id, "entry_done": done.id}


def a_file(activity: Activity) -> Attachment:
    """A file of an activity."""
    with NamedTemporaryFile(suffix=".pdf") as made:
        made.write(b"%PDF-1.7 file")
        made.flush()
        return attach(SYSTEM, activity.id, Path(made.name), "签到表.pdf")
