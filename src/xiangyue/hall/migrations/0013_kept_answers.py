import django.db.models.deletion
from django.db import migrations, models

STATES = [
    ("NEW", "待处理"),
    ("APPROVED", "已公开"),
    ("LIVE", "正在回答"),
    ("ANSWERED", "已答复"),
    ("DECLINED", "未采用"),
]


class Migration(migrations.Migration):
    dependencies = [("hall", "0012_unlisted_lectures")]

    operations = [
        migrations.CreateModel(
            "Kept",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("i", models.BigIntegerField()),
                ("state", models.CharField(choices=STATES, max_length=10)),
                ("asked_ms", models.BigIntegerField()),
                ("up", models.PositiveIntegerField(default=0)),
                ("answer", models.TextField(blank=True, max_length=1500)),
                ("unit", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("answered_ms", models.BigIntegerField(null=True)),
                (
                    "lecture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kept_answers", to="hall.lecture"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["lecture", "i"], name="hall_kept_answer_once")],
            },
        ),
    ]
