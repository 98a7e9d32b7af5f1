"""What a desk counts and what a unit's overdue are found by stands in the index: no row is read that is not shown."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0012_lists_in_order'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_desk',
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['lead', '-reported_at'], name='matter_lead_newest'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['lead', 'due', 'id', 'state', 'paused_at', 'fails', 'annuls', 'place', 'line'], name='matter_open'),
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_late',
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('paused_at__isnull', True)), fields=['due', 'id', 'state', 'lead', 'place', 'line', 'office', 'kind', 'category', 'published'], name='matter_late'),
        ),
    ]
