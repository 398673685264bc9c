from django.db import migrations, models

import wiz.people.names

# What a Dutch list passes over at the beginning of a surname, however it was typed. Not "ben", "do" or "san": more
# often they are part of the name itself.
WORDS = (
    "van|von|vom|de|den|der|des|het|''t|’t|''s|’s|ten|ter|te|op|in|aan|bij|uit|onder|over|voor|tot"
    "|la|le|les|los|las|du|da|das|dos|di|del|della|el|al|zu|zum|zur"
)
PASSED_OVER = rf"(?:(?:{WORDS})\s+|(?:el|al|''s|’s)-|d[''’](?=\S))"
# A tab comes before a space and every letter: Bakker stands before Bakker-de Vries, and that before Bakkers.
FILED = rf"""
    CREATE FUNCTION wiz_filed(surname text, prefix text, first text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN wiz_plain(
        regexp_replace(surname, '^\s*{PASSED_OVER}+(?=\S)', '', 'i')
        || E'\t' || prefix || coalesce(substring(surname from '(?i)^\s*({PASSED_OVER}+)\S'), '')
        || E'\t' || first
    )
"""
# The surname begins at the first prefix behind the first name, also one inside it (Bakker-de Vries), or is the last
# word.
WHOLE = rf"""
    CREATE FUNCTION wiz_filed_whole(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT wiz_filed(coalesce(found[2], typed), '', coalesce(found[1], ''))
        FROM (SELECT regexp_replace(trim(name), '\s*-\s*', '-', 'g') AS typed) AS cleaned,
        LATERAL regexp_match(typed, '(?i)^(\S+?(?:\s+\S+)*?)\s+((?:\S+-)?{PASSED_OVER}\S.*|\S+)$') AS found
    )
"""


class Migration(migrations.Migration):
    """The key people are sorted by, made by the database itself, and the indexes of the caseload in that order."""

    dependencies = [("wiz", "0016_look_at_letter")]

    operations = [
        migrations.RunSQL(FILED, "DROP FUNCTION wiz_filed(text, text, text)"),
        migrations.RunSQL(WHOLE, "DROP FUNCTION wiz_filed_whole(text)"),
        migrations.AlterModelOptions(
            name="client",
            options={"ordering": ["sort_name", "pk"]},
        ),
        migrations.AlterModelOptions(
            name="municipality",
            options={"ordering": [wiz.people.names.Alphabetical("name")]},
        ),
        migrations.AlterModelOptions(
            name="organisation",
            options={"ordering": [wiz.people.names.Alphabetical("name")]},
        ),
        migrations.AlterModelOptions(
            name="savedview",
            options={"ordering": [wiz.people.names.Alphabetical("name"), "pk"]},
        ),
        migrations.AlterModelOptions(
            name="team",
            options={"ordering": [wiz.people.names.Alphabetical("name")]},
        ),
        migrations.AlterModelOptions(
            name="user",
            options={"ordering": ["sort_name", "pk"]},
        ),
        migrations.RemoveIndex(
            model_name="client",
            name="client_caseload",
        ),
        migrations.RemoveIndex(
            model_name="client",
            name="client_by_name",
        ),
        migrations.AddField(
            model_name="client",
            name="sort_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=wiz.people.names.Filed("last_name", "prefix", "first_name"),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="sort_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=wiz.people.names.FiledWhole("name"),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(fields=["consultant", "sort_name", "id"], name="client_caseload"),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(fields=["sort_name", "id"], name="client_by_name"),
        ),
    ]
