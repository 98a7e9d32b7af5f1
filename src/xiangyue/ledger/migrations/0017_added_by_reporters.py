"""When whoever reported a matter had something to add: a claim that they gainsay is looked at for certain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0016_questions_answered"),
    ]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="added_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("added_at__isnull", False)), fields=["added_at"], name="matter_added"
            ),
        ),
    ]
