"""What is said and agreed when consultants and clients speak."""

TALKS = (
    "Rustig gesprek. {M} vertelt dat {zij} op {dag} en {dag2} naar de groep gaat en dat het ritme "
    "goed doet. Het liefst zou {zij} iets als {functie} doen.",
    "{M} is moe: de nachten zijn onrustig met de jongste. Afgesproken dat we het tempo nu niet opvoeren.",
    "Besproken wat er goed gaat: {zij} is op tijd, heeft contact met twee anderen in de groep en "
    "durft weer te bellen. Lastig blijft het reizen.",
    "{M} wil graag verder richting {sector}. Heeft zelf al bij {plek} naar binnen gelopen en "
    "gevraagd hoe je daar begint.",
    "De schulden houden {haar} bezig. Post ligt ongeopend; samen de stapel doorgenomen en op "
    "volgorde gelegd.",
    "Het gaat thuis beter dan in {maand}. De kinderen slapen door en er is weer wat lucht. {M} "
    "denkt na over een cursus.",
    "{M} had een lijstje bij zich met vragen over bijverdienen. Uitgelegd wat er gebeurt met de "
    "toeslagen bij {uur} uur werk.",
    "Gesproken over wat {zij} vroeger deed. {M} werkte {jaren} jaar en mist de collega's meer dan het werk.",
    "{M} voelt zich niet gehoord door de coach, maar wil het zelf eerst bespreken.",
    "Goed gesprek over de opvang: de school heeft plek op {dag}, de overblijf is geregeld tot de zomer.",
    "{M} kwam met {haar} zus. Die past op als er sollicitaties zijn. Daarmee valt een grote zorg weg.",
    "Doelen uit het plan langsgelopen. Eén is klaar, met het tweede is {zij} bezig, het derde vindt "
    "{zij} nog te vroeg.",
    "{M} heeft drie keer gereageerd en niets gehoord. Moed ingesproken en samen naar de brief gekeken.",
    "De fiets is gestolen; daarom twee keer gemist. Bekeken of er een tweedehands te regelen is.",
    "{M} is trots: {zij} heeft bij {plek} een middag meegelopen en mag terugkomen.",
    "Veel gepraat over {haar} moeder, die zorg nodig heeft. {M} doet de boodschappen en gaat elke dag langs.",
)
CALLS = (
    "{M} belt: kan {dag} niet, de jongste is ziek. Heeft de groep zelf afgezegd.",
    "Gebeld hoe het gaat. Goed, alleen druk. Geen vragen.",
    "{M} vraagt of de brief over de toeslag klopt. Nagekeken en teruggebeld: klopt.",
    "Gebeld over de opvang: plek vanaf {maand}. {M} is blij.",
    "{M} meldt dat {zij} op gesprek mag bij {plek}. Succes gewenst.",
    "Fiets kapot, komt morgen met de bus. Vraagt naar reiskosten.",
    "Kort gebeld na de eerste week. {M} vond het spannend maar leuk.",
    "{M} belt boos: nog niets gehoord van het bureau. Gezegd dat ik het navraag.",
    "Gebeld omdat de machtiging ontbrak. {M} brengt die langs.",
    "Nieuwe telefoon, nummer is hetzelfde. Verder alles goed.",
)
MESSAGES = (
    "Mailt de uitnodiging van {plek} door en vraagt of {zij} moet gaan. Geantwoord: ja, doen.",
    "Appt dat het goed ging vandaag.",
    "Stuurt een foto van het certificaat van {cursus}. Gefeliciteerd.",
)
CONSULTATIONS = {
    "intake": "Samen gekeken wat {m} kan en wil. Het bureau begint met een kennismaking van vier weken.",
    "diagnosis": "Uitkomst van het onderzoek besproken. {M} herkent het beeld. We bouwen rustig op.",
    "plan": "Plan doorgenomen met alle drie. Iedereen weet wie wat doet en voor wanneer.",
    "outflow": "{M} kan beginnen bij {plek}. Doorgenomen wat er op de dag zelf geregeld moet zijn.",
}
SUBJECTS = (
    "hoe het gaat, en het plan",
    "het rapport van het bureau",
    "na de zomer verder",
    "opvang en uren",
    "wat {zij} zelf wil",
    "schulden en rust",
    "",
    "",
)
PLACES = ("Spreekkamer 2", "Spreekkamer 5", "Wijkcentrum De Brug", "Stadskantoor, balie 4")
VIEWS = {
    "good": (
        "Fijne groep, ik ga er graag heen.",
        "De coach belt terug en denkt mee.",
        "Ik leer er echt iets.",
        "Eindelijk weer een reden om op te staan.",
        "",
    ),
    "mixed": (
        "De groep is leuk, de tijden zijn lastig.",
        "Het gaat wel, maar het is steeds hetzelfde.",
        "Leuk werk, maar ik zie de coach weinig.",
        "De ene week goed, de andere niet.",
        "",
    ),
    "bad": (
        "Ik zit er alleen maar formulieren in te vullen.",
        "Niemand vraagt wat ik zelf wil.",
        "Steeds een andere coach, ik moet elke keer opnieuw beginnen.",
        "Ik ga er met buikpijn heen.",
        "Er gebeurt niets, we drinken koffie.",
    ),
    "no_contact": (
        "Ik heb al weken niemand gezien.",
        "Ze zouden bellen, maar dat doen ze niet.",
        "Twee keer afgezegd en daarna niets meer gehoord.",
    ),
}
AGREEMENTS = {
    "client": (
        "Belt de school over de overblijf",
        "Levert de loonstroken in",
        "Gaat langs bij {plek}",
        "Schrijft op wat op een dag goed gaat en wat niet",
        "Maakt een afspraak met de huisarts",
        "Brengt de papieren voor de schuldhulp mee",
        "Stuurt het cv op",
        "Vraagt een zus om op te passen",
        "Meldt zich aan voor het taalcafé",
    ),
    "consultant": (
        "Zoekt uit of de reiskosten vergoed worden",
        "Vraagt de offerte van de opvang op",
        "Belt het bureau over een vaste coach",
        "Kijkt het inkomen na bij {uur} uur werk",
        "Stuurt de brief over de toeslag nog eens",
        "Overlegt met de kredietbank",
    ),
    "bureau": (
        "Plant een kennismaking bij {plek}",
        "Belt elke week op een vaste dag",
        "Stuurt het rooster voor de komende maand",
        "Zorgt voor een vaste coach",
        "Past de tijden aan de schooltijden aan",
    ),
    "other": (
        "Past op bij sollicitaties",
        "Geeft de school door wie ophaalt",
        "Helpt met het ordenen van de post",
    ),
}
NAMES = ("Oma", "De zus van de cliënt", "Buurvrouw Lia", "De schoolmaatschappelijk werker", "De vader")
OUTCOMES = ("Gelukt.", "Is geregeld.", "Gedaan, zonder problemen.", "", "", "")
DROPPED = ("Niet meer nodig.", "Anders opgelost.", "Kan nu niet, komt later terug in het plan.")
MOVED = ("School was dicht.", "Wacht op papieren van een ander.", "Er was iemand ziek.")
ADDITIONS = (
    "{M} belde later terug: {zij} wil het toch proberen.",
    "Nagevraagd bij het bureau: klopt wat {zij} zei.",
    "De school bevestigt de tijden.",
)
