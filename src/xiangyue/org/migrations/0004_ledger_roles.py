from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0003_residents'),
    ]

    operations = [
        migrations.AlterField(
            model_name='grant',
            name='role',
            field=models.CharField(choices=[('KEEPER', '直播间管理员'), ('HOST', '宣讲员'), ('DIRECTOR', '导播'), ('REVIEWER', '审核员'), ('OFFICE', '区级办公室'), ('DISPATCHER', '交办员'), ('CLERK', '单位经办人'), ('INSPECTOR', '督查员'), ('EXPERT', '专家'), ('AUDITOR', '审计'), ('ADMIN', '系统管理员')], max_length=12),
        ),
    ]
