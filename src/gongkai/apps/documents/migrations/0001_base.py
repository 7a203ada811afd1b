import django.db.models.deletion
import django.db.models.functions.comparison
import gongkai.apps.documents.models
import uuid
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

from gongkai.fragments import Fragments

TITLES = Fragments("documents_officialdocument", ("title", "number"), "document_fragments")


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('documents', '0001_start'),
        ('documents', '0002_words_and_years'),
        ('documents', '0003_number_lines'),
        ('documents', '0004_kinds'),
        ('documents', '0005_kind_and_year'),
        ('documents', '0006_pictures'),
        ('documents', '0007_imprint'),
        ('documents', '0008_pages'),
        ('documents', '0009_originals'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.CharField(max_length=40, verbose_name='发文代字')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='number_series', to='organizations.organization')),
            ],
            options={
                'verbose_name': '文号序列',
                'verbose_name_plural': '文号序列',
            },
        ),
        migrations.CreateModel(
            name='OfficialDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('stage', models.CharField(choices=[('draft', '登记中'), ('returned', '已退回'), ('in_review', '审核中'), ('approved', '待发布'), ('scheduled', '定时发布'), ('published', '已发布'), ('withdrawn', '已撤回'), ('filed', '已归档（不公开）')], default='draft', max_length=10, verbose_name='办理状态')),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('kind', models.CharField(choices=[('决议', '决议'), ('决定', '决定'), ('命令', '命令'), ('公报', '公报'), ('公告', '公告'), ('通告', '通告'), ('意见', '意见'), ('通知', '通知'), ('通报', '通报'), ('报告', '报告'), ('请示', '请示'), ('批复', '批复'), ('议案', '议案'), ('函', '函'), ('纪要', '纪要'), ('其他', '其他')], default='通知', max_length=10, verbose_name='文种')),
                ('normative', models.BooleanField(default=False, verbose_name='行政规范性文件')),
                ('number_state', models.CharField(choices=[('none', '无文号'), ('numbered', '有文号'), ('damaged', '文号待核')], default='none', max_length=10)),
                ('number', models.CharField(blank=True, max_length=80, verbose_name='发文字号')),
                ('number_agency', models.CharField(blank=True, max_length=40, verbose_name='发文代字')),
                ('number_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='年份')),
                ('number_serial', models.PositiveIntegerField(blank=True, null=True, verbose_name='序号')),
                ('issuer', models.CharField(blank=True, max_length=200, verbose_name='落款机关')),
                ('addressee', models.CharField(blank=True, max_length=500, verbose_name='主送机关')),
                ('copied_to', models.CharField(blank=True, max_length=500, null=True, verbose_name='抄送机关')),
                ('printed', models.CharField(blank=True, max_length=120, null=True, verbose_name='印发')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='成文日期')),
                ('year', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('number_year', gongkai.apps.documents.models.CalendarYear('signed_on')), output_field=models.PositiveSmallIntegerField(null=True))),
                ('html', models.TextField(blank=True, verbose_name='正文')),
                ('text', models.TextField(blank=True)),
                ('attribute', models.CharField(choices=[('undecided', '未认定'), ('open', '主动公开'), ('on_request', '依申请公开'), ('closed', '不予公开')], default='undecided', max_length=10, verbose_name='公开属性')),
                ('ground', models.CharField(blank=True, max_length=40, verbose_name='属性理由')),
                ('ground_note', models.CharField(blank=True, max_length=500, verbose_name='理由说明')),
                ('review_again_on', models.DateField(blank=True, null=True, verbose_name='属性复核日')),
                ('party_and_government', models.BooleanField(default=False, verbose_name='党政联合制发')),
                ('disclosing_body', models.CharField(blank=True, max_length=80, verbose_name='公开主体')),
                ('authorisation', models.CharField(blank=True, max_length=200, verbose_name='授权依据')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='施行日期')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('evidence', models.JSONField(blank=True, default=dict)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='organizations.organization', verbose_name='发文机关')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='主办科室')),
            ],
            options={
                'verbose_name': '公文',
                'verbose_name_plural': '公文',
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='NumberLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.PositiveIntegerField(verbose_name='序号')),
                ('trouble', models.CharField(blank=True, choices=[('gap', '缺号'), ('explained', '缺号，已说明'), ('double', '重号'), ('order', '日期早于前号')], max_length=10, verbose_name='情况')),
                ('latest', models.DateField(null=True)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='documents.numberseries')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='documents.officialdocument')),
            ],
            options={
                'verbose_name': '流水目录',
                'verbose_name_plural': '流水目录',
            },
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('source', '来文原件'), ('attachment', '附件'), ('picture', '正文图片'), ('original', '公开原件')], max_length=10)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.FileField(upload_to=gongkai.apps.documents.models.stored_name)),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(verbose_name='字节')),
                ('sha256', models.CharField(max_length=64)),
                ('detail', models.CharField(blank=True, max_length=40, verbose_name='页数或行数')),
                ('hidden', models.JSONField(blank=True, default=list)),
                ('page', models.FileField(null=True, upload_to=gongkai.apps.documents.models.stored_name)),
                ('page_sha256', models.CharField(max_length=64, null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='documents.officialdocument')),
            ],
            options={
                'verbose_name': '公文文件',
                'verbose_name_plural': '公文文件',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='NumberNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.CharField(max_length=40, verbose_name='发文代字')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('serial', models.PositiveIntegerField(verbose_name='序号')),
                ('reason', models.CharField(choices=[('void', '空号'), ('cancelled', '作废'), ('secret', '涉密另行管理'), ('pending', '待补登')], max_length=10, verbose_name='原因')),
                ('note', models.CharField(max_length=200, verbose_name='说明')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='number_notes', to='organizations.organization')),
            ],
            options={
                'verbose_name': '缺号说明',
                'verbose_name_plural': '缺号说明',
                'constraints': [models.UniqueConstraint(fields=('organization', 'agency', 'year', 'serial'), name='numbernote_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='numberseries',
            constraint=models.UniqueConstraint(fields=('organization', 'agency', 'year'), name='numberseries_once'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['organization', '-created_at', '-id'], name='document_recent'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['section', '-created_at', '-id'], name='document_section'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['organization', 'stage', '-created_at'], name='document_stage'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['section', 'stage', '-created_at'], name='document_section_stage'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['organization', 'attribute', '-created_at'], name='document_attribute'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['section', 'attribute', '-created_at'], name='document_section_attribute'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['organization', 'number_state', 'number_year', 'number_agency', 'number_serial', 'stage', 'attribute'], name='document_register'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['-created_at', '-id'], name='document_newest'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['stage', '-created_at', '-id'], name='document_newest_stage'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['attribute', '-created_at', '-id'], name='document_newest_attribute'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['year', '-created_at', '-id'], name='document_newest_year'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['organization', 'year', '-created_at'], name='document_year'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['kind', '-created_at', '-id'], name='document_newest_kind'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['organization', 'kind', '-created_at'], name='document_kind'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['kind', 'year', 'attribute', '-created_at'], name='document_kind_year'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(condition=models.Q(('stage', 'approved')), fields=['updated_at', 'id'], name='document_waiting'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['organization', 'number_agency', 'number_year', 'number_serial'], name='document_number'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['organization', 'fingerprint'], name='document_same_text'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(fields=['drafted_by', 'stage', '-updated_at'], name='document_drafts'),
        ),
        migrations.AddIndex(
            model_name='officialdocument',
            index=models.Index(condition=models.Q(('normative', True)), fields=['organization', 'signed_on'], name='document_normative'),
        ),
        migrations.AddConstraint(
            model_name='officialdocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number_state', 'numbered'), _negated=True), models.Q(('number_year__isnull', False), ('number_serial__isnull', False), models.Q(('number_agency', ''), _negated=True)), _connector='OR'), name='document_number_whole'),
        ),
        migrations.AddIndex(
            model_name='numberline',
            index=models.Index(fields=['series', 'serial', 'id'], name='numberline_series'),
        ),
        migrations.AddIndex(
            model_name='numberline',
            index=models.Index(fields=['series', 'trouble', 'serial', 'id'], name='numberline_trouble'),
        ),
        migrations.AddIndex(
            model_name='documentfile',
            index=models.Index(fields=['sha256'], name='documentfile_same'),
        ),
        migrations.RunPython(TITLES.create, TITLES.drop),
    ]
