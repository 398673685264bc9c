from django.db import migrations

BACK = "UPDATE trajecten_activity SET ended_on = NULL"
SO_FAR = """
    UPDATE trajecten_activity AS activity SET ended_on = placed.ended_on
    FROM partners_order AS placed WHERE placed.activity_id = activity.id AND placed.ended_on IS NOT NULL
"""


class Migration(migrations.Migration):
    """The activities of orders that ended already, so that who knows no orders knows it too."""

    dependencies = [("partners", "0005_contact_seen_so_far"), ("trajecten", "0012_activity_ended")]

    operations = [migrations.RunSQL(SO_FAR, BACK)]
