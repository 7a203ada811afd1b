import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('requests', '0001_initial'),
        ('requests', '0002_avoided'),
    ]

    dependencies = [
        ('organizations', '0001_start'),
        ('people', '0001_start'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('third_party', '征求第三方意见'), ('co_agency', '征求共同制作机关意见')], max_length=12, verbose_name='类别')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='机关名称')),
                ('about', models.TextField(verbose_name='征求什么')),
                ('sent_on', models.DateField(verbose_name='送达日期')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='答复期限')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('answer', models.CharField(blank=True, choices=[('', '还没有答复'), ('consent', '同意公开'), ('partly', '部分同意'), ('refuse', '不同意公开'), ('silent', '逾期没有答复')], max_length=10, verbose_name='答复')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('marks', models.JSONField(blank=True, default=list, verbose_name='不同意公开之处')),
                ('code_salt', models.CharField(blank=True, max_length=32)),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.party', verbose_name='第三方')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发出人')),
            ],
            options={
                'verbose_name': '征求意见',
                'verbose_name_plural': '征求意见',
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('review_body', models.CharField(blank=True, max_length=80, verbose_name='复议机关')),
                ('court', models.CharField(blank=True, max_length=80, verbose_name='有管辖权的法院')),
                ('payment', models.CharField(blank=True, max_length=300, verbose_name='缴费方式')),
                ('kept_since', models.DateField(verbose_name='从何日起全部在此登记')),
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
            ],
            options={
                'verbose_name': '文书设置',
                'verbose_name_plural': '文书设置',
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, verbose_name='受理号')),
                ('foreign_number', models.CharField(blank=True, max_length=60, verbose_name='上级平台编号')),
                ('channel', models.CharField(max_length=20, verbose_name='渠道')),
                ('submitted_on', models.DateField(verbose_name='提交日期')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='签收日期')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='确认日期')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='收到之日')),
                ('provision', models.CharField(blank=True, max_length=60, verbose_name='适用规定')),
                ('applicant_kind', models.CharField(choices=[('natural', '自然人'), ('biz', '商业企业'), ('research', '科研机构'), ('charity', '社会公益组织'), ('legal', '法律服务机构'), ('other', '其他')], max_length=10, verbose_name='申请人类别')),
                ('subject', models.CharField(max_length=120, verbose_name='事项')),
                ('wanted', models.TextField(verbose_name='要什么')),
                ('purpose', models.CharField(blank=True, max_length=500, verbose_name='用途说明')),
                ('supply', models.CharField(choices=[('email', '电子邮件'), ('paper', '纸质'), ('disc', '光盘等载体'), ('inspect', '查阅、抄录')], default='email', max_length=10, verbose_name='提供方式')),
                ('state', models.CharField(choices=[('received', '待确认收到'), ('open', '在办'), ('correction', '等补正'), ('fee', '等缴费'), ('in_review', '审核中'), ('approved', '待送达'), ('closed', '已办结'), ('merged', '已并案')], default='received', max_length=10, verbose_name='状态')),
                ('outcome', models.CharField(blank=True, max_length=10, verbose_name='处理结果')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='办结日期')),
                ('counted_on', models.DateField(blank=True, null=True, verbose_name='统计办结日期')),
                ('counted_outcome', models.CharField(blank=True, max_length=10, verbose_name='统计结果')),
                ('to_open', models.BooleanField(null=True, verbose_name='转主动公开')),
                ('to_open_reason', models.CharField(blank=True, max_length=300, verbose_name='转主动公开的理由')),
                ('typical', models.BooleanField(default=False, verbose_name='典型案例')),
                ('archived_at', models.DateTimeField(blank=True, null=True, verbose_name='归档时间')),
                ('reopened_on', models.DateField(blank=True, null=True, verbose_name='重新办理日期')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('updated_at', models.DateTimeField()),
                ('archived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='归档人')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='requests.request', verbose_name='并入')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='承办科室')),
                ('split_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='requests.request', verbose_name='拆自')),
            ],
            options={
                'verbose_name': '政府信息公开申请',
                'verbose_name_plural': '政府信息公开申请',
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('in_review', '审核中'), ('approved', '已签发'), ('returned', '已退回'), ('sent', '已送达')], default='draft', max_length=10, verbose_name='状态')),
                ('outcome', models.CharField(max_length=10, verbose_name='处理结果')),
                ('points', models.JSONField(default=list, verbose_name='各项结果')),
                ('text', models.TextField(verbose_name='正文')),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('drafted_at', models.DateTimeField(verbose_name='拟稿时间')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='签发日期')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='法制审核人')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='承办科室')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='requests.request')),
            ],
            options={
                'verbose_name': '答复',
                'verbose_name_plural': '答复',
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序')),
                ('text', models.CharField(max_length=500, verbose_name='要的内容')),
                ('answers', models.JSONField(blank=True, default=list, verbose_name='七问')),
                ('outcome', models.CharField(blank=True, max_length=10, verbose_name='结果')),
                ('ground', models.CharField(blank=True, max_length=10, verbose_name='不予公开的情形')),
                ('annex', models.CharField(blank=True, max_length=200, verbose_name='附件')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='requests.request')),
            ],
            options={
                'verbose_name': '申请内容',
                'verbose_name_plural': '申请内容',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('people', models.CharField(max_length=200, verbose_name='参加')),
                ('text', models.TextField(verbose_name='会商意见')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='requests.request')),
            ],
            options={
                'verbose_name': '会商',
                'verbose_name_plural': '会商',
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='种类')),
                ('number', models.CharField(max_length=60, verbose_name='文号')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('addressee', models.CharField(default='applicant', max_length=20, verbose_name='致')),
                ('text', models.TextField(verbose_name='正文')),
                ('dated_on', models.DateField(verbose_name='成文日期')),
                ('made_at', models.DateTimeField(verbose_name='制作时间')),
                ('consultation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='requests.consultation', verbose_name='征求意见')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制作人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='承办科室')),
                ('reply', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='requests.reply', verbose_name='答复')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='requests.request')),
            ],
            options={
                'verbose_name': '文书',
                'verbose_name_plural': '文书',
            },
        ),
        migrations.CreateModel(
            name='Frequency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveIntegerField(verbose_name='同一申请人近一年的件数')),
                ('asked_on', models.DateField(verbose_name='要求说明日期')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='说明日期')),
                ('reason', models.TextField(blank=True, verbose_name='申请人的说明')),
                ('reasonable', models.BooleanField(null=True, verbose_name='理由合理')),
                ('until', models.DateField(blank=True, null=True, verbose_name='延迟答复至')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='frequency', to='requests.request')),
            ],
            options={
                'verbose_name': '频次说明',
                'verbose_name_plural': '频次说明',
            },
        ),
        migrations.CreateModel(
            name='Fee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ladder', models.CharField(choices=[('pieces', '按件'), ('pages', '按量')], max_length=8, verbose_name='计收方式')),
                ('before', models.PositiveIntegerField(default=0, verbose_name='本月此前件数')),
                ('quantity', models.PositiveIntegerField(verbose_name='本件数量')),
                ('yuan', models.PositiveIntegerField(verbose_name='金额')),
                ('noticed_on', models.DateField(verbose_name='通知送达日期')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='缴费期限')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='缴费日期')),
                ('lapsed_on', models.DateField(blank=True, null=True, verbose_name='视为放弃')),
                ('waived_on', models.DateField(blank=True, null=True, verbose_name='减免日期')),
                ('waived_because', models.CharField(blank=True, max_length=300, verbose_name='减免理由')),
                ('noticed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='通知人')),
                ('waived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='减免人')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='fee', to='requests.request')),
            ],
            options={
                'verbose_name': '信息处理费',
                'verbose_name_plural': '信息处理费',
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveSmallIntegerField(verbose_name='延长的工作日')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('asked_on', models.DateField(verbose_name='提请日期')),
                ('decision', models.CharField(blank=True, choices=[('', '待批'), ('agreed', '同意'), ('refused', '不同意')], max_length=10, verbose_name='批准')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='批准日期')),
                ('opinion', models.CharField(blank=True, max_length=300, verbose_name='意见')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提请人')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='requests.request')),
            ],
            options={
                'verbose_name': '延长',
                'verbose_name_plural': '延长',
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('review', '行政复议'), ('suit_direct', '行政诉讼（未经复议直接起诉）'), ('suit_after', '行政诉讼（复议后起诉）')], max_length=12, verbose_name='类别')),
                ('number', models.CharField(blank=True, max_length=80, verbose_name='案号')),
                ('before', models.CharField(max_length=120, verbose_name='复议机关或者法院')),
                ('noticed_on', models.DateField(verbose_name='收到通知日期')),
                ('answer_due_on', models.DateField(blank=True, null=True, verbose_name='答复或者答辩期限')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复或者答辩日期')),
                ('stage', models.CharField(blank=True, max_length=60, verbose_name='阶段')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='审结日期')),
                ('outcome', models.CharField(blank=True, choices=[('', '尚未审结'), ('maintain', '结果维持'), ('correct', '结果纠正'), ('other', '其他结果')], max_length=10, verbose_name='结果')),
                ('finding', models.TextField(blank=True, verbose_name='决定、裁判要旨')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('updated_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='承办科室')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='requests.request')),
            ],
            options={
                'verbose_name': '复议诉讼',
                'verbose_name_plural': '复议诉讼',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_on', models.DateField(verbose_name='告知日期')),
                ('asked', models.TextField(verbose_name='要补正什么')),
                ('due_on', models.DateField(verbose_name='补正期限')),
                ('received_on', models.DateField(blank=True, null=True, verbose_name='收到补正')),
                ('text', models.TextField(blank=True, verbose_name='补正内容')),
                ('lapsed_on', models.DateField(blank=True, null=True, verbose_name='视为放弃')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='告知人')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='correction', to='requests.request')),
            ],
            options={
                'verbose_name': '补正',
                'verbose_name_plural': '补正',
            },
        ),
        migrations.AddField(
            model_name='consultation',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consultations', to='requests.request'),
        ),
        migrations.CreateModel(
            name='Assist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField(verbose_name='请办什么')),
                ('due_on', models.DateField(verbose_name='请在何日前答复')),
                ('asked_at', models.DateTimeField(verbose_name='提请时间')),
                ('opinion', models.TextField(blank=True, verbose_name='意见')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提请人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='协办科室')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assists', to='requests.request')),
            ],
            options={
                'verbose_name': '协办',
                'verbose_name_plural': '协办',
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='种类')),
                ('text', models.TextField(verbose_name='正文')),
                ('changed_at', models.DateTimeField(verbose_name='修改时间')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
            ],
            options={
                'verbose_name': '文书模板',
                'verbose_name_plural': '文书模板',
            },
        ),
        migrations.CreateModel(
            name='Avoided',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日期')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='次数')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization', verbose_name='机关')),
            ],
            options={
                'verbose_name': '看了已公开的没有再申请',
                'verbose_name_plural': '看了已公开的没有再申请',
                'constraints': [models.UniqueConstraint(fields=('organization', 'on'), name='request_avoided_once')],
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('channel', models.CharField(max_length=60, verbose_name='渠道')),
                ('about', models.TextField(verbose_name='反映什么')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='办理期限')),
                ('finding', models.TextField(blank=True, verbose_name='查明')),
                ('correction', models.TextField(blank=True, verbose_name='整改')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='办结日期')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='机关')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='承办科室')),
            ],
            options={
                'verbose_name': '举报投诉',
                'verbose_name_plural': '举报投诉',
                'indexes': [models.Index(fields=['organization', '-received_on', '-id'], name='request_complaint_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('ended_on__gte', models.F('received_on')), models.Q(('finding', ''), _negated=True)), _connector='OR'), name='request_complaint_ended')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('hand', '当面交付'), ('post', '邮寄'), ('email', '电子邮件'), ('online', '网上查看')], max_length=8, verbose_name='方式')),
                ('sent_on', models.DateField(verbose_name='发出日期')),
                ('arrived_on', models.DateField(blank=True, null=True, verbose_name='送达日期')),
                ('proof', models.CharField(max_length=200, verbose_name='凭据')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='delivery', to='requests.letter')),
            ],
            options={
                'verbose_name': '送达',
                'verbose_name_plural': '送达',
                'constraints': [models.CheckConstraint(condition=models.Q(('proof', ''), _negated=True), name='request_delivery_proof'), models.CheckConstraint(condition=models.Q(('arrived_on__isnull', True), ('arrived_on__gte', models.F('sent_on')), _connector='OR'), name='request_delivery_days')],
            },
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['organization', '-entered_at', '-id'], name='request_list'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['organization', 'state', '-id'], name='request_state'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['organization', 'received_on'], name='request_received'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['organization', 'counted_on'], name='request_counted'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['handler', 'state'], name='request_handler'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(fields=('organization', 'number'), name='request_number'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.UniqueConstraint(condition=models.Q(('foreign_number', ''), _negated=True), fields=('organization', 'foreign_number'), name='request_foreign_number'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'merged']), models.Q(('received_on__isnull', False), models.Q(('provision', ''), _negated=True)), _connector='OR'), name='request_receipt_known'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), ('closed_on__isnull', False), ('counted_on__isnull', False)), _connector='OR'), name='request_closed_with_outcome'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('counted_on__isnull', True), ('counted_outcome', '')), models.Q(('counted_on__isnull', False), models.Q(('counted_outcome', ''), _negated=True)), _connector='OR'), name='request_counted_once'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into', models.F('id')), _negated=True), ('merged_into__isnull', True), _connector='OR'), name='request_merge_other'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='request_merged_says_where'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('to_open__isnull', True), models.Q(('to_open_reason', ''), _negated=True), _connector='OR'), name='request_to_open_reason'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='request_reply_second_person'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(models.Q(('approved_by', models.F('drafted_by')), _negated=True), models.Q(('approved_by', models.F('reviewed_by')), _negated=True)), _connector='OR'), name='request_reply_third_person'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'sent']), _negated=True), models.Q(('approved_by__isnull', False), ('decided_on__isnull', False), ('reviewed_by__isnull', False), models.Q(('text', ''), _negated=True)), _connector='OR'), name='request_reply_approved_by_two'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'returned'])), fields=('request',), name='request_reply_one_open'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.UniqueConstraint(fields=('request', 'position'), name='request_point_once'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('organization', 'number'), name='request_letter_number'),
        ),
        migrations.AddConstraint(
            model_name='frequency',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('reasonable', True), _connector='OR'), name='request_frequency_until'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(('yuan__gt', 0)), name='request_fee_amount'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(('ladder', 'pieces'), ('before', 0), _connector='OR'), name='request_fee_pages_stand_alone'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('waived_by__isnull', True), ('waived_on__isnull', True)), models.Q(('paid_on__isnull', True), ('waived_on__isnull', False), models.Q(('waived_because', ''), _negated=True)), _connector='OR'), name='request_fee_waived'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(('waived_by__isnull', True), models.Q(('waived_by', models.F('noticed_by')), _negated=True), _connector='OR'), name='request_fee_two_people'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(('paid_on__isnull', True), ('lapsed_on__isnull', True), _connector='OR'), name='request_fee_one_end'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('decided_on__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_by__isnull', False), ('decided_on__isnull', False)), _connector='OR'), name='request_extension_decided'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='request_extension_two_people'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('request',), name='request_extension_one_open'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['organization', '-noticed_on', '-id'], name='request_dispute_list'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('ended_on__gte', models.F('noticed_on'))), _connector='OR'), name='request_dispute_ended'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('asked_on'))), name='request_correction_term'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('received_on__isnull', True), ('lapsed_on__isnull', True), _connector='OR'), name='request_correction_one_end'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'third_party'), ('name', ''), ('party__isnull', False)), models.Q(('kind', 'co_agency'), ('party__isnull', True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='request_consultation_of_whom'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_on__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_on__gte', models.F('sent_on'))), _connector='OR'), name='request_consultation_answered'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer__in', ['partly', 'refuse']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='request_consultation_reason'),
        ),
        migrations.AddIndex(
            model_name='assist',
            index=models.Index(fields=['section', 'answered_at', 'due_on'], name='request_assist_queue'),
        ),
        migrations.AddConstraint(
            model_name='assist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('opinion', ''), _negated=True)), _connector='OR'), name='request_assist_answered'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(fields=('organization', 'kind'), name='request_template_once'),
        ),
    ]
