"""How often somebody found in what is public already what he was about to ask for: a number a day, nothing else."""

from __future__ import annotations

from django.db import models

from gongkai.apps.organizations.models import Organization


class Avoided(models.Model):
    """看了已公开的没有再申请, of one day. Counted apart from the requests, never among them."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", verbose_name="机关")
    on = models.DateField("日期")
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "看了已公开的没有再申请"
        constraints = [models.UniqueConstraint(fields=["organization", "on"], name="request_avoided_once")]
