"""What consultants write back, and the reasons they give."""

REPLY_REASONS: dict[str, tuple[str, ...]] = {
    "adopted": (
        "Past bij wat {zij} zelf wil. Ik regel het deze week.",
        "Akkoord, ik pas het plan aan.",
        "Goed onderbouwd. U kunt starten.",
        "Besproken met {m}; {zij} is het ermee eens.",
        "De opvang is rond, dus dit kan vanaf {maand}.",
        "Ik geef opdracht zodra het budget is toegezegd.",
        "Eens. Graag in het volgende rapport hoe het loopt.",
    ),
    "partly": (
        "Ja voor twee dagdelen, niet meer: {dag} kan {zij} niet.",
        "Eerst de opvang, dan dit. Ik kom er in {maand} op terug.",
        "De richting klopt, maar {uur} uur is nu te veel.",
        "De cursus wel, de reiskosten lopen via de bijzondere bijstand.",
        "Ik wil het eerst met {m} zelf bespreken; wel mag u voorbereiden.",
        "Wel zoeken, nog niet plaatsen: de schulden gaan voor.",
    ),
    "not": (
        "{M} wil dit niet en daar heeft {zij} een goede reden voor.",
        "Dit is twee jaar geleden al gedaan, zonder resultaat.",
        "Geen budget meer dit jaar; ik zet het op de lijst voor januari.",
        "Er loopt al hulp op dit punt, twee tegelijk werkt niet.",
        "Te vroeg: eerst het ritme van nu volhouden.",
        "De reistijd is te lang naast de schooltijden.",
    ),
}
ANSWERS: tuple[str, ...] = (
    "Dank voor het duidelijke verslag. Ik heb {m} gebeld en {zij} herkent het.",
    "Goed om te lezen dat er vooruitgang is bij de doelen.",
    "Let wel op de dinsdagen: dan is er geen opvang.",
    "Ik zie dat afspraken uitvielen door school. Plan ze graag na half negen.",
    "De vraag over de reiskosten: die vraagt u bij mij aan, ik keur ze goed.",
    "Ja, ik sluit aan bij het gesprek. Stuurt u een datum?",
    "De einddatum schuift niet; we praten in {maand} over het vervolg.",
    "Ik neem contact op met de opvang en laat het u weten.",
    "Houd vooral de wens van {m} zelf in beeld: werk in {sector}.",
    "Akkoord met de volgende stap. Graag bericht zodra {plek} heeft beslist.",
    "Uren uitbreiden mag, in stappen van vier.",
    "Er loopt geen andere hulp. Ik vraag het na bij {m}.",
    "Over de afwezigheid heb ik met {hem} gesproken; er was een goede reden.",
    "Fijn dat {zij} zelf belt. Dat was vorig jaar anders.",
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
