"""The full-text index of matters, in each database's own way."""

from django.db import migrations

SQLITE = (
    "CREATE TABLE ledger_matterwords_of (place INTEGER PRIMARY KEY, matter VARCHAR(16) NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE ledger_matterwords USING fts5(words, tokenize = 'unicode61')",
)
POSTGRES = (
    "CREATE TABLE ledger_matterwords (matter VARCHAR(16) PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ledger_matterwords_words ON ledger_matterwords USING gin (words)",
)


def make(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS ledger_matterwords")
    schema_editor.execute("DROP TABLE IF EXISTS ledger_matterwords_of")


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_matters'),
    ]

    operations = [migrations.RunPython(make, drop)]
