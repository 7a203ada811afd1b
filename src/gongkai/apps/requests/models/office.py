"""What a body says once for all its letters: where to appeal, since when it keeps its requests here, its own wordings."""

from __future__ import annotations

from django.db import models

from gongkai.apps.organizations.models import Organization, User


class Office(models.Model):
    """文书设置 of a body. kept_since: from that day on all its requests are here, so a zero is a counted zero."""

    organization = models.OneToOneField(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    review_body = models.CharField("复议机关", max_length=80, blank=True)
    court = models.CharField("有管辖权的法院", max_length=80, blank=True)
    payment = models.CharField("缴费方式", max_length=300, blank=True)
    kept_since = models.DateField("从何日起全部在此登记")

    class Meta:
        verbose_name = verbose_name_plural = "文书设置"

    def __str__(self) -> str:
        return f"{self.organization}文书设置"


class Template(models.Model):
    """文书模板: the body's own wording of one kind of letter, instead of the shipped one."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="机关")
    kind = models.CharField("种类", max_length=20)
    text = models.TextField("正文")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="修改人")
    changed_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        constraints = [models.UniqueConstraint(fields=["organization", "kind"], name="request_template_once")]

    def __str__(self) -> str:
        return f"{self.organization}{self.kind}"
