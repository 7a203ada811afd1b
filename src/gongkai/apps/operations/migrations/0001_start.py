from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('operations', '0001_initial'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('every', models.PositiveIntegerField(verbose_name='间隔（秒）')),
            ],
            options={
                'verbose_name': '心跳',
                'verbose_name_plural': '心跳',
            },
        ),
    ]
