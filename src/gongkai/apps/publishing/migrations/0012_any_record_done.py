import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("publishing", "0011_any_record_rows"), ("wagtailcore", "0098_apitoken")]
    operations = [
        migrations.RemoveField("publication", "document"),
        migrations.RemoveField("publication", "validity_note"),
        migrations.AlterField("publication", "subject_type", models.CharField(max_length=60)),
        migrations.AlterField("publication", "subject_id", models.BigIntegerField()),
        migrations.AlterField(
            "publication",
            "section",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AlterField(
            "version",
            "revision",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddConstraint(
            "publication",
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="publication_once"),
        ),
        migrations.AddIndex(
            "publication",
            models.Index(
                fields=["number"], condition=Q(("number", ""), _negated=True), name="publication_number"
            ),
        ),
    ]
