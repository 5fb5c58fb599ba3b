"""A branch in which something waits: its secretary may be told, by mail and in the group chat."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from mingdeng.accounts.models import User
from mingdeng.assessments.services import About, object_to
from mingdeng.documents.standing import SOURCES
from mingdeng.notify.models import Delivery, Notice
from mingdeng.notify.services import Chosen, choose, run_round, save_robot, save_setting
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import appoint
from tests.house import SYSTEM, actor_of, place, someone, tree, with_account

# A Monday morning in working hours, 10:00 in China.
MORNING = datetime(2026, 10, 12, 2, tzinfo=UTC)
ALWAYS = Chosen(7, time(0), time(0), rest_days=True, budget=2)


@dataclass
class House:
    """The branch and the people of it who may answer."""

    branch: Organization
    committee: list[Person]
    accounts: list[User]


def house(people: int = 1, *, mail: bool = True) -> House:
    """A branch with an objection that its committee may answer."""
    branch = tree().first
    committee, accounts = [], []
    for number in range(people):
        person = someone(f"委员{number}", branch)
        kind = Post.Kind.COMMITTEE if number else Post.Kind.SECRETARY
        appoint(SYSTEM, person, branch, kind, "委员", date(2020, 1, 1))
        account = with_account(person)
        committee.append(person)
        accounts.append(account)
        if mail:
            address = f"p{number}@yunze.example"
            choose(actor_of(account), person, 0, by_mail=True, mail=address)
    wait_for_answer(branch)
    return House(branch, committee, accounts)


def wait_for_answer(branch: Organization) -> UUID:
    """Something for whoever may answer an objection."""
    about = About(branch.id, str(branch.id), "theme-day", f"2026-{uuid4().hex[:6]}")
    return object_to(SYSTEM, about, "不对", {}).id


def with_robot(branch: Organization, kind: str, address: str, secret: str = "") -> None:
    """Connect the group chat and give it one notice to say."""
    save_robot(SYSTEM, branch, kind, address, secret)
    line = {
        "key": "waits", "standing": False, "personal": False, "organization": str(branch.id),
        "where": branch.name, "rule": "theme-day", "of": "theme-day~2026-10",
        "label": "主题党日", "period": "2026年10月", "due": "2026-10-31",
    }  # fmt: skip
    notice = Notice.objects.create(
        home=branch, kind="deadline", day=MORNING.date(), week="2026-W42", number=1,
        lines=[line], decided_at=MORNING,
    )  # fmt: skip
    Delivery.objects.create(notice=notice, channel=kind, next_at=MORNING)


def told(now: datetime = MORNING) -> int:
    """Go round once."""
    return run_round(now, SOURCES)


__all__ = ["ALWAYS", "MORNING", "House", "house", "place", "save_setting", "told", "with_robot"]
