"""期限: one row a running clock. The due instant is stored and indexed; the reasons are recomputed from the facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.apps.organizations.models import Organization, User


class State(models.TextChoices):
    RUNNING = "running", "进行中"
    PAUSED = "paused", "停计"
    MET = "met", "已办结"
    CANCELLED = "cancelled", "已撤销"


class Deadline(models.Model):
    """A legal limit that runs against a record of ours.

    `provision` and `version` say by which version of which rule it was judged, so an old case can be
    recomputed. `facts` holds the events of the clock: start, restarts, exclusions, extensions.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    holder = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, verbose_name="承办人")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    title = models.CharField("事项", max_length=300)
    url = models.CharField("办理地址", max_length=300, blank=True)
    provision = models.CharField("规定", max_length=60)
    version = models.CharField("规定版本", max_length=60)
    basis = models.CharField("依据", max_length=120)
    started_on = models.DateField("起算日")
    facts = models.JSONField("计期事实", default=list)
    due_on = models.DateField("届满日")
    provisional = models.BooleanField("暂定", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RUNNING)
    ended_on = models.DateField("办结日", null=True, blank=True)
    rung_stage = models.CharField("已提醒", max_length=10, blank=True)
    rung_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "provision"],
                condition=Q(state__in=["running", "paused"]),
                name="deadline_one_running",
            )
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="deadline_due"),
            models.Index(fields=["organization", "state", "due_on"], name="deadline_body_due"),
            models.Index(fields=["section", "state", "due_on"], name="deadline_section_due"),
            models.Index(fields=["holder", "state", "due_on"], name="deadline_holder_due"),
            models.Index(fields=["subject_type", "subject_id"], name="deadline_subject"),
        ]


class Notice(models.Model):
    """A reminder shown on a person's workbench; rings leave these behind."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="收件人")
    deadline = models.ForeignKey(Deadline, models.CASCADE, null=True, blank=True, related_name="notices")
    text = models.CharField("内容", max_length=300)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        indexes = [models.Index(fields=["user", "read_at", "-at"], name="notice_unread")]
