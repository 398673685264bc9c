"""What was written about exemptions of the demo's clients. Nobody in it exists."""

# How often a ground is given; without children those that speak of them fall away.
GROUNDS = {"childcare": 40, "care": 26, "psychosocial": 10, "medical": 9, "debts": 7, "crisis": 5, "other": 3}
FAMILY_GROUNDS = ("childcare", "care")

REASONS: dict[str, tuple[str, ...]] = {
    "childcare": (
        "De opvang heeft pas over enkele maanden plaats op {dag} en {dag2}. Tot die tijd is er "
        "niemand die op de kinderen past.",
        "De buitenschoolse opvang sluit om half zes en de jongste kan niet alleen naar huis. {Zij} "
        "staat op de wachtlijst voor de opvang naast school.",
        "De gastouder is gestopt. {Zij} zoekt een nieuwe, maar heeft nu alleen opvang op {dag}.",
        "Er is geen opvang vóór acht uur. Werk als {functie} begint om zeven uur; in de buurt is "
        "niets anders te vinden.",
        "De offerte van de opvang is er, de voorschotten van de toeslag nog niet. Zelf voorschieten "
        "lukt niet.",
        "De peuterspeelzaal is er twee ochtenden. Voor de andere dagen is gevraagd, een plek komt na "
        "de zomer vrij.",
    ),
    "care": (
        "De jongste gaat over een paar maanden naar een school met begeleiding. Tot dan komt {zij} "
        "alleen in de ochtend aan iets anders toe.",
        "{Zij} staat alleen voor {gezin} en de jongste heeft veel zorg nodig. Er is niemand die een "
        "dag kan overnemen.",
        "Een van de kinderen moet drie keer per week naar een behandeling in een andere stad. "
        "Daarnaast blijft weinig tijd over.",
        "{Zij} zorgt voor {haar} moeder, die naast haar woont, tot de thuiszorg is uitgebreid.",
        "De oudste gaat sinds kort niet meer naar school. Tot er een plek is, moet {zij} thuis zijn.",
        "{Zij} wil werken naast de zorg, maar meer dan deze uren gaat nu niet. Dat ziet ook de coach.",
    ),
    "medical": (
        "De arts van de arbodienst ziet voorlopig een beperkt aantal uren. Het advies ligt in het "
        "dossier en geldt tot na de zomer.",
        "{Zij} is in het ziekenhuis geweest en bouwt langzaam op. De bedrijfsarts kijkt over drie "
        "maanden opnieuw.",
        "Volgens het advies van de GGD kan {zij} nu niet meer dan enkele ochtenden. Zittend werk kan wel.",
        "Het advies is: eerst rust, daarna opbouwen. De arts noemt ook wat wél kan.",
    ),
    "psychosocial": (
        "{Zij} is net gescheiden en moest verhuizen. De hulp is begonnen; {zij} heeft tijd nodig om "
        "weer vaste grond te voelen.",
        "{Zij} slaapt weinig en raakt snel in de war van brieven en afspraken. De hulp vraagt om een "
        "paar rustige maanden.",
        "De spanning thuis is hoog. Eén vaste ochtend buitenshuis gaat goed, meer nog niet.",
        "Na {jaren} jaar thuis is de stap groot. Rustig opbouwen werkt beter dan dwingen, zegt ook "
        "de begeleider.",
    ),
    "debts": (
        "De schulden zijn zo groot dat de energie dreigt te worden afgesloten. Eerst de afspraken "
        "met de schuldhulp, dan werk.",
        "Elke week staat er iemand aan de deur. De schuldhulp maakt nu een regeling; daarna kan "
        "{zij} zich op werk richten.",
        "Door beslag op de uitkering is reizen niet te betalen. De regeling gaat over drie maanden in.",
    ),
    "crisis": (
        "{Zij} verblijft met de kinderen op een tijdelijk adres. Eerst een vaste woning en een school.",
        "Er was brand in de woning. De komende tijd gaat alles naar onderdak en herstel.",
        "Een overlijden in het gezin. {Zij} vraagt om een paar maanden.",
    ),
    "other": (
        "{Zij} rondt in deze maanden de inburgering af en heeft vier dagdelen les.",
        "{Zij} heeft een deel van de week stage voor {cursus}. Meer uren gaan niet samen met de lessen.",
    ),
}
MEANWHILE: tuple[str, ...] = (
    "Twee ochtenden vrijwilligerswerk bij {plek}",
    "Elke week naar de koffieochtend in het buurthuis",
    "Gesprek met school en opvang, de consulent gaat mee",
    "Opvang aanvragen en op de wachtlijst laten zetten",
    "Meelopen bij {plek}, één middag in de week",
    "Oriënteren op {cursus}",
    "Taalles op {dag}, via de bibliotheek",
    "Afspraken met de schuldhulp nakomen",
    "Elke {dag} bewegen met de groep uit de wijk",
    "Rijtjes maken: welke uren kan ik werken als de opvang er is",
    "Sollicitatiebrief en cv klaarmaken",
    "Eén keer per maand bellen met de consulent",
)
PARTICIPATION = (
    "{plek}, enkele ochtenden",
    "De cursus in de avond kan doorgaan",
    "Vrijwilligerswerk onder schooltijd",
    "Het traject loopt door, met minder uren",
    "Meedoen in het buurthuis",
)
SUPPORT = (
    "Brief van de opvang over de wachtlijst",
    "Advies van de arbodienst: alleen de conclusie",
    "Verklaring van school over de lestijden",
    "Bericht van de schuldhulp dat de regeling loopt",
    "Verslag van het bureau over de laatste periode",
)
VIEWS = (
    "Dit is de max. Meer uren en ik val om.",
    "Ik wil wel werken, maar wie haalt de kinderen dan op?",
    "Liever een paar ochtenden dan helemaal niets.",
    "Ik ben blij dat het even mag, maar ik wil niet vergeten worden.",
    "Als de opvang er is, begin ik de volgende dag.",
    "Ik zie er tegenop dat het weer voor een jaar is.",
)
GRANTED = (
    "De reden is duidelijk, het einde ook, en er is afgesproken wat er intussen gebeurt.",
    "De uren passen bij wat {zij} aankan. Over een paar maanden weten we meer.",
    "Zonder opvang kan dit niet worden gevraagd. Wel nu al de opvang regelen, niet pas aan het eind.",
    "Gedeeltelijk past beter dan volledig: wat {zij} doet, blijft {zij} doen.",
    "Het advies van de arts is helder. Daarna opnieuw bekijken.",
    "Korter dan gevraagd, omdat de situatie na de vakantie anders is.",
)
RETURNED = (
    "Ik lees niet wat {zij} zelf wil. Vraag het en zet het erbij, dan kan ik beslissen.",
    "Waarom volledig, als de ochtenden goed gaan? Kijk of gedeeltelijk kan.",
    "Er is geen aanvraag voor opvang. Doe die eerst, dan heeft een ontheffing een einde.",
    "De termijn is lang en er staat niets in voor intussen. Maak samen een kleine afspraak.",
)
REFUSED = (
    "De opvang is sinds vorige maand rond. De reden van de aanvraag is er niet meer.",
    "Er is een traject met hulp dat precies hierop past. Een ontheffing brengt {hem} verder van huis.",
    "De leeftijd van een kind is op zichzelf geen reden. Wat er speelt, is met opvang op te lossen.",
)
SHORT_OF = (
    "opvang op {dag} en {dag2}",
    "hulp bij de aanvraag van opvang",
    "een taalcursus",
    "iemand die meegaat naar de afspraken",
    "zicht op welke scholing past",
    "hulp bij de schulden",
)
LESSONS = (
    "Vraag eerst naar de opvang; vaak is dat het hele probleem.",
    "Gedeeltelijk met een vaste ochtend werkte beter dan volledig.",
    "Korter verlenen en eerder kijken gaf meer beweging.",
    "Laat de cliënt zelf opschrijven wat wel kan.",
    "Zonder afspraak voor intussen kwam er niets van.",
    "Een jaar is lang: na een half jaar was alles anders.",
)
QUESTIONS = (
    "Is dit te ruim?",
    "Zou jij het gedeeltelijk doen?",
    "Herken je dit, en wat hielp toen?",
    "",
)
OPINIONS = (
    "Vorig jaar volledig was te ruim. Dit klopt beter bij {hem}.",
    "Ik zou het korter doen en eerst de opvang vragen.",
    "Herkenbaar. Bij mij hielp één vaste ochtend.",
    "Goed zo. Let wel op dat {zij} niet uit beeld raakt.",
    "Ik mis wat {zij} er zelf van vindt.",
)
REVOKED = (
    "De opvang is rond en {zij} begint met werken.",
    "{Zij} is verhuisd en de zorg is overgenomen.",
)
WITHDRAWN = (
    "De opvang kwam toch vrij.",
    "{Zij} wil het zonder proberen.",
    "Was voor een andere cliënt bedoeld.",
)
NOTHING_FOLLOWS = (
    "De opvang is geregeld, {zij} zoekt weer werk.",
    "{Zij} begint met het traject en heeft geen ontheffing meer nodig.",
    "Besproken: {zij} kan weer alle uren.",
)
OUTCOME_NOTES = {
    "done": ("", "", "Ging goed.", "Elke week geweest."),
    "partly": ("Een deel van de tijd, door ziekte thuis.", "Begonnen, daarna gestopt."),
    "not_done": ("De opvang kwam er niet.", "Geen plek gevonden."),
    "not_needed": ("Niet meer nodig, {zij} begon eerder.",),
}
