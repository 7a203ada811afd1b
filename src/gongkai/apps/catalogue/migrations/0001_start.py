import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('catalogue', '0001_initial'),
        ('catalogue', '0002_initial'),
        ('catalogue', '0003_former_columns'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Column',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, verbose_name='网址名')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('shows', models.CharField(choices=[('documents', '公文'), ('notices', '公告公示')], default='documents', max_length=12, verbose_name='内容')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='收什么')),
                ('basis', models.CharField(blank=True, max_length=80, verbose_name='依据')),
                ('fresh_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='更新周期（天）')),
                ('position', models.PositiveIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True, verbose_name='启用')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='organizations.organization', verbose_name='机关')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.column')),
            ],
            options={
                'verbose_name': '栏目',
                'verbose_name_plural': '栏目',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FormerColumn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, verbose_name='原网址名')),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former', to='catalogue.column')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
            ],
            options={
                'verbose_name': '原栏目网址',
                'verbose_name_plural': '原栏目网址',
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('position', models.PositiveIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True, verbose_name='启用')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.topic')),
            ],
            options={
                'verbose_name': '主题分类',
                'verbose_name_plural': '主题分类',
                'ordering': ['position', 'code'],
            },
        ),
        migrations.AddConstraint(
            model_name='column',
            constraint=models.UniqueConstraint(fields=('organization', 'slug'), name='column_slug_once'),
        ),
        migrations.AddConstraint(
            model_name='formercolumn',
            constraint=models.UniqueConstraint(fields=('organization', 'slug'), name='formercolumn_once'),
        ),
    ]
