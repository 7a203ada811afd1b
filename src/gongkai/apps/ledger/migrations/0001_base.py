"""Tables of the ledger, the triggers that let an entry be added but never changed or removed, and the index of words."""

from django.db import migrations, models

from gongkai.fragments import Fragments

TITLES = Fragments("ledger_entry", ("subject_title",), "ledger_fragments", kept=True)
SQLITE = """
CREATE TRIGGER IF NOT EXISTS ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS ledger_entry_no_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
"""
POSTGRES = """
CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'ledger is append-only'; END $$;
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE.strip().split("END;"):
            if statement.strip():
                schema_editor.execute(statement + "END;")
    else:
        schema_editor.execute(POSTGRES)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS ledger_entry_no_update")
        schema_editor.execute("DROP TRIGGER IF EXISTS ledger_entry_no_delete")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS ledger_entry_append_only ON ledger_entry")
        schema_editor.execute("DROP TRIGGER IF EXISTS ledger_entry_no_truncate ON ledger_entry")


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('ledger', '0001_start'),
        ('ledger', '0002_words'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='链')),
                ('last_number', models.PositiveBigIntegerField(default=0)),
                ('last_hash', models.CharField(default='', max_length=64)),
            ],
            options={
                'verbose_name': '台账链',
            },
        ),
        migrations.CreateModel(
            name='DayHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('chain', models.CharField(max_length=64, verbose_name='链')),
                ('number', models.PositiveBigIntegerField(verbose_name='台账号')),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': '台账每日指纹',
                'indexes': [models.Index(fields=['chain', '-day'], name='ledger_dayhead_chain')],
                'constraints': [models.UniqueConstraint(fields=('day', 'chain'), name='ledger_dayhead_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=64, verbose_name='链')),
                ('number', models.PositiveBigIntegerField(verbose_name='台账号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('event', models.CharField(max_length=80, verbose_name='事件')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('subject_title', models.CharField(max_length=300, verbose_name='事项')),
                ('actor_id', models.CharField(blank=True, max_length=40)),
                ('actor_name', models.CharField(max_length=60, verbose_name='办理人')),
                ('actor_post', models.CharField(blank=True, max_length=120, verbose_name='岗位')),
                ('actor_body', models.CharField(blank=True, max_length=120, verbose_name='单位')),
                ('because', models.CharField(blank=True, max_length=2000, verbose_name='理由')),
                ('facts', models.JSONField(default=dict)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': '台账记录',
                'indexes': [models.Index(fields=['subject_type', 'subject_id', 'id'], name='ledger_subject'), models.Index(fields=['chain', '-at'], name='ledger_recent'), models.Index(fields=['-at', '-id'], name='ledger_newest'), models.Index(fields=['event', 'at'], name='ledger_event'), models.Index(fields=['actor_id', '-at'], name='ledger_actor')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'number'), name='ledger_entry_number')],
            },
        ),
        migrations.CreateModel(
            name='Sealed',
            fields=[
                ('commitment', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('salt', models.CharField(max_length=64)),
                ('value', models.TextField()),
                ('holder', models.CharField(blank=True, default='', max_length=60)),
            ],
            options={
                'verbose_name': '封存的个人信息',
                'indexes': [models.Index(fields=['holder'], name='ledger_sealed_holder')],
            },
        ),
        migrations.RunPython(add, remove),
        migrations.RunPython(TITLES.create, TITLES.drop),
    ]
