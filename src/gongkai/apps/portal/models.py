"""门户: the files that were made for the public, with their hashes."""

from __future__ import annotations

from django.db import models

from gongkai.apps.organizations.models import Organization


class BakedFile(models.Model):
    """One public file as it was written (网页防篡改): whatever differs from this row was not written by us."""

    path = models.CharField(max_length=300, unique=True)  # below BAKED_ROOT, with /
    site = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    baked_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "公开页面文件"
        indexes = [models.Index(fields=["site", "path"], name="bakedfile_site")]
