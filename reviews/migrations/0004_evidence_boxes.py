from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_finding_conflict")]

    operations = [
        migrations.AddField(
            model_name="evidencespan",
            name="boxes",
            field=models.JSONField(default=list),
        ),
    ]
