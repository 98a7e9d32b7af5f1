"""What its asker confirmed is ANSWERED: nobody outside the line has verified it, so it is not FIXED. Rows and figures."""

from collections import Counter
from zoneinfo import ZoneInfo

from django.db import migrations, models

COUNTY_ZONE = ZoneInfo("Asia/Shanghai")


def answered(apps, _editor):
    """Rows first; then the figures: of a kind of questions all at once, of a kind that has both matter by matter."""
    matter = apps.get_model("ledger", "Matter")
    matter.objects.filter(outcome="FIXED", how="asker").update(outcome="ANSWERED")
    mine = matter.objects.filter(outcome="ANSWERED")
    for kind in sorted(set(mine.order_by().values_list("kind", flat=True).distinct())):
        if matter.objects.filter(kind=kind, outcome="FIXED").exists():
            one_by_one(apps, mine.filter(kind=kind))
            continue
        for name in ("Count", "Balance"):
            apps.get_model("ledger", name).objects.filter(kind=kind, outcome="FIXED").update(outcome="ANSWERED")


def one_by_one(apps, mine):
    """Move what was confirmed from one box to the other on the day it closed, and in every balance since."""
    count, balance = apps.get_model("ledger", "Count"), apps.get_model("ledger", "Balance")
    if count.objects.filter(outcome="ANSWERED", kind__in=mine.values("kind")).exists():
        return
    boxes = Counter(
        (closed_at.astimezone(COUNTY_ZONE).date(), kind, place or "", lead or "")
        for kind, place, lead, closed_at in mine.values_list("kind", "place", "lead", "closed_at").iterator()
    )
    for (on, kind, place, lead), n in boxes.items():
        box = {"kind": kind, "place": place, "lead": lead, "state": "CLOSED"}
        for outcome, moved in (("FIXED", -n), ("ANSWERED", n)):
            count.objects.create(on=on, **box, outcome=outcome, n=moved)
            for day in sorted(set(balance.objects.filter(on__gte=on).values_list("on", flat=True))):
                row, _made = balance.objects.get_or_create(on=day, **box, outcome=outcome, defaults={"n": 0})
                balance.objects.filter(pk=row.pk).update(n=models.F("n") + moved)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0015_holders_ask_for_time"),
    ]

    operations = [
        migrations.AlterField(
            model_name="matter",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "未结"),
                    ("FIXED", "整改到位"),
                    ("UNCHECKED", "未抽查"),
                    ("ANSWERED", "已答复（提问人说答到了）"),
                    ("INVALID", "不予立案"),
                    ("DUPLICATE", "并案"),
                    ("HANDED", "移送"),
                    ("UNABLE", "暂无法解决"),
                    ("BEFORE", "导入前已销，未核查"),
                ],
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="matter",
            name="state",
            field=models.CharField(
                choices=[
                    ("REPORTED", "已登记"),
                    ("ASSIGNED", "已交办"),
                    ("WORKING", "整改中"),
                    ("CLAIMED", "待核查"),
                    ("CLOSED", "已了结"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(answered, migrations.RunPython.noop),
    ]
