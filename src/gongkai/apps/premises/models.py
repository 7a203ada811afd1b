"""站点管理: texts of a site, and the files by which search engines and filing systems know whose site it is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.apps.organizations.models import Organization, User


class SiteText(models.Model):
    """A piece of text that stands on every page of its kind; written by one person, released by another."""

    class Name(models.TextChoices):
        GUIDE = "guide", "公开指南的补充说明"
        FOOTER = "footer", "页脚说明"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="site_texts")
    name = models.CharField("位置", max_length=10, choices=Name.choices)
    html = models.TextField("内容", blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "站点文字"
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="sitetext_once"),
            models.CheckConstraint(condition=~Q(written_by=F("released_by")), name="sitetext_two_people"),
        ]


class GuideEdition(models.Model):
    """公开指南 was looked at and revised: edition is the fingerprint of the data it is made from, changed says what is new."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="guide_editions")
    edition = models.CharField(max_length=16)
    changed = models.CharField("改了什么", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="修订人")
    at = models.DateTimeField("修订时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开指南修订"
        indexes = [models.Index(fields=["organization", "-at"], name="guide_edition_latest")]


class VerificationFile(models.Model):
    """站点验证文件: served at the root of the installation under exactly this name, from here and from nowhere else."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="verification_files")
    name = models.CharField("文件名", max_length=80, unique=True)
    content = models.CharField("内容", max_length=500)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "站点验证文件"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(written_by=F("released_by")), name="verification_two_people"),
        ]

    def __str__(self) -> str:
        return self.name
