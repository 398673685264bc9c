from django.db import migrations


class Migration(migrations.Migration):
    """Where all processes count attempts to sign in: the table that `createcachetable` would make."""

    dependencies = [("wiz", "0019_history")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE wiz_attempt (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX wiz_attempt_expires ON wiz_attempt (expires);
            """,
            "DROP TABLE wiz_attempt",
        ),
    ]
