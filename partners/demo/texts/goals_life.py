"""Goals about daily life, and what bureaus write about them. Slots are filled by `voice`."""

from partners.demo.texts.goals_work import GoalTexts

LIFE: dict[str, GoalTexts] = {
    "rhythm": GoalTexts(
        (
            "Een vast dagritme opbouwen",
            "Drie dagdelen in de week buitenshuis actief zijn",
            "Acht weken op vaste dagen aanwezig zijn",
        ),
        (
            "Van één naar drie dagdelen gegaan.",
            "Weekschema gemaakt met vaste tijden voor de kinderen en voor zichzelf.",
            "Komt op {dag} en {dag2}, en belt nu zelf af als het niet lukt.",
            "Met {hem} gekeken hoe de ochtend anders kan, zodat de bus van half negen lukt.",
            "Elke {dag} begonnen met een kort gesprek over de week.",
        ),
        ("Het ritme staat: {n} weken achter elkaar aanwezig.", "{Zij} zegt dat de week nu een vorm heeft."),
        (
            "Na een vrije week kost het begin steeds moeite.",
            "Twee dagdelen gaan goed, de derde nog niet.",
            "Slapen gaat slecht als er post van de deurwaarder komt.",
        ),
        (
            "Door de verhuizing is dit niet van de grond gekomen.",
            "{Zij} zegt dat het nu te veel is naast de zorg thuis.",
        ),
    ),
    "out": GoalTexts(
        (
            "Elke week meedoen aan een groep in de buurt",
            "Mensen leren kennen buiten het gezin",
            "Eén vaste activiteit in het buurthuis",
        ),
        (
            "Meegedaan met de kookgroep in het buurthuis.",
            "De eerste keren samen gegaan, daarna alleen.",
            "Kennisgemaakt met het naaiatelier en het taalcafé.",
            "Helpt op {dag} bij het inloopontbijt.",
            "Een buurvrouw gaat nu mee naar de wandelgroep.",
            "Heeft op het zomerfeest een kraam gehad.",
        ),
        ("{Zij} gaat nu zonder mij, en neemt anderen mee.", "Er zijn mensen bij wie {zij} terecht kan."),
        (
            "De groep is nog spannend als er nieuwe mensen zijn.",
            "Gaat om de week; dat is al meer dan eerst.",
            "In de schoolvakantie lag het stil.",
        ),
        (
            "De activiteit is gestopt door te weinig deelnemers.",
            "{Zij} kwam twee keer en durfde daarna niet meer.",
        ),
    ),
    "volunteer": GoalTexts(
        (
            "Vrijwilligerswerk vinden dat past",
            "Een half jaar vaste vrijwilliger zijn",
            "Twee ochtenden vrijwilligerswerk in {sector}",
        ),
        (
            "Kennisgemaakt bij {plek} en begonnen met één ochtend.",
            "Doet nu twee ochtenden de koffie en de ontvangst.",
            "Gezocht bij de vrijwilligersbank; drie plekken bekeken.",
            "Geholpen bij de inzameling en de kledingbank.",
            "Met de coördinator afgesproken wat {zij} wil leren.",
        ),
        ("Vaste vrijwilliger, met een eigen taak.", "{Zij} heeft een verklaring gekregen over {haar} werk."),
        ("Wil graag meer, maar de schooltijden laten het niet toe.", "De proeftijd loopt tot eind {maand}."),
        ("De plek vroeg meer avonden dan afgesproken.", "Twee plekken hadden al genoeg mensen."),
    ),
    "language": GoalTexts(
        (
            "Een formulier en een rooster zelf kunnen lezen",
            "Nederlands oefenen voor op het werk",
            "Brieven van instanties zelf begrijpen",
        ),
        (
            "Elke {dag} geoefend met echte brieven en roosters.",
            "Leest nu zelf de nieuwsbrief van school en vertelt erover.",
            "Geoefend met bellen: afspraak maken, afzeggen, terugbellen.",
            "Woordenlijst gemaakt voor {sector}.",
            "Meegedaan met het taalcafé, {n} keer.",
        ),
        (
            "Kan een rooster en een werkbriefje zelf lezen en invullen.",
            "Belt nu zelf naar school en naar ons.",
        ),
        (
            "Spreken gaat goed, schrijven blijft lastig.",
            "Is een stap verder, nog niet zeker genoeg om alleen te bellen.",
        ),
        (
            "Er was een wachtlijst van {n} weken voor de groep.",
            "De groep ging te snel; we zoeken iets anders.",
        ),
    ),
    "childcare": GoalTexts(
        (
            "Opvang geregeld op drie dagen",
            "Vaste opvang voor en na school",
            "Een achterwacht voor als een kind ziek is",
        ),
        (
            "Twee opvangadressen bezocht.",
            "Aanvraag ingevuld en de offerte opgevraagd.",
            "Gastouder gevonden in dezelfde straat.",
            "Met oma afgesproken dat zij op {dag} kan.",
            "Op de wachtlijst gezet bij de opvang naast school.",
        ),
        ("Opvang staat op {dag} en {dag2}.", "Er is opvang en een achterwacht."),
        (
            "Wachtlijst tot {maand}.",
            "Twee van de drie dagen zijn rond.",
            "De offerte is binnen, de beslissing nog niet.",
        ),
        ("Geen plek vóór acht uur in de ochtend.", "De kosten vooraf kon {zij} niet betalen."),
    ),
    "debts": GoalTexts(
        (
            "Overzicht van alle schulden en vaste lasten",
            "Een regeling met de grootste schuldeisers",
            "Rondkomen zonder nieuwe achterstand",
        ),
        (
            "Alle post op volgorde gelegd: {n} schuldeisers.",
            "Brief gestuurd aan de verhuurder en de energiemaatschappij.",
            "Budgetplan gemaakt; elke {dag} nemen we de uitgaven door.",
            "Toeslagen nagekeken en één herziening gevraagd.",
            "Gebeld met de deurwaarder; beslag voorlopig tegengehouden.",
        ),
        (
            "Alle schuldeisers doen mee aan de regeling.",
            "Drie maanden zonder nieuwe achterstand.",
            "Het overzicht is volledig.",
        ),
        (
            "Twee schuldeisers hebben nog niet geantwoord.",
            "De jaaropgave van een oude werkgever ontbreekt nog.",
            "Er is rust, maar weinig ruimte per week.",
        ),
        ("Een nieuwe boete gooide het plan om.", "De papieren zijn niet meegenomen."),
    ),
    "energy": GoalTexts(
        (
            "Rust, en één ding in de week voor zichzelf",
            "Hulp voor thuis die werkt",
            "Weten wanneer het te veel wordt, en wat dan",
        ),
        (
            "Samen gekeken welke hulp er al is en wie wat doet.",
            "Elke {dag} een wandeling van een half uur, eerst samen.",
            "Afspraken gemaakt met school over wie gebeld wordt.",
            "Een plan op één blad gemaakt voor moeilijke weken.",
        ),
        (
            "{Zij} geeft zelf op tijd aan wanneer het te veel is.",
            "De week is rustiger en er is ruimte om vooruit te kijken.",
        ),
        ("De hulp voor thuis begint in {maand}.", "Het gaat op en neer; de wandeling houdt {zij} vol."),
        ("Het was te onrustig thuis om hieraan te werken.",),
    ),
}
