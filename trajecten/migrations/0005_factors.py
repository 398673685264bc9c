"""The list of strengths and barriers comes filled in; an administrator changes it.

What is in it follows Raaff, Kosten en moeite 2 (2006), §6.2 and §8.2, and Kosten en moeite 3 (2006), chapter 5.
"""

from django.db import migrations

STRENGTHS = [
    "Motivatie",
    "Presentatie en omgang",
    "Eigen initiatief",
    "Komt afspraken na",
    "Werkervaring",
    "Opleiding of diploma",
    "Praktisch talent",
    "Talen",
    "Kinderen als drijfveer",
    "Steun van familie of vrienden",
    "Vrijwilligerswerk of bezigheden",
    "Huishouden en geld op orde",
    "Eigen vervoer of rijbewijs",
]
BARRIERS = [
    "Opvang van de kinderen",
    "Kind dat extra zorg vraagt",
    "Zorg voor anderen",
    "Zorg en werk samen volhouden",
    "Gezondheid (geen bijzonderheden)",
    "Zelfvertrouwen",
    "Weinig mensen om op terug te vallen",
    "Omgeving waarin weinig mensen werken",
    "Opleiding",
    "Nederlandse taal",
    "Lang niet gewerkt",
    "Zicht op werk dat past",
    "Schulden",
    "Werken levert te weinig op",
    "Papierwerk en onzeker inkomen",
    "Vervoer",
    "Woonsituatie",
    "Ingrijpende gebeurtenis",
]


def fill(apps, schema_editor):
    Factor = apps.get_model("trajecten", "Factor")
    Factor.objects.bulk_create(
        Factor(kind=kind, name=name, place=place)
        for kind, names in (("strength", STRENGTHS), ("barrier", BARRIERS))
        for place, name in enumerate(names, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("trajecten", "0004_intake")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
