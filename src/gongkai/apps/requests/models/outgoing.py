"""What goes out: replies with their second and third person, letters with their numbers, deliveries with their proof."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.requests.models.case import Request


class Reply(models.Model):
    """答复: one text with one outcome of the closed list, judged by two people who are not its drafter.

    Judged as a round of `reviews` (process `request`); the names here repeat it so that the table guards them too.
    fingerprint: of what was judged. points: outcome and ground of each item as the letter says them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_REVIEW = "in_review", "审核中"
        APPROVED = "approved", "已签发"
        RETURNED = "returned", "已退回"
        SENT = "sent", "已送达"

    request = models.ForeignKey(Request, models.CASCADE, related_name="replies")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    outcome = models.CharField("处理结果", max_length=10)
    points = models.JSONField("各项结果", default=list)
    text = models.TextField("正文")
    fingerprint = models.CharField(max_length=64, blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="承办人")
    drafted_at = models.DateTimeField("拟稿时间")
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="法制审核人"
    )
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    decided_on = models.DateField("签发日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("drafted_by")),
                name="request_reply_second_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("reviewed_by"))),
                name="request_reply_third_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "sent"])
                | (
                    Q(reviewed_by__isnull=False, approved_by__isnull=False, decided_on__isnull=False)
                    & ~Q(text="")
                ),
                name="request_reply_approved_by_two",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["draft", "in_review", "approved", "returned"]),
                name="request_reply_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What the ledger calls it."""
        return f"{self.request.label}答复"


class Letter(models.Model):
    """文书: kind of `data/letters.toml`, its number, its text as it went out."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="letters")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    kind = models.CharField("种类", max_length=20)
    number = models.CharField("文号", max_length=60)
    title = models.CharField("标题", max_length=120)
    addressee = models.CharField("致", max_length=20, default="applicant")  # the part of `people` it goes to
    text = models.TextField("正文")
    dated_on = models.DateField("成文日期")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="制作人")
    made_at = models.DateTimeField("制作时间")
    reply = models.ForeignKey(Reply, models.PROTECT, null=True, related_name="letters", verbose_name="答复")
    consultation = models.ForeignKey(
        "requests.Consultation", models.PROTECT, null=True, related_name="letters", verbose_name="征求意见"
    )

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="request_letter_number")
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"


class Delivery(models.Model):
    """送达: how and when a letter went out, and what proves that it arrived."""

    class Method(models.TextChoices):
        HAND = "hand", "当面交付"
        POST = "post", "邮寄"
        EMAIL = "email", "电子邮件"
        ONLINE = "online", "网上查看"

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="delivery")
    method = models.CharField("方式", max_length=8, choices=Method.choices)
    sent_on = models.DateField("发出日期")
    arrived_on = models.DateField("送达日期", null=True, blank=True)
    proof = models.CharField("凭据", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        constraints = [
            models.CheckConstraint(condition=~Q(proof=""), name="request_delivery_proof"),
            models.CheckConstraint(
                condition=Q(arrived_on__isnull=True) | Q(arrived_on__gte=F("sent_on")),
                name="request_delivery_days",
            ),
        ]
