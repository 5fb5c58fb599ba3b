"""Where the records of this installation came from, if they were not made here."""

from django.db import models


class Arrival(models.Model):
    """One row: the file the records were taken from, when, and where its journal ended.

    It stands beside the journal, not in it: up to there the chain is the one of the
    installation the records come from, to the last byte.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField("导入时间")
    sha256 = models.CharField("档案的摘要", max_length=64)
    number = models.BigIntegerField("日志到第几条")
    digest = models.CharField("最后一条日志的摘要", max_length=64)
