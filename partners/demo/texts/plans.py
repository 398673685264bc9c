# ruff: noqa: E501
"""What plans and orders say: directions of work, end goals, wishes, questions, reasons."""

# function, sector, places (all invented), courses
DIRECTIONS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "keukenhulp",
        "de keuken",
        ("lunchroom De Soeplepel", "bedrijfsrestaurant Het Dienblad", "cateraar Roerbak"),
        ("Assistent horeca", "Koken niveau 1"),
    ),
    (
        "medewerker in de kwekerij",
        "het groen",
        ("kwekerij De Knop", "tuincentrum Lentegroen", "hoveniersbedrijf Takkenwerk"),
        ("Assistent plant en groen", "Groenonderhoud"),
    ),
    (
        "verkoopmedewerker",
        "de winkel",
        ("kledingwinkel Zoom", "kringloop Het Tweede Leven", "bakkerij De Korenaar"),
        ("Verkoper niveau 2", "Kassatraining"),
    ),
    (
        "medewerker huishouding",
        "de zorg",
        ("verzorgingshuis Avondzon", "thuiszorg De Drempel", "woonzorgcentrum Lindehof"),
        ("Helpende zorg", "Zorghulp niveau 1"),
    ),
    (
        "helpende",
        "de zorg",
        ("verpleeghuis De Waterlelie", "thuiszorg Dichtbij Huis", "woonzorgcentrum Lindehof"),
        ("Helpende zorg en welzijn", "Verzorgende, eerste jaar"),
    ),
    (
        "orderpicker",
        "het magazijn",
        ("magazijn Van Dok tot Deur", "groothandel Stapelplaats", "postorderbedrijf Pakkie"),
        ("Logistiek medewerker", "Heftruck"),
    ),
    (
        "receptionist",
        "de ontvangst",
        ("wijkcentrum De Kapstok", "zwembad De Golfslag", "hotel De Maaskei"),
        ("Telefoon en receptie", "Secretarieel medewerker"),
    ),
    (
        "administratief medewerker",
        "de administratie",
        ("installatiebedrijf Warmtebron", "drukkerij De Letterbak", "makelaar Sleutelbos"),
        ("Boekhouden basis", "Typen en tekstverwerken"),
    ),
    (
        "schoonmaker",
        "de schoonmaak",
        ("schoonmaakbedrijf Blinkt", "schoolgebouw De Kiezel", "hotel De Maaskei"),
        ("Basisvak schoonmaak", "Glasbewassing"),
    ),
    (
        "klassenassistent",
        "het onderwijs",
        ("basisschool De Kiezel", "peutergroep De Stampertjes", "naschoolse opvang De Vlieger"),
        ("Onderwijsassistent, eerste jaar", "Pedagogisch werk"),
    ),
    (
        "fietsenmaker",
        "de werkplaats",
        ("fietspunt Wielewaal", "kringloop Het Tweede Leven", "werkplaats De Bankschroef"),
        ("Fietstechniek", "Lassen basis"),
    ),
    (
        "medewerker in het naaiatelier",
        "het atelier",
        ("atelier De Vingerhoed", "stomerij Strijkijzer", "kledingwinkel Zoom"),
        ("Coupeuse basis", "Kleding vermaken"),
    ),
    (
        "chauffeur",
        "het vervoer",
        ("leerlingenvervoer De Bocht", "koeriersdienst Vlot", "bakkerij De Korenaar"),
        ("Rijbewijs B, theorie", "Chauffeur personenvervoer"),
    ),
    (
        "kapper",
        "de kapsalon",
        ("kapsalon Knip en Kleur", "salon De Spiegel", "verzorgingshuis Avondzon"),
        ("Kapper, eerste jaar", "Haarverzorging basis"),
    ),
)

