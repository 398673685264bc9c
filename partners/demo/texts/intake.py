"""What intakes say. Slots as in the other texts; sentences about children are only for who has them."""

# Name in the list, what may be said of it, and how often it is chosen (per cent).
STRENGTHS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    (
        "Motivatie",
        (
            "Wil vooruit, nu nog weten hoe.",
            "Kwam zelf met drie adressen.",
            "Wisselt: na een tegenslag zakt het weg.",
        ),
        72,
    ),
    (
        "Presentatie en omgang",
        ("Verzorgd, kijkt u aan, praat makkelijk.", "Even wennen, daarna heel open."),
        64,
    ),
    ("Eigen initiatief", ("Heeft zelf de school gebeld.", "Zoekt dingen uit voordat {zij} belt."), 30),
    ("Komt afspraken na", ("Belt af als het niet lukt.", "Dit jaar nog niets gemist."), 34),
    (
        "Werkervaring",
        (
            "Twee jaar als {functie}, lang geleden.",
            "Altijd kleine baantjes, nooit lang.",
            "Kent het werk in {sector} van binnen.",
        ),
        33,
    ),
    (
        "Opleiding of diploma",
        ("Diploma van buiten, hier nog niet gewaardeerd.", "Mbo 2 op een jaar na af."),
        22,
    ),
    ("Praktisch talent", ("Maakt alles zelf, repareert ook.", "Kookt voor de hele straat."), 31),
    ("Talen", ("Spreekt er drie en tolkt voor de buren.",), 16),
    ("Kinderen als drijfveer", ("Wil de kinderen laten zien dat het kan.", "Doet het voor de jongste."), 34),
    (
        "Steun van familie of vrienden",
        ("{haar} zus springt in.", "Eén vriendin, maar die is er altijd."),
        27,
    ),
    (
        "Vrijwilligerswerk of bezigheden",
        ("Helpt op {dag} in het buurthuis.", "Draait mee in de kringloop."),
        18,
    ),
    ("Huishouden en geld op orde", ("Mappen op volgorde, niets te laat betaald.",), 20),
    ("Eigen vervoer of rijbewijs", ("Fiets en rijbewijs.", "Fietst overal naartoe."), 19),
)
BARRIERS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    (
        "Opvang van de kinderen",
        (
            "{dag} en {dag2} nog niets geregeld.",
            "Na school is er niemand.",
            "Durft de jongste nog niet weg te brengen.",
        ),
        52,
    ),
    ("Kind dat extra zorg vraagt", ("Elke week een afspraak met het kind.",), 6),
    ("Zorg voor anderen", ("Doet de boodschappen en het huishouden voor {haar} moeder.",), 15),
    (
        "Zorg en werk samen volhouden",
        (
            "Vorige keer na zes weken vastgelopen.",
            "Ziet op tegen de ochtenden met de kinderen.",
            "Bang dat er geen tijd overblijft.",
        ),
        38,
    ),
    ("Gezondheid (geen bijzonderheden)", ("Advies gevraagd.", "Kan niet de hele dag staan."), 34),
    (
        "Zelfvertrouwen",
        (
            "Begint elke zin met ‘ik kan niet zo goed’.",
            "Schrikt van een sollicitatiebrief.",
            "Gegroeid sinds de groep.",
        ),
        41,
    ),
    ("Weinig mensen om op terug te vallen", ("Kent in de wijk bijna niemand.", "Familie woont ver weg."), 29),
    ("Omgeving waarin weinig mensen werken", ("Vriendinnen vragen waarom {zij} eraan begint.",), 9),
    ("Opleiding", ("School niet afgemaakt.", "Geen papieren die hier tellen."), 37),
    ("Nederlandse taal", ("Spreken gaat, schrijven niet.", "Begrijpt meer dan {zij} durft te zeggen."), 19),
    ("Lang niet gewerkt", ("{jaren} jaar thuis geweest.", "Het ritme is eruit."), 42),
    ("Zicht op werk dat past", ("Denkt aan {functie}, weet niet wat dat vraagt.",), 17),
    (
        "Schulden",
        (
            "Regeling loopt, nog {n} maanden.",
            "Post blijft dicht.",
            "Vreest loonbeslag als {zij} gaat werken.",
        ),
        33,
    ),
    ("Werken levert te weinig op", ("Rekende uit wat er na de reiskosten overblijft.",), 16),
    (
        "Papierwerk en onzeker inkomen",
        ("Weken onzekerheid na de vorige verandering.", "Bang dat de toeslagen stoppen."),
        24,
    ),
    ("Vervoer", ("Geen fiets, de bus is duur.", "Naar {plek} is het drie kwartier."), 18),
    ("Woonsituatie", ("Moet voor de zomer verhuizen.", "Te klein, slecht geslapen."), 14),
    ("Ingrijpende gebeurtenis", ("Net gescheiden.", "Heeft iemand verloren, dat staat nu voorop."), 15),
)
ABOUT_CHILDREN = ("Opvang van de kinderen", "Kind dat extra zorg vraagt", "Kinderen als drijfveer")

