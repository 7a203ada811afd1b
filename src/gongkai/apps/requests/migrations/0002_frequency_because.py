from django.db import migrations, models
from django.db.models import Q


def say_why(apps, schema_editor):
    """A day that was told before its reason was asked for."""
    rows = apps.get_model("requests", "Frequency").objects.filter(until__isnull=False, because="")
    rows.update(because="告知时没有登记理由")


class Migration(migrations.Migration):

    dependencies = [('requests', '0001_start')]

    operations = [
        migrations.RemoveConstraint(model_name='frequency', name='request_frequency_until'),
        migrations.AddField(
            model_name='frequency',
            name='because',
            field=models.CharField(blank=True, max_length=300, verbose_name='为什么到这一天'),
        ),
        migrations.RunPython(say_why, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='frequency',
            constraint=models.CheckConstraint(
                condition=Q(until__isnull=True, because='') | (Q(until__isnull=False, reasonable=True) & ~Q(because='')),
                name='request_frequency_until',
            ),
        ),
    ]
