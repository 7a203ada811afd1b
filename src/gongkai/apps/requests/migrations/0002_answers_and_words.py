"""The procedure of a review, by which our answer is due sooner; parts of numbers and subjects found by an index."""

from django.db import migrations, models

from gongkai.fragments import Fragments

WORDS = Fragments("requests_request", ("number", "foreign_number", "subject"), "request_fragments")


class Migration(migrations.Migration):

    dependencies = [("requests", "0001_base")]

    operations = [
        migrations.AddField("dispute", "simple", models.BooleanField("适用简易程序", default=False)),
        migrations.AlterField(
            "dispute", "answer_due_on", models.DateField("通知书写明的期限", null=True, blank=True)
        ),
        migrations.RunPython(WORDS.create, WORDS.drop),
    ]
