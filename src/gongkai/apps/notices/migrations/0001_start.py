import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('notices', '0001_initial'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='内容')),
                ('subject_type', models.CharField(blank=True, max_length=60)),
                ('subject_id', models.BigIntegerField(blank=True, null=True)),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='办理地址')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='已知')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
            ],
            options={
                'verbose_name': '提醒',
                'verbose_name_plural': '提醒',
                'indexes': [models.Index(fields=['user', 'read_at', '-at'], name='notices_unread'), models.Index(fields=['user', '-at', '-id'], name='notices_mine'), models.Index(fields=['subject_type', 'subject_id'], name='notices_subject'), models.Index(fields=['at'], name='notices_age')],
            },
        ),
    ]
