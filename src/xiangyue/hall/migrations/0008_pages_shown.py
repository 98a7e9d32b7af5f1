from django.db import migrations, models
from django.db.models.functions import Now


def keep_what_may_have_been_shown(apps, schema_editor):
    """Nobody wrote down which pages were shown: where a line was opened, any of them may have been."""
    pages = apps.get_model("hall", "Page").objects.filter(shown_at__isnull=True, deck__lecture__lobby_at__isnull=False)
    pages.update(shown_at=Now())


class Migration(migrations.Migration):
    dependencies = [("hall", "0007_questions_polls_quiz")]

    operations = [
        migrations.AddField("page", "shown_at", models.DateTimeField(null=True)),
        migrations.RunPython(keep_what_may_have_been_shown, migrations.RunPython.noop),
    ]
