import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models

import wiz.clients.models

# With the usual hundred samples the planner takes many a rare piece of a name for a common one and reads every row.
STATISTICS = "ALTER TABLE wiz_client ALTER COLUMN plain_name SET STATISTICS {}"


class Migration(migrations.Migration):
    """The name as it is searched, made by the database itself, and the indexes that find it."""

    dependencies = [
        ("wiz", "0007_find_clients"),
    ]

    operations = [
        migrations.AddField(
            model_name="client",
            name="plain_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=wiz.clients.models.Plain(
                    django.db.models.functions.text.Concat(
                        models.Value(" "),
                        "first_name",
                        models.Value(" "),
                        "prefix",
                        models.Value(" "),
                        "last_name",
                        models.Value(" "),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.RunSQL(STATISTICS.format(1000), STATISTICS.format(-1)),
        migrations.AddIndex(
            model_name="client",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["plain_name"], fastupdate=False, name="client_name_words", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(fields=["birth_date"], name="client_birth_date"),
        ),
    ]
