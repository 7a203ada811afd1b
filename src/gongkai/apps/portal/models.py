"""门户: the files made for the public with their hashes, the numbered log of what is to be made anew, old addresses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing.models import Publication


class BakedFile(models.Model):
    """One public file as it was written (网页防篡改): whatever differs from this row was not written by us."""

    path = models.CharField(max_length=300, unique=True)  # below BAKED_ROOT, with /
    site = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, related_name="+"
    )  # page, version, file
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    baked_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "公开页面文件"
        indexes = [models.Index(fields=["site", "path"], name="bakedfile_site")]


class PageChange(models.Model):
    """One thing that the public must see otherwise from now on, written in the transaction of the act itself.

    `files` are stale from the commit on and are taken away before anybody is answered; what shall stand in their place
    is made afterwards. A row is done when files and records agree again; until then it is tried again and again. Rows
    are numbered and stay for a while, so that further machines can follow the log by its numbers.
    """

    class Kind(models.TextChoices):
        PAGE = "page", "一个页面"
        DOCUMENT = "document", "一件信息"
        SITE = "site", "一个站点的各页"
        DOCUMENTS = "documents", "一个站点的各件信息"
        OWN = "own", "一个单位的各件信息"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    # the site of a page or of pages; for OWN the body whose documents are meant
    site = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60, blank=True)  # of `sites.PATHS`, or of a page that a duty brings
    part = models.CharField(
        max_length=200, blank=True
    )  # the slug, month or year in it; a duty's parts as JSON
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, related_name="+")
    files = models.JSONField(default=list)  # names below BAKED_ROOT that may not be served any more
    progress = models.BigIntegerField(default=0)  # of a long run: the last publication done
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公开页面更新"
        indexes = [
            models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="pagechange_open"),
            models.Index(
                fields=["site", "name", "part"], condition=Q(done_at__isnull=True), name="pagechange_page"
            ),
            models.Index(
                fields=["publication"], condition=Q(done_at__isnull=True), name="pagechange_document"
            ),
        ]


class FormerAddress(models.Model):
    """A prefix below which a body's pages once stood. An old link never dies: it leads to where they stand now."""

    prefix = models.CharField(max_length=45)  # `/` or `/xiling/`
    body = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    own_site = (
        models.BooleanField()
    )  # the prefix was that of the body's own site, its home and lists included
    until = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = "原公开网址"
        constraints = [models.UniqueConstraint(fields=["prefix", "body"], name="formeraddress_once")]
