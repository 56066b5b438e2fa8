from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_reading_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="refused_by",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
