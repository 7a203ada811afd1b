"""台账: entries in hash chains, one chain a body. Rows are only ever added; triggers refuse the rest."""

from __future__ import annotations

from django.db import models

from gongkai.fragments import Fragments

TITLES = Fragments("ledger_entry", ("subject_title",), "ledger_fragments", kept=True)


def subject_type(subject: models.Model | type[models.Model]) -> str:
    """The stable name of a kind of record, e.g. `documents.officialdocument`."""
    return subject._meta.label_lower


class Chain(models.Model):
    """The head of one body's chain: locked while an entry is added, so numbers have neither gap nor double."""

    name = models.CharField("链", max_length=64, primary_key=True)
    last_number = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = "台账链"


class Entry(models.Model):
    """One act. Actor, post and body are snapshots: the words stay true when the person moves on."""

    chain = models.CharField("链", max_length=64)
    number = models.PositiveBigIntegerField("台账号")
    at = models.DateTimeField("时间")
    event = models.CharField("事件", max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_title = models.CharField("事项", max_length=300)
    actor_id = models.CharField(max_length=40, blank=True)  # loose on purpose: a person's row may be erased
    actor_name = models.CharField("办理人", max_length=60)
    actor_post = models.CharField("岗位", max_length=120, blank=True)
    actor_body = models.CharField("单位", max_length=120, blank=True)
    because = models.CharField("理由", max_length=2000, blank=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "台账记录"
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="ledger_entry_number")]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="ledger_subject"),
            models.Index(fields=["chain", "-at"], name="ledger_recent"),
            models.Index(fields=["-at", "-id"], name="ledger_newest"),  # of a whole city
            models.Index(fields=["event", "at"], name="ledger_event"),
            models.Index(fields=["actor_id", "-at"], name="ledger_actor"),
        ]


class Sealed(models.Model):
    """Personal data that an entry refers to, encrypted. The chain holds only the salted commitment, so this row can
    be erased and the chain stays valid.

    holder: whose datum it is, as `people` names it; empty for data that no record of `people` stands for.
    """

    commitment = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=64)
    value = models.TextField()
    holder = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        verbose_name = "封存的个人信息"
        indexes = [models.Index(fields=["holder"], name="ledger_sealed_holder")]


class DayHead(models.Model):
    """The head of a chain as it stood at the end of a day, kept and published: who rewrites the chain cannot meet it."""

    day = models.DateField("日期")
    chain = models.CharField("链", max_length=64)
    number = models.PositiveBigIntegerField("台账号")
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "台账每日指纹"
        constraints = [models.UniqueConstraint(fields=["day", "chain"], name="ledger_dayhead_once")]
        indexes = [models.Index(fields=["chain", "-day"], name="ledger_dayhead_chain")]
