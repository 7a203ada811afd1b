import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('reviews', '0001_start'),
        ('reviews', '0002_signatures'),
        ('reviews', '0003_about'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('process', models.CharField(max_length=20)),
                ('fingerprint', models.CharField(max_length=64)),
                ('submitted_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', '审核中'), ('approved', '审核完毕'), ('returned', '已退回'), ('recalled', '已撤回送审')], default='open', max_length=10)),
                ('step', models.CharField(max_length=10)),
                ('step_since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('drafter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.revision')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '送审',
                'verbose_name_plural': '送审',
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='signature', serialize=False, to='reviews.round')),
                ('act', models.CharField(max_length=20)),
                ('reason', models.CharField(max_length=500)),
                ('facts', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'verbose_name': '补签',
                'verbose_name_plural': '补签',
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(blank=True, max_length=10)),
                ('outcome', models.CharField(choices=[('wrote', '经手'), ('agreed', '同意'), ('returned', '退回'), ('refused', '不同意')], max_length=8)),
                ('reasons', models.JSONField(blank=True, default=list)),
                ('opinion', models.CharField(blank=True, max_length=1000, verbose_name='意见')),
                ('fingerprint', models.CharField(max_length=64)),
                ('carried_over', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='reviews.round')),
            ],
            options={
                'verbose_name': '审核意见',
                'verbose_name_plural': '审核意见',
            },
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['subject_type', 'subject_id', '-id'], name='round_subject'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['process', 'state', 'step', 'step_since'], name='round_queue'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['place', 'state', 'step'], name='round_place'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['section', 'state', 'step'], name='round_section'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['subject_type', 'state', 'subject_id'], name='round_about'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open'), models.Q(('process', 'second'), _negated=True)), fields=('subject_type', 'subject_id'), name='round_one_open'),
        ),
        migrations.AddIndex(
            model_name='word',
            index=models.Index(fields=['person', '-at'], name='word_person'),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'returned'), _negated=True), fields=('round', 'person'), name='word_one_part_each'),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'wrote'), _negated=True), fields=('round', 'step'), name='word_one_a_step'),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'wrote'), ('step', '')), models.Q(models.Q(('outcome', 'wrote'), _negated=True), models.Q(('step', ''), _negated=True)), _connector='OR'), name='word_judges_a_step'),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['returned', 'refused']), _negated=True), models.Q(('opinion', ''), _negated=True), _connector='OR'), name='word_return_has_reason'),
        ),
    ]
