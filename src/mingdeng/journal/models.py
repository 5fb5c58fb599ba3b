"""The chain of acts, what each said, and the answers to repeated requests.

An entry holds only a salted digest of its details; the details stand in a table
of their own that can be purged without breaking the chain.
"""

import uuid

from django.db import models


class Entry(models.Model):
    """One act, linked to the one before it. Never changed, never deleted."""

    number = models.BigIntegerField("序号", primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField("时间")
    account = models.UUIDField("账号", null=True)
    post = models.UUIDField("以何身份", null=True)
    action = models.CharField("动作", max_length=60)
    object_kind = models.CharField("对象类别", max_length=40)
    object_id = models.UUIDField("对象", null=True)
    organization = models.UUIDField("组织", null=True)
    detail_digest = models.CharField("内容摘要", max_length=64)
    previous = models.CharField("前一条摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64, unique=True)

    class Meta:
        verbose_name = "日志"
        indexes = (
            models.Index(fields=["object_id", "number"]),
            models.Index(fields=["organization", "number"]),
        )


class Detail(models.Model):
    """What an entry says in full; purged when its time is over."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    salt = models.CharField(max_length=32)
    body = models.JSONField("内容", null=True)
    purged_at = models.DateTimeField("清除时间", null=True)


class Head(models.Model):
    """Where the chain ends: one row, locked by whoever adds to it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)


class Answer(models.Model):
    """The first answer to a request that carried a key; a repeat gets it again."""

    account = models.UUIDField()
    key = models.UUIDField()
    action = models.CharField(max_length=60)
    result = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="one_answer"),)
