"""Lists of other ledgers on their way in, and what each source brought."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_files'),
        ('ledger', '0007_parties_in_order'),
    ]

    operations = [
        migrations.CreateModel(
            name='Memory',
            fields=[
                ('source', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('targets', models.JSONField(default=dict)),
                ('orders', models.JSONField(default=dict)),
                ('words', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Brought',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('external', models.CharField(max_length=80)),
                ('matter', models.CharField(max_length=16)),
                ('mark', models.CharField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'external'), name='ledger_brought_once')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('RECEIVED', '正在读表'), ('SURVEYED', '等你对应列名'), ('CHECKING', '正在逐行核对'), ('CHECKED', '可以导入'), ('APPLYING', '正在导入'), ('DONE', '已导入'), ('FAILED', '没有读成'), ('DROPPED', '已放弃')], default='RECEIVED', max_length=8)),
                ('by', models.CharField(max_length=32)),
                ('received_at', models.DateTimeField()),
                ('about', models.JSONField(default=dict)),
                ('mapping', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('line', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('due_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
            ],
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('verdict', models.CharField(choices=[('NEW', '新登记'), ('BEFORE', '登记为导入前已销，未核查'), ('UNCHANGED', '没有变化'), ('UPDATED', '更新文字'), ('KEPT', '这里已由人结案，不动'), ('REFUSED', '不能导入')], max_length=9)),
                ('external', models.CharField(blank=True, max_length=80)),
                ('title', models.CharField(blank=True, max_length=80)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('cells', models.JSONField(default=list)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='ledger.import')),
            ],
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(fields=['-received_at'], name='ledger_import_newest'),
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(condition=models.Q(('state__in', ['RECEIVED', 'CHECKING', 'APPLYING'])), fields=['due_at'], name='ledger_import_due'),
        ),
        migrations.AddIndex(
            model_name='line',
            index=models.Index(fields=['into', 'verdict', 'line'], name='ledger_import_lines'),
        ),
    ]
