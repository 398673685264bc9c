"""The catalogue comes filled in with what Raaff, Kosten en moeite 3, found bureaus to offer."""

from django.db import migrations

NAMES = [
    "Aanbodversterking",
    "Arbeidsbemiddeling",
    "Begeleid werken",
    "Coaching",
    "Diagnose",
    "Groepstraining",
    "Jobhunting",
    "Leer-werktraject",
    "Nazorg",
    "Opleiding of cursus",
    "Proefplaatsing",
    "Schuldhulp",
    "Sociale activering",
    "Sollicitatietraining",
    "Stage",
    "Vrijwilligerswerk",
]


def fill(apps, schema_editor):
    Instrument = apps.get_model("partners", "Instrument")
    Instrument.objects.bulk_create([Instrument(name=name) for name in NAMES])


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
