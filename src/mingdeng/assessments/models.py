"""What people say to a verdict: that it was waived, why it is so, that it is wrong."""

import uuid

from django.db import models

from mingdeng.facts.evidence import group_id
from mingdeng.roster.models import Group, Organization, Person


class Waiver(models.Model):
    """That a bearer need not meet a rule between two days: asked for, approved by another."""

    class State(models.TextChoices):
        REQUESTED = "requested", "待批准"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="waivers")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="waivers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="waivers")
    rule = models.CharField("规则", max_length=80)
    first = models.DateField("起")
    last = models.DateField("止")
    reason = models.CharField("理由", max_length=500)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.REQUESTED)
    requested_by = models.UUIDField("申请账号", null=True)
    requested_at = models.DateTimeField("申请时间")
    decided_by = models.UUIDField("审批账号", null=True)
    decided_at = models.DateTimeField("审批时间", null=True)
    approver = models.CharField("审批人", max_length=120, blank=True)
    decision = models.CharField("审批意见", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "经批准的例外"
        ordering = ("-requested_at", "id")

    @property
    def bearer(self) -> str:
        """Whom it is for, as the engine calls them."""
        if self.person_id is not None:
            return str(self.person_id)
        home = str(self.organization_id)
        return group_id(home, self.group.number or self.group.name) if self.group else home


class OnVerdict(models.Model):
    """Which verdict something is said to: of whom, by which rule, in which period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    bearer = models.CharField("对象", max_length=120)
    rule = models.CharField("规则", max_length=80)
    period = models.CharField("时段", max_length=20)
    text = models.CharField("内容", max_length=2_000)
    account = models.UUIDField("账号", null=True)
    at = models.DateTimeField("时间")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        abstract = True


class Statement(OnVerdict):
    """情况说明: why a duty was not met. It takes the item off 今天 and leaves the verdict."""

    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "情况说明"
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["bearer", "rule", "period"],
                condition=models.Q(withdrawn_at=None),
                name="one_statement",
            ),
        )


class Objection(OnVerdict):
    """异议: that a verdict is wrong. A person answers; what was said and answered both stay."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "异议成立"
        REJECTED = "rejected", "维持原结论"

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="objections"
    )
    shown = models.JSONField("当时的结论", default=dict)
    outcome = models.CharField("答复结论", max_length=12, choices=Outcome.choices, blank=True)
    answer = models.CharField("答复", max_length=2_000, blank=True)
    answered_by = models.UUIDField("答复账号", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "异议"
        ordering = ("at", "id")


class Folded(models.Model):
    """What a page says of an organization, made from its verdicts; can be made again any time.

    `key` is the digest of what it was made from: another key means that it is out of date.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    fold = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    body = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organization", "fold"], name="one_fold_of_each"),
        )
