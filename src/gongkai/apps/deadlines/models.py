"""期限: one row a running clock. The due day is stored and indexed; the reasons are recomputed from the facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.apps.organizations.models import Organization, User
from gongkai.fragments import Fragments

TITLES = Fragments("deadlines_deadline", ("title",), "deadline_fragments")


class State(models.TextChoices):
    RUNNING = "running", "进行中"
    PAUSED = "paused", "停计"
    MET = "met", "已办结"
    CANCELLED = "cancelled", "已撤销"


class Deadline(models.Model):
    """A legal limit that runs against a record of any duty.

    subject_type, subject_id: the record. provision, version: by which version of which rule it is judged; a row
    never changes its version, so an old case can be recomputed. chosen: the dated facts of the case that picked
    it. facts: the events of the clock in order of recording, only ever added to. reckoning: the edition of
    calendar and law by which `due_on` was computed. fault: why the row cannot be computed, "" where it can.
    title is drawn in lists and kept in the ledger: no personal data of citizens.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    holder = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, verbose_name="承办人")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    title = models.CharField("事项", max_length=300)
    url = models.CharField("办理地址", max_length=300, blank=True)
    provision = models.CharField("规定", max_length=60)
    version = models.CharField("规定版本", max_length=60)
    basis = models.CharField("依据", max_length=120)
    chosen = models.JSONField("选定版本的日期", default=dict)
    started_on = models.DateField("起算日")
    facts = models.JSONField("计期事实", default=list)
    due_on = models.DateField("届满日")
    provisional = models.BooleanField("暂定", default=False)
    reckoning = models.CharField(max_length=16, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RUNNING)
    ended_on = models.DateField("办结日", null=True, blank=True)
    rung_stage = models.CharField("已提醒", max_length=10, blank=True)
    rung_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField("不能推算的原因", max_length=200, blank=True)

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
            # which records' clocks of one kind are near or over, out of the index alone: the menu of every page asks
            models.Index(
                fields=["provision", "state", "due_on", "subject_type", "subject_id"], name="deadline_matter"
            ),
            # what fell due in a month, at whichever bodies: the page for the leader counts three months
            models.Index(fields=["due_on", "organization", "subject_type", "state"], name="deadline_day"),
            models.Index(fields=["state", "reckoning"], name="deadline_reckoning"),
            models.Index(fields=["organization"], condition=~Q(fault=""), name="deadline_faults"),
        ]


class Chase(models.Model):
    """催办: one line from somebody who reads the clock to whoever has the matter in hand. Only ever added to.

    told: whom it was shown to, as they were called then.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="chases")
    words = models.CharField("催办的话", max_length=100)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="催办人")
    told = models.CharField("告诉了", max_length=200)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        indexes = [models.Index(fields=["deadline", "-at"], name="chase_of_deadline")]
