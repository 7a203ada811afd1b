"""The engine keeps the words of attachments apart; it is filled anew by `actions.keep_up`, whose rules were raised."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def make_anew(apps: Any, schema_editor: Any) -> None:
    """An empty table of words of the present shape."""
    from gongkai.apps.search.engines import postgres, sqlite

    shape = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    schema_editor.execute("DROP TABLE IF EXISTS search_words")
    schema_editor.execute(shape.CREATE)
    apps.get_model("search", "IndexState").objects.all().delete()


class Migration(migrations.Migration):
    """Words of attachments apart."""

    dependencies = [("search", "0001_base")]

    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