WISHES: tuple[str, ...] = (
    "Ik wil werken als {functie}, op tijden dat de kinderen op school zijn.",
    "Ik wil dat iemand eens vraagt wat ik kan, in plaats van wat ik niet kan.",
    "Eerst rust in huis. Dan werk, want stilzitten kan ik niet.",
    "Iets in {sector}. Ik ben er vroeger gelukkig in geweest.",
    "Niet nog een cursus. Gewoon beginnen, al is het klein.",
    "Ik wil een diploma, zodat ik niet elke keer onderaan begin.",
    "Ik wil weer onder de mensen. Wat voor werk maakt me minder uit.",
    "Ik wil mijn post weer durven openmaken. Daarna praten we over werk.",
    "Later een eigen zaak. Nu ervaring bij {plek} of zoiets.",
    "Ik wil genoeg verdienen om met de kinderen een keer weg te kunnen.",
    "Ik wil beter leren schrijven. Dan durf ik zelf te bellen en te mailen.",
    "Een baan van {uur} uur. Meer beloof ik niet, minder wil ik niet.",
    "Ik wil niet meer van loket naar loket.",
    "Dat mijn kinderen trots zijn als ik thuiskom.",
    "Buiten werken. Binnen word ik onrustig.",
    "Ik weet het nog niet. Ik wil het wel uitzoeken, samen met iemand.",
)
CARE: tuple[str, ...] = (
    "Moeder, drie ochtenden in de week",
    "Broer die bij {hem} inwoont, koken en de was",
    "Vader, ongeveer tien uur in de week",
    "Zieke buurvrouw, elke dag even kijken",
)
LOADS: tuple[str, ...] = (
    "Staat overal alleen voor: school, geld, nachten.",
    "De brieven van de deurwaarder.",
    "De verhuizing en alles wat daarbij geregeld moet worden.",
    "Onrust rond de omgang met de kinderen.",
    "Een puber die niet naar school wil.",
    "Slecht slapen, en dan om zes uur op voor de kinderen.",
    "Wachten op geld dat nog moet komen.",
    "Nieuwe wijk, nog geen bekenden.",
)
CAPACITY: tuple[str, ...] = (
    "Kan beginnen, met opbouw: eerst twee dagdelen.",
    "Licht werk, afwisselend zitten en staan.",
    "Geen nachten en geen wisselende roosters.",
    "Vaste tijden, een rustige plek, één aanspreekpunt.",
    "Volle belasting past nu niet; over een half jaar opnieuw kijken.",
    "Meer dan eerder gedacht, als de tijden vaststaan.",
    "Kan leren en werken combineren, niet in de avond.",
    "Voorlopig geen vaste uren, wel meedoen in een groep.",
)
SUPPORTERS: tuple[tuple[str, str], ...] = (
    ("Moeder", "haalt de kinderen op {dag} van school"),
    ("Zus", "past op als {zij} een afspraak heeft"),
    ("Buurvrouw", "sleutel van het huis, kijkt even om de hoek"),
    ("Vriendin", "bellen als het tegenzit"),
    ("Broer", "brengt {hem} met de auto als het moet"),
    ("Vrijwilliger van de administratiegroep", "de post, elke twee weken"),
    ("Juf van de oudste", "belt als er iets op school is"),
    ("Oude collega", "kent mensen in {sector}"),
    ("Maatje van het wijkcentrum", "gaat mee naar instanties"),
    ("Vader", "klussen in huis"),
    ("Tante", "eten op {dag}"),
)
# Giver, name (a bureau of the town where there is one), what they advise.
ADVICES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "ggd",
        "GGD Maasdal",
        (
            "Werk is mogelijk tot {uur} uur, met rust tussen de dagen.",
            "Eerst hulp thuis, daarna opbouwen. Over een jaar opnieuw beoordelen.",
            "Geen bezwaar tegen werk op vaste tijden.",
        ),
    ),
    (
        "occupational",
        "Arbodienst Elzenbroek",
        (
            "Belastbaar voor {uur} uur in zittend of afwisselend werk.",
            "Zwaar tillen vermijden; verder geen beperkingen voor werk als {functie}.",
            "Opbouw in stappen van vier uur per maand.",
        ),
    ),
    (
        "uwv",
        "",
        (
            "Kansen in {sector}; korte scholing geeft de meeste winst.",
            "Afstand tot werk is te overbruggen met een werkervaringsplaats.",
            "Bemiddeling nu nog te vroeg, eerst activering.",
        ),
    ),
    (
        "other",
        "Wijkteam Rivierkwartier",
        ("Geef {hem} tot de zomer. De hulp thuis is net begonnen.", "Laat één persoon het overzicht houden."),
    ),
    (
        "other",
        "Schuldhulp De Vaart",
        ("Werken kan: boven de grens blijft er genoeg over. Laat de regeling wel vooraf doorrekenen.",),
    ),
)
PARENT_NOTES: dict[str, tuple[str, ...]] = {
    "contributes": (
        "Haalt de kinderen om de week op",
        "Betaalt elke maand, past op woensdag op",
        "Brengt de jongste naar school",
    ),
    "little": ("Belooft opvang, komt niet altijd", "Verjaardagen en vakanties", "Betaalt soms"),
    "nothing": ("", "Woont ver weg", "Geen contact sinds twee jaar"),
}
