"""What reporters added to, by the unit that leads it: a desk finds that there is nothing without looking at a row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0018_waiting_words")]

    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("added_at__isnull", False)),
                fields=["lead", "added_at"],
                name="matter_added_of_lead",
            ),
        ),
    ]
