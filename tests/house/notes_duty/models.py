"""One note: the fields that every publishable record has, and its own."""

from __future__ import annotations

import uuid

from django.db import models

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations.models import Organization, User


class Note(models.Model):
    """A short guide for citizens. It keeps no saved texts: its fingerprint is enough."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="单位")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="主办科室")
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟稿人")
    stage = models.CharField("办理状态", max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    title = models.CharField("标题", max_length=200)
    html = models.TextField("正文", blank=True)
    text = models.TextField(blank=True)
    hotline = models.CharField("咨询电话", max_length=40, blank=True)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to="notes", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    goes_with = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("登记时间")
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = verbose_name_plural = "办事指南"
        indexes = [models.Index(fields=["organization", "stage", "updated_at"], name="notes_stage")]

    def __str__(self) -> str:
        return self.title
