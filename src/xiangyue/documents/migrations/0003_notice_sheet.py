from django.db import migrations, models


class Migration(migrations.Migration):
    """Notices keep the words they were set with. Those issued before have none; their paper says what they said."""

    dependencies = [("documents", "0002_notices")]

    operations = [
        migrations.AddField(model_name="notice", name="sheet", field=models.JSONField(null=True)),
    ]
