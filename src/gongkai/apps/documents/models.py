"""公文: an official document as a record of the body, from registration on. It is never a page (ADR 0001)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.locks import BaseLock
from wagtail.models import LockableMixin, PreviewableMixin, RevisionMixin

from gongkai.apps.documents import revisions
from gongkai.apps.documents.locks import ReviewLock
from gongkai.apps.documents.markup import clean
from gongkai.apps.documents.pictures import Told, staff_html, told
from gongkai.apps.duties.publishable import LOCKED
from gongkai.apps.duties.publishable import Stage as Stage
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.reviews.models import Round
from gongkai.apps.reviews.queries import rounds_of
from gongkai.desk import files
from gongkai.fragments import Fragments
from gongkai.law import lists


class Attribute(models.TextChoices):
    """公开属性, decided while drafting (源头认定)."""

    UNDECIDED = "undecided", "未认定"
    OPEN = "open", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    CLOSED = "closed", "不予公开"


class NumberState(models.TextChoices):
    """Whether the document has a number (发文字号) that the register can count."""

    NONE = "none", "无文号"
    NUMBERED = "numbered", "有文号"
    DAMAGED = "damaged", "文号待核"


# 文种 of today's rules; 其他 for what is no 公文 by form
DOCUMENT_KINDS = [(kind.label, kind.label) for kind in lists.entries("document_kinds")]


class CalendarYear(models.Func):
    """The year of a day, as both databases can keep it in a column of their own."""

    template = "CAST(EXTRACT(YEAR FROM %(expressions)s) AS smallint)"
    output_field = models.PositiveSmallIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="CAST(substr(%(expressions)s, 1, 4) AS integer)", **more
        )


TITLES = Fragments("documents_officialdocument", ("title", "number"), "document_fragments")


class OfficialDocument(PreviewableMixin, LockableMixin, RevisionMixin, models.Model):
    """One official document (公文) of a body.

    The row is the working copy, each save leaves a Wagtail revision; what the public sees is the frozen
    `publishing.Version`, never this row. So there is no Wagtail draft state and nothing of Wagtail's can
    publish. `organization` is the body that issues, `section` the 科室 that drafts (the body itself where
    it has no sections).
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="documents", verbose_name="发文机关"
    )
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="主办科室")
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟稿人")
    stage = models.CharField("办理状态", max_length=10, choices=Stage.choices, default=Stage.DRAFT)

    title = models.CharField("标题", max_length=300)
    kind = models.CharField("文种", max_length=10, choices=DOCUMENT_KINDS, default="通知")
    normative = models.BooleanField("行政规范性文件", default=False)  # counted by itself in the annual report
    number_state = models.CharField(max_length=10, choices=NumberState.choices, default=NumberState.NONE)
    number = models.CharField("发文字号", max_length=80, blank=True)
    number_agency = models.CharField("发文代字", max_length=40, blank=True)
    number_year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    number_serial = models.PositiveIntegerField("序号", null=True, blank=True)
    issuer = models.CharField("落款机关", max_length=200, blank=True)
    addressee = models.CharField("主送机关", max_length=500, blank=True)
    # of the imprint (版记); null, because SQLite adds such a column without making a million rows and their triggers anew
    copied_to = models.CharField("抄送机关", max_length=500, blank=True, null=True)
    printed = models.CharField("印发", max_length=120, blank=True, null=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    year = models.GeneratedField(  # 年度: of its number, else of its day
        expression=Coalesce("number_year", CalendarYear("signed_on")), db_persist=True,
        output_field=models.PositiveSmallIntegerField(null=True),
    )  # fmt: skip
    html = models.TextField("正文", blank=True)
    text = models.TextField(blank=True)  # plain text of `html`, for duplicates, checks and search

    attribute = models.CharField(
        "公开属性", max_length=10, choices=Attribute.choices, default=Attribute.UNDECIDED
    )
    ground = models.CharField("属性理由", max_length=40, blank=True)  # a code of law/data/attribute_grounds
    ground_note = models.CharField("理由说明", max_length=500, blank=True)
    review_again_on = models.DateField("属性复核日", null=True, blank=True)  # 定期评估审查
    party_and_government = models.BooleanField("党政联合制发", default=False)
    disclosing_body = models.CharField("公开主体", max_length=80, blank=True)
    authorisation = models.CharField("授权依据", max_length=200, blank=True)

    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    evidence = models.JSONField(
        default=dict, blank=True
    )  # what the reader found where, and the officer's changes
    fingerprint = models.CharField(max_length=64, blank=True)  # of the text: same content, other number
    created_at = models.DateTimeField("登记时间")
    updated_at = models.DateTimeField("更新时间")

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="official_document")

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        constraints = [
            models.CheckConstraint(
                condition=~Q(number_state="numbered")
                | (Q(number_year__isnull=False) & Q(number_serial__isnull=False) & ~Q(number_agency="")),
                name="document_number_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="document_recent"),
            models.Index(fields=["section", "-created_at", "-id"], name="document_section"),
            models.Index(fields=["organization", "stage", "-created_at"], name="document_stage"),
            models.Index(fields=["section", "stage", "-created_at"], name="document_section_stage"),
            models.Index(fields=["organization", "attribute", "-created_at"], name="document_attribute"),
            models.Index(fields=["section", "attribute", "-created_at"], name="document_section_attribute"),
            # the public register: the series of a year with their counts, out of the index alone
            models.Index(
                fields=[
                    "organization",
                    "number_state",
                    "number_year",
                    "number_agency",
                    "number_serial",
                    "stage",
                    "attribute",
                ],
                name="document_register",
            ),
            # the list of a whole city, and its parts that may be few
            models.Index(fields=["-created_at", "-id"], name="document_newest"),
            models.Index(fields=["stage", "-created_at", "-id"], name="document_newest_stage"),
            models.Index(fields=["attribute", "-created_at", "-id"], name="document_newest_attribute"),
            models.Index(fields=["year", "-created_at", "-id"], name="document_newest_year"),
            models.Index(fields=["organization", "year", "-created_at"], name="document_year"),
            # both: with the second alone SQLite reads a whole city body by body and sorts it
            models.Index(fields=["kind", "-created_at", "-id"], name="document_newest_kind"),
            models.Index(fields=["organization", "kind", "-created_at"], name="document_kind"),
            # a rare kind of one year: few of the many of either
            models.Index(fields=["kind", "year", "attribute", "-created_at"], name="document_kind_year"),
            models.Index(fields=["updated_at", "id"], condition=Q(stage="approved"), name="document_waiting"),
            models.Index(
                fields=["organization", "number_agency", "number_year", "number_serial"],
                name="document_number",
            ),
            models.Index(fields=["organization", "fingerprint"], name="document_same_text"),
            models.Index(fields=["drafted_by", "stage", "-updated_at"], name="document_drafts"),
            # the few that the annual report counts, without reading the many
            models.Index(
                fields=["organization", "signed_on"], condition=Q(normative=True), name="document_normative"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_lock(self) -> BaseLock | None:
        """Locked from 送审 until it is returned or published: what was read is what goes out."""
        if self.stage in LOCKED:
            return ReviewLock(self)
        return super().get_lock()

    def serializable_data(self) -> dict[str, Any]:
        """What a revision keeps: at a million documents each doubled field is many gigabytes."""
        return revisions.lean(super().serializable_data())

    def with_content_json(self, content: dict[str, Any]) -> OfficialDocument:
        """An old revision brings back its text, never an old body, drafter or state."""
        revised: OfficialDocument = super().with_content_json(revisions.whole(content, self.evidence))
        for name in ("organization", "section", "drafted_by", "stage", "created_at", "updated_at"):
            setattr(revised, name, getattr(self, name))
        return revised

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "documents/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        html = staff_html(self, clean(self.html))
        told = 'class="addressee"' in html or not self.addressee  # the text brings its own addressee line
        return {
            "document": self,
            "html": html,
            "addressee": "" if told else self.addressee,
            "request": request,
        }

    @property
    def submissions(self) -> QuerySet[Round]:
        """Every time it was handed in for review."""
        return rounds_of(self)

    @property
    def pictures(self) -> list[Told]:
        """The pictures of the text with what is said of each."""
        return told(self.html)

    @property
    def label(self) -> str:
        """Number and title, as officials name a document."""
        return f"{self.number} {self.title}".strip()


def stored_name(instance: DocumentFile, filename: str) -> str:
    """Where a file of a document is kept (named so by the migrations)."""
    return files.stored_name("documents", filename)


class DocumentFile(models.Model):
    """A file of the document: the Word file it came from, an attachment for the public, a picture in its text, or a copy
    of the Word file that hides nothing."""

    class Part(models.TextChoices):
        SOURCE = "source", "来文原件"
        ATTACHMENT = "attachment", "附件"
        PICTURE = "picture", "正文图片"
        ORIGINAL = "original", "公开原件"

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="files")
    part = models.CharField(max_length=10, choices=Part.choices)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to=stored_name, storage=default_storage)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField(max_length=64)
    detail = models.CharField("页数或行数", max_length=40, blank=True)
    hidden = models.JSONField(
        default=list, blank=True
    )  # what lies hidden inside: sheets, comments, personal data
    page = models.FileField(upload_to=stored_name, storage=default_storage, null=True)  # as HTML to look at
    page_sha256 = models.CharField(max_length=64, null=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "公文文件"
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["sha256"], name="documentfile_same")]

    def __str__(self) -> str:
        return self.name


