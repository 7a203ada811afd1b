"""What comes afterwards: 满意度, 复议 and 诉讼 of a case, 举报投诉 about disclosure; the annual form counts the last three."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.requests.models.case import Request


class Rating(models.Model):
    """满意度: what the applicant says of the handling once the answer is delivered. Once a case; words are his own."""

    class Score(models.IntegerChoices):
        VERY_GOOD = 5, "很满意"
        GOOD = 4, "满意"
        FAIR = 3, "一般"
        POOR = 2, "不满意"
        VERY_POOR = 1, "很不满意"

    request = models.OneToOneField(Request, models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField("评价", choices=Score.choices)
    words = models.TextField("说明", blank=True)
    said_on = models.DateField("评价日期")

    class Meta:
        verbose_name = verbose_name_plural = "满意度评价"
        constraints = [
            models.CheckConstraint(condition=Q(score__in=[1, 2, 3, 4, 5]), name="request_rating_score")
        ]

    def __str__(self) -> str:
        return f"{self.request.label}满意度"


class Dispute(models.Model):
    """复议或者诉讼: one proceeding. kind and outcome are the rows and columns of the form.

    request: empty for a proceeding about something else that the form counts (主动公开). simple: a review by the procedure
    in which we answer sooner. noticed_on: the day on which the notice came with a copy of what the other side wrote.
    answer_due_on: only where the notice names a day; else the law does, and the clock has it.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", "行政复议"
        SUIT_DIRECT = "suit_direct", "行政诉讼（未经复议直接起诉）"
        SUIT_AFTER = "suit_after", "行政诉讼（复议后起诉）"

    class Outcome(models.TextChoices):
        PENDING = "", "尚未审结"
        MAINTAIN = "maintain", "结果维持"
        CORRECT = "correct", "结果纠正"
        OTHER = "other", "其他结果"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="disputes")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    number = models.CharField("案号", max_length=80, blank=True)
    before = models.CharField("复议机关或者法院", max_length=120)
    simple = models.BooleanField("适用简易程序", default=False)
    noticed_on = models.DateField("收到通知日期")
    answer_due_on = models.DateField("通知书写明的期限", null=True, blank=True)
    answered_on = models.DateField("答复或者答辩日期", null=True, blank=True)
    stage = models.CharField("阶段", max_length=60, blank=True)
    ended_on = models.DateField("审结日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, blank=True, choices=Outcome.choices)
    finding = models.TextField("决定、裁判要旨", blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "复议诉讼"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_on__isnull=True)
                | (~Q(outcome="") & Q(ended_on__gte=F("noticed_on"))),
                name="request_dispute_ended",
            )
        ]
        indexes = [models.Index(fields=["organization", "-noticed_on", "-id"], name="request_dispute_list")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What lists and ledger call it."""
        return f"{self.get_kind_display()}{self.number}" if self.number else self.get_kind_display()


class Complaint(models.Model):
    """举报投诉 about disclosure: from whom stands in `people` or nowhere; what about, what was found, what was mended."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    received_on = models.DateField("收到日期")
    channel = models.CharField("渠道", max_length=60)
    about = models.TextField("反映什么")
    due_on = models.DateField("办理期限", null=True, blank=True)
    finding = models.TextField("查明", blank=True)
    correction = models.TextField("整改", blank=True)
    ended_on = models.DateField("办结日期", null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "举报投诉"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | (Q(ended_on__gte=F("received_on")) & ~Q(finding="")),
                name="request_complaint_ended",
            )
        ]
        indexes = [
            models.Index(fields=["organization", "-received_on", "-id"], name="request_complaint_list")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What lists and ledger call it."""
        return f"举报投诉（{self.received_on.isoformat()}）"
