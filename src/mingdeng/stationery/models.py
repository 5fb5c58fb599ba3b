"""The templates an organ keeps, one for a kind of paper; they hold for all below it."""

import uuid

from django.db import models

from mingdeng.roster.models import Organization


class Template(models.Model):
    """A Word file papers are made from; its bytes lie outside the web root."""

    class Kind(models.TextChoices):
        MINUTES = "minutes", "会议记录"
        SIGN_IN = "sign_in", "签到表"
        NOTICE = "notice", "会议通知"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="templates"
    )
    kind = models.CharField("文件", max_length=12, choices=Kind.choices)
    name = models.CharField("文件名", max_length=150)
    size = models.PositiveIntegerField("大小")
    digest = models.CharField("摘要", max_length=64)
    file = models.FileField("文件", upload_to="stationery", max_length=100)
    placeholders = models.JSONField("占位符", default=list)
    added_by = models.UUIDField("添加账号", null=True)
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = "文件模板"
        ordering = ("organization", "kind")
        constraints = (
            models.UniqueConstraint(fields=["organization", "kind"], name="template_once"),
        )
