import django.db.models.deletion
import gongkai.apps.exports.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('exports', '0001_initial'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('route', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=80, verbose_name='表')),
                ('conditions', models.JSONField(default=dict)),
                ('said', models.CharField(blank=True, max_length=300, verbose_name='条件')),
                ('key', models.CharField(max_length=64)),
                ('posts', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('waiting', '排队'), ('running', '正在做'), ('done', '已做好'), ('failed', '没有做成')], default='waiting', max_length=8, verbose_name='状态')),
                ('written', models.PositiveIntegerField(default=0, verbose_name='已写')),
                ('total', models.PositiveIntegerField(blank=True, null=True, verbose_name='共')),
                ('file', models.FileField(blank=True, upload_to=gongkai.apps.exports.models.stored_name)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='做好时间')),
                ('expires_at', models.DateTimeField(verbose_name='保留到')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to=settings.AUTH_USER_MODEL, verbose_name='导出人')),
            ],
            options={
                'verbose_name': '导出',
                'verbose_name_plural': '导出',
                'indexes': [models.Index(fields=['user', '-asked_at', '-id'], name='exports_mine'), models.Index(fields=['expires_at'], name='exports_age')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('user', 'key'), name='exports_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('file', ''), _negated=True), _connector='OR'), name='exports_with_file')],
            },
        ),
    ]
