"""Requests of people that what is held about them be corrected, with what was answered."""

import uuid

from django.db import models

from mingdeng.roster.models import Organization, Person


class Correction(models.Model):
    """That something held about a person is wrong: asked, answered, and once more one level up.

    Nothing of it is ever overwritten: the request, the answer, the appeal and its answer stay.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "予以更正"
        REFUSED = "refused", "不予更正"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    subject = models.CharField("项目", max_length=40)
    held = models.CharField("现在的内容", max_length=200, blank=True)
    wanted = models.CharField("应当是", max_length=200)
    reason = models.CharField("理由", max_length=1_000)
    asked_by = models.UUIDField("提出账号")
    asked_at = models.DateTimeField("提出时间")
    due = models.DateField("答复期限", null=True)
    outcome = models.CharField("答复结论", max_length=12, choices=Outcome.choices, blank=True)
    answer = models.CharField("答复", max_length=1_000, blank=True)
    answered_by = models.UUIDField("答复账号", null=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_in = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )
    appeal = models.CharField("申诉", max_length=1_000, blank=True)
    appealed_at = models.DateTimeField("申诉时间", null=True)
    final_outcome = models.CharField("申诉结论", max_length=12, choices=Outcome.choices, blank=True)
    final_answer = models.CharField("申诉答复", max_length=1_000, blank=True)
    final_by = models.UUIDField("申诉答复账号", null=True)
    final_at = models.DateTimeField("申诉答复时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "更正请求"
        ordering = ("-asked_at", "id")

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed: the first, or the one to an appeal."""
        return not self.outcome or bool(self.appeal and not self.final_outcome)
