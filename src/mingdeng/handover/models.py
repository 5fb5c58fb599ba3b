"""What was handed over with a post, as of which day, and who signed for it."""

import uuid

from django.db import models

from mingdeng.roster.models import Organization, Person, Post


class Handover(models.Model):
    """A pack as it was on a day. It never changes: what is wrong in it is a reason to refuse it.

    `digest` is that of the pack; the journal holds it too, at the beginning and at every
    signature, so that what was signed for can be told from anything put in its place.
    """

    class State(models.TextChoices):
        OPEN = "open", "待签收"
        DONE = "done", "已交接"
        REFUSED = "refused", "已退回"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    predecessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handed_over")
    successor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taken_over")
    as_of = models.DateField("截至")
    pack = models.JSONField("内容")
    digest = models.CharField("内容摘要", max_length=64)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    begun_by = models.UUIDField("开始的账号", null=True)
    begun_at = models.DateTimeField("开始时间")
    handed_at = models.DateTimeField("移交人签收时间", null=True)
    taken_at = models.DateTimeField("接收人签收时间", null=True)
    witness = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="witnessed_handovers"
    )
    witnessed_at = models.DateTimeField("监交时间", null=True)
    refused_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="refused_handovers"
    )
    refused_at = models.DateTimeField("退回时间", null=True)
    reason = models.CharField("退回理由", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "交接"
        ordering = ("-begun_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(state="open"), name="one_handover_at_a_time"
            ),
        )

    @property
    def is_open(self) -> bool:
        """Whether a signature is still wanted."""
        return self.state == self.State.OPEN
