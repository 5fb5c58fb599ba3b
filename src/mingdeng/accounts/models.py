"""Accounts, how their holders prove who they are, and what slows down who guesses."""

import uuid
from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


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
    password_set_at = models.DateTimeField("口令设置时间", null=True)
    # Raised to end every session of the account, whatever its password.
    generation = models.PositiveIntegerField("会话代次", default=1)
    version = models.PositiveIntegerField("版本", default=1)

    objects = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = "账号"

    @property
    def is_administrator(self) -> bool:
        """Whether it runs the system rather than works in it."""
        return self.kind != Kind.PERSON

    @property
    def is_activated(self) -> bool:
        """Whether its holder has set a password."""
        return self.password_set_at is not None

    def get_session_auth_hash(self) -> str:
        """What a session must carry: another password or another generation ends it."""
        said = f"{self.password}\n{self.generation}"
        return salted_hmac("mingdeng.accounts.session", said, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """No older hash is good: there is one key."""
        return iter(())


class SignInLink(models.Model):
    """A link of the demo: it signs its holder in once. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "登录链接"


class Activation(models.Model):
    """A code with which someone sets their password, once. Only its digest is kept.

    The code of an account that is in use already works only when a second
    administrator has released it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="activations")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("有效至")
    released_at = models.DateTimeField("放行时间", null=True)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "激活码"


class SecondFactor(models.Model):
    """The secret shared with someone's authenticator; it counts once it was confirmed.

    `last_step` is the time step of the last code taken: no code of it or of an
    earlier one is good again.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="second_factor"
    )
    secret = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField("启用时间", null=True)
    last_step = models.BigIntegerField(default=0)
    # A new secret waits here until its first code: the old one stays good until then.
    waiting = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "第二因素"


class RecoveryCode(models.Model):
    """A code for the day the authenticator is lost; good once. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "备用码"
        constraints = (models.UniqueConstraint(fields=["user", "digest"], name="one_digest"),)


class AccessToken(models.Model):
    """With what a program speaks for someone, until a day. Only its digest is kept.

    It lives as long as the sessions of its time: a new password, a new second factor,
    suspending the account and ending its sessions end it too. Of its use only the last
    day is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField("名称", max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField("范围", default=list)
    issued_at = models.DateTimeField("发出时间")
    expires_on = models.DateField("有效至")
    revoked_at = models.DateTimeField("停用时间", null=True)
    used_on = models.DateField("最近使用", null=True)
    generation = models.PositiveIntegerField("会话代次")
    # Whether whoever issued it had shown a second factor.
    two_factors = models.BooleanField("两种方式登录后发出")

    class Meta:
        verbose_name = "访问令牌"
        ordering = ("-issued_at", "id")


class Slowed(models.Model):
    """How often something was refused of late, and until when its next try has to wait.

    The key is a digest of a login name or of an address: neither stands here in clear.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["last_at"]),)


class Refusal(models.Model):
    """How often entering as an account was refused on a day; the nil id counts unknown names."""

    account = models.UUIDField()
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "day"], name="one_count"),)
        indexes = (models.Index(fields=["day"]),)
