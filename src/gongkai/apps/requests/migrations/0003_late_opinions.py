"""What becomes of an opinion that came after its term: decided by a person, with a reason."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [("requests", "0002_answers_and_words"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            "consultation", "weighed",
            models.CharField(
                "迟到的意见", max_length=8, blank=True, default="",
                choices=[("", "还没有认定"), ("heard", "作为意见考虑"), ("silent", "按逾期没有答复处理")],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "consultation", "weighed_because", models.CharField("认定的理由", max_length=300, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField("consultation", "weighed_on", models.DateField("认定日期", null=True, blank=True)),
        migrations.AddField(
            "consultation", "weighed_by",
            models.ForeignKey(
                settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="认定人"
            ),
        ),
        migrations.AddConstraint(
            "consultation",
            models.CheckConstraint(
                condition=Q(weighed="", weighed_because="", weighed_on__isnull=True, weighed_by__isnull=True)
                | (
                    Q(answered_on__gt=F("due_on"), weighed_on__isnull=False, weighed_by__isnull=False)
                    & ~Q(weighed="")
                    & ~Q(weighed_because="")
                ),
                name="request_consultation_weighed",
            ),
        ),
    ]
