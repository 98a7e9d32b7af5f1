from datetime import UTC, datetime

from django.db import migrations, models

# What was drawn gets the moment of its matter. Twice changes nothing.
FILL = "UPDATE ledger_task SET reported_at = (SELECT m.reported_at FROM ledger_matter m WHERE m.id = matter_id)"


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0011_late'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='reported_at',
            field=models.DateTimeField(default=datetime(1970, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['person', '-reported_at'], name='ledger_task_newest'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(fields=['place', 'category', '-reported_at'], name='matter_place_category'),
        ),
    ]
