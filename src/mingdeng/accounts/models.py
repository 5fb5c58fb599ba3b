"""Accounts and the links that let someone in once."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Kind(models.TextChoices):
    """What an account is for. Administrators run the system and see no business record."""

    PERSON = "person", "业务人员"
    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"


class UserManager(BaseUserManager["User"]):
    """Accounts are made by `services`; Django only looks them up."""


class User(AbstractBaseUser):
    """An account: a way to sign in. Who it is stands in the roster, what they may do in posts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField("登录名", max_length=60, unique=True)
    kind = models.CharField("用途", max_length=10, choices=Kind.choices, default=Kind.PERSON)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = "账号"

    @property
    def is_administrator(self) -> bool:
        """Whether it runs the system rather than works in it."""
        return self.kind != Kind.PERSON


class SignInLink(models.Model):
    """A link that signs its holder in once, before it expires. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "登录链接"
