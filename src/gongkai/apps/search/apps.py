"""检索: one index of public text."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """检索: one index of public text."""

    name = "gongkai.apps.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"
