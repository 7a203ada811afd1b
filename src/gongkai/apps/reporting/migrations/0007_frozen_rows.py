import django.db.models.deletion
from django.db import migrations, models

AT_ONCE = 1000


def carry(apps, editor):
    """Each key of a list becomes a row of its own."""
    lists, row = apps.get_model("reporting", "FrozenRecords"), apps.get_model("reporting", "FrozenRecord")
    for frozen in lists.objects.order_by("pk").iterator():
        keys = sorted(set(frozen.keys))
        for start in range(0, len(keys), AT_ONCE):
            row.objects.bulk_create(row(frozen=frozen, key=key) for key in keys[start : start + AT_ONCE])


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_received_done")]
    operations = [
        migrations.CreateModel(
            name="FrozenRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BigIntegerField()),
                (
                    "frozen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="reporting.frozenrecords"
                    ),
                ),
            ],
            options={
                "verbose_name": "冻结名单的一件",
                "verbose_name_plural": "冻结名单的一件",
                "constraints": [models.UniqueConstraint(fields=("frozen", "key"), name="frozenrecord_once")],
            },
        ),
        migrations.RunPython(carry, migrations.RunPython.noop),
    ]
