"""Words of what falls due, by the index of pairs of signs."""

from __future__ import annotations

from django.db import migrations

from gongkai.fragments import Fragments

TITLES = Fragments("deadlines_deadline", ("title",), "deadline_fragments")


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_matter")]
    operations = [migrations.RunPython(TITLES.create, TITLES.drop)]
