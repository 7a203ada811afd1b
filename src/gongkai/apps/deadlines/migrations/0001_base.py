import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.fragments import Fragments

TITLES = Fragments("deadlines_deadline", ("title",), "deadline_fragments")


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('deadlines', '0001_start'),
        ('deadlines', '0002_matter'),
        ('deadlines', '0003_words'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('title', models.CharField(max_length=300, verbose_name='事项')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='办理地址')),
                ('provision', models.CharField(max_length=60, verbose_name='规定')),
                ('version', models.CharField(max_length=60, verbose_name='规定版本')),
                ('basis', models.CharField(max_length=120, verbose_name='依据')),
                ('chosen', models.JSONField(default=dict, verbose_name='选定版本的日期')),
                ('started_on', models.DateField(verbose_name='起算日')),
                ('facts', models.JSONField(default=list, verbose_name='计期事实')),
                ('due_on', models.DateField(verbose_name='届满日')),
                ('provisional', models.BooleanField(default=False, verbose_name='暂定')),
                ('reckoning', models.CharField(blank=True, max_length=16)),
                ('state', models.CharField(choices=[('running', '进行中'), ('paused', '停计'), ('met', '已办结'), ('cancelled', '已撤销')], default='running', max_length=10, verbose_name='状态')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='办结日')),
                ('rung_stage', models.CharField(blank=True, max_length=10, verbose_name='已提醒')),
                ('rung_at', models.DateTimeField(blank=True, null=True)),
                ('fault', models.CharField(blank=True, max_length=200, verbose_name='不能推算的原因')),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='承办科室')),
            ],
            options={
                'verbose_name': '期限',
                'verbose_name_plural': '期限',
                'indexes': [models.Index(fields=['state', 'due_on', 'id'], name='deadline_due'), models.Index(fields=['organization', 'state', 'due_on'], name='deadline_body_due'), models.Index(fields=['section', 'state', 'due_on'], name='deadline_section_due'), models.Index(fields=['holder', 'state', 'due_on'], name='deadline_holder_due'), models.Index(fields=['subject_type', 'subject_id'], name='deadline_subject'), models.Index(fields=['provision', 'state', 'due_on', 'subject_type', 'subject_id'], name='deadline_matter'), models.Index(fields=['state', 'reckoning'], name='deadline_reckoning'), models.Index(condition=models.Q(('fault', ''), _negated=True), fields=['organization'], name='deadline_faults')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['running', 'paused'])), fields=('subject_type', 'subject_id', 'provision'), name='deadline_one_running')],
            },
        ),
        migrations.RunPython(TITLES.create, TITLES.drop),
    ]
