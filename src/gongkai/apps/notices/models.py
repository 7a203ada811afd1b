"""提醒: one row a person and piece of news. Nothing legal rests on it; old rows are removed."""

from __future__ import annotations

from django.db import models

from gongkai.apps.organizations.models import User


class Notice(models.Model):
    """News for one person: a sentence, the record it is about, and where to act on it.

    subject_type, subject_id: the record, so that the news is put away when its reason is gone. No personal data
    of citizens in `text`.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="收件人")
    text = models.CharField("内容", max_length=300)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    url = models.CharField("办理地址", max_length=300, blank=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已知", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        indexes = [
            models.Index(fields=["user", "read_at", "-at"], name="notices_unread"),
            models.Index(fields=["user", "-at", "-id"], name="notices_mine"),
            models.Index(fields=["subject_type", "subject_id"], name="notices_subject"),
            models.Index(fields=["at"], name="notices_age"),
        ]
