"""Why clients of the demo stand where they stand on the ladder. {instrument} and {bureau} are those of an order."""

# By the position of the rung on which somebody starts.
FIRST: dict[int, tuple[str, ...]] = {
    1: (
        "Eerst rust en hulp thuis. Over een half jaar kijken we samen verder.",
        "De schulden en de brieven vragen nu alles. Eerst dat op orde met de hulpverlening.",
        "{Zij} slaapt slecht en komt aan niets toe. Werk komt later, eerst weer lucht.",
        "Thuis is het te onrustig voor een traject. De wijkverpleegkundige komt elke week.",
        "Net verhuisd na een moeilijke tijd. Eerst een vaste basis voor de kinderen.",
    ),
    2: (
        "Kent hier bijna niemand en wil graag onder de mensen komen. Begin: een vaste ochtend buitenshuis.",
        "{jaren} jaar thuis geweest. Eerst weer ritme en een plek om naartoe te gaan.",
        "Wil wel, maar durft nog niet alleen. Samen naar het buurthuis is de eerste stap.",
        "De dagen bestaan uit school en huishouden. Een cursus dichtbij past daarnaast.",
        "Taal is nog lastig. Met een groep in de wijk oefent {zij} en leert {zij} mensen kennen.",
    ),
    3: (
        "Kan en wil twee dagdelen iets doen. Vrijwilligerswerk past bij de schooltijden.",
        "Werkte eerder als {functie}, maar dat is {jaren} jaar geleden. Eerst weer wennen aan een werkplek.",
        "Is gemotiveerd en op tijd, maar nog snel moe. Opbouwen met begeleiding.",
        "Helpt al op school mee. Dat breiden we uit naar {plek}.",
        "Weet nog niet wat {zij} wil worden. Eerst op een paar plekken meelopen.",
    ),
    4: (
        "Zonder diploma komt {zij} steeds op hetzelfde uit. Eerst {cursus}.",
        "Weet precies wat {zij} wil: werk in {sector}. Daarvoor is {cursus} nodig.",
        "Spreekt goed Nederlands, schrijven gaat nog moeizaam. Eerst taal, dan {sector}.",
        "De opvang is rond en de motivatie groot: tijd voor een opleiding.",
    ),
    5: (
        "Heeft ervaring als {functie}. Een werkplek laat zien wat nu lukt naast de zorg thuis.",
        "Kan {uur} uur aan. Een stage in {sector} als proef op de som.",
        "Werkervaring van lang geleden; een proefplaatsing bij {plek} haalt het weer op.",
        "Is er bijna: alleen recente ervaring ontbreekt.",
    ),
    6: (
        "Kan direct aan het werk voor {uur} uur. De opvang is geregeld.",
        "Heeft papieren, ervaring en opvang. Nu een werkgever die met de tijden meedenkt.",
        "Vorige baan liep af; zoekt hetzelfde werk, dichter bij huis.",
    ),
}

