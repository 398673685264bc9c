"""The ladders that are known come filled in.

Sources: Raaff, Kosten en moeite 2 (2006), §1.1, §2.3 and §2.5; Raaff c.s., Kosten en moeite 3 (2006); Activeren door
participeren (2010). Of the work ladder the sources name the lowest rungs and the top; the names between are ours.
"""

import datetime

from django.db import migrations

WORK = (
    "Werkladder",
    "Zes sporten boven de intake (sport 0). De hoogste is bemiddeling naar werk; werk zelf is geen sport maar de uitkomst.",
    "Raaff, Kosten en moeite 2 (2006), §2.3; sport 4 en 5 zijn een invulling van WIZ",
    None,
    None,
    True,
    (
        ("Sport 1", "zorg en rust", "Er zijn ernstige beperkingen. Zorg en hulp gaan nu voor."),
        (
            "Sport 2",
            "sociale activering",
            "Weer onder de mensen komen: een vaste plek en een ritme buitenshuis.",
        ),
        (
            "Sport 3",
            "arbeidsactivering",
            "Wennen aan werk: vrijwilligerswerk of een werkplek met begeleiding.",
        ),
        (
            "Sport 4",
            "leren voor werk",
            "Een opleiding, taal of training die nodig is voor het werk dat past.",
        ),
        ("Sport 5", "werkervaring", "Oefenen op een echte werkplek: stage, proefplaatsing, leer-werkplek."),
        (
            "Sport 6",
            "bemiddeling naar werk",
            "Klaar voor een gewone baan. Samen zoeken naar de plek die past.",
        ),
    ),
)
PHASES = (
    "Fase 1 tot en met 4",
    "De indeling van het CWI. Fase 1 is het dichtst bij werk, fase 4 het verst ervan af.",
    "Raaff, Kosten en moeite 2 (2006), §1.1; het CWI ging in 2009 op in UWV",
    datetime.date(2002, 1, 1),
    datetime.date(2009, 1, 1),
    False,
    (
        ("Fase 4", "eerst hulp", "Werk is ver weg; er is eerst hulp of zorg nodig."),
        ("Fase 3", "lang traject", "Werk kan na een langer traject."),
        ("Fase 2", "kort traject", "Werk kan na een training of korte begeleiding."),
        ("Fase 1", "direct bemiddelbaar", "Kan zelf of met bemiddeling werk vinden."),
    ),
)
ROUTES = (
    "A1, A2, B1, B2",
    "De vier groepen van het transferium: A kan naar werk, voor B is sociale activering het haalbare.",
    "Raaff, Kosten en moeite 2 (2006), §2.5; deel 3 (2006)",
    datetime.date(2006, 1, 1),
    None,
    False,
    (
        ("B2", "activering, moeilijker", "Sociale activering is het haalbare; dat vraagt veel begeleiding."),
        ("B1", "activering", "Sociale activering is het haalbare en komt vlot op gang."),
        ("A2", "werk na langer traject", "Kan naar werk met een traject van ten hoogste een jaar."),
        ("A1", "snel aan het werk", "Kan binnen drie maanden aan het werk."),
    ),
)
PARTICIPATION = (
    "Participatieladder",
    "Hoe iemand meedoet, in zes treden: van geïsoleerd tot betaald werk.",
    "Activeren door participeren (2010), naar de ladder van de VNG",
    None,
    None,
    False,
    (
        ("Trede 1", "geïsoleerd", "Heeft buitenshuis nauwelijks contact."),
        ("Trede 2", "sociale contacten buitenshuis", "Ziet elke week mensen buiten het gezin."),
        ("Trede 3", "georganiseerde activiteiten", "Doet mee aan een club, cursus of groep."),
        ("Trede 4", "onbetaald werk", "Doet vrijwilligerswerk of loopt stage."),
        ("Trede 5", "betaald werk met ondersteuning", "Werkt, met begeleiding of een aanvullende uitkering."),
        ("Trede 6", "betaald werk", "Werkt zonder ondersteuning."),
    ),
)


def fill(apps, schema_editor):
    Ladder, Rung = apps.get_model("trajecten", "Ladder"), apps.get_model("trajecten", "Rung")
    for name, description, source, valid_from, retired_from, is_default, rungs in (
        WORK,
        PHASES,
        ROUTES,
        PARTICIPATION,
    ):
        ladder = Ladder.objects.create(
            name=name,
            description=description,
            source=source,
            valid_from=valid_from,
            retired_from=retired_from,
            is_default=is_default,
        )
        Rung.objects.bulk_create(
            Rung(ladder=ladder, position=position, name=rung, label=label, explanation=explanation)
            for position, (rung, label, explanation) in enumerate(rungs, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("trajecten", "0007_ladders")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
