"""What waits is called in its state as on the desk: 待交办, 待签收. Words only; no row changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0015_holders_ask_for_time")]

    operations = [
        migrations.AlterField(
            "matter",
            "state",
            models.CharField(
                choices=[
                    ("REPORTED", "待交办"),
                    ("ASSIGNED", "待签收"),
                    ("WORKING", "整改中"),
                    ("CLAIMED", "待核查"),
                    ("CLOSED", "已销号"),
                ],
                max_length=8,
            ),
        ),
    ]
