"""检索: one row a public item for filters; the words stand in the engine's own table beside it."""

from __future__ import annotations

from django.db import models

from gongkai.apps.organizations.models import Organization

FORM_FEED = "\f"  # between the text of an item and each of its attachments


class SearchDoc(models.Model):
    """A public item as search sees it. Only what is public ever comes in here.

    `rank` is its key in the engine's table and the order of results: in force before ended, then newest first.
    """

    rank = models.BigIntegerField(unique=True, null=True, editable=False)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    site = models.ForeignKey(Organization, models.CASCADE, related_name="+")  # the body whose site shows it
    url = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=80, blank=True)  # 发文字号, normalised
    kind = models.CharField(max_length=20, blank=True)  # 文种 or kind of item
    topic = models.CharField(max_length=40, blank=True)
    column = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    validity = models.CharField(max_length=12, blank=True)
    in_force = models.BooleanField(default=True)
    marks = models.CharField(max_length=500, blank=True)  # the filter words it was indexed with
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="searchdoc_once")]
        indexes = [
            models.Index(fields=["site", "-published_at"], name="searchdoc_site"),
            models.Index(fields=["number"], name="searchdoc_number"),
            models.Index(fields=["site", "in_force"], name="searchdoc_force"),
        ]


class SearchText(models.Model):
    """The plain text of a public item, for excerpts: apart, so that rows which are counted stay small."""

    doc = models.OneToOneField(SearchDoc, models.CASCADE, primary_key=True, related_name="text")
    body = models.TextField(blank=True)  # its attachments follow, each after a form feed, line by line
    files = models.JSONField(default=list, blank=True)  # name and address of each of these, in their order


class MissedQuery(models.Model):
    """零结果检索: what people looked for and did not find or did not open, counted by day. No address, no session.

    count: searches without a hit. shown: those with hits. opened: how often a hit of these was opened. When the day is
    over, words that were found and opened are dropped: nobody needs them.
    """

    day = models.DateField()
    site = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    words = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "site", "words"], name="missedquery_once")]
        indexes = [models.Index(fields=["site", "-count"], name="missedquery_top")]


class IndexState(models.Model):
    """By which rules (`actions.RULES`) the engine was filled: one row. Words made by older rules are not found."""

    rules = models.PositiveIntegerField()


class Synonyms(models.Model):
    """近义词 of one installation: a group that a site adds for itself and the sites below it, or a shipped one it does without."""

    site = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    words = models.JSONField("近义词", default=list)
    off = models.BooleanField("不用", default=False)  # a shipped group, word for word

    class Meta:
        verbose_name = verbose_name_plural = "近义词"
        ordering = ["id"]
