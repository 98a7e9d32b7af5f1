from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hall", "0011_commissions")]

    operations = [migrations.AddField("lecture", "unlisted", models.BooleanField(default=False))]
