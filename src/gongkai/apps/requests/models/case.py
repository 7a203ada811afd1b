"""One request and the items it asks for. Who applied stands in `people` alone; ledger and clocks know the number only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.people.models import Kind
from gongkai.apps.requests.models.above import Platform
from gongkai.fragments import Fragments

FORM = "request"  # code of the public form: one series of numbers for all channels (intake.Serial)
WORDS = Fragments("requests_request", ("number", "foreign_number", "subject"), "request_fragments")


class State(models.TextChoices):
    """Where a case stands. What it waits for besides (third parties, a fee) are rows of their own."""

    RECEIVED = "received", "待确认收到"
    OPEN = "open", "在办"
    CORRECTION = "correction", "等补正"
    FEE = "fee", "等缴费"
    IN_REVIEW = "in_review", "审核中"
    APPROVED = "approved", "待送达"
    CLOSED = "closed", "已办结"
    MERGED = "merged", "已并案"


class Supply(models.TextChoices):
    """In what form the applicant wants it."""

    EMAIL = "email", "电子邮件"
    PAPER = "paper", "纸质"
    DISC = "disc", "光盘等载体"
    INSPECT = "inspect", "查阅、抄录"


class Request(models.Model):
    """政府信息公开申请.

    channel: code of law list `channels`; with the three dates it gives `received_on` (receipt). provision: version of
    the reply rule that the case is judged by, pinned for good. counted_on, counted_outcome: its first ending, the one
    that the statistics count; a case opened again keeps it. outcome: of the latest ending. subject: the matter in a
    few words, for handlers' eyes alone. platform, foreign_number: the platform above that passed it down and its number
    there, once each; told_above_at: when what became of it last went back up.
    """

    State = State

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="承办科室")
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="承办人")
    number = models.CharField("受理号", max_length=20)
    platform = models.ForeignKey(
        Platform, models.PROTECT, null=True, related_name="requests", verbose_name="上级平台"
    )
    foreign_number = models.CharField("上级平台编号", max_length=60, blank=True)
    told_above_at = models.DateTimeField("回报时间", null=True, blank=True)
    channel = models.CharField("渠道", max_length=20)
    submitted_on = models.DateField("提交日期")
    signed_on = models.DateField("签收日期", null=True, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    received_on = models.DateField("收到之日", null=True, blank=True)
    provision = models.CharField("适用规定", max_length=60, blank=True)
    applicant_kind = models.CharField("申请人类别", max_length=10, choices=Kind.choices)
    subject = models.CharField("事项", max_length=120)
    wanted = models.TextField("要什么")
    purpose = models.CharField("用途说明", max_length=500, blank=True)
    supply = models.CharField("提供方式", max_length=10, choices=Supply.choices, default=Supply.EMAIL)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RECEIVED)
    outcome = models.CharField("处理结果", max_length=10, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    counted_on = models.DateField("统计办结日期", null=True, blank=True)
    counted_outcome = models.CharField("统计结果", max_length=10, blank=True)
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", verbose_name="拆自"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", verbose_name="并入"
    )
    to_open = models.BooleanField("转主动公开", null=True)
    to_open_reason = models.CharField("转主动公开的理由", max_length=300, blank=True)
    typical = models.BooleanField("典型案例", default=False)
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    archived_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="归档人")
    reopened_on = models.DateField("重新办理日期", null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "政府信息公开申请"
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="request_number"),
            models.UniqueConstraint(
                fields=["organization", "foreign_number"],
                condition=~Q(foreign_number="") & Q(platform__isnull=True),
                name="request_foreign_number",
            ),
            models.UniqueConstraint(
                fields=["platform", "foreign_number"],
                condition=~Q(foreign_number="") & Q(platform__isnull=False),
                name="request_platform_number",
            ),
            # nothing runs, waits or ends before the day of receipt and the law of the case are known
            models.CheckConstraint(
                condition=Q(state__in=["received", "merged"])
                | (Q(received_on__isnull=False) & ~Q(provision="")),
                name="request_receipt_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | (~Q(outcome="") & Q(closed_on__isnull=False, counted_on__isnull=False)),
                name="request_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(counted_on__isnull=True, counted_outcome="")
                | (Q(counted_on__isnull=False) & ~Q(counted_outcome="")),
                name="request_counted_once",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")) | Q(merged_into__isnull=True), name="request_merge_other"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="request_merged_says_where",
            ),
            models.CheckConstraint(
                condition=Q(to_open__isnull=True) | ~Q(to_open_reason=""), name="request_to_open_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-entered_at", "-id"], name="request_list"),
            models.Index(fields=["organization", "state", "-id"], name="request_state"),
            # of a whole city
            models.Index(fields=["-entered_at", "-id"], name="request_newest"),
            models.Index(fields=["state", "-entered_at", "-id"], name="request_newest_state"),
            models.Index(fields=["organization", "received_on"], name="request_received"),
            models.Index(fields=["organization", "counted_on"], name="request_counted"),
            models.Index(fields=["handler", "state"], name="request_handler"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def shown_number(self) -> str:
        """〔2026〕第27号."""
        year, _, serial = self.number.rpartition("-")
        return f"〔{year}〕第{int(serial)}号" if year.isdigit() and serial.isdigit() else self.number

    @property
    def label(self) -> str:
        """What ledger, clocks and notices call it: nothing of the words, nothing of the person."""
        return f"政府信息公开申请{self.shown_number}"


class Point(models.Model):
    """每一项申请内容, with the answers to the seven questions and the outcome that follows from them.

    answers: list of [code of law list `answers`, words], in the order in which they were given. outcome: a row of
    `decisions`; ground: the row of the refused part where it was separated.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField("序")
    text = models.CharField("要的内容", max_length=500)
    answers = models.JSONField("七问", default=list, blank=True)
    outcome = models.CharField("结果", max_length=10, blank=True)
    ground = models.CharField("不予公开的情形", max_length=10, blank=True)
    annex = models.CharField("附件", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请内容"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["request", "position"], name="request_point_once")]

    def __str__(self) -> str:
        return f"{self.request.label}第{self.position}项"
