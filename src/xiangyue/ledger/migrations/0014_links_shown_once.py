"""A notice's link is shown to whoever sent it once, however often the page is asked for again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0013_open_and_late'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='shown_at',
            field=models.DateTimeField(null=True),
        ),
    ]
