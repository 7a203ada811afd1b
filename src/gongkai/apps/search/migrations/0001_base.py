import django.db.models.deletion
from django.db import migrations, models

from gongkai.apps.search.engines import postgres, sqlite


def make_words(apps, schema_editor):
    """The engine's own table: FTS5 on SQLite, a tsvector under GIN on PostgreSQL."""
    engine = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    schema_editor.execute(engine.CREATE)


def drop_words(apps, schema_editor):
    schema_editor.execute(sqlite.DROP)


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('search', '0001_start'),
        ('search', '0002_files_of_items'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rules', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchDoc',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.BigIntegerField(editable=False, null=True, unique=True)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('url', models.CharField(max_length=300)),
                ('title', models.CharField(max_length=300)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('column', models.CharField(blank=True, max_length=60)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('validity', models.CharField(blank=True, max_length=12)),
                ('in_force', models.BooleanField(default=True)),
                ('marks', models.CharField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('doc', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='search.searchdoc')),
                ('body', models.TextField(blank=True)),
                ('files', models.JSONField(blank=True, default=list)),
            ],
        ),
        migrations.CreateModel(
            name='Synonyms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.JSONField(default=list, verbose_name='近义词')),
                ('off', models.BooleanField(default=False, verbose_name='不用')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
            ],
            options={
                'verbose_name': '近义词',
                'verbose_name_plural': '近义词',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MissedQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('words', models.CharField(max_length=80)),
                ('count', models.PositiveIntegerField(default=1)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['site', '-count'], name='missedquery_top')],
                'constraints': [models.UniqueConstraint(fields=('day', 'site', 'words'), name='missedquery_once')],
            },
        ),
        migrations.AddIndex(
            model_name='searchdoc',
            index=models.Index(fields=['site', '-published_at'], name='searchdoc_site'),
        ),
        migrations.AddIndex(
            model_name='searchdoc',
            index=models.Index(fields=['number'], name='searchdoc_number'),
        ),
        migrations.AddIndex(
            model_name='searchdoc',
            index=models.Index(fields=['site', 'in_force'], name='searchdoc_force'),
        ),
        migrations.AddConstraint(
            model_name='searchdoc',
            constraint=models.UniqueConstraint(fields=('subject_type', 'subject_id'), name='searchdoc_once'),
        ),
        migrations.RunPython(make_words, drop_words),
    ]
