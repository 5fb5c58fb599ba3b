"""What people set: an organization its rules and its robot, everyone their own ways."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from mingdeng.accounts.sealing import Unreadable, seal, unseal
from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.notify.channels.posting import AddressRefused, check_address
from mingdeng.notify.models import Choice, Clock, Delivery, Pass, Robot, Setting
from mingdeng.roster.models import Organization, Person
from mingdeng.roster.services import Refused, Stale

MOST_BUDGET, MOST_DAYS = 3, 30
LONGEST_MAIL = 254
# No spaces, no control characters, one @: more only the mail server knows.
MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class Invalid(Refused):
    """What cannot stand, in words."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rules as they are set."""

    days_before: int
    opens: time
    closes: time
    rest_days: bool
    budget: int

    def plain(self) -> dict[str, Any]:
        """As a row holds it."""
        return {
            "days_before": self.days_before,
            "opens": self.opens,
            "closes": self.closes,
            "rest_days": self.rest_days,
            "budget": self.budget,
        }


@transaction.atomic
def save_setting(actor: Actor, place: Organization, version: int, given: Chosen) -> None:
    """Set the rules of an organization; version 0 where it had none. Raises Invalid, Stale."""
    _check(given)
    here = Setting.objects.filter(organization=place)
    if version == 0:
        try:
            with transaction.atomic():
                Setting.objects.create(organization=place, **given.plain())
        except IntegrityError:
            raise Stale(_current(place)) from None
    elif not here.filter(version=version).update(**given.plain(), version=F("version") + 1):
        raise Stale(_current(place))
    write(actor, "reminding.set", Thing("reminding", place.id, None), given.plain())


@transaction.atomic
def save_robot(actor: Actor, place: Organization, kind: str, address: str, secret: str) -> None:
    """Connect an organization's group chat. The journal holds neither address nor secret."""
    if kind not in Robot.Kind.values:
        raise Invalid("请选择是哪一种群机器人。")
    try:
        check_address(address)
    except AddressRefused as refused:
        raise Invalid(str(refused)) from None
    values = {
        "kind": kind,
        "address": seal(address, place.id),
        "secret": seal(secret, place.id) if secret else "",
    }
    Robot.objects.update_or_create(organization=place, defaults=values)
    write(actor, "robot.set", Thing("reminding", place.id, None), {"kind": kind})


@transaction.atomic
def remove_robot(actor: Actor, place: Organization) -> None:
    """Disconnect the group chat."""
    if Robot.objects.filter(organization=place).delete()[0]:
        write(actor, "robot.remove", Thing("reminding", place.id, None), {})


@transaction.atomic
def choose(actor: Actor, person: Person, version: int, *, by_mail: bool, mail: str) -> None:
    """Someone's own ways of being told. Raises Invalid, Stale."""
    mail = mail.strip()
    if by_mail and not mail:
        raise Invalid("要用电子邮件提醒，请填写邮箱。")
    if mail and (len(mail) > LONGEST_MAIL or not MAIL.fullmatch(mail)):
        raise Invalid("邮箱写得不完整，请写作 name@example.cn。")
    values = {"by_mail": by_mail, "mail": seal(mail, person.id) if mail else ""}
    here = Choice.objects.filter(person=person)
    if version == 0 and not here.exists():
        Choice.objects.create(person=person, **values)
    elif not here.filter(version=version).update(**values, version=F("version") + 1):
        raise Stale({"version": here.values_list("version", flat=True).first() or 0})
    write(actor, "reminding.choose", Thing("person", person.id, None), {"by_mail": by_mail})


def mail_of(choice: Choice | None) -> str:
    """The address someone gave, for themselves to see."""
    if choice is None or not choice.mail:
        return ""
    try:
        return unseal(choice.mail, choice.person_id)
    except Unreadable:
        return ""


@transaction.atomic
def send_again(actor: Actor, delivery: uuid.UUID) -> None:
    """Send what failed, or may have, once more: an administrator has looked into it."""
    over = (Delivery.State.FAILED, Delivery.State.UNKNOWN)
    if not Delivery.objects.filter(id=delivery, state__in=over).update(
        state=Delivery.State.WAITING, attempt=None, next_at=actor.at, error="", ended_at=None
    ):
        raise Refused("这一条已经不在没有送到之列。")
    write(actor, "delivery.again", Thing("delivery", delivery), {})


@transaction.atomic
def confirm_clock(actor: Actor, now: datetime) -> None:
    """The clock is right: reminders go on from now, and today is looked at anew."""
    if Clock.objects.filter(id=1, halted_at__isnull=False).update(halted_at=None, last_at=now):
        Pass.objects.filter(day__gte=local_day(now)).delete()
        write(actor, "clock.confirm", Thing("clock", None), {"at": now})


def _check(given: Chosen) -> None:
    if not 1 <= given.days_before <= MOST_DAYS:
        raise Invalid(f"到期前几天，请填 1 至 {MOST_DAYS}。")
    if not 0 <= given.budget <= MOST_BUDGET:
        raise Invalid(f"每人每周最多几次，请填 0 至 {MOST_BUDGET}。")
    if given.opens > given.closes:
        raise Invalid("提醒的时间应从早到晚。")


def _current(place: Organization) -> Mapping[str, Any]:
    names = ("days_before", "opens", "closes", "rest_days", "budget", "version")
    return dict(Setting.objects.filter(organization=place).values(*names).get())
