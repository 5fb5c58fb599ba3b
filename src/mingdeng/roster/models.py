"""Organizations and people, and what binds them together, each with its dates."""

import uuid

from django.conf import settings
from django.db import models

from mingdeng.rulebook.vocabulary import vocabulary


def organization_kinds() -> list[tuple[str, str]]:
    """The kinds of organizations of the vocabulary."""
    kinds = (
        *("work_committee", "organ", "leading_group", "organ_committee"),
        *("discipline_commission", "general_branch", "branch"),
    )
    return [(kind, vocabulary().label("bearers", kind)) for kind in kinds]


class Organization(models.Model):
    """A node of the tree: an organ, a Party committee, a branch."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    kind = models.CharField("类别", max_length=30, choices=organization_kinds)
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=120)
    code = models.CharField("党组织代码", max_length=40, blank=True)
    unit = models.CharField("所在单位", max_length=120, blank=True)
    position = models.PositiveIntegerField("排列", default=0)
    founded = models.DateField("成立日期", null=True)
    dissolved = models.DateField("撤销日期", null=True)
    elected = models.DateField("本届选举日期", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "党组织"
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name


class Above(models.Model):
    """That one organization stands under another, at any distance; itself at distance 0."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="above")
    ancestor = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="below")
    distance = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organization", "ancestor"], name="one_way_up"),
        )


class FormerName(models.Model):
    """What an organization was called before a day."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="names")
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=120)
    until = models.DateField("使用至")


class Group(models.Model):
    """A Party group of a branch, by number or by a name of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    branch = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField("序号", null=True)
    name = models.CharField("名称", max_length=40)
    founded = models.DateField("设立日期", null=True)
    dissolved = models.DateField("撤销日期", null=True)

    class Meta:
        verbose_name = "党小组"
        ordering = ("number", "name")
        constraints = (models.UniqueConstraint(fields=["branch", "name"], name="one_group"),)


class Person(models.Model):
    """Someone on the roster. The account, if any, is how they sign in."""

    class Status(models.TextChoices):
        FULL = "full", "正式党员"
        PROBATIONARY = "probationary", "预备党员"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="person"
    )
    name = models.CharField("姓名", max_length=60)
    initials = models.CharField("姓名拼音首字母", max_length=60, blank=True)
    gender = models.CharField("性别", max_length=2, blank=True)
    birth = models.DateField("出生日期", null=True)
    id_number = models.CharField("身份证号", max_length=18, blank=True)
    status = models.CharField("党籍", max_length=12, choices=Status.choices, blank=True)
    joined = models.DateField("入党日期", null=True)
    converted = models.DateField("转正日期", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "党员"
        constraints = (
            models.UniqueConstraint(
                fields=["id_number"], condition=~models.Q(id_number=""), name="one_id_number"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a person belongs to a branch, and to a group of it, between two days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    branch = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="members")
    since = models.DateField("起", null=True)
    until = models.DateField("止", null=True)
    position = models.PositiveIntegerField("排列", default=0)

    class Meta:
        verbose_name = "组织关系"
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(until=None), name="one_branch_at_a_time"
            ),
        )


class Post(models.Model):
    """A post held in an organization between two days; what its holder may do follows from it."""

    class Kind(models.TextChoices):
        SECRETARY = "secretary", "书记"
        DEPUTY = "deputy_secretary", "副书记"
        COMMITTEE = "committee_member", "委员"
        GROUP_LEADER = "group_leader", "党小组组长"
        OFFICE = "committee_office", "机关党委办公室"
        LEADING_SECRETARY = "leading_group_secretary", "党组书记"
        DISCIPLINE = "discipline_officer", "纪检干部"
        VIEWER = "work_committee_viewer", "工委工作人员"
        INSPECTOR = "inspector", "检查人员"
        UNIT_STAFF = "unit_staff", "业务处室工作人员"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="posts")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="posts")
    kind = models.CharField("职务", max_length=30, choices=Kind.choices)
    title = models.CharField("职务名称", max_length=40)
    since = models.DateField("任职日期", null=True)
    until = models.DateField("免职日期", null=True)

    class Meta:
        verbose_name = "职务"
        ordering = ("organization", "kind", "id")


class Delegation(models.Model):
    """That someone acts for the holder of a post between two days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    since = models.DateField("起")
    until = models.DateField("止")
    revoked_at = models.DateTimeField("收回时间", null=True)


class PackAdoption(models.Model):
    """That a rule pack holds for an organization and all below it between two days."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="packs")
    pack = models.CharField("规则包", max_length=60)
    since = models.DateField("起", null=True)
    until = models.DateField("止", null=True)
