"""公开发布: publication and what follows it. The database is the second guard of four eyes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from wagtail.models import Revision

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.organizations.models import Organization, User


class Pressing(models.TextChoices):
    """What cannot wait for its second person (codes of law/data/reviews/second.toml)."""

    EMERGENCY = "emergency"
    WITHDRAWAL = "withdrawal"
    VALIDITY = "validity"
    UNDOING = "undoing"


class Validity(models.TextChoices):
    """有效性 as the public sees it."""

    UPCOMING = "upcoming", "尚未施行"
    VALID = "valid", "现行有效"
    AMENDED = "amended", "部分修改"
    REPEALED = "repealed", "已废止"
    EXPIRED = "expired", "已失效"


class Publication(models.Model):
    """A record made public under its index number (索引号), which never changes.

    The record is named by kind and number, so that any kind a duty declares `publishable` can be made public. The
    public addresses it by `key`, a short form of the index number that is safe in a URL. What the row says is what the
    public sees now; what is set for a time stands apart in `Planned`.
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", "定时发布"  # never public yet
        LIVE = "live", "已发布"
        WITHDRAWN = "withdrawn", "已撤回"

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="publications")
    section = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60, unique=True)
    index_number = models.CharField("索引号", max_length=60, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, verbose_name="主题分类")
    state = models.CharField(max_length=10, choices=State.choices)
    published_at = models.DateTimeField("发布日期", null=True, blank=True)  # the first time; it never moves
    corrected_at = models.DateTimeField(
        "更正日期", null=True, blank=True
    )  # of the newest version but the first
    drafter = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    emergency_reason = models.CharField("紧急发布理由", max_length=500, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    validity = models.CharField("有效性", max_length=10, choices=Validity.choices, default=Validity.VALID)
    validity_since = models.DateField(null=True, blank=True)
    # as frozen in the current version, repeated here for lists
    title = models.CharField("标题", max_length=300)
    number = models.CharField("发文字号", max_length=80, blank=True)
    kind = models.CharField("文种", max_length=10, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开信息"
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="publication_once"),
            models.CheckConstraint(
                condition=~Q(published_by=F("drafter")) | ~Q(emergency_reason=""),
                name="publication_not_own_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(published_at__isnull=False), name="publication_live_is_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "-published_at", "-id"], name="publication_recent"),
            models.Index(fields=["state", "-published_at", "-id"], name="publication_newest"),
            models.Index(fields=["state", "expires_on"], name="publication_expiry"),
            models.Index(fields=["state", "validity", "-validity_since"], name="publication_changed"),
            models.Index(fields=["number"], condition=~Q(number=""), name="publication_number"),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def subject(self) -> Any:
        """The record as it now stands, which may be on its way to another text than the public one."""
        rows = apps.get_model(self.subject_type)._default_manager
        return rows.select_related("organization__parent", "section", "drafted_by").get(pk=self.subject_id)

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """The record is asked for again too."""
        super().refresh_from_db(using, fields, from_queryset)
        self.__dict__.pop("subject", None)


class Planned(models.Model):
    """What goes out at a set time: a first publication, a correction, a return after withdrawal.

    Nothing of it touches what the public sees before its time; taken back, it leaves no trace but in the ledger.
    """

    publication = models.OneToOneField(Publication, models.CASCADE, related_name="planned")
    due_at = models.DateTimeField("定时发布", db_index=True)
    columns = models.ManyToManyField(Column, related_name="+")  # none for a correction: it stays where it is
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    change_note = models.CharField("更正说明", max_length=500, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "定时"


class Placement(models.Model):
    """A publication under a column. Date and validity are repeated so that a column's list is one index range."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="placements")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    column = models.ForeignKey(Column, models.PROTECT, related_name="placements")
    is_live = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "column"], name="placement_once")]
        indexes = [
            # partial, because SQLite does not use an equality on a boolean that Django writes bare
            models.Index(
                fields=["column", "-published_at", "-publication"],
                condition=Q(is_live=True),
                name="placement_live_list",
            ),
            models.Index(fields=["organization", "column", "-published_at"], name="placement_body_list"),
        ]


class Version(models.Model):
    """What the public was shown: text and facts, frozen with their hash. A correction adds the next one.

    revision: the saved text it was made of, where the kind of record keeps such; the frozen text needs none.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    html = models.TextField()
    text = models.TextField()
    facts = models.JSONField()  # the metadata block as shown, attachments with their hashes
    change_note = models.CharField("更正说明", max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "公开版本"
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(change_note=""), name="version_change_is_told"),
        ]


class Relation(models.Model):
    """One document acts on another: repeals, amends, replaces. Shown from both ends."""

    class Kind(models.TextChoices):
        REPEALS = "repeals", "废止"
        AMENDS = "amends", "修改"
        REPLACES = "replaces", "替代"

    source = models.ForeignKey(Publication, models.PROTECT, related_name="acts_on")
    target = models.ForeignKey(Publication, models.PROTECT, related_name="acted_on_by")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    since = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_two_documents"),
        ]


class Withdrawal(models.Model):
    """撤回: the text is gone from the public before this row is committed to the screen; the reason is public."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="withdrawals")
    reason = models.CharField("撤回原因", max_length=30)  # a code of law/data/withdrawal_reasons
    public_note = models.CharField("对外说明", max_length=500)
    hide_title = models.BooleanField("标题也不再显示", default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)  # the second person did not agree: public again

    class Meta:
        verbose_name = verbose_name_plural = "撤回"


class IndexCounter(models.Model):
    """The last serial of a body's index numbers in a year; locked while one is taken."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "year"], name="indexcounter_once")]
