"""公开的答复: the twin of a case that was decided to be made public, without the person. It walks its own reviews."""

from __future__ import annotations

from django.db import models

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.requests.models.case import Request


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
