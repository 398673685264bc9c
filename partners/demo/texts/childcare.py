"""What is said about childcare in the demo: places, who steps in, reasons. All invented."""

DAY_CARE = (
    "Kinderopvang De Vlieger",
    "Kinderdagverblijf Pippeloentje",
    "De Waterlelie, groep Kikkers",
    "Kinderopvang Het Molenpad",
    "De Bolderburen Maasdal",
)
AFTER_SCHOOL = (
    "BSO De Vlieger",
    "BSO De Klimboom",
    "Buitenschoolse opvang Het Molenpad",
    "BSO Regenboogplein",
    "De Bolderburen, BSO op school",
)
PLAYGROUP = ("Peuterspeelzaal De Hummel", "Peuteropvang De Rakkers", "Speelhuis Zuid")
HOST_PARENTS = ("Gastouder via Gastouderbureau Maasdal", "Gastouder mevrouw Peters, om de hoek")

BACK_UPS = (
    "Haar moeder, woont in dezelfde straat",
    "Buurvrouw op nummer 14, na overleg",
    "Zus, alleen op maandag en vrijdag",
    "De vader neemt dan vrij, is afgesproken",
    "Niemand in de buurt; coach weet dat en belt dan af",
    "Oma, als haar eigen werk het toelaat",
    "Vriendin die zelf thuis is met een baby",
)
NOTES = (
    "Wachtlijst op woensdag, de andere dagen is er plek.",
    "Plek op loopafstand nodig: geen fiets, en de bus rijdt één keer per uur.",
    "Eerste keer opvang. Ziet ertegen op, gaat samen met de coach kijken.",
    "Samen de offerte aangevraagd, dat lukte thuis niet.",
    "Opvang opent pas om 8.00 uur, de groep begint om 8.30 uur aan de andere kant van de stad.",
    "Toeslag kan zij pas aanvragen als het contract er is.",
    "",
    "",
    "",
)
NEED_NOTES = (
    "moet nog wennen",
    "zelfde groep als broertje",
    "allergie, is besproken met de groep",
    "",
    "",
    "",
    "",
)

GRANTED = (
    "Zonder opvang kan zij niet beginnen. De dagen passen bij het rooster van het traject.",
    "De gevraagde uren zijn nodig voor de uren van het traject en de reistijd.",
    "Zij kan direct beginnen en er is een plek. Tot de toeslag komt betalen wij voor.",
    "",
    "",
)
PARTLY = (
    "Voor de oudste vallen de uren binnen de schooltijd. Voor de jongste is opvang nodig.",
    "Wij vergoeden de dagen waarop het traject is. De extra dag om te wennen valt daar niet onder.",
    "Eén kind kan op die dagen bij de vader zijn, zoals in het ouderschapsplan staat.",
)
REFUSED = (
    "De bijeenkomsten vallen binnen de schooluren, ook met de reistijd erbij.",
    "Er is nog geen offerte ontvangen, ook niet na ons verzoek. U kunt opnieuw aanvragen zodra die er is.",
    "De opvang staat niet in het landelijk register. Wij mogen die kosten niet vergoeden.",
    "De andere ouder is op deze dagen thuis en kan voor de kinderen zorgen.",
)
EXTENDED = (
    "De opvang heeft de offerte nog niet gestuurd.",
    "Wij wachten op het rooster van uw traject. Zonder rooster weten wij niet hoeveel uren nodig zijn.",
    "Wij moeten nog overleggen wie welk deel van de kosten betaalt.",
)
ASKED = (
    "De offerte van de opvang, met het LRK-nummer en de prijs per uur",
    "Het rooster van uw opleiding",
    "Een kopie van het contract met de opvang",
    "De afspraken met de andere ouder over wie wanneer voor de kinderen zorgt",
)
ENDED = (
    "Het traject is afgelopen.",
    "Zij heeft werk gevonden met andere uren en regelt de opvang zelf.",
    "Kind is naar de middelbare school.",
    "Verhuisd naar een andere gemeente.",
    "Opvang was te ver weg, oma past nu op.",
)
WITHDRAWN = (
    "Haar zus past op, opvang is niet meer nodig.",
    "Het traject gaat niet door.",
    "Ziet er nog vanaf, wil eerst zelf wennen aan het idee.",
)
NOT_NEEDED = {
    "other_parent": ("De vader is op die dagen thuis", "Week op week af; het traject is in zijn week", ""),
    "family": ("Oma past op, dat gaat al jaren goed", "Zus woont in huis", ""),
    "school_hours": (
        "Drie ochtenden van 9.00 tot 12.00 uur, school om de hoek",
        "Alleen onder schooltijd",
        "",
    ),
    "at_home": ("Gesprekken zijn thuis of telefonisch", "Online cursus, in eigen tijd", ""),
    "other": ("Kinderen zijn uit huis geplaatst tot de zomer", "Begint pas als de jongste naar school gaat"),
}
