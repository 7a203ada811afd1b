"""运行: facts about the machine, of no legal weight."""

from __future__ import annotations

from django.db import models


class Pulse(models.Model):
    """When a process that works by itself was last seen at work, and how often it means to be."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField("时间")
    every = models.PositiveIntegerField("间隔（秒）")

    class Meta:
        verbose_name = verbose_name_plural = "心跳"
