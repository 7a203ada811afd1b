"""What is asked and granted while a case runs. Each row carries its own days; what they do to the clock is law."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.people.models import Party
from gongkai.apps.requests.models.case import Request


class Correction(models.Model):
    """补正告知: once in a case, which the key says. due_on: the reasonable term that the bureau set."""

    request = models.OneToOneField(Request, models.CASCADE, related_name="correction")
    asked_on = models.DateField("告知日期")
    asked = models.TextField("要补正什么")
    due_on = models.DateField("补正期限")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="告知人")
    received_on = models.DateField("收到补正", null=True, blank=True)
    text = models.TextField("补正内容", blank=True)
    lapsed_on = models.DateField("视为放弃", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补正"
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("asked_on")), name="request_correction_term"),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(lapsed_on__isnull=True),
                name="request_correction_one_end",
            ),
        ]


class Consultation(models.Model):
    """征求第三方, or 征求共同制作机关: one letter to one of them.

    name: of an agency; a third party is named in `people` alone (`party`). code_*: of the one-time code for the page
    on which it answers. marks: passages that shall stay closed, as the third party marked them. weighed_*: what was made of
    an answer that came after the term.
    """

    class Kind(models.TextChoices):
        THIRD_PARTY = "third_party", "征求第三方意见"
        CO_AGENCY = "co_agency", "征求共同制作机关意见"

    class Answer(models.TextChoices):
        OPEN = "", "还没有答复"
        CONSENT = "consent", "同意公开"
        PARTLY = "partly", "部分同意"
        REFUSE = "refuse", "不同意公开"
        SILENT = "silent", "逾期没有答复"

    class Weight(models.TextChoices):
        OPEN = "", "还没有认定"
        HEARD = "heard", "作为意见考虑"
        SILENT = "silent", "按逾期没有答复处理"

    request = models.ForeignKey(Request, models.CASCADE, related_name="consultations")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", verbose_name="第三方")
    name = models.CharField("机关名称", max_length=120, blank=True)
    about = models.TextField("征求什么")
    sent_on = models.DateField("送达日期")
    due_on = models.DateField("答复期限", null=True, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.CharField("答复", max_length=10, blank=True, choices=Answer.choices)
    reason = models.TextField("理由", blank=True)
    marks = models.JSONField("不同意公开之处", default=list, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发出人")
    code_salt = models.CharField(max_length=32, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    weighed = models.CharField("迟到的意见", max_length=8, blank=True, choices=Weight.choices)
    weighed_because = models.CharField("认定的理由", max_length=300, blank=True)
    weighed_on = models.DateField("认定日期", null=True, blank=True)
    weighed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="认定人")

    class Meta:
        verbose_name = verbose_name_plural = "征求意见"
        constraints = [
            models.CheckConstraint(
                condition=Q(weighed="", weighed_because="", weighed_on__isnull=True, weighed_by__isnull=True)
                | (
                    Q(answered_on__gt=F("due_on"), weighed_on__isnull=False, weighed_by__isnull=False)
                    & ~Q(weighed="")
                    & ~Q(weighed_because="")
                ),
                name="request_consultation_weighed",
            ),
            models.CheckConstraint(
                condition=Q(kind="third_party", party__isnull=False, name="")
                | (Q(kind="co_agency", party__isnull=True) & ~Q(name="")),
                name="request_consultation_of_whom",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True)
                | (~Q(answer="") & Q(answered_on__gte=F("sent_on"))),
                name="request_consultation_answered",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["partly", "refuse"]) | ~Q(reason=""),
                name="request_consultation_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What clocks and ledger call it."""
        return f"{self.request.label}{self.get_kind_display()}"

    @property
    def late(self) -> bool:
        """It said something, after its term and before its silence was noted."""
        said = self.answer not in {"", self.Answer.SILENT}
        return bool(said and self.due_on and self.answered_on and self.answered_on > self.due_on)

    @property
    def counts_as(self) -> str:
        """The answer that the reply goes by: a late one may have been put aside like silence."""
        return self.Answer.SILENT.value if self.weighed == self.Weight.SILENT else self.answer


