from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_evidence_found_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="findingrow",
            name="conflict",
            field=models.JSONField(default=None, null=True),
        ),
    ]
