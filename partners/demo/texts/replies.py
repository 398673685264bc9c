"""What consultants write back, and the reasons they give."""

REPLY_REASONS: dict[str, tuple[str, ...]] = {
    "adopted": (
        "Past bij wat {zij} zelf wil. Ik regel het deze week.",
        "Akkoord, ik pas het plan aan.",
        "Goed onderbouwd. U kunt starten.",
        "Besproken met {m}; {zij} is het ermee eens.",
        "Dit kan vanaf {maand}. Ik leg het vast in het plan.",
        "Ja. {M} vroeg er zelf ook om.",
        "Ik geef opdracht zodra het budget is toegezegd.",
        "Eens. Graag in het volgende rapport hoe het loopt.",
    ),
    "partly": (
        "Ja voor twee dagdelen, niet meer: {dag} kan {zij} niet.",
        "Eerst de opvang, dan dit. Ik kom er in {maand} op terug.",
        "De richting klopt, maar {uur} uur is nu te veel.",
        "Ik wil het eerst met {m} zelf bespreken; wel mag u voorbereiden.",
        "Wel zoeken, nog niet plaatsen: de schulden gaan voor.",
    ),
    "not": (
        "{M} wil dit niet en daar heeft {zij} een goede reden voor.",
        "Dit is twee jaar geleden al gedaan, zonder resultaat.",
        "Geen budget meer dit jaar; ik zet het op de lijst voor januari.",
        "Er loopt al hulp op dit punt, twee tegelijk werkt niet.",
        "Te vroeg: eerst het ritme van nu volhouden.",
        "De tijden gaan niet samen met de school.",
        "Ik zie de reden niet in uw verslag. Leg het mij eens uit.",
    ),
}
# Reasons that fit one kind of advice, beside the general ones.
REASONS_OF_KIND: dict[tuple[str, str], tuple[str, ...]] = {
    ("training", "adopted"): (
        "Voldoet aan de regel voor scholing: hiermee kan {zij} uit de uitkering.",
        "Akkoord, de opleiding wordt vergoed.",
    ),
    ("training", "partly"): (
        "De cursus wel, de reiskosten lopen via de bijzondere bijstand.",
        "Eerst de oriëntatie, dan pas inschrijven.",
    ),
    ("training", "not"): (
        "Deze opleiding duurt te lang voor wat {zij} ermee kan verdienen.",
        "{Zij} wil nu werken, niet leren.",
    ),
    ("job_hunting", "adopted"): ("Ga gerust zoeken; {uur} uur is de grens.",),
    ("job_hunting", "not"): ("Nog niet zoeken: er is geen opvang voor de vroege uren.",),
    ("help", "adopted"): (
        "Ik heb {hem} aangemeld; er is een wachttijd van {n} weken.",
        "Er is een afspraak met het wijkteam in {maand}.",
    ),
    ("rest_plan", "adopted"): ("Goed, drie maanden, en dan kijken we opnieuw.",),
    ("rest_plan", "not"): ("Stilzitten helpt {hem} niet, zegt {zij} zelf. Liever minder uren.",),
    ("work_learning", "adopted"): ("Zoek een plek; ik regel de overeenkomst.",),
    ("more_diagnosis", "not"): ("Er is genoeg onderzocht. Nu een stap zetten.",),
}
ANSWERS: tuple[str, ...] = (
    "Dank voor het duidelijke verslag. Ik heb {m} gebeld en {zij} herkent het.",
    "Goed om te lezen dat er vooruitgang is bij de doelen.",
    "Let wel op de {dag}: dan kan {zij} niet.",
    "Plan de afspraken graag na half negen, dan zijn de kinderen op school.",
    "Ik neem contact op met de opvang en laat het u weten.",
    "Houd vooral de wens van {m} zelf in beeld: werk in {sector}.",
    "Akkoord met de volgende stap. Graag bericht zodra er een datum is.",
    "Fijn dat {zij} zelf belt. Dat was vorig jaar anders.",
    "Ik spreek {hem} in {maand} en neem dit verslag dan mee.",
    "Mooi resultaat. Blijf wel kijken of het thuis vol te houden is.",
    "Graag in het volgende verslag ook hoe het met de uren gaat.",
    "Ik pas de data van de doelen in het plan aan.",
    "De stap naar {plek} vind ik te groot; begin met één ochtend.",
    "Duidelijk. Ik heb er niets aan toe te voegen behalve: zo doorgaan.",
)
NOTICE_ANSWERS: tuple[str, ...] = (
    "Over uw melding: ik heb met {hem} gesproken en doe er verder niets mee, want er was een goede reden.",
    "Uw melding heb ik met {m} besproken. {Zij} komt vanaf nu weer; ik vraag ernaar in het volgende gesprek.",
    "Met uw melding doe ik nu niets: eerst moet de opvang geregeld zijn. Daar ben ik mee bezig.",
    "Ik roep {m} op voor een gesprek over uw melding. U hoort van mij wat eruit komt.",
)
ABSENCE_ANSWERS: tuple[str, ...] = (
    "Over de afwezigheid heb ik met {hem} gesproken; er was een goede reden.",
    "Bel mij als {zij} twee keer achter elkaar niet komt, niet pas in het verslag.",
    "Een ziek kind is geen onwil. Zoek samen naar een achterwacht.",
    "Ik zie dat er afspraken uitvielen. Verzet ze liever dan dat ze vervallen.",
)
THIN_REASONS: tuple[str, ...] = (
    "Zo kan ik er niets mee: {mist}.",
    "Ik mis {mist}. Wilt u dat aanvullen?",
    "Graag aanvullen: {mist}. De rest is goed leesbaar.",
    "Het verslag is te kort om op te beslissen. In elk geval ontbreekt {mist}.",
)
MISSING_WORDS: dict[str, str] = {
    "author_role": "uw rol",
    "appointments": "het aantal afspraken",
    "absence_reasons": "de reden van de afwezigheid",
    "goals": "per doel wat er gedaan is en waarom",
    "instruments": "wat er is ingezet",
    "barriers": "wat in de weg staat, ook de opvang",
    "client_view": "wat {m} er zelf van vindt",
    "next_step": "de volgende stap",
    "advice": "uw advies",
    "client_read": "of {m} het gelezen heeft",
    "non_compliance": "of er een melding is",
}
ROSY_REASONS: tuple[str, ...] = (
    "U schrijft dat het goed gaat, maar {zij} was er bij minder dan de helft. Hoe zit dat?",
    "{M} vertelt mij een ander verhaal. Wilt u dit met {hem} bespreken en het verslag aanpassen?",
    "De cijfers en de tekst kloppen niet met elkaar. Graag uitleg per doel.",
)
ACCEPT_REASONS: tuple[str, ...] = (
    "Telefonisch aangevuld door de coach.",
    "Het ontbrekende staat in het vorige verslag.",
    "Voor mij duidelijk genoeg om op te beslissen.",
    "Coach is ziek, collega kan het niet aanvullen.",
)
NOT_NEEDED_REASONS: tuple[str, ...] = (
    "Besproken in het overleg met zijn drieën",
    "Periode van drie weken, komt in het volgende verslag mee",
    "De opdracht lag stil in deze periode",
    "Eindverslag volgt binnen een maand",
)
DUE_REASONS: tuple[str, ...] = (
    "Coach ziek, vervanger begint volgende week",
    "Gesprek bij {plek} afwachten",
    "Test is later, verslag daarna",
    "Op verzoek van het bureau: vakantie",
    "Eerst het gesprek met zijn drieën",
)
