import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('portal', '0001_initial'),
        ('portal', '0002_page_log'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
        ('publishing', '0001_base'),
    ]

    operations = [
        migrations.CreateModel(
            name='BakedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('baked_at', models.DateTimeField()),
                ('publication', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publishing.publication')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
            ],
            options={
                'verbose_name': '公开页面文件',
                'verbose_name_plural': '公开页面文件',
                'indexes': [models.Index(fields=['site', 'path'], name='bakedfile_site')],
            },
        ),
        migrations.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=45)),
                ('own_site', models.BooleanField()),
                ('until', models.DateField()),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
            ],
            options={
                'verbose_name': '原公开网址',
                'verbose_name_plural': '原公开网址',
                'constraints': [models.UniqueConstraint(fields=('prefix', 'body'), name='formeraddress_once')],
            },
        ),
        migrations.CreateModel(
            name='PageChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('page', '一个页面'), ('document', '一件信息'), ('site', '一个站点的各页'), ('documents', '一个站点的各件信息'), ('own', '一个单位的各件信息')], max_length=10)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('part', models.CharField(blank=True, max_length=200)),
                ('files', models.JSONField(default=list)),
                ('progress', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('retry_at', models.DateTimeField(null=True)),
                ('fault', models.CharField(blank=True, max_length=300)),
                ('publication', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='publishing.publication')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
            ],
            options={
                'verbose_name': '公开页面更新',
                'verbose_name_plural': '公开页面更新',
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['id'], name='pagechange_open'), models.Index(condition=models.Q(('done_at__isnull', True)), fields=['site', 'name', 'part'], name='pagechange_page'), models.Index(condition=models.Q(('done_at__isnull', True)), fields=['publication'], name='pagechange_document')],
            },
        ),
    ]
