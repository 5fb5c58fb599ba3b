"""What was asked by organization, month and form; requests answered; complaints.

None of it is about a person: a tally has no account and no time, and the order of its rows
says nothing about who did what when.
"""

import uuid

from django.db import models

from mingdeng.roster.models import Organization


class Tally(models.Model):
    """How often a form was sent for an organization in a month, and what was typed in it."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    month = models.CharField("月份", max_length=7)  # 2026-11
    form = models.CharField("表单", max_length=40)
    times = models.PositiveIntegerField("办理", default=0)
    typed = models.PositiveIntegerField("手工填写", default=0)
    kept = models.PositiveIntegerField("已经带出", default=0)
    files = models.PositiveIntegerField("文件", default=0)

    class Meta:
        verbose_name = "填写计数"
        ordering = ("organization", "month", "form")
        constraints = (
            models.UniqueConstraint(fields=["organization", "month", "form"], name="one_tally"),
        )


class Demand(models.Model):
    """A request from above for what the platform already holds, and what was answered to it."""

    class State(models.TextChoices):
        DRAFT = "draft", "待答复"
        ANSWERED = "answered", "已答复"
        WITHDRAWN = "withdrawn", "已撤回"

    class Outcome(models.TextChoices):
        TAKEN = "taken", "对方从平台取得"
        DROPPED = "dropped", "对方取消了要求"
        INSISTED = "insisted", "对方仍要求另行报送"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="demands")
    asked_by = models.CharField("要求单位", max_length=60)
    asked = models.CharField("要求内容", max_length=200)
    subjects = models.JSONField("涉及的内容", default=list)
    first = models.DateField("数据起始日期", null=True)
    last = models.DateField("数据截止日期", null=True)
    received_on = models.DateField("收到日期")
    due = models.DateField("要求报送日期", null=True)
    citations = models.JSONField("依据", default=list)
    reply = models.CharField("答复", max_length=2_000)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    recorded_at = models.DateTimeField("记录时间")
    account = models.UUIDField("记录账号", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "重复报送的答复"
        ordering = ("-received_on", "id")


class Complaint(models.Model):
    """What someone says burdens them, and the answer to it.

    Of an anonymous one neither account nor person is kept, no time finer than the day, and no
    entry of the journal. Its sender alone can find it again, by the receipt they were shown.
    """

    class Kind(models.TextChoices):
        REPEATED = "repeated", "重复填报"
        REMINDERS = "reminders", "提醒过多"
        TRACES = "traces", "要求打卡、截图、排名或留痕"
        FORMS = "forms", "表格太繁"
        OTHER = "other", "其他"

    class Outcome(models.TextChoices):
        CHANGED = "changed", "已改进"
        PLANNED = "planned", "将改进"
        EXPLAINED = "explained", "作了说明"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    text = models.CharField("内容", max_length=1_000)
    about = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="关于"
    )
    office = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="办理单位"
    )
    above = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="上一级"
    )
    account = models.UUIDField("提出账号", null=True)
    received_on = models.DateField("收到日期")
    due = models.DateField("答复期限", null=True)
    receipt = models.CharField("回执摘要", max_length=64, unique=True)
    outcome = models.CharField("结论", max_length=10, choices=Outcome.choices, blank=True)
    answer = models.CharField("答复", max_length=1_000, blank=True)
    answered_by = models.UUIDField("答复账号", null=True)
    answered_on = models.DateField("答复日期", null=True)
    appeal = models.CharField("申诉", max_length=1_000, blank=True)
    appealed_on = models.DateField("申诉日期", null=True)
    appeal_due = models.DateField("申诉答复期限", null=True)
    final_outcome = models.CharField(
        "申诉的结论", max_length=10, choices=Outcome.choices, blank=True
    )
    final_answer = models.CharField("申诉的答复", max_length=1_000, blank=True)
    final_by = models.UUIDField("申诉答复账号", null=True)
    final_on = models.DateField("申诉答复日期", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "意见"
        ordering = ("-received_on", "id")

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody is named as its sender."""
        return self.account is None
