"""区分处理: one file of a case that goes out with places hidden, from the original to the word of the second person."""

from __future__ import annotations

import uuid

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q

from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.requests.models.case import Request
from gongkai.desk import files


def stored_name(instance: Redaction, filename: str) -> str:
    """Where a file is kept (named so by the migrations)."""
    return files.stored_name("redactions", filename)


class Redaction(models.Model):
    """遮盖件. Both files lie encrypted on the disk; what stands in `marks` shows little of what is hidden.

    name: of the original, encrypted. sizes: width and height of each page. marks, past, version: see `marks.py`; each
    change takes the next version, so that no tab writes over another. done, total: steps of the job that runs.
    certificate: as `gongkai redaction apply` writes it. elsewhere: the same words left unhidden; waived: why that may
    be. findings: what the check found of the last attempt that failed. attempts: every attempt. hands: who changed
    marks, had the result made or left a place unhidden. seen: pages with a box that each other person has looked at. item: of the request, with whose answer it goes.
    """

    class State(models.TextChoices):
        READING = "reading", "正在读原件"
        UNREAD = "unread", "读不出来"
        MARKING = "marking", "正在标"
        MAKING = "making", "正在做成品"
        MADE = "made", "成品已核验"
        RELEASED = "released", "已放行"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="redactions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    item = models.PositiveSmallIntegerField("随哪一项给", null=True, blank=True)
    name = models.TextField()
    key_id = models.CharField(max_length=16)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.READING)
    original = models.FileField(upload_to=stored_name, storage=default_storage)
    original_sha256 = models.CharField(max_length=64)
    sizes = models.JSONField(default=list)
    marks = models.JSONField(default=list)
    past = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    problem = models.CharField("原因", max_length=500, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.FileField(upload_to=stored_name, storage=default_storage, blank=True)
    certificate = models.JSONField(null=True, blank=True)
    elsewhere = models.JSONField(default=list)
    waived = models.CharField("别处同样内容不遮的理由", max_length=300, blank=True)
    findings = models.JSONField(default=list)
    attempts = models.JSONField(default=list)
    hands = models.JSONField(default=list)
    seen = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="承办人")
    made_at = models.DateTimeField("上传时间")
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="放行人")
    released_at = models.DateTimeField("放行时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "遮盖件"
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("made_by")),
                name="request_redaction_second_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="released",
                    released_by__isnull=False,
                    released_at__isnull=False,
                    certificate__isnull=False,
                )
                | (~Q(state="released") & Q(released_by__isnull=True, released_at__isnull=True)),
                name="request_redaction_released",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["made", "released"]) | ~Q(result=""), name="request_redaction_made"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What ledger and notices call it."""
        return f"{self.request.label}遮盖件"

    @property
    def busy(self) -> bool:
        """A job in the background has it."""
        return self.state in {self.State.READING, self.State.MAKING}

    def context(self, part: str) -> str:
        """What binds an encrypted part (name, original, result) to this row."""
        return f"requests.redaction:{self.key.hex}:{part}"