UP_BY_ORDER: tuple[str, ...] = (
    "Begonnen met {instrument} bij {bureau}.",
    "Is er klaar voor: start met {instrument} bij {bureau}.",
    "{Zij} vroeg er zelf om. {instrument} bij {bureau} loopt nu.",
    "Opvang op {dag} en {dag2} is rond, dus {instrument} bij {bureau} kan beginnen.",
    "Samen besloten dat de volgende stap kan, met {instrument} bij {bureau}.",
)
UP: tuple[str, ...] = (
    "Komt al maanden trouw en vraagt zelf om meer.",
    "De coach en {zij} zien het allebei: dit kan een stap verder.",
    "Heeft er zin in en de opvang klopt. Tijd voor het volgende.",
    "Durft nu alleen op pad en helpt anderen op weg.",
    "Doel van deze sport gehaald: vaste dagen en geen uitval.",
    "Van {plek} komen goede geluiden, {zij} mag meer doen.",
    "{instrument} goed afgerond, klaar voor de volgende stap.",
)
DOWN_BY_ORDER: dict[str, tuple[str, ...]] = {
    "opvang": (
        "Gestopt bij {bureau}: de opvang viel weg. Eerst een nieuwe plek zoeken.",
        "De gastouder stopte, dus {instrument} kon niet doorgaan.",
    ),
    "reistijd": (
        "Twee keer overstappen en om drie uur op het schoolplein: dat ging niet samen. Iets dichterbij zoeken.",
        "De reis bleek te lang naast de schooltijden. Stap terug, met behoud van wat {zij} leerde.",
    ),
    "problemen": (
        "Te veel tegelijk: schulden, school en {instrument}. Eerst de rust terug.",
        "{bureau} en {zij} vonden allebei dat andere zorgen nu voorgaan.",
    ),
    "verzoek": (
        "{instrument} paste niet bij wat {zij} wil. Opnieuw kijken wat wel past.",
        "{Zij} is zelf gestopt bij {bureau} en legde goed uit waarom.",
    ),
    "": (
        "{instrument} bij {bureau} stopte zonder vervolg.",
        "De plek bij {bureau} hield op. Even terug naar wat wel liep.",
    ),
}
DOWN: tuple[str, ...] = (
    "Stage gestopt: de opvang op {dag} viel weg.",
    "Jongste wekenlang ziek; de werkplek kon niet wachten.",
    "Oudste van school gestuurd. {Zij} is nu overdag nodig thuis.",
    "Moest verhuizen en begint op de nieuwe plek opnieuw.",
    "Beslag gelegd op de uitkering. De zorgen gaan nu voor.",
    "Overlijden in de familie. Het lukt nu niet om {uur} uur weg te zijn.",
    "{plek} sloot de deuren. Even terug naar het vrijwilligerswerk.",
    "Te snel te veel gewild, zegt {zij} zelf. Rustiger opbouwen.",
    "Moeder van {m} is ziek en heeft dagelijks zorg nodig.",
    "De bus rijdt niet meer op tijd voor de eerste dienst; eerst vervoer regelen.",
    "Het contract werd niet verlengd en dat kwam hard aan.",
)
PROGRESS: tuple[str, ...] = (
    "Kwam alle afspraken na en meldde zich netjes af toen het niet ging.",
    "Staat nu elke {dag} om half negen klaar. Dat was in het begin anders.",
    "Belde zelf met {plek}. Een jaar geleden durfde {zij} dat niet.",
    "Van één naar twee dagdelen gegaan, en dat houdt {zij} vol.",
    "Heeft met de schuldhulp een regeling. Dat geeft ruimte in het hoofd.",
    "Fietsen geleerd! Nu is {plek} bereikbaar.",
    "Praat in de groep en helpt een nieuwe deelnemer.",
    "Eerste module van {cursus} gehaald.",
    "Opvang voor {dag} en {dag2} geregeld met de buurvrouw als achterwacht.",
    "Cv klaar, in eigen woorden.",
    "Zegt: ik kijk weer uit naar {dag}.",
    "Meegelopen bij {plek}, kreeg een compliment van de voorman.",
    "Ging alleen met de bus. Klein voor een ander, groot voor {hem}.",
    "Taal gaat vooruit: het gesprek ging vandaag zonder tolk.",
)
FOLLOW_UP: tuple[str, ...] = (
    "Gesproken op {dag}. Zoeken samen een gastouder; de plek bij {plek} blijft nog zes weken vrij.",
    "Over een maand bellen we. Tot dan blijft {zij} naar de groep op {dag} gaan.",
    "Aanvraag kinderopvang gedaan, met spoed. Daarna pakt {zij} het weer op.",
    "Schuldhulp is ingeschakeld; wij kijken na {maand} opnieuw.",
    "Coach belt elke week. {Zij} wil zelf graag weer terug.",
    "Afgesproken: eerst rust thuis, in {maand} een nieuw plan.",
    "Maatschappelijk werk is gevraagd. We houden het doel hetzelfde.",
)
PARTICIPATION: tuple[str, ...] = (
    "Zo genoemd in het verslag van de welzijnsorganisatie.",
    "Samen ingevuld op de kaart van het wijkteam.",
    "Voor de jaarlijkse telling van het wijkteam.",
)
