"""上级平台: who passes requests down to a body, and in which columns it sends them and wants them back."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.apps.organizations.models import Organization, User


class Platform(models.Model):
    """One platform above. columns: [title, field] in its own order; field is a code of `above.FIELDS`, "" stays empty."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    name = models.CharField("名称", max_length=60)
    columns: Any = models.JSONField("列", default=list)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="修改人")
    changed_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "上级平台"
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="request_platform_name")]

    def __str__(self) -> str:
        return self.name
