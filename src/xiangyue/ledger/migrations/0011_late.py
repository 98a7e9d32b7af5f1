from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0010_balances'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='matter',
            name='matter_due',
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('paused_at__isnull', True)), fields=['due', 'id', 'state', 'lead'], name='matter_late'),
        ),
    ]