END_GOALS: dict[str, tuple[str, ...]] = {
    "work": (
        "Betaald werk als {functie} voor {uur} uur in de week, binnen de schooltijden.",
        "Een baan in {sector} waarmee {zij} uit de uitkering komt, of er het grootste deel van verdient.",
        "Werk als {functie} dat vol te houden is naast de zorg thuis.",
        "Binnen een jaar een contract van minstens {uur} uur.",
    ),
    "activation": (
        "Twee of drie dagdelen in de week buitenshuis actief zijn, op eigen kracht.",
        "Weer onder de mensen komen en ontdekken wat {zij} graag doet.",
        "Een vaste plek als vrijwilliger, als eerste stap.",
    ),
    "rest": (
        "Tot {maand} rust en hulp thuis; elke zes weken bellen we. Daarna kijken we samen opnieuw.",
        "Een half jaar tijd voor {haar} herstel. {Zij} houdt de afspraken met de hulpverlening en de wandelgroep aan.",
    ),
    "diagnosis": (
        "Weten wat {zij} aankan, voor hoeveel uur, en welke stap daarna past.",
        "Een advies waarmee we samen een plan kunnen maken.",
    ),
    "training": (
        "Het diploma {cursus} halen en daarmee aan het werk als {functie}.",
        "Leren en werken in {sector}, tot een diploma waarmee {zij} verder kan.",
    ),
    "client_led": (
        "{Zij} richt zelf {haar} weg naar werk als {functie} in, met een coach die {zij} heeft gekozen.",
    ),
}

PREFERENCES: tuple[str, ...] = (
    "Ik wil werken als {functie}, maar alleen als de kinderen goed zitten.",
    "Liefst iets met mensen. In {sector} bijvoorbeeld. Niet de hele dag zitten.",
    "Ik wil eerst mijn schulden kwijt, anders werk ik voor de deurwaarder.",
    "Ik wil een diploma. Zonder papier kom ik steeds op hetzelfde uit.",
    "Gewoon een baas, gewoon loon. Geen cursus meer.",
    "Ik wil laten zien aan mijn kinderen dat het kan.",
    "Het liefst op {dag} en {dag2}, dan is mijn moeder vrij.",
    "Ik kan goed koken en organiseren, daar wil ik iets mee.",
    "Rust. Daarna wil ik best praten over werk.",
    "Ik wil beter Nederlands leren schrijven, dan durf ik te solliciteren.",
    "Niet meer elke keer bij iemand anders mijn verhaal doen.",
    "Ik heb twee rechterhanden. Geef mij een werkplaats en ik red me.",
    "Ik wil in {sector} werken, het liefst {uur} uur. Meer gaat nu niet met de school.",
    "Iets waarvoor ik niet met de bus over de brug hoef.",
    "Ik wil helpen waar het nodig is, ook als het geen betaald werk is.",
    "Later een eigen zaakje. Maar eerst ervaring als {functie}.",
    "Goede opvang na school. Als dat geregeld is, kan ik alles.",
    "Werk waar ze het niet erg vinden als school belt.",
    "Ik wil graag iets met planten of dieren, buiten in elk geval.",
    "Ik wil niet meer afhankelijk zijn. Dat is alles.",
    "Ik wil overdag werken. Avonden heb ik jaren gedaan, dat kan niet meer.",
)

