"""Photographs of the ledger have no address of their own any more: each page around one asks who is looking."""

from django.db import migrations


def withdraw(apps, _schema_editor):
    """Twice is as once."""
    files = apps.get_model("files", "File")
    files.objects.filter(label__startswith="evidence/", served=True).update(served=False)


class Migration(migrations.Migration):
    dependencies = [("files", "0002_arrivals_and_sounds")]

    operations = [migrations.RunPython(withdraw, migrations.RunPython.noop)]
