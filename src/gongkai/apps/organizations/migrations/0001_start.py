import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('organizations', '0001_initial'),
        ('organizations', '0002_second_person'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoginFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('count', models.PositiveIntegerField(default=0)),
                ('locked_until', models.DateTimeField(blank=True, null=True)),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '登录失败',
                'verbose_name_plural': '登录失败',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
                ('totp_secret', models.CharField(blank=True, max_length=200)),
                ('totp_last_step', models.BigIntegerField(default=0)),
                ('password_changed_at', models.DateTimeField(blank=True, null=True)),
                ('must_change_password', models.BooleanField(default=False, verbose_name='首次登录须改密码')),
                ('session_epoch', models.PositiveIntegerField(default=0)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '人员',
                'verbose_name_plural': '人员',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('items', models.JSONField(default=list, verbose_name='移交清单')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('from_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交人')),
                ('to_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接收人')),
            ],
            options={
                'verbose_name': '移交',
                'verbose_name_plural': '移交',
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('province', '省级教育部门'), ('city', '市级教育部门'), ('district', '区级教育部门'), ('unit', '直属单位'), ('school', '学校'), ('section', '科室')], max_length=10, verbose_name='类别')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, max_length=30, verbose_name='简称')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='网址名')),
                ('name_key', models.CharField(db_index=True, default='', editable=False, max_length=80)),
                ('short_key', models.CharField(db_index=True, default='', editable=False, max_length=80)),
                ('path', models.CharField(max_length=60, unique=True)),
                ('position', models.PositiveIntegerField(default=0, verbose_name='顺序')),
                ('law_levels', models.JSONField(blank=True, default=list, verbose_name='适用的本级规定')),
                ('number_codes', models.JSONField(blank=True, default=list, verbose_name='发文代字')),
                ('index_scheme', models.CharField(choices=[('national', '机构代码/年份-流水号'), ('uscc', '统一社会信用代码/年月-流水号'), ('shanghai', 'SY码')], default='national', max_length=20, verbose_name='索引号规则')),
                ('index_code', models.CharField(blank=True, max_length=20, verbose_name='机构代码')),
                ('reviewed_by_parent', models.BooleanField(default=False, verbose_name='由上级复核公开')),
                ('office_name', models.CharField(blank=True, max_length=80, verbose_name='信息公开工作机构')),
                ('head_name', models.CharField(blank=True, max_length=40, verbose_name='负责人')),
                ('address', models.CharField(blank=True, max_length=160, verbose_name='办公地址')),
                ('postcode', models.CharField(blank=True, max_length=10, verbose_name='邮政编码')),
                ('office_hours', models.CharField(blank=True, max_length=160, verbose_name='办公时间')),
                ('telephone', models.CharField(blank=True, max_length=60, verbose_name='联系电话')),
                ('fax', models.CharField(blank=True, max_length=60, verbose_name='传真')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('duties', models.TextField(blank=True, verbose_name='主要职能')),
                ('has_site', models.BooleanField(default=False, verbose_name='有公开站点')),
                ('host', models.CharField(blank=True, max_length=120, verbose_name='域名')),
                ('site_code', models.CharField(blank=True, max_length=20, verbose_name='网站标识码')),
                ('icp_number', models.CharField(blank=True, max_length=40, verbose_name='ICP备案号')),
                ('police_number', models.CharField(blank=True, max_length=40, verbose_name='公安机关备案号')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='撤并日期')),
                ('body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='所属机关')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organizations.organization', verbose_name='上级')),
            ],
            options={
                'verbose_name': '机构',
                'verbose_name_plural': '机构',
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('informant', '信息员'), ('section_head', '科室负责人'), ('office', '办公室审核'), ('secrecy', '保密审查'), ('leader', '局领导'), ('handler', '信访/依申请承办'), ('evaluator', '评议专家'), ('admin', '系统管理员'), ('auditor', '审计员')], max_length=14, verbose_name='岗位')),
                ('scope', models.CharField(choices=[('own', '本单位'), ('subtree', '本单位及下级')], default='own', max_length=8, verbose_name='范围')),
                ('valid_from', models.DateField(default=datetime.date.today, verbose_name='起')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='止')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='授予人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organizations.organization', verbose_name='单位或科室')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='别名')),
                ('key', models.CharField(db_index=True, default='', editable=False, max_length=80)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='organizations.organization', verbose_name='机构')),
            ],
            options={
                'verbose_name': '机构别名',
                'verbose_name_plural': '机构别名',
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='事项')),
                ('summary', models.CharField(max_length=500, verbose_name='内容')),
                ('payload', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('state', models.CharField(choices=[('waiting', '待确认'), ('confirmed', '已确认'), ('refused', '不同意'), ('withdrawn', '已撤回')], default='waiting', max_length=10, verbose_name='状态')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('opinion', models.CharField(blank=True, max_length=200, verbose_name='意见')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='organizations.organization', verbose_name='单位')),
            ],
            options={
                'verbose_name': '待复核事项',
                'verbose_name_plural': '待复核事项',
                'ordering': ['-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Upper('username'), name='user_name_once'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('from_user', models.F('to_user')), _negated=True), name='handover_two_people'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['parent', 'position'], name='org_children'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(condition=models.Q(('host', ''), _negated=True), fields=('host',), name='org_host_once'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['organization', 'role'], name='membership_holders'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='membership_dates'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('user', 'organization', 'role'), name='membership_once'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['state', 'place', 'id'], name='proposal_waiting'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), models.Q(('decided_by', models.F('asked_by')), _negated=True), ('decided_by__isnull', True), _connector='OR'), name='proposal_two_people'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='proposal_decided'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('person__isnull', True), models.Q(('decided_by', models.F('person')), _negated=True), _connector='OR'), name='proposal_not_own'),
        ),
    ]
