"""Notices about matters."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_prints'),
        ('files', '0001_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('form', models.CharField(max_length=9)),
                ('to', models.CharField(max_length=80)),
                ('matters', models.JSONField(default=list)),
                ('facts', models.JSONField()),
                ('state', models.CharField(choices=[('WAITING', '正在排版'), ('READY', '草稿'), ('ISSUED', '已发出'), ('FAILED', '没有排成')], default='WAITING', max_length=7)),
                ('by', models.CharField(max_length=32)),
                ('drafted_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('issued_at', models.DateTimeField(null=True)),
                ('issued_by', models.CharField(blank=True, max_length=32)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('docx', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('pdf', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
            ],
            options={
                'indexes': [models.Index(fields=['-drafted_at'], name='documents_notice_newest'), models.Index(condition=models.Q(('state', 'WAITING')), fields=['due_at'], name='documents_notice_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'ISSUED'), _negated=True), models.Q(('issued_at__isnull', False), ('pdf__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='documents_issued_has_hash')],
            },
        ),
    ]
