import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('intake', '0001_initial'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
    ]

    operations = [
        migrations.CreateModel(
            name='Spent',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('until', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': '已用的凭证',
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=30)),
                ('number', models.CharField(max_length=20, verbose_name='受理号')),
                ('code_salt', models.CharField(max_length=32)),
                ('code_hash', models.CharField(max_length=64)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('made_at', models.DateTimeField(verbose_name='收到时间')),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
                ('wrong_since', models.DateTimeField(blank=True, null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
            ],
            options={
                'verbose_name': '回执',
                'verbose_name_plural': '回执',
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('form', models.CharField(max_length=30)),
                ('answers', models.TextField(blank=True)),
                ('opened_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('receipt', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='intake.receipt')),
            ],
            options={
                'verbose_name': '草稿',
                'verbose_name_plural': '草稿',
            },
        ),
        migrations.CreateModel(
            name='Serial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
            ],
            options={
                'verbose_name': '受理号',
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subject_type', models.CharField(blank=True, max_length=60)),
                ('subject_id', models.BigIntegerField(blank=True, null=True)),
                ('question', models.CharField(max_length=30)),
                ('name', models.TextField()),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('file', models.FileField(upload_to='intake/%Y/%m')),
                ('key_id', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attachments', to='intake.draft')),
            ],
            options={
                'verbose_name': '来件附件',
                'verbose_name_plural': '来件附件',
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='intake_attachment_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('draft__isnull', False), ('subject_id__isnull', True)), ('subject_id__isnull', False), _connector='OR'), name='intake_attachment_belongs')],
            },
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('organization', 'form', 'number'), name='intake_receipt_number'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('subject_type', 'subject_id'), name='intake_receipt_one'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('receipt__isnull', True), ('answers', ''), _connector='OR'), name='intake_sent_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='serial',
            constraint=models.UniqueConstraint(fields=('organization', 'form', 'year'), name='intake_serial_one'),
        ),
    ]
