"""What can be found, by which pairs of characters; what is deleted goes from here with it."""

from django.db import models

from mingdeng.activities.models import Activity
from mingdeng.registers.models import Entry
from mingdeng.roster.models import Organization, Person


class Indexed(models.Model):
    """One thing that can be found. It carries no rights: those are asked when someone looks.

    The references cascade: a record removed is gone from here in the same transaction.
    """

    activity = models.OneToOneField(
        Activity, on_delete=models.CASCADE, null=True, related_name="indexed"
    )
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, null=True, related_name="indexed"
    )
    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, null=True, related_name="indexed"
    )
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, null=True, related_name="indexed")
    text = models.TextField("内容")
    # One line for each way a name is typed, every line behind a line break.
    spelled = models.TextField("拼音", blank=True)


class Token(models.Model):
    """One or two characters that occur in something."""

    indexed = models.ForeignKey(
        Indexed, on_delete=models.CASCADE, related_name="tokens", db_index=False
    )
    pair = models.CharField(max_length=2)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["pair", "indexed"], name="token_once"),)
        indexes = (models.Index(fields=["indexed"]),)


class Progress(models.Model):
    """Up to which number of the journal the index tells what the records say: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