SITUATIONS: tuple[str, ...] = (
    "{M} zorgt alleen voor {gezin}.",
    "{M} heeft {gezin} en {jaren} jaar niet gewerkt.",
    "{M} werkte eerder als {functie} en wil daarnaar terug.",
    "{M} is gemotiveerd, maar loopt vast op de tijden.",
    "{M} staat {jaren} jaar ingeschreven en heeft twee trajecten achter de rug.",
    "{M} wil graag, maar heeft geen diploma.",
)
# What is asked, per kind of instrument; see QUESTION_KIND.
CLEAR_QUESTIONS: dict[str, tuple[str, ...]] = {
    "work": (
        "Wat is er nodig om binnen {n} maanden {uur} uur als {functie} te kunnen werken? Graag ook uw oordeel over de reistijd.",
        "Kan {zij} in {sector} werken? Zo ja, met welke begeleiding; zo nee, wat past dan wel?",
        "Zoek een werkgever in {sector} voor {uur} uur, op vaste tijden en binnen een half uur reizen.",
        "Graag twee werkplekken waar {zij} mag meelopen, binnen een half uur reizen, op schooltijden.",
        "Aan het eind weet {zij} welke drie werkgevers passen en heeft {zij} er met één een afspraak.",
        "Wat maakt dat het vorige traject vastliep, en hoe komt {zij} nu wel aan {uur} uur werk als {functie}?",
    ),
    "apply": (
        "Aan het eind moet {zij} zelf kunnen solliciteren en een gesprek kunnen voeren.",
        "Het cv moet kloppen, en {zij} moet durven bellen met een werkgever in {sector}.",
        "Help {hem} om {haar} ervaring onder woorden te brengen; daarna elke week twee sollicitaties.",
    ),
    "diagnosis": (
        "Wilt u onderzoeken hoeveel uur {zij} aankan naast de zorg thuis, en welke tijden dat zijn?",
        "Is werk als {functie} haalbaar, voor hoeveel uur, en wat is er eerst nodig?",
        "Wat kan {zij} wel? Kijk ook naar de reistijd en naar wat er thuis op {haar} schouders rust.",
    ),
    "activation": (
        "Zorg dat {zij} een vaste plek heeft voor twee dagdelen en daar na de zomer nog komt.",
        "{Zij} kent weinig mensen. Zoek samen een groep waar {zij} zonder u naartoe durft.",
        "Bouw op van één naar drie dagdelen en laat ons weten bij welke stap het stokt.",
    ),
    "training": (
        "Wij willen weten of {cursus} haalbaar is: niveau, rooster en opvang.",
        "Begeleid {hem} door {cursus}; meld het meteen als {zij} achterraakt, met de reden.",
        "Na {cursus} moet er werk van {uur} uur in {sector} mogelijk zijn. Klopt dat, en waar?",
    ),
    "debts": (
        "Breng alle schulden in beeld en tref een regeling, zodat loon ook echt iets oplevert.",
        "Wie zijn de schuldeisers, wat is dringend, en wanneer kan {zij} zonder beslag aan het werk?",
    ),
    "keep": (
        "Begeleid de eerste zes maanden in de baan en meld het ons meteen als de uren wringen.",
        "Let op de overgang van uitkering naar loon: toeslagen, reiskosten en opvang.",
        "Bel maandelijks met {hem} én met de werkgever, ook als alles goed lijkt.",
    ),
}
QUESTION_KIND: dict[str, str] = {
    "Sollicitatietraining": "apply",
    "Diagnose": "diagnosis",
    "Sociale activering": "activation",
    "Vrijwilligerswerk": "activation",
    "Opleiding of cursus": "training",
    "Leer-werktraject": "training",
    "Schuldhulp": "debts",
    "Nazorg": "keep",
}
VAGUE_QUESTIONS: tuple[str, ...] = (
    "Graag begeleiding.",
    "Wat zijn de mogelijkheden?",
    "Traject zoals telefonisch besproken.",
    "Kijken wat erin zit.",
    "Graag aan de slag met deze cliënt.",
    "Activering.",
    "Verder helpen richting werk.",
)
EXTRA_QUESTIONS: tuple[str, ...] = (
    "Let op: {dag} kan {zij} niet.",
    "De opvang is nog niet op alle dagen rond.",
    "{Zij} wil graag steeds dezelfde coach.",
    "Bel {hem} liever dan dat u schrijft.",
    "Betrek {hem} bij de keuze van de werkplek.",
)

PAUSE_REASONS: tuple[str, ...] = (
    "Verhuizing naar een andere wijk",
    "Opvang weggevallen, nieuwe plek vanaf {maand}",
    "Zorg voor een ziek kind",
    "Tijdelijk te weinig rust thuis, in overleg met de cliënt",
    "Zomervakantie van de scholen, geen opvang",
    "Wachten op de start van de opleiding",
    "Overlijden in de familie",
    "Coach met verlof, cliënt wil op haar terugkomst wachten",
)
EXTENSION_REASONS: tuple[str, ...] = (
    "Het gaat vooruit, maar de stap naar betaald werk vraagt meer tijd",
    "Proefplaatsing loopt langer door",
    "De opleiding duurt tot en met {maand}",
    "De opvang was pas later rond",
    "Eerst de uren opbouwen, dan zoeken naar een contract",
    "Cliënt en coach vragen allebei om een vervolg",
)
END_REASONS: tuple[str, ...] = (
    "Doel bereikt: aan het werk als {functie}",
    "Contract voor {uur} uur getekend",
    "Doelen bereikt, vervolg bij een ander bureau",
    "Advies is gegeven, het onderzoek is klaar",
    "Gestopt op verzoek van de cliënt: past niet bij wat {zij} wil",
    "Gestopt: te veel andere problemen die eerst opgelost moeten worden",
    "Periode voorbij, verder met vrijwilligerswerk",
    "Verhuisd naar een andere gemeente",
    "De opvang kwam niet rond",
    "De reistijd bleek te lang",
)
NEVER_BEGUN: tuple[str, ...] = (
    "Niet begonnen: {zij} vond zelf werk",
    "Niet begonnen: de opvang is niet rond",
    "Niet begonnen: verhuisd voor de start",
)
