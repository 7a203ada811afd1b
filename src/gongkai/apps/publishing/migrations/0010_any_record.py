"""A publication names its record by kind and number; what has no saved text can be made public too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0009_rounds_done"), ("organizations", "0001_initial")]
    operations = [
        migrations.AddField("publication", "subject_type", models.CharField(default="", max_length=60)),
        migrations.AddField("publication", "subject_id", models.BigIntegerField(null=True)),
        migrations.AddField(
            "publication",
            "section",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
    ]
