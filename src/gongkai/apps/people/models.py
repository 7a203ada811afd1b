"""个人信息: one row for each person in each record. What names them is encrypted; what the statistics need is not."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from gongkai.apps.organizations.models import Organization, User


class Kind(models.TextChoices):
    """Who asks, as the columns of the annual form count them; the codes are the form's own column ids."""

    NATURAL = "natural", "自然人"
    BUSINESS = "biz", "商业企业"
    RESEARCH = "research", "科研机构"
    CHARITY = "charity", "社会公益组织"
    LEGAL = "legal", "法律服务机构"
    OTHER = "other", "其他"


class Part(models.TextChoices):
    """What the person is in the record."""

    APPLICANT = "applicant", "申请人"
    AGENT = "agent", "代理人"
    THIRD_PARTY = "third_party", "第三方"
    WRITER = "writer", "写信人"
    PARTICIPANT = "participant", "参与人"


_EMPTY = Q(name="", identity="", contact="", name_index="", identity_index="", telephone_index="")


class Party(models.Model):
    """One person or organization in one record of ours, as they gave their particulars for it.

    `name`, `identity`, `contact` are tokens of `gongkai.crypt`, bound to this row; the three indexes find equal
    values and tell nothing without the key. After the erasure act only kind, part and place are left: the figures
    stay, the person is gone. `subject_*`: the record; `keep_until`: known once the record is closed.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    part = models.CharField("身份", max_length=12, choices=Part.choices)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    name = models.TextField(blank=True)
    identity = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    name_index = models.CharField(max_length=32, blank=True)
    identity_index = models.CharField(max_length=32, blank=True)
    telephone_index = models.CharField(max_length=32, blank=True)
    given_at = models.DateTimeField("提供时间")
    retention = models.CharField("保存期限", max_length=20)
    keep_until = models.DateField("保存至", null=True, blank=True)
    erased_at = models.DateTimeField("删除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "个人信息"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | _EMPTY, name="people_erased_is_empty"
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="people_subject"),
            models.Index(
                fields=["organization", "identity_index"],
                condition=~Q(identity_index=""),
                name="people_identity",
            ),
            models.Index(
                fields=["organization", "telephone_index"],
                condition=~Q(telephone_index=""),
                name="people_phone",
            ),
            models.Index(
                fields=["organization", "name_index"], condition=~Q(name_index=""), name="people_name"
            ),
            models.Index(
                fields=["keep_until"], condition=Q(erased_at__isnull=True), name="people_keep_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}（{self.get_kind_display()}）"  # never the person


class Erasure(models.Model):
    """One act of erasing: who asked for it and why, who signed. Nobody signs what they opened themselves.

    By the retention schedule nobody opens and nobody signs: the basis is the schedule.
    traces: numbers of ledger entries in which somebody had written the person's particulars into a free text;
    the chain cannot be changed, so they are named here for the head of the office to deal with.
    """

    class Outcome(models.TextChoices):
        OPEN = "", "待签"
        DONE = "done", "已删除"
        DECLINED = "declined", "不同意"

    party = models.ForeignKey(Party, models.PROTECT, related_name="erasures")
    ground = models.CharField("依据", max_length=20)
    because = models.CharField("理由", max_length=300)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="提请人")
    opened_at = models.DateTimeField("提请时间")
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签批人")
    signed_at = models.DateTimeField("签批时间", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, blank=True, choices=Outcome.choices)
    traces = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = "删除个人信息"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(opened_by=F("signed_by")), name="erasure_two_people"
            ),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True, signed_by__isnull=True, ground="retention")
                | Q(opened_by__isnull=False, outcome="", signed_by__isnull=True)
                | Q(opened_by__isnull=False, signed_by__isnull=False),
                name="erasure_signed",
            ),
            models.UniqueConstraint(fields=["party"], condition=Q(outcome=""), name="erasure_one_open"),
        ]
