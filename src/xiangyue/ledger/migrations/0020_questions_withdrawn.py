"""That whoever asked a question was erased by decision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0019_added_by_lead"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="withdrawn",
            field=models.BooleanField(default=False),
        ),
    ]