class NumberNote(models.Model):
    """Why a number of the register has no document: void, reserved, or still to be explained (流水目录)."""

    class Reason(models.TextChoices):
        VOID = "void", "空号"
        CANCELLED = "cancelled", "作废"
        SECRET = "secret", "涉密另行管理"
        PENDING = "pending", "待补登"

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="number_notes")
    agency = models.CharField("发文代字", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    reason = models.CharField("原因", max_length=10, choices=Reason.choices)
    note = models.CharField("说明", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "缺号说明"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "agency", "year", "serial"], name="numbernote_once"
            )
        ]


class NumberSeries(models.Model):
    """One series of numbers of a body: its code and year (流水). Who writes lines of it locks this row."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="number_series")
    agency = models.CharField("发文代字", max_length=40)
    year = models.PositiveSmallIntegerField("年份")

    class Meta:
        verbose_name = verbose_name_plural = "文号序列"
        constraints = [
            models.UniqueConstraint(fields=["organization", "agency", "year"], name="numberseries_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency}〔{self.year}〕"


class NumberLine(models.Model):
    """One line of 流水目录: a number with its document; two lines where two documents hold it, one where none does.

    What `register` tells from documents and notes, kept as rows so that a list may be cut, narrowed and counted.
    """

    class Trouble(models.TextChoices):
        GAP = "gap", "缺号"
        EXPLAINED = "explained", "缺号，已说明"
        DOUBLE = "double", "重号"
        ORDER = "order", "日期早于前号"

    series = models.ForeignKey(NumberSeries, models.CASCADE, related_name="lines")
    serial = models.PositiveIntegerField("序号")
    document = models.ForeignKey(OfficialDocument, models.CASCADE, null=True, related_name="+")
    trouble = models.CharField("情况", max_length=10, choices=Trouble.choices, blank=True)
    latest = models.DateField(null=True)  # the latest day of this and all earlier numbers

    class Meta:
        verbose_name = verbose_name_plural = "流水目录"
        indexes = [
            models.Index(fields=["series", "serial", "id"], name="numberline_series"),
            models.Index(fields=["series", "trouble", "serial", "id"], name="numberline_trouble"),
        ]

    def __str__(self) -> str:
        return f"{self.series}{self.serial}号"
