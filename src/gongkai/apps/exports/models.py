"""导出: one row a file that a person asked for. Nothing legal rests on it; it goes when its days are over."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q

from gongkai.apps.organizations.models import User
from gongkai.desk import files


def stored_name(instance: Export, filename: str) -> str:
    """Where the file is kept (named so by the migrations)."""
    return files.stored_name("exports", filename)


class Export(models.Model):
    """A large list as a file of its own, or a file about one record (`packages`).

    route: the address of the list's file, by which the list is found again. conditions: tab and filters as they were
    when it was asked for; said: the same in words. posts: those held when it was made; whoever lost one of them may not
    fetch it. key: list and conditions, so that nobody makes the same file twice at once. package, subject: of a file about
    one record, which lies encrypted; stamp: what the record was when it was asked for; sha256: of the file as handed out.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "排队"
        RUNNING = "running", "正在做"
        DONE = "done", "已做好"
        FAILED = "failed", "没有做成"

    user = models.ForeignKey(User, models.CASCADE, related_name="exports", verbose_name="导出人")
    route = models.CharField(max_length=80)
    name = models.CharField("表", max_length=80)
    conditions = models.JSONField(default=dict)
    said = models.CharField("条件", max_length=300, blank=True)
    key = models.CharField(max_length=64)
    package = models.CharField(max_length=40, blank=True)
    subject = models.PositiveBigIntegerField(null=True, blank=True)
    stamp = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=8, blank=True)
    posts = models.JSONField(default=list)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    written = models.PositiveIntegerField("已写", default=0)
    total = models.PositiveIntegerField("共", null=True, blank=True)
    file = models.FileField(upload_to=stored_name, storage=default_storage, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    problem = models.CharField("原因", max_length=300, blank=True)
    asked_at = models.DateTimeField("提出时间")
    finished_at = models.DateTimeField("做好时间", null=True, blank=True)
    expires_at = models.DateTimeField("保留到")

    class Meta:
        verbose_name = verbose_name_plural = "导出"
        indexes = [
            models.Index(fields=["user", "-asked_at", "-id"], name="exports_mine"),
            models.Index(fields=["expires_at"], name="exports_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=Q(state__in=["waiting", "running"]), name="exports_once"
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(file=""), name="exports_with_file"),
            models.CheckConstraint(
                condition=Q(package="") | ~Q(state="done") | (~Q(key_id="") & ~Q(sha256="")),
                name="exports_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def context(self) -> str:
        """What its bytes are encrypted for."""
        return f"exports.export.{self.pk}"

    @property
    def unfinished(self) -> bool:
        """Whether it is still being made, or waits to be."""
        return self.state in UNFINISHED


UNFINISHED = (Export.State.WAITING, Export.State.RUNNING)
