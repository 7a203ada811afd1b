import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('premises', '0001_start'),
        ('premises', '0002_guide_edition'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GuideEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.CharField(max_length=16)),
                ('changed', models.CharField(max_length=300, verbose_name='改了什么')),
                ('at', models.DateTimeField(verbose_name='修订时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修订人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guide_editions', to='organizations.organization')),
            ],
            options={
                'verbose_name': '公开指南修订',
                'verbose_name_plural': '公开指南修订',
                'indexes': [models.Index(fields=['organization', '-at'], name='guide_edition_latest')],
            },
        ),
        migrations.CreateModel(
            name='SiteText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[('guide', '公开指南的补充说明'), ('footer', '页脚说明')], max_length=10, verbose_name='位置')),
                ('html', models.TextField(blank=True, verbose_name='内容')),
                ('at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='site_texts', to='organizations.organization')),
                ('released_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '站点文字',
                'verbose_name_plural': '站点文字',
                'constraints': [models.UniqueConstraint(fields=('organization', 'name'), name='sitetext_once'), models.CheckConstraint(condition=models.Q(('written_by', models.F('released_by')), _negated=True), name='sitetext_two_people')],
            },
        ),
        migrations.CreateModel(
            name='VerificationFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='文件名')),
                ('content', models.CharField(max_length=500, verbose_name='内容')),
                ('at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verification_files', to='organizations.organization')),
                ('released_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '站点验证文件',
                'verbose_name_plural': '站点验证文件',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('written_by', models.F('released_by')), _negated=True), name='verification_two_people')],
            },
        ),
    ]
