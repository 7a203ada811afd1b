"""收件: drafts that only their writer can open, receipts whose code is known to nobody else, attachments, spent proofs."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from gongkai.apps.organizations.models import Organization


class Serial(models.Model):
    """The last number of one form of one body in one year. Locked while a number is taken: no gap, no double."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    form = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "受理号"
        constraints = [
            models.UniqueConstraint(fields=["organization", "form", "year"], name="intake_serial_one")
        ]


class Receipt(models.Model):
    """回执: what was sent got this number on this day. Holds nothing of the person and nothing of the words.

    code_*: the check code, salted and hashed; it cannot be read back (`receipts.py`). wrong, wrong_since: guesses
    of the present hour; many of them ask the next one for a proof of work, and lock nobody out.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    form = models.CharField(max_length=30)
    number = models.CharField("受理号", max_length=20)
    code_salt = models.CharField(max_length=32)
    code_hash = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    made_at = models.DateTimeField("收到时间")
    wrong = models.PositiveSmallIntegerField(default=0)
    wrong_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回执"
        constraints = [
            models.UniqueConstraint(fields=["organization", "form", "number"], name="intake_receipt_number"),
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="intake_receipt_one"),
        ]

    def __str__(self) -> str:
        return self.number


class Draft(models.Model):
    """A form half-written by somebody without an account.

    key: SHA-256 of the token in the writer's cookie. answers: encrypted *with that token*, so neither the bureau nor
    who takes the database can read what has not been sent. Once sent, answers are gone and `receipt` stands.
    """

    key = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    form = models.CharField(max_length=30)
    answers = models.TextField(blank=True)
    receipt = models.OneToOneField(Receipt, models.CASCADE, null=True, blank=True, related_name="draft")
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt__isnull=True) | Q(answers=""), name="intake_sent_is_empty"
            )
        ]


class Attachment(models.Model):
    """A file that came with a form: encrypted on the disk, first with the draft's token, then with the field keys.

    After sending it belongs to `subject_*`; the app of that record says who may read it (`gate.py`).
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, related_name="attachments")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    question = models.CharField(max_length=30)
    name = models.TextField()  # encrypted: people name files after themselves
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to="intake/%Y/%m")
    key_id = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "来件附件"
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False, subject_id__isnull=True) | Q(subject_id__isnull=False),
                name="intake_attachment_belongs",
            )
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="intake_attachment_subject")]


class Spent(models.Model):
    """A proof of work or a waiting slip that was used. Kept until it would have expired by itself."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "已用的凭证"
