"""公开的答复: the twin of a case that was decided to be made public, without the person. It walks its own reviews."""

from __future__ import annotations

import uuid

from django.core.files.storage import default_storage
from django.db import models

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.requests.models.case import Request
from gongkai.apps.requests.models.redacting import Redaction
from gongkai.desk import files


class OpenedReply(models.Model):
    """One reply as everybody may read it. request: the case it comes from; that link is for officers alone."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    request = models.OneToOneField(Request, models.PROTECT, related_name="opened", verbose_name="申请")
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟稿人")
    stage = models.CharField("办理状态", max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("正文")
    created_at = models.DateTimeField("拟稿时间")
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开的答复"
        indexes = [models.Index(fields=["organization", "stage", "updated_at"], name="request_opened_stage")]

    def __str__(self) -> str:
        return self.title


def stored_name(instance: OpenedFile, filename: str) -> str:
    """Where a file is kept (named so by the migrations)."""
    return files.stored_name("opened", filename)


class OpenedFile(models.Model):
    """A redacted file that goes along with a twin: a plain copy of what a second person released with its certificate.

    sha256: of these bytes, the same as the certificate of `redaction` names for its output.
    """

    opened = models.ForeignKey(OpenedReply, models.CASCADE, related_name="files", verbose_name="公开的答复")
    redaction = models.ForeignKey(Redaction, models.PROTECT, related_name="+", verbose_name="遮盖件")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("名称", max_length=120)
    file = models.FileField(upload_to=stored_name, storage=default_storage)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="加入的人")
    added_at = models.DateTimeField("加入时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开的答复的附件"
        constraints = [
            models.UniqueConstraint(fields=["opened", "redaction"], name="request_opened_file_once")
        ]

    def __str__(self) -> str:
        return self.name
