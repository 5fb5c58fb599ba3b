"""Notices, the outbox that carries them out, and by which rules and ways they go.

Nothing here says whether anyone has read a notice: that is not recorded.
"""

import uuid
from datetime import time

from django.db import models
from django.db.models import Q

from mingdeng.roster.models import Organization, Person

OPENS, CLOSES = time(9), time(17, 30)
DAYS_BEFORE, BUDGET = 7, 2


class Setting(models.Model):
    """When and how often an organization, and all below it without their own, may be told."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="reminding"
    )
    days_before = models.PositiveSmallIntegerField("到期前几天", default=DAYS_BEFORE)
    opens = models.TimeField("最早", default=OPENS)
    closes = models.TimeField("最晚", default=CLOSES)
    rest_days = models.BooleanField("休息日也提醒", default=False)
    budget = models.PositiveSmallIntegerField("每人每周最多", default=BUDGET)
    version = models.PositiveIntegerField("版本", default=1)


class Robot(models.Model):
    """The robot of an organization's group chat; its address and secret are sealed."""

    class Kind(models.TextChoices):
        WECOM = "wecom", "企业微信群机器人"
        DINGTALK = "dingtalk", "钉钉群机器人"

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="robot"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    address = models.CharField(max_length=2_000)
    secret = models.CharField(max_length=500, blank=True)


class Choice(models.Model):
    """How someone wants to be told beside in the pages. Their own choice; the address is sealed."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reminding")
    by_mail = models.BooleanField("电子邮件", default=False)
    mail = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)


class Notice(models.Model):
    """What someone was told, or, without a person, the group chat of an organization.

    `number` counts within the week: no two workers can give out the same one, so the
    budget holds whatever they do. `home` is where the rules for it came from.
    """

    class Kind(models.TextChoices):
        DIGEST = "digest", "每周一次"
        DEADLINE = "deadline", "到期以前"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="notices")
    home = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    day = models.DateField("日期")
    week = models.CharField("周", max_length=8)
    number = models.PositiveSmallIntegerField("本周第几次")
    lines = models.JSONField("事项")
    decided_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "提醒"
        ordering = ("-decided_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "week", "number"],
                condition=Q(person__isnull=False),
                name="one_number_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["home", "week", "number"],
                condition=Q(person=None),
                name="one_number_of_a_group",
            ),
            models.UniqueConstraint(
                fields=["person", "week"],
                condition=Q(person__isnull=False, kind="digest"),
                name="one_digest_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["home", "week"],
                condition=Q(person=None, kind="digest"),
                name="one_digest_of_a_group",
            ),
        )
        indexes = (models.Index(fields=["home", "day"]),)


class Delivery(models.Model):
    """A notice on its way out. Its id makes the Message-ID: a repeat would be recognised.

    waiting -> claimed -> sending -> sent; ADR 0015 says what a crash at each step means.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待发送"
        CLAIMED = "claimed", "准备发送"
        SENDING = "sending", "正在发送"
        SENT = "sent", "已发送"
        UNKNOWN = "unknown", "不能确定是否送到"
        FAILED = "failed", "没有送到"
        DROPPED = "dropped", "不再需要"

    class Channel(models.TextChoices):
        MAIL = "mail", "电子邮件"
        WECOM = "wecom", "企业微信群机器人"
        DINGTALK = "dingtalk", "钉钉群机器人"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField("方式", max_length=10, choices=Channel.choices)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    attempt = models.UUIDField(null=True)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    next_at = models.DateTimeField("下一次")
    lease_until = models.DateTimeField(null=True)
    until = models.DateField("最迟", null=True)
    error = models.CharField("原因", max_length=60, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["notice", "channel"], name="one_of_each_channel"),
        )
        indexes = (models.Index(fields=["state", "next_at"]),)


class Feed(models.Model):
    """A secret address of someone's calendar. Only its digest is kept; one is good at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField("发出时间")
    revoked_at = models.DateTimeField("作废时间", null=True)
    # Issued to someone with posts, it ends with the last of these.
    posts = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="one_feed_at_a_time"
            ),
        )


class Pass(models.Model):
    """On which day all who live by the same hours were last looked at to the end."""

    hours = models.CharField(primary_key=True, max_length=40)
    day = models.DateField()


class Clock(models.Model):
    """The clock of the last round: one that was set back stops the deciding until someone says."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_at = models.DateTimeField()
    halted_at = models.DateTimeField(null=True)
