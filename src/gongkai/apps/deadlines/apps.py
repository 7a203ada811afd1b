"""期限: one table of running clocks and one ring."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """期限: one table of running clocks and one ring."""

    name = "gongkai.apps.deadlines"
    label = "deadlines"
    verbose_name = "期限"
    default_auto_field = "django.db.models.BigAutoField"
