"""统计年报: our own report with what was typed for it, its frozen figures; reports that other bodies hand in."""

from __future__ import annotations

import datetime as dt

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.reviews.queries import rounds_of
from gongkai.desk import files


class State(models.TextChoices):
    """Where our own report stands. Once in review, its figures are frozen."""

    DRAFT = "draft", "编制中"
    IN_REVIEW = "in_review", "待审定"
    APPROVED = "approved", "待签发"
    ISSUED = "issued", "已签发"


class Report(models.Model):
    """The annual report of a body for a year.

    Who drafted, agreed and issued stands in its round of review (`reviews`), and who typed any of it.
    `frozen` is what reviewer and issuer saw: every cell with its origin and the digest of its records, every
    part as it reads; `sha256` is over exactly that. `document` carries it to the public by the common way.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="单位")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="编制科室")
    year = models.PositiveSmallIntegerField("年度")
    form = models.CharField("表式", max_length=30)
    traits = models.JSONField("本单位情况", default=list, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="编制人")
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    opinion = models.CharField("审定意见", max_length=1000, blank=True)
    frozen = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    document = models.OneToOneField(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="annual_report"
    )

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="report_one_a_year"),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(frozen__isnull=False) & ~Q(sha256="")),
                name="report_review_frozen",
            ),
        ]
        indexes = [models.Index(fields=["section", "-year"], name="report_section")]

    def __str__(self) -> str:
        return f"{self.organization.name}{self.year}年政府信息公开工作年度报告"

    @property
    def submitted_at(self) -> dt.datetime | None:
        """When its figures were frozen."""
        return rounds_of(self).order_by("-id").values_list("submitted_at", flat=True).first()


class ManualCell(models.Model):
    """手工填报: a cell that no record of the platform knows, with the person who vouches for it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="manual_cells")
    cell = models.CharField(max_length=40)
    value = models.DecimalField("数", max_digits=16, decimal_places=4)
    vouched_by = models.CharField("核实人", max_length=60)
    note = models.CharField("说明", max_length=300, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "手工填报"
        constraints = [
            models.UniqueConstraint(fields=["report", "cell"], name="manualcell_once"),
            models.CheckConstraint(condition=~Q(vouched_by=""), name="manualcell_vouched"),
        ]


class Narrative(models.Model):
    """The text of one part of the outline as typed, with names of figures in braces."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts")
    part = models.CharField(max_length=4)
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "年报正文"
        constraints = [models.UniqueConstraint(fields=["report", "part"], name="narrative_once")]


class FrozenRecords(models.Model):
    """The records behind one figure of a frozen report: their kind; which they are stands in `FrozenRecord`."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="frozen_records")
    cell = models.CharField(max_length=40)
    model = models.CharField(max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "冻结名单"
        constraints = [models.UniqueConstraint(fields=["report", "cell"], name="frozenrecords_once")]


class FrozenRecord(models.Model):
    """One record of such a list, by its key, so that the list opens as it was: a row each, for a city's are many."""

    frozen = models.ForeignKey(FrozenRecords, models.CASCADE, related_name="rows")
    key = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "冻结名单的一件"
        constraints = [models.UniqueConstraint(fields=["frozen", "key"], name="frozenrecord_once")]


def stored_name(instance: Received, filename: str) -> str:
    """Where a report that was handed in is kept (named so by the migrations)."""
    return files.stored_name("reports", filename)


class Received(models.Model):
    """A report that a body handed in to another (a district to the commission), as read and checked.

    Who took it in or sent it back stands in its round (reviews), and so does the second person.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "待处理"
        RETURNED = "returned", "已退回"
        ACCEPTED = "accepted", "已接收"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="报送单位")
    receiver = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="接收单位")
    year = models.PositiveSmallIntegerField("年度")
    form = models.CharField(max_length=30, blank=True)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.RECEIVED)
    file = models.FileField(upload_to=stored_name, storage=default_storage)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField()
    findings = models.JSONField(default=list)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    handed_in_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    reason = models.CharField("退回原因", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送的年度报告"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "receiver", "year"],
                condition=~Q(state="returned"),
                name="received_one_standing",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="received_return_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "year", "state"], name="received_year"),
            models.Index(fields=["organization", "-year"], name="received_body"),
        ]

    def __str__(self) -> str:
        return f"{self.organization.name}{self.year}年政府信息公开工作年度报告"
