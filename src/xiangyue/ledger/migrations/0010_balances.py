from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0009_questions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('kind', models.CharField(max_length=40)),
                ('place', models.CharField(blank=True, max_length=32)),
                ('lead', models.CharField(blank=True, max_length=32)),
                ('state', models.CharField(max_length=8)),
                ('outcome', models.CharField(blank=True, max_length=9)),
                ('n', models.IntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='count',
            name='ledger_count_lead',
        ),
        migrations.AddIndex(
            model_name='count',
            index=models.Index(fields=['lead', 'on'], name='ledger_count_lead'),
        ),
        migrations.AddIndex(
            model_name='balance',
            index=models.Index(fields=['lead', 'on'], name='ledger_balance_lead'),
        ),
        migrations.AddConstraint(
            model_name='balance',
            constraint=models.UniqueConstraint(fields=('on', 'kind', 'place', 'lead', 'state', 'outcome'), name='ledger_balance_box_once'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['state', 'reported_at'], name='matter_state_oldest'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('asked_until__isnull', False)), fields=['due'], name='matter_asked'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('review_required', True)), fields=['reported_at'], name='matter_to_review'),
        ),
    ]
