"""Entries of registers: what all have in common as columns, the rest as their definition says."""

import uuid

from django.db import models

from mingdeng.roster.models import Organization, Person


class Entry(models.Model):
    """One entry. Which fields it has beside these columns says its register (docs/registers.md).

    `facts` holds what everyone sees who sees the entry; `words` the same as text, to look
    through. What only some may see stands in `Reserved`, people in `Involved`.
    """

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        CLOSED = "closed", "已办结"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField("台账", max_length=40)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="entries")
    title = models.CharField("名称", max_length=200)
    day = models.DateField("日期", null=True)
    until = models.DateField("到", null=True)
    due = models.DateField("到期", null=True)
    period = models.CharField("期", max_length=10, blank=True)  # 2026, 2026-Q3, 2026-09
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    facts = models.JSONField("内容", default=dict)
    words = models.TextField("检索用文字", blank=True)
    state = models.CharField("状态", max_length=6, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField("办结日期", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    recorded_at = models.DateTimeField("记录时间")
    account = models.UUIDField("记录账号", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    # Of one that is shown to someone who does not see the entry above it; never stored.
    parent_hidden = False

    class Meta:
        verbose_name = "台账条目"
        ordering = ("-day", "-recorded_at", "id")
        indexes = (
            models.Index(fields=["register", "organization", "-day", "-recorded_at", "id"]),
            models.Index(fields=["register", "-day", "-recorded_at", "id"]),
            models.Index(fields=["register", "title"]),
            models.Index(fields=["state", "due"]),
        )


class Reserved(models.Model):
    """The fields of an entry that only some of those may see who see the entry."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="reserved")
    facts = models.JSONField("限制查看的内容", default=dict)


class Involved(models.Model):
    """Someone an entry names in one of its fields: known on the roster, or by name only."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="people")
    field = models.CharField("字段", max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="involved")
    name = models.CharField("姓名", max_length=60)
    position = models.PositiveSmallIntegerField("序号", default=0)

    class Meta:
        ordering = ("field", "position")


class Step(models.Model):
    """Something said or decided about an entry while it was worked on; never changed."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "进展"
        ASKED_CLOSING = "asked_closing", "申请销号"
        CLOSED = "closed", "办结"
        RETURNED = "returned", "退回"
        ASKED_EXTENSION = "asked_extension", "申请延期"
        EXTENDED = "extended", "同意延期"
        REFUSED = "refused", "不同意延期"
        REOPENED = "reopened", "重新办理"
        CHECKED = "checked", "检查"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField("类别", max_length=16, choices=Kind.choices)
    text = models.CharField("说明", max_length=1000, blank=True)
    day = models.DateField("日期", null=True)  # the new due day, or the day it happened
    at = models.DateTimeField("时间")
    account = models.UUIDField("账号", null=True)

    class Meta:
        ordering = ("at", "id")


class Link(models.Model):
    """That two entries belong together, and how: the first came before the second."""

    class Kind(models.TextChoices):
        CARRIED = "carried", "续填"
        HANDED_DOWN = "handed_down", "分解下达"
        LOOK_BACK = "look_back", "回头看"
        PAIRED = "paired", "同部署同检查"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    first = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="later")
    second = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="earlier")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "first", "second"], name="linked_once"),
        )


class EntryFile(models.Model):
    """A file added to an entry, never a condition of it; its bytes lie outside the web root."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="files")
    name = models.CharField("文件名", max_length=150)
    format = models.CharField("格式", max_length=4)
    size = models.PositiveIntegerField("大小")
    digest = models.CharField("摘要", max_length=64)
    file = models.FileField("文件", upload_to="entries", max_length=100)
    added_by = models.UUIDField("添加账号", null=True)
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = "台账附件"
        ordering = ("added_at", "id")


class Survey(models.Model):
    """One question to the person served, by a link that works once and ends.

    Only the digest of the link is kept: nobody here can open it again.
    """

    class Grade(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        BASICALLY = "basically", "基本满意"
        NOT = "not", "不满意"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="surveys")
    digest = models.CharField("链接摘要", max_length=64, unique=True)
    expires = models.DateField("有效期至")
    issued_by = models.UUIDField("开具账号", null=True)
    issued_at = models.DateTimeField("开具时间")
    grade = models.CharField("评价", max_length=10, choices=Grade.choices, blank=True)
    words = models.CharField("意见", max_length=500, blank=True)
    answered_on = models.DateField("评价日期", null=True)

    class Meta:
        ordering = ("issued_at", "id")
