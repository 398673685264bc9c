from django.db import migrations

# Its parts are bound when it is made, so that it finds them whatever the search path is later on (a restored dump,
# VACUUM). The database calls unaccent "stable" for its rules are a file; that file changes with a new release only,
# after which REINDEX and an UPDATE of the names are due in any case.
MAKE = """
    CREATE FUNCTION wiz_plain(typed text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate(lower(unaccent('unaccent'::regdictionary, normalize(typed, NFKC))), '-./,''`´’', '    ')
"""


class Migration(migrations.Migration):
    """A function that makes a name plain, for a column that finds a client however her name is typed."""

    dependencies = [("wiz", "0006_caseload_indexes")]

    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION wiz_plain(text)")]
