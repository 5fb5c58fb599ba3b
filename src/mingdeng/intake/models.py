"""What was uploaded, line by line, and what became of it."""

import uuid

from django.db import models

from mingdeng.roster.models import Organization


class Upload(models.Model):
    """Files that were read for an organization and all below it: a preview until confirmed."""

    class State(models.TextChoices):
        READING = "reading", "正在读取"
        FAILED = "failed", "没有可导入的内容"
        PREVIEWED = "previewed", "待确认"
        CONFIRMED = "confirmed", "已导入"
        UNDONE = "undone", "已撤销"
        DISCARDED = "discarded", "已放弃"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    root = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="uploads")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PREVIEWED)
    files = models.JSONField("文件", default=list)
    findings = models.JSONField("提示", default=list)
    account = models.UUIDField("账号", null=True)
    at = models.DateTimeField("上传时间")
    confirmed_at = models.DateTimeField("导入时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)
    packs = models.JSONField("采用的规则包", default=list)
    version = models.PositiveIntegerField("版本", default=1)
    # What is read into one register; empty for the roster and the ledgers.
    register = models.CharField("台账", max_length=40, blank=True)
    rows = models.PositiveIntegerField("行数", default=0)
    rows_read = models.PositiveIntegerField("已读行数", default=0)

    class Meta:
        verbose_name = "导入"
        ordering = ("-at", "id")


class StoredFile(models.Model):
    """A file as it was uploaded, under a random name outside the web root, for some days."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="stored")
    name = models.CharField("文件名", max_length=200)
    path = models.CharField("存放位置", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("大小")
    digest = models.CharField("摘要", max_length=64)
    removed_at = models.DateTimeField("清除时间", null=True)

    class Meta:
        ordering = ("id",)


class Line(models.Model):
    """One thing the files say: what it is, how it compares with what is held, what was done."""

    class Kind(models.TextChoices):
        ORGANIZATION = "organization", "组织"
        GROUP = "group", "党小组"
        PERSON = "person", "党员"
        POST = "post", "职务"
        ACTIVITY = "activity", "活动"
        COVERED = "covered", "台账时段"
        ENTRY = "entry", "台账条目"
        TERM = "term", "任期"

    class State(models.TextChoices):
        NEW = "new", "新增"
        SAME = "same", "相同"
        CHANGED = "changed", "有变化"
        CONFLICT = "conflict", "需要处理"
        ERROR = "error", "读不出来"

    class Done(models.TextChoices):
        NOTHING = "", "未导入"
        CREATED = "created", "已新增"
        CHANGED = "changed", "已更新"
        MOVED = "moved", "已划转"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("序号")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    ref = models.CharField("文件内编号", max_length=60)
    title = models.CharField("名称", max_length=300)
    source = models.JSONField("出处", default=dict)
    data = models.JSONField("文件内容", default=dict)
    state = models.CharField("比对", max_length=12, choices=State.choices)
    target = models.UUIDField("对应记录", null=True)
    target_version = models.PositiveIntegerField("对应版本", null=True)
    changes = models.JSONField("不同之处", default=dict)
    problem = models.CharField("问题", max_length=500, blank=True)
    taken = models.BooleanField("是否导入", null=True)
    moved_on = models.DateField("划转日期", null=True)
    done = models.CharField("结果", max_length=12, choices=Done.choices, blank=True)
    made = models.UUIDField("所成记录", null=True)
    made_version = models.PositiveIntegerField("所成版本", null=True)

    class Meta:
        verbose_name = "导入行"
        ordering = ("number",)
        indexes = (models.Index(fields=["upload", "kind", "state"]),)
        constraints = (
            models.UniqueConstraint(fields=["upload", "number"], name="line_once"),
            models.UniqueConstraint(fields=["upload", "ref"], name="line_ref_once"),
        )
