import django.db.models.deletion
import gongkai.apps.reporting.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('reporting', '0001_initial'),
        ('reporting', '0002_hands'),
        ('reporting', '0003_rounds_rows'),
        ('reporting', '0004_rounds_done'),
        ('reporting', '0005_received_rounds'),
        ('reporting', '0006_received_done'),
        ('reporting', '0007_frozen_rows'),
        ('reporting', '0008_frozen_done'),
    ]

    dependencies = [
        ('documents', '0001_base'),
        ('organizations', '0001_start'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('form', models.CharField(max_length=30, verbose_name='表式')),
                ('traits', models.JSONField(blank=True, default=list, verbose_name='本单位情况')),
                ('state', models.CharField(choices=[('draft', '编制中'), ('in_review', '待审定'), ('approved', '待签发'), ('issued', '已签发')], default='draft', max_length=10, verbose_name='状态')),
                ('opened_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('opinion', models.CharField(blank=True, max_length=1000, verbose_name='审定意见')),
                ('frozen', models.JSONField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='annual_report', to='documents.officialdocument')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='单位')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='编制科室')),
            ],
            options={
                'verbose_name': '年度报告',
                'verbose_name_plural': '年度报告',
            },
        ),
        migrations.CreateModel(
            name='Narrative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=4)),
                ('text', models.TextField(blank=True)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='reporting.report')),
            ],
            options={
                'verbose_name': '年报正文',
                'verbose_name_plural': '年报正文',
            },
        ),
        migrations.CreateModel(
            name='ManualCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.CharField(max_length=40)),
                ('value', models.DecimalField(decimal_places=4, max_digits=16, verbose_name='数')),
                ('vouched_by', models.CharField(max_length=60, verbose_name='核实人')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='出处')),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='manual_cells', to='reporting.report')),
            ],
            options={
                'verbose_name': '手工填报',
                'verbose_name_plural': '手工填报',
            },
        ),
        migrations.CreateModel(
            name='FrozenRecords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.CharField(max_length=40)),
                ('model', models.CharField(max_length=60)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='frozen_records', to='reporting.report')),
            ],
            options={
                'verbose_name': '冻结名单',
                'verbose_name_plural': '冻结名单',
            },
        ),
        migrations.CreateModel(
            name='FrozenRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField()),
                ('frozen', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='reporting.frozenrecords')),
            ],
            options={
                'verbose_name': '冻结名单的一件',
                'verbose_name_plural': '冻结名单的一件',
                'constraints': [models.UniqueConstraint(fields=('frozen', 'key'), name='frozenrecord_once')],
            },
        ),
        migrations.CreateModel(
            name='Received',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('form', models.CharField(blank=True, max_length=30)),
                ('state', models.CharField(choices=[('received', '待处理'), ('returned', '已退回'), ('accepted', '已接收')], default='received', max_length=8, verbose_name='状态')),
                ('file', models.FileField(upload_to=gongkai.apps.reporting.models.stored_name)),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('reading', models.JSONField()),
                ('findings', models.JSONField(default=list)),
                ('errors', models.PositiveIntegerField(default=0)),
                ('warnings', models.PositiveIntegerField(default=0)),
                ('handed_in_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=1000, verbose_name='退回原因')),
                ('handed_in_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='报送单位')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='接收单位')),
            ],
            options={
                'verbose_name': '报送的年度报告',
                'verbose_name_plural': '报送的年度报告',
                'indexes': [models.Index(fields=['receiver', 'year', 'state'], name='received_year'), models.Index(fields=['organization', '-year'], name='received_body')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'returned'), _negated=True), fields=('organization', 'receiver', 'year'), name='received_one_standing'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='received_return_has_reason')],
            },
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['section', '-year'], name='report_section'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('organization', 'year'), name='report_one_a_year'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('frozen__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='report_review_frozen'),
        ),
        migrations.AddConstraint(
            model_name='narrative',
            constraint=models.UniqueConstraint(fields=('report', 'part'), name='narrative_once'),
        ),
        migrations.AddConstraint(
            model_name='manualcell',
            constraint=models.UniqueConstraint(fields=('report', 'cell'), name='manualcell_once'),
        ),
        migrations.AddConstraint(
            model_name='manualcell',
            constraint=models.CheckConstraint(condition=models.Q(('vouched_by', ''), _negated=True), name='manualcell_vouched'),
        ),
        migrations.AddConstraint(
            model_name='frozenrecords',
            constraint=models.UniqueConstraint(fields=('report', 'cell'), name='frozenrecords_once'),
        ),
    ]
