"""改进方案: what a bureau will do better after typical cases, who does it until when, what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.requests.models.case import Request


class Plan(models.Model):
    """One measure. effect: what came of it, said by who did it; checked_by: the other person who looked at it again."""

    class State(models.TextChoices):
        OPEN = "open", "在改"
        DONE = "done", "待复核"
        ENDED = "ended", "已见效"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="负责科室")
    title = models.CharField("改什么", max_length=120)
    measure = models.TextField("措施")
    due_on = models.DateField("完成期限")
    cases = models.ManyToManyField(Request, related_name="plans", verbose_name="典型案例")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    effect = models.TextField("成效", blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="完成人")
    checked_on = models.DateField("复核日期", null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    made_at = models.DateTimeField("提出时间")
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "改进方案"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | (Q(done_on__isnull=False, done_by__isnull=False) & ~Q(effect="")),
                name="request_plan_done_with_effect",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("done_by")),
                name="request_plan_second_look",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(checked_by__isnull=False, checked_on__isnull=False),
                name="request_plan_ended_checked",
            ),
        ]
        indexes = [models.Index(fields=["organization", "state", "due_on", "id"], name="request_plan_list")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What lists and ledger call it."""
        return f"改进方案：{self.title}"
