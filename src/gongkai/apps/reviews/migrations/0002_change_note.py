from django.db import migrations, models


class Migration(migrations.Migration):
    """更正说明 is written with the change and judged with it."""

    dependencies = [("reviews", "0001_base")]
    operations = [
        migrations.AddField(
            "round", "change_note", models.CharField("更正说明", max_length=500, blank=True, default=""),
            preserve_default=False,
        )
    ]  # fmt: skip
