"""One letter with its answer. Who drafts the answer and who agrees to it are two people, also for the database."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.apps.organizations.models import Organization, User


class Letter(models.Model):
    """A letter received by a body, answered by one of its sections."""

    class State(models.TextChoices):
        RECEIVED = "received", "待拟答"
        DRAFTED = "drafted", "待审定"
        ANSWERED = "answered", "已答复"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="单位")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    title = models.CharField("标题", max_length=200)
    received_on = models.DateField("收到日期")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    answer = models.TextField("答复", blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="拟答人")
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "来信"
        indexes = [models.Index(fields=["organization", "-received_on", "-id"], name="letters_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("drafted_by")),
                name="letters_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | (Q(agreed_by__isnull=False) & ~Q(answer="")),
                name="letters_answered_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.title
