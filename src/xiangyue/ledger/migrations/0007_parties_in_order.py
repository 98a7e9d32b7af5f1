"""A row for each unit concerned and each above it, in the order of lists; matches of PostgreSQL's index in order too."""

import django.db.models.deletion
from django.db import migrations, models

BATCH = 1000


def seat(apps, schema_editor):
    """Who is concerned follows from the matters themselves."""
    Matter, Party = apps.get_model("ledger", "Matter"), apps.get_model("ledger", "Party")
    paths = dict(apps.get_model("org", "Unit").objects.values_list("code", "path"))
    rows = []
    for matter in Matter.objects.only("pk", "place", "line", "lead", "offered", "helpers", "reported_at").iterator(BATCH):
        seats = {}
        for code in {matter.place_id, matter.line_id, matter.lead_id, matter.offered, *matter.helpers}:
            if code not in paths:
                continue
            codes = paths[code].rstrip("/").split("/")
            for unit in codes[1:] or codes:
                helps, offered = seats.get(unit, (False, False))
                seats[unit] = (helps or code in matter.helpers, offered or code == matter.offered)
        rows += [
            Party(matter_id=matter.pk, unit_id=unit, reported_at=matter.reported_at, helps=helps, offered=offered)
            for unit, (helps, offered) in seats.items()
        ]
        if len(rows) >= BATCH:
            Party.objects.bulk_create(rows, batch_size=100)
            rows = []
    Party.objects.bulk_create(rows, batch_size=100)


def order_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ledger_matterwords ADD COLUMN place BIGSERIAL UNIQUE")


def unorder_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ledger_matterwords DROP COLUMN place")


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0006_filters'),
    ]

    operations = [
        migrations.DeleteModel(name='Party'),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reported_at', models.DateTimeField()),
                ('helps', models.BooleanField(default=False)),
                ('offered', models.BooleanField(default=False)),
                ('matter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='ledger.matter')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', to_field='code')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['unit', '-reported_at'], name='ledger_party_newest'),
                    models.Index(condition=models.Q(('helps', True)), fields=['unit', 'matter'], name='ledger_party_helps'),
                    models.Index(condition=models.Q(('offered', True)), fields=['unit', 'matter'], name='ledger_party_offered'),
                ],
                'constraints': [models.UniqueConstraint(fields=('matter', 'unit'), name='ledger_party_of_matter')],
            },
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('reporter', ''), _negated=True), fields=['reporter', '-reported_at'], name='matter_of_reporter'),
        ),
        migrations.RunPython(seat, migrations.RunPython.noop),
        migrations.RunPython(order_words, unorder_words),
    ]
