"""A wish for time waits for its answer where a desk finds it; those that were told before stand in the chains."""

import json
from datetime import UTC, datetime

from django.db import migrations, models

BATCH = 500


def find(apps, schema_editor):
    """Nobody could answer a wish so far: the last one of each notice waits still."""
    Invitation, Entry = apps.get_model('ledger', 'Invitation'), apps.get_model('journal', 'Entry')
    answered = Invitation.objects.filter(answers__gt=0, asked_until__isnull=True)
    for row in answered.only('pk', 'matter').iterator(BATCH):
        notes = Entry.objects.filter(chain=f'matter/{row.matter_id}', verb='note', payload__contains='holder-asked-time')
        for payload in notes.order_by('-seq').values_list('payload', flat=True):
            data = json.loads(payload)['data']
            if data.get('what') == 'holder-asked-time' and data.get('invitation') == row.pk:
                until = datetime.fromtimestamp(data['until'] / 1000, UTC)
                Invitation.objects.filter(pk=row.pk).update(asked_until=until)
                break


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0002_moved_heads'),
        ('ledger', '0014_links_shown_once'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='asked_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='granted_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(condition=models.Q(('asked_until__isnull', False)), fields=['asked_until'], name='ledger_holder_asks'),
        ),
        migrations.RunPython(find, migrations.RunPython.noop),
    ]
