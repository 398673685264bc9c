from django.db import migrations

SEEN = """
    UPDATE partners_order AS placed SET contact_seen_id = client.consultant_id
    FROM trajecten_activity AS activity JOIN wiz_client AS client ON client.id = activity.client_id
    WHERE activity.id = placed.activity_id
"""


class Migration(migrations.Migration):
    """Bureaus read the consultant of the day until now: to them nobody is new."""

    dependencies = [("partners", "0004_contact_seen")]

    operations = [migrations.RunSQL(SEEN, migrations.RunSQL.noop)]
