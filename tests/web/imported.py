"""What the pages of 组织 and 导入 are about, in the small organ and outside of it; made once."""

from datetime import date, timedelta
from uuid import UUID

from mingdeng.files.rows import MemberRow, Reading, Source
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.services import plan
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Delegation, Group, Organization, PackAdoption, Post
from mingdeng.roster.services import adopt_pack, delegate
from tests.web.world import NOW, SYSTEM, TODAY, World


def imported(world: World) -> dict[str, object]:
    """The ids by the names the table of addresses uses."""
    upload, foreign = _upload(world, world.committee), _upload(world, world.leading)
    post = Post.objects.filter(organization=world.branch).earliest("id")
    foreign_post = Post.objects.filter(organization=world.leading).earliest("id")
    return {
        "adoption": _adoption(world).id,
        "delegation": _delegation(world, post).id,
        "foreign_post": foreign_post.id,
        "foreign_upload": foreign.id,
        "group": Group.objects.get(branch=world.branch).id,
        "line": _line(upload),
        "post": post.id,
        "upload": upload.id,
    }


def _upload(world: World, root: Organization) -> Upload:
    found = Upload.objects.filter(root=root).first()
    if found is not None:
        return found
    row = MemberRow(
        Source("名册.xlsx", "名册", 2), {}, "没有的支部", "column", "新来的", birth=BORN
    )
    actor = Actor(world.accounts["office"].id, None, NOW)
    return plan(actor, root, Reading(members=(row,), files_read=("名册.xlsx",)))


BORN = date(1990, 5, 1)


def _line(upload: Upload) -> UUID:
    return Line.objects.get(upload=upload, kind=Line.Kind.PERSON).id


def _adoption(world: World) -> PackAdoption:
    found = PackAdoption.objects.filter(organization=world.committee).first()
    return found or adopt_pack(SYSTEM, world.committee, "local-example", TODAY)


def _delegation(world: World, post: Post) -> Delegation:
    found = Delegation.objects.filter(post=post).first()
    days = timedelta(days=365)
    return found or delegate(SYSTEM, post, world.people[7], TODAY + days, TODAY + 2 * days)
