"""Chains that moved since the last checkpoint. All count as moved once: the next checkpoint notes every head."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0001_journal'),
    ]

    operations = [
        migrations.AddField(
            model_name='head',
            name='moved',
            field=models.BooleanField(default=True),
        ),
        migrations.AddIndex(
            model_name='head',
            index=models.Index(condition=models.Q(('moved', True)), fields=['chain'], name='journal_head_moved'),
        ),
    ]
