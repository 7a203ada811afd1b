from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0006_apart_rows")]
    operations = [
        migrations.RemoveIndex(
            model_name='publication',
            name='publication_schedule',
        ),
        migrations.RemoveField(
            model_name='publication',
            name='scheduled_for',
        ),
        migrations.AddConstraint(
            model_name='countersign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(('opinion', ''), _negated=True), _connector='OR'), name='countersign_refusal_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='countersign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('signed_at__isnull', True)), models.Q(('signed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='countersign_signed_says_how'),
        ),
    ]
