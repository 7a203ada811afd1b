"""检索: one index of public text."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """检索: one index of public text."""

    name = "gongkai.apps.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_clear_orphans, sender=self)


def _clear_orphans(**kwargs: Any) -> None:
    """Django's `flush` empties the rows but does not know the engine's table beside them."""
    from django.db import connection

    from gongkai.apps.search.engines import engine
    from gongkai.apps.search.models import SearchDoc

    tables = set(connection.introspection.table_names())
    if {"search_words", SearchDoc._meta.db_table} <= tables and not SearchDoc.objects.exists():
        engine().clear()
