import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('people', '0001_initial'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('part', models.CharField(choices=[('applicant', '申请人'), ('agent', '代理人'), ('third_party', '第三方'), ('writer', '写信人'), ('participant', '参与人')], max_length=12, verbose_name='身份')),
                ('kind', models.CharField(choices=[('natural', '自然人'), ('biz', '商业企业'), ('research', '科研机构'), ('charity', '社会公益组织'), ('legal', '法律服务机构'), ('other', '其他')], max_length=10, verbose_name='类别')),
                ('name', models.TextField(blank=True)),
                ('identity', models.TextField(blank=True)),
                ('contact', models.TextField(blank=True)),
                ('name_index', models.CharField(blank=True, max_length=32)),
                ('identity_index', models.CharField(blank=True, max_length=32)),
                ('telephone_index', models.CharField(blank=True, max_length=32)),
                ('given_at', models.DateTimeField(verbose_name='提供时间')),
                ('retention', models.CharField(max_length=20, verbose_name='保存期限')),
                ('keep_until', models.DateField(blank=True, null=True, verbose_name='保存至')),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='删除时间')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
            ],
            options={
                'verbose_name': '个人信息',
                'verbose_name_plural': '个人信息',
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(max_length=20, verbose_name='依据')),
                ('because', models.CharField(max_length=300, verbose_name='理由')),
                ('opened_at', models.DateTimeField(verbose_name='提请时间')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签批时间')),
                ('outcome', models.CharField(blank=True, choices=[('', '待签'), ('done', '已删除'), ('declined', '不同意')], max_length=10, verbose_name='结果')),
                ('traces', models.JSONField(default=list)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提请人')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签批人')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='people.party')),
            ],
            options={
                'verbose_name': '删除个人信息',
                'verbose_name_plural': '删除个人信息',
            },
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['subject_type', 'subject_id'], name='people_subject'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('identity_index', ''), _negated=True), fields=['organization', 'identity_index'], name='people_identity'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('telephone_index', ''), _negated=True), fields=['organization', 'telephone_index'], name='people_phone'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('name_index', ''), _negated=True), fields=['organization', 'name_index'], name='people_name'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('erased_at__isnull', True)), fields=['keep_until'], name='people_keep_until'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('contact', ''), ('identity', ''), ('identity_index', ''), ('name', ''), ('name_index', ''), ('telephone_index', '')), _connector='OR'), name='people_erased_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(('signed_by__isnull', True), models.Q(('opened_by', models.F('signed_by')), _negated=True), _connector='OR'), name='erasure_two_people'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', 'retention'), ('opened_by__isnull', True), ('signed_by__isnull', True)), models.Q(('opened_by__isnull', False), ('outcome', ''), ('signed_by__isnull', True)), models.Q(('opened_by__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='erasure_signed'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('party',), name='erasure_one_open'),
        ),
    ]
