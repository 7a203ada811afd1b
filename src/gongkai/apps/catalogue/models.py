"""目录: under which columns and topics a body keeps its information open."""

from __future__ import annotations

from django.db import models

from gongkai.apps.organizations.models import Organization


class Topic(models.Model):
    """主题分类 of the platform: two levels, one list for all bodies."""

    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "主题分类"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Column(models.Model):
    """栏目 of one body's site: what it holds, by which rule, how fresh it must be."""

    class Shows(models.TextChoices):
        DOCUMENTS = "documents", "公文"
        NOTICES = "notices", "公告公示"

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="columns", verbose_name="机关"
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    slug = models.SlugField("网址名", max_length=40)
    name = models.CharField("名称", max_length=40)
    shows = models.CharField("内容", max_length=12, choices=Shows.choices, default=Shows.DOCUMENTS)
    description = models.CharField("收什么", max_length=200, blank=True)
    basis = models.CharField("依据", max_length=80, blank=True)
    fresh_days = models.PositiveIntegerField("更新周期（天）", null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["organization", "slug"], name="column_slug_once")]

    def __str__(self) -> str:
        return self.name


class FormerColumn(models.Model):
    """A word under which a column was once found. Its address leads to the column that is named here."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    slug = models.SlugField("原网址名", max_length=40)
    column = models.ForeignKey(Column, models.CASCADE, related_name="former")

    class Meta:
        verbose_name = verbose_name_plural = "原栏目网址"
        constraints = [models.UniqueConstraint(fields=["organization", "slug"], name="formercolumn_once")]
