"""Changes of the tree, of people and posts as they are sent."""

from typing import Any, Literal

from pydantic import Field

from mingdeng.api.shapes.imports import Gender, PlaceKind, Status
from mingdeng.api.shapes.types import Count, Day, Id, Sent, Step, line
from mingdeng.roster.models import Post

POSTS = tuple(kind for kind in Post.Kind.values if kind != Post.Kind.INSPECTOR)
PostKind = Literal[POSTS]  # type: ignore[valid-type]
UNKNOWN_SINCE = "不知道的写 null，算作一直是"
SENSITIVE_SENT = "令牌要有 sensitive 的范围"


class PersonSent(Sent):
    """What is held about someone; of the sensitive fields what is left out stays."""

    name: line(60, 1)  # type: ignore[valid-type]
    gender: Gender
    status: Status
    joined: Day | None
    converted: Day | None
    birth: Day | None = Field(None, description=SENSITIVE_SENT)
    id_number: line(18) = Field("", description=SENSITIVE_SENT)  # type: ignore[valid-type]

    def held(self) -> dict[str, Any]:
        """What was sent of the person."""
        sent = self.model_fields_set & PersonSent.model_fields.keys()
        return {name: getattr(self, name) for name in sent}


class PersonAdded(PersonSent):
    """Someone put on the roster of a branch."""

    group: Id | None = None
    since: Day | None = Field(None, description=UNKNOWN_SINCE)


class PersonChanged(PersonSent, Step):
    """What is held about someone as it should stand."""


class PersonMoved(Step):
    """To which branch or group someone belongs from a day on."""

    branch: Id
    group: Id | None = None
    on: Day


class PersonLeft(Step):
    """That someone belongs to an organization elsewhere from a day on."""

    to: line(120, 1)  # type: ignore[valid-type]
    on: Day


class PostGiven(Sent):
    """Who gets which post."""

    person: Id
    kind: PostKind
    group: Id | None = Field(None, description="党小组组长的党小组")
    title: line(40) = Field("", description="不写的用职务的名称")  # type: ignore[valid-type]
    since: Day


class FromDay(Sent):
    """From which day on."""

    on: Day


class Lent(Sent):
    """To whom a post is lent, between which days, both included."""

    deputy: Id
    since: Day
    until: Day


class PlaceSent(Sent):
    """An organization to be set up below another; without `position` it comes last."""

    kind: PlaceKind  # type: ignore[valid-type]
    name: line(60, 1)  # type: ignore[valid-type]
    full_name: line(120, 1)  # type: ignore[valid-type]
    unit: line(120) = ""  # type: ignore[valid-type]
    founded: Day | None = None
    elected: Day | None = None
    position: Count | None = None


class PlaceChanged(Step):
    """What is held about an organization as it should stand."""

    code: line(40)  # type: ignore[valid-type]
    unit: line(120)  # type: ignore[valid-type]
    founded: Day | None
    elected: Day | None
    position: Count


class PlaceRenamed(Step):
    """Another name from a day on."""

    name: line(60, 1)  # type: ignore[valid-type]
    full_name: line(120, 1)  # type: ignore[valid-type]
    on: Day


class PlaceMoved(Step):
    """Under, or into, which organization from a day on."""

    to: Id
    on: Day


class PlaceEnded(Step):
    """From which day on it is dissolved."""

    on: Day


class GroupSent(Sent):
    """A Party group to be set up."""

    name: line(40, 1)  # type: ignore[valid-type]
    number: Count | None = None


class PackAdopted(Sent):
    """Which pack holds from a day on."""

    pack: line(60, 1)  # type: ignore[valid-type]
    since: Day
