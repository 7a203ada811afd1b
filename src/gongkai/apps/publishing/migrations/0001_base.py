import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('publishing', '0001_start'),
        ('publishing', '0002_signatures'),
    ]

    dependencies = [
        ('catalogue', '0001_start'),
        ('organizations', '0001_start'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('key', models.SlugField(max_length=60, unique=True)),
                ('index_number', models.CharField(max_length=60, unique=True, verbose_name='索引号')),
                ('state', models.CharField(choices=[('scheduled', '定时发布'), ('live', '已发布'), ('withdrawn', '已撤回')], max_length=10)),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='发布日期')),
                ('corrected_at', models.DateTimeField(blank=True, null=True, verbose_name='更正日期')),
                ('emergency_reason', models.CharField(blank=True, max_length=500, verbose_name='紧急发布理由')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='施行日期')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('validity', models.CharField(choices=[('upcoming', '尚未施行'), ('valid', '现行有效'), ('amended', '部分修改'), ('repealed', '已废止'), ('expired', '已失效')], default='valid', max_length=10, verbose_name='有效性')),
                ('validity_since', models.DateField(blank=True, null=True)),
                ('title', models.CharField(max_length=300, verbose_name='标题')),
                ('number', models.CharField(blank=True, max_length=80, verbose_name='发文字号')),
                ('kind', models.CharField(blank=True, max_length=10, verbose_name='文种')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='成文日期')),
                ('drafter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='organizations.organization')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.topic', verbose_name='主题分类')),
            ],
            options={
                'verbose_name': '公开信息',
                'verbose_name_plural': '公开信息',
            },
        ),
        migrations.CreateModel(
            name='Planned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(db_index=True, verbose_name='定时发布')),
                ('change_note', models.CharField(blank=True, max_length=500, verbose_name='更正说明')),
                ('set_at', models.DateTimeField()),
                ('columns', models.ManyToManyField(related_name='+', to='catalogue.column')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.topic')),
                ('publication', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='planned', to='publishing.publication')),
            ],
            options={
                'verbose_name': '定时',
                'verbose_name_plural': '定时',
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_live', models.BooleanField(default=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('column', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='catalogue.column')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='publishing.publication')),
            ],
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('repeals', '废止'), ('amends', '修改'), ('replaces', '替代')], max_length=10)),
                ('since', models.DateField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts_on', to='publishing.publication')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acted_on_by', to='publishing.publication')),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('html', models.TextField()),
                ('text', models.TextField()),
                ('facts', models.JSONField()),
                ('change_note', models.CharField(blank=True, max_length=500, verbose_name='更正说明')),
                ('at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='publishing.publication')),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': '公开版本',
                'verbose_name_plural': '公开版本',
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=30, verbose_name='撤回原因')),
                ('public_note', models.CharField(max_length=500, verbose_name='对外说明')),
                ('hide_title', models.BooleanField(default=False, verbose_name='标题也不再显示')),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='publishing.publication')),
            ],
            options={
                'verbose_name': '撤回',
                'verbose_name_plural': '撤回',
            },
        ),
        migrations.CreateModel(
            name='IndexCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'year'), name='indexcounter_once')],
            },
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['organization', 'state', '-published_at', '-id'], name='publication_recent'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['state', '-published_at', '-id'], name='publication_newest'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['state', 'expires_on'], name='publication_expiry'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['state', 'validity', '-validity_since'], name='publication_changed'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(condition=models.Q(('number', ''), _negated=True), fields=['number'], name='publication_number'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('subject_type', 'subject_id'), name='publication_once'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_by', models.F('drafter')), _negated=True), models.Q(('emergency_reason', ''), _negated=True), _connector='OR'), name='publication_not_own_draft'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'live'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='publication_live_is_dated'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(condition=models.Q(('is_live', True)), fields=['column', '-published_at', '-publication'], name='placement_live_list'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['organization', 'column', '-published_at'], name='placement_body_list'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(fields=('publication', 'column'), name='placement_once'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('source', 'target', 'kind'), name='relation_once'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='relation_two_documents'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('publication', 'number'), name='version_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('change_note', ''), _negated=True), _connector='OR'), name='version_change_is_told'),
        ),
    ]
