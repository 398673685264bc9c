from django.db import migrations

FILL = """
    UPDATE trajecten_activity AS activity SET organisation_id = o.bureau_id
    FROM partners_order AS o WHERE o.activity_id = activity.id AND activity.organisation_id IS NULL
"""


class Migration(migrations.Migration):
    """Say on each order's activity with which bureau it is."""

    dependencies = [("partners", "0002_instruments"), ("trajecten", "0003_plans_grow")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
