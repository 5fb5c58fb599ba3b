"""What a post holds on a day: what is open, what is running, what is on file.

It is gathered with the rights of the post and nobody else's, so that it holds nothing its next
holder may not see.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from mingdeng.access.policy import Viewer, viewer_in
from mingdeng.access.queries import posts
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import Wanted, activities, files_since, plans
from mingdeng.assessments.labels import rule_label
from mingdeng.assessments.models import Waiver
from mingdeng.assessments.outcomes import outcomes_of
from mingdeng.assessments.queries import objections, waivers
from mingdeng.daycount import local_day
from mingdeng.documents.matters import matters_of
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.reasons import period_name
from mingdeng.intake.models import Upload
from mingdeng.intake.queries import uploads
from mingdeng.roster.models import Post
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.subjects.queries import corrections

Row = Sequence[str]
OPEN_COLUMNS = (("事项", 22), ("期间", 16), ("状态", 10), ("情况", 60), ("最迟", 12))
RUNNING_COLUMNS = (("类别", 14), ("事项", 50), ("组织", 30), ("日期", 12))
FILE_COLUMNS = (("日期", 12), ("来自", 24), ("文件名", 50), ("摘要（前 16 位）", 20))
POST_COLUMNS = (("职务", 24), ("姓名", 14), ("任职日期", 14))
UNFINISHED = (Upload.State.READING, Upload.State.PREVIEWED)


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a pack."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Row]


def pack_of(post: Post, day: date, note: str) -> dict[str, Any]:
    """The pack of a post as of a day, as it is kept."""
    viewer = viewer_in(post, day)
    sections = (
        Section("没有完成的要求", OPEN_COLUMNS, list(_open(viewer, post, day))),
        Section("办理中的事项", RUNNING_COLUMNS, list(_running(viewer))),
        Section(f"{day.year - 1}年以来的文件", FILE_COLUMNS, list(_files(viewer, post, day))),
        Section("现任职务", POST_COLUMNS, list(_posts(viewer, post, day))),
    )
    head = {"post": post.title, "organization": post.organization.full_name}
    said = {**head, "as_of": day.isoformat(), "note": note}
    return {**said, "sections": [asdict(section) for section in sections]}


def digest_of(pack: Mapping[str, Any]) -> str:
    """The digest of a pack, the same wherever it was kept."""
    plain = json.dumps(pack, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _open(viewer: Viewer, post: Post, day: date) -> Iterator[Row]:
    for outcome in outcomes_of(viewer, [post.organization_id], Clocks(day)):
        for one in outcome.organ.organizations:
            if one.id == str(post.organization_id):
                for matter in matters_of(outcome, one):
                    due = matter.due.isoformat() if matter.due else ""
                    yield [matter.label, matter.period, matter.word, matter.sentence, due]


def _running(viewer: Viewer) -> Iterator[Row]:
    yield from (_activity("计划", one) for one in plans(viewer))
    returned = activities(viewer, Wanted()).filter(state=Activity.State.RETURNED)
    yield from (_activity("退回补充", one) for one in returned)
    for waiver in waivers(viewer).filter(state=Waiver.State.REQUESTED):
        day = local_day(waiver.requested_at)
        label = rule_label(waiver.rule)
        yield ["例外待批准", f"{label}：{waiver.reason}", waiver.organization.name, str(day)]
    for objection in objections(viewer).filter(outcome=""):
        said = f"{rule_label(objection.rule)}（{_period(objection.period)}）"
        yield ["异议待答复", said, objection.organization.name, str(local_day(objection.at))]
    for asked in corrections(viewer):
        if asked.is_open:
            place = asked.organization.name if asked.organization else ""
            said = f"{asked.person.name}：{asked.subject}"
            yield ["更正请求待答复", said, place, str(asked.due or "")]
    for upload in uploads(viewer).filter(state__in=UNFINISHED):
        files = "、".join(upload.files)
        yield ["导入待确认", files, upload.root.name, str(local_day(upload.at))]


def _activity(what: str, one: Activity) -> Row:
    places = "、".join(dict.fromkeys(host.organization.name for host in one.hosts.all()))
    return [what, _kinds(one), places, one.held_on.isoformat()]


def _kinds(one: Activity) -> str:
    return vocabulary().listed("kinds", one.kinds)


def _period(text: str) -> str:
    return period_name(text) if text[:4].isdecimal() else text


def _files(viewer: Viewer, post: Post, day: date) -> Iterator[Row]:
    first = date(day.year - 1, 1, 1)
    for one in files_since(viewer, post.organization_id, first):
        held_on = one.activity.held_on.isoformat()
        yield [held_on, _kinds(one.activity), one.name, one.digest[:16]]
    for upload in uploads(viewer).filter(root=post.organization_id, at__year__gte=first.year):
        yield [str(local_day(upload.at)), "导入", "、".join(upload.files), ""]


def _posts(viewer: Viewer, post: Post, day: date) -> Iterator[Row]:
    for one in posts(viewer, post.organization, day):
        yield [one.title, one.person.name, str(one.since or "")]
