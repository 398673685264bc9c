import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A search by BSN is a look too, also when it finds nobody."""

    dependencies = [
        ("wiz", "0008_searched_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="look",
            name="client",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="wiz.client",
            ),
        ),
        migrations.AlterField(
            model_name="look",
            name="what",
            field=models.CharField(
                choices=[
                    ("client", "Client's file"),
                    ("report", "Report"),
                    ("attachment", "Attachment"),
                    ("bsn", "BSN"),
                    ("list", "List taken along in a file"),
                    ("bsn_search", "Search by BSN"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.CheckConstraint(
                condition=models.Q(("client__isnull", False), ("what", "bsn_search"), _connector="OR"),
                name="look_of_somebody",
            ),
        ),
    ]
