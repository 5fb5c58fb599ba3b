"""What took place, or is planned: hosts, kinds, agenda, attendance, minutes."""

import uuid

from django.db import models

from mingdeng.roster.models import Group, Organization, Person
from mingdeng.rulebook.vocabulary import vocabulary


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of activities of the vocabulary."""
    return [(kind, word.label) for kind, word in vocabulary().kinds.items()]


class Activity(models.Model):
    """One meeting or activity, entered once. When it was held and recorded never change."""

    class State(models.TextChoices):
        PLANNED = "planned", "计划"
        HELD = "held", "已开展"
        RETURNED = "returned", "退回补充"
        CONFIRMED = "confirmed", "已确认"
        WITHDRAWN = "withdrawn", "已撤回"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kinds = models.JSONField("类别", default=list)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.HELD)
    held_on = models.DateField("日期")
    held_to = models.DateField("到", null=True)
    start = models.TimeField("开始", null=True)
    end = models.TimeField("结束", null=True)
    place = models.CharField("地点", max_length=100, blank=True)
    chair = models.CharField("主持人", max_length=60, blank=True)
    recorder = models.CharField("记录人", max_length=60, blank=True)
    lecturer = models.CharField("主讲人", max_length=60, blank=True)
    topic = models.CharField("议题", max_length=500, blank=True)
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1, null=True)
    for_period = models.CharField("所属期", max_length=20, blank=True)
    recorded_at = models.DateTimeField("记录时间")
    source = models.CharField("来源", max_length=200, blank=True)
    notified_at = models.DateTimeField("通知时间", null=True)
    remark = models.CharField("退回或撤回的理由", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "活动"
        ordering = ("-held_on", "-recorded_at")
        indexes = (models.Index(fields=["held_on"]),)


class Host(models.Model):
    """An organization, or a group of it, whose activity it was; attendance is counted per host."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="hosts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="hosted")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="hosted")
    expected = models.PositiveIntegerField("应到", null=True)
    present = models.PositiveIntegerField("实到", null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["activity", "organization", "group"], name="host_once", nulls_distinct=False
            ),
        )


class Absence(models.Model):
    """Someone expected who was not there, and why."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="absences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="absences")
    name = models.CharField("姓名", max_length=60)
    reason = models.CharField("原因", max_length=40, blank=True)


class AgendaItem(models.Model):
    """One item of the agenda, with its topics, decision and votes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField("序号")
    text = models.CharField("内容", max_length=1000)
    topics = models.JSONField("专题", default=list)
    decision = models.CharField("决定", max_length=1000, blank=True)
    votes_for = models.PositiveIntegerField("赞成", null=True)
    votes_against = models.PositiveIntegerField("反对", null=True)
    abstentions = models.PositiveIntegerField("弃权", null=True)
    becomes_task = models.BooleanField("转为任务", default=False)

    class Meta:
        ordering = ("position",)


class Covered(models.Model):
    """That the records of an organization are whole for some kinds between two days.

    Only there can something be missing: since the organization works here, or where a
    ledger of that time was imported.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="covered")
    kinds = models.JSONField("类别", default=list)
    first = models.DateField("起")
    last = models.DateField("止", null=True)
    source = models.CharField("来源", max_length=200, blank=True)


class Guest(models.Model):
    """Someone who attended without belonging to a host."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField("姓名", max_length=60)
    role = models.CharField("身份", max_length=60, blank=True)


class Attachment(models.Model):
    """A file that belongs to an activity; its bytes lie outside the web root."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField("文件名", max_length=150)
    format = models.CharField("格式", max_length=4)
    size = models.PositiveIntegerField("大小")
    digest = models.CharField("摘要", max_length=64)
    file = models.FileField("文件", upload_to="attachments", max_length=100)
    added_by = models.UUIDField("添加账号", null=True)
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = "附件"
        ordering = ("added_at", "id")