class Assist(models.Model):
    """协办: a section of the house is asked inside the case, sees what it needs, and its opinion stays here."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="assists")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="协办科室")
    question = models.TextField("请办什么")
    due_on = models.DateField("请在何日前答复")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提请人")
    asked_at = models.DateTimeField("提请时间")
    opinion = models.TextField("意见", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "协办"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(opinion="")),
                name="request_assist_answered",
            )
        ]
        indexes = [models.Index(fields=["section", "answered_at", "due_on"], name="request_assist_queue")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What lists and ledger call it."""
        return f"{self.request.label}协办"


class Note(models.Model):
    """会商: what was talked over in the case, by whom. Stays with the case, goes to nobody."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="notes")
    people = models.CharField("参加", max_length=200)
    text = models.TextField("会商意见")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "会商"


class Extension(models.Model):
    """延长答复期限: asked for with a reason, decided by another person, the applicant told."""

    class Decision(models.TextChoices):
        OPEN = "", "待批"
        AGREED = "agreed", "同意"
        REFUSED = "refused", "不同意"

    request = models.ForeignKey(Request, models.CASCADE, related_name="extensions")
    amount = models.PositiveSmallIntegerField("延长的工作日")
    reason = models.CharField("理由", max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提请人")
    asked_on = models.DateField("提请日期")
    decision = models.CharField("批准", max_length=10, blank=True, choices=Decision.choices)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    decided_on = models.DateField("批准日期", null=True, blank=True)
    opinion = models.CharField("意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "延长"
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_on__isnull=True)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_on__isnull=False)),
                name="request_extension_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="request_extension_two_people",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(decision=""), name="request_extension_one_open"
            ),
        ]


class Frequency(models.Model):
    """数量、频次明显超过合理范围: the reason that was demanded, and how it was judged. Once in a case.

    until: the day that the body set and told instead of the limit; because: why that one.
    """

    request = models.OneToOneField(Request, models.CASCADE, related_name="frequency")
    count = models.PositiveIntegerField("同一申请人近一年的件数")
    asked_on = models.DateField("要求说明日期")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    answered_on = models.DateField("说明日期", null=True, blank=True)
    reason = models.TextField("申请人的说明", blank=True)
    reasonable = models.BooleanField("理由合理", null=True)
    until = models.DateField("延迟答复至", null=True, blank=True)
    because = models.CharField("为什么到这一天", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "频次说明"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True, because="")
                | (Q(until__isnull=False, reasonable=True) & ~Q(because="")),
                name="request_frequency_until",
            )
        ]


class Fee(models.Model):
    """信息处理费: one a case, so by piece or by page and never both.

    before: pieces of the same applicant already counted in the month. quantity: pieces or pages of this case.
    """

    class Ladder(models.TextChoices):
        PIECES = "pieces", "按件"
        PAGES = "pages", "按量"

    request = models.OneToOneField(Request, models.CASCADE, related_name="fee")
    ladder = models.CharField("计收方式", max_length=8, choices=Ladder.choices)
    before = models.PositiveIntegerField("本月此前件数", default=0)
    quantity = models.PositiveIntegerField("本件数量")
    yuan = models.PositiveIntegerField("金额")
    noticed_on = models.DateField("通知送达日期")
    due_on = models.DateField("缴费期限", null=True, blank=True)
    noticed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="通知人")
    paid_on = models.DateField("缴费日期", null=True, blank=True)
    lapsed_on = models.DateField("视为放弃", null=True, blank=True)
    waived_on = models.DateField("减免日期", null=True, blank=True)
    waived_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="减免人")
    waived_because = models.CharField("减免理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "信息处理费"
        constraints = [
            models.CheckConstraint(condition=Q(yuan__gt=0), name="request_fee_amount"),
            models.CheckConstraint(
                condition=Q(ladder="pieces") | Q(before=0), name="request_fee_pages_stand_alone"
            ),
            models.CheckConstraint(
                condition=Q(waived_by__isnull=True, waived_on__isnull=True)
                | (Q(waived_on__isnull=False, paid_on__isnull=True) & ~Q(waived_because="")),
                name="request_fee_waived",
            ),
            models.CheckConstraint(
                condition=Q(waived_by__isnull=True) | ~Q(waived_by=F("noticed_by")),
                name="request_fee_two_people",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(lapsed_on__isnull=True), name="request_fee_one_end"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What clocks and ledger call it."""
        return f"{self.request.label}缴费"
