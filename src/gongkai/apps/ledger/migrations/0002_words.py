"""Words of what an entry is about: found by an index, of a whole city too."""

from django.db import migrations

from gongkai.fragments import Fragments

TITLES = Fragments("ledger_entry", ("subject_title",), "ledger_fragments", kept=True)


class Migration(migrations.Migration):

    dependencies = [("ledger", "0001_start")]

    operations = [migrations.RunPython(TITLES.create, TITLES.drop)]
