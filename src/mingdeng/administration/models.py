"""The one-time code of the first start, and how the first office of a roster comes about."""

import uuid

from django.db import models

from mingdeng.roster.models import Organization, Person
from mingdeng.rulebook.vocabulary import vocabulary

# What may stand at the top of a tree.
ROOTS = ("organ_committee", "work_committee", "general_branch", "branch")


def root_kinds() -> list[tuple[str, str]]:
    """The kinds of organizations a roster can begin with."""
    return [(kind, vocabulary().label("bearers", kind)) for kind in ROOTS]


class FirstStart(models.Model):
    """One row: the digest of the code printed by the last start, and when it was used."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField("发出时间")
    done_at = models.DateTimeField("完成时间", null=True)
    # The three accounts in answer to the one request that made them.
    accounts = models.JSONField(default=dict)


class Founding(models.Model):
    """A first organization and its first office: proposed by one, confirmed by another."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待确认"
        CONFIRMED = "confirmed", "已确认"
        REFUSED = "refused", "未同意"
        WITHDRAWN = "withdrawn", "已撤回"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=30, choices=root_kinds)
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=120)
    unit = models.CharField("所在单位", max_length=120, blank=True)
    person_name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务名称", max_length=40)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.UUIDField("提出人")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.UUIDField("处理人", null=True)
    decided_at = models.DateTimeField("处理时间", null=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "首任办公室"
        ordering = ("-proposed_at", "id")
