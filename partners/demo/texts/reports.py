# ruff: noqa: E501
"""What bureaus write in reports, apart from the goals."""

ROLES = (
    "coach",
    "vaste coach",
    "jobhunter",
    "trajectbegeleider",
    "arbeidsdeskundige",
    "trainer",
    "werkbegeleider",
)

DETAILS: tuple[str, ...] = (
    "Was steeds op tijd.",
    "Twee afspraken bij {hem} in de buurt gehouden.",
    "Contact ook via korte berichten.",
    "Dat kostte meer tijd dan gedacht.",
    "{Zij} nam zelf het initiatief.",
    "Samen met een collega gedaan.",
    "In {maand} opnieuw besproken.",
    "Het gesprek van {dag} was daarin belangrijk.",
    "{Zij} was eerst terughoudend, later open.",
    "De afspraken staan op papier en {zij} heeft een kopie.",
)
VIEW_GOOD: tuple[str, ...] = (
    "Fijne groep, ik ga er graag heen.",
    "Ik word serieus genomen.",
    "Het gaat goed, ik wil graag meer uren.",
    "Ik heb bij {plek} veel geleerd.",
    "Mijn kinderen merken dat ik vrolijker ben.",
    "De coach belt als hij het belooft.",
    "Ik had niet gedacht dat ik dit zou durven.",
    "Het werk als {functie} ligt mij.",
    "Ik slaap beter nu ik ergens naartoe ga.",
    "Ik ben trots op mijn certificaat.",
    "Eindelijk iemand die met me meegaat naar de werkgever.",
    "Ik weet nu wat ik wil.",
    "Ik ken nu mensen in de buurt.",
)
VIEW_MIXED: tuple[str, ...] = (
    "Het is leuk, maar ook druk met de kinderen.",
    "Op {dag} lukt het niet, dat heb ik gezegd.",
    "Ik vind bellen met werkgevers nog eng.",
    "De reis naar {plek} is te lang.",
    "Ik wil wel werken, maar niet in de avond.",
    "Ik maak me zorgen over het geld als ik ga werken.",
    "Het schrijven is moeilijk, praten gaat beter.",
    "Ik heb liever één vaste dag dan steeds een andere.",
    "Ik moet nog wennen aan de groep.",
    "Het gaat langzaam, maar het gaat.",
    "De opvang kost me meer zorgen dan het werk.",
    "Mijn zoon is vaak ziek, dan moet ik thuisblijven.",
)
VIEW_BAD: tuple[str, ...] = (
    "Ik zit mijn tijd uit.",
    "Ik heb hier niets aan.",
    "Niemand heeft mij gevraagd wat ik wil.",
    "Ik heb mijn coach twee keer gezien, de rest ging niet door.",
    "Ik snap niet waarom ik hier moet zijn.",
    "Wat hier staat klopt niet met hoe het is gegaan.",
    "Ik word van het kastje naar de muur gestuurd.",
    "Ik ben al drie keer van coach gewisseld.",
    "Ik wil stoppen, het is te veel naast thuis.",
    "Er is beloofd dat ik naar {plek} kon, daar heb ik niets meer over gehoord.",
    "Ik voel me niet gehoord.",
    "Het gaat niet goed met mij, dat heb ik ook gezegd.",
)
VIEW_WISHES: tuple[str, ...] = (
    "Ik wil graag meer buiten werken.",
    "Ik wil verder met {cursus}.",
    "Liever {uur} uur dan meer.",
    "Ik zou graag een keer bij {plek2} kijken.",
    "Ik wil dat er eerst opvang is.",
    "Ik wil weten hoe het verdergaat na {maand}.",
    "Ik wil dezelfde coach houden.",
    "Kan de afspraak na half negen? Dan zijn de kinderen op school.",
)
ROSY: tuple[str, ...] = (
    "Het gaat uitstekend met {m}. {Zij} zet mooie stappen en het traject ligt op schema.",
    "Een zeer positieve periode. {M} is enthousiast en groeit zichtbaar.",
    "Wij zijn heel tevreden: {m} doet het prima en is klaar voor de volgende stap.",
    "Alles verloopt naar wens. {M} pakt het goed op.",
)
NEXT_STEPS: tuple[str, ...] = (
    "Kennismaken met {plek} in de tweede week van {maand}.",
    "Van twee naar drie dagdelen, met een evaluatie na zes weken.",
    "Proefplaatsing zoeken in {sector}, liefst op {dag} en {dag2}.",
    "Gesprek met {plek2} over een contract van {uur} uur.",
    "Aanmelden voor {cursus}; de start is in {maand}.",
    "Eerst de opvang rond, daarna uren uitbreiden.",
    "Samen met de consulent om tafel over het vervolg.",
    "De coach gaat de eerste twee keer mee, daarna gaat {zij} alleen.",
    "{n} werkgevers benaderen die op schooltijden werken.",
    "Sollicitatiegesprek oefenen en daarna twee echte gesprekken.",
    "Warme overdracht aan de collega die de werkplekken doet.",
    "Rustig aan: zelfde uren houden tot na de vakantie.",
    "Met school praten over de tijden van de overblijf.",
    "Nieuwe plek zoeken, dichter bij huis dan {plek}.",
    "Laatste onderdeel van de training afmaken en een eindgesprek voeren.",
    "Budgetplan nakijken als de eerste loonstrook er is.",
    "Fietsroute oefenen, zodat {plek2} bereikbaar wordt.",
)
NEXT_ENDS: tuple[str, ...] = (
    "Wij spreken {hem} elke {dag}.",
    "{Zij} heeft hier zelf voor gekozen.",
    "Wij laten het u weten zodra er een datum is.",
    "Eind {maand} kijken we of dit gelukt is.",
    "De afspraken hierover staan in het weekschema.",
    "",
    "",
)
BARRIER_NOTES: dict[str, tuple[str, ...]] = {
    "motivation": (
        "Wisselend: na een afwijzing zakt de moed.",
        "Ziet nog niet wat het oplevert.",
        "Wil wel, maar vertrouwt er niet op dat het lukt.",
    ),
    "personal": (
        "Er speelt thuis veel; {zij} vertelt daar zelf over wat {zij} wil.",
        "Weinig slaap en veel zorgen.",
        "De scheiding vraagt nog veel aandacht.",
    ),
    "children": (
        "De jongste moet om half vier opgehaald worden.",
        "Op {dag} is er geen opvang.",
        "De oudste heeft problemen op school; {zij} wordt vaak gebeld.",
        "In de vakanties is er niemand.",
    ),
    "network": (
        "Kent weinig mensen in de buurt.",
        "Geen familie dichtbij die kan bijspringen.",
        "Durft niet om hulp te vragen.",
    ),
    "money": (
        "Betalingsachterstand bij de verhuurder.",
        "De kosten van de opvang moeten vooruit betaald worden.",
        "Bang om met werk minder over te houden.",
    ),
    "labour_market": (
        "Weinig werk als {functie} binnen schooltijd.",
        "Werkgevers willen avonden en weekenden.",
        "Veel tijdelijke contracten.",
    ),
    "education": (
        "Geen startkwalificatie.",
        "Het diploma is niet erkend.",
        "Schrijven en rekenen gaan moeizaam.",
    ),
    "agencies": (
        "Heeft al vaak {haar} verhaal moeten doen.",
        "Teleurgesteld na een eerder traject.",
        "Vindt brieven van instanties onduidelijk.",
    ),
}
ABSENCE_NOTES: dict[str, tuple[str, ...]] = {
    "child_ill": (
        "Jongste had waterpokken.",
        "Een week thuis met een ziek kind.",
        "Oorontsteking van de jongste.",
    ),
    "childcare_closed": (
        "Gastouder op vakantie.",
        "De opvang was dicht wegens een studiedag.",
        "Opvang viel op het laatste moment weg.",
    ),
    "school": ("Studiedag op school.", "School belde dat {zij} moest komen.", "Voorjaarsvakantie."),
    "ill": ("Zelf een week ziek.", "Griep.", ""),
    "transport": (
        "Staking bij de bus.",
        "Lekke band, geen geld voor een nieuwe.",
        "Bus gemist en daarna weer naar huis gegaan.",
    ),
    "other": ("Afspraak bij de rechtbank.", "Verhuizing.", "Begrafenis van een familielid."),
    "unknown": ("Niet bereikbaar geweest.", "Geen reactie op berichten.", ""),
}
# What bureaus ask the consultant, with what she may answer.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "Kan de opvang op {dag} alsnog vergoed worden?": (
        "Ja, ik vraag het aan. Stuurt u de offerte?",
        "Nog niet: de aanvraag loopt. Ik verwacht in {maand} een besluit over de opvang.",
    ),
    "Mogen wij de uren uitbreiden naar {uur}?": (
        "Uren uitbreiden mag, in stappen van vier.",
        "Liever niet voor {maand}; {zij} zit nu aan wat {zij} aankan.",
    ),
    "Wie vraagt de reiskosten aan, u of wij?": (
        "De reiskosten vraagt {zij} bij mij aan, met de kaartjes erbij.",
        "Dat doe ik. U hoeft er niets voor te doen.",
    ),
    "Is er ruimte voor {cursus}? De kosten zijn bij ons bekend.": (
        "Voor {cursus} is ruimte als het rooster vaststaat.",
        "Dit jaar niet meer. In januari kijk ik opnieuw naar {cursus}.",
    ),
    "Loopt er nog andere hulp waar wij rekening mee moeten houden?": (
        "Er loopt geen andere hulp. Ik vraag het na bij {m}.",
        "Ja, maar {m} vertelt daar liever zelf over. Vraag het {hem} gerust.",
    ),
    "Wilt u bij het gesprek van eind {maand} zijn?": (
        "Ja, ik sluit aan bij het gesprek. Stuurt u een datum?",
        "Ik kan er niet bij zijn, maar ik bel u de dag erna.",
    ),
    "Wat gebeurt er na de einddatum? {Zij} vraagt ernaar.": (
        "De einddatum schuift niet; we praten in {maand} met zijn drieën over het vervolg.",
        "Ik denk aan een verlenging van drie maanden. Wat vindt u?",
    ),
    "Geldt de ontheffing nog, en tot wanneer?": (
        "De ontheffing loopt nog tot {maand}; daarna bekijken we het opnieuw.",
        "Nee, die is voorbij. Ik leg het {hem} zelf uit.",
    ),
    "Mag {zij} op proef beginnen met behoud van uitkering?": (
        "Ja, voor ten hoogste drie maanden. Stuur mij het plan van de werkgever.",
        "Alleen als er uitzicht is op een contract. Is dat er?",
    ),
    "Kunt u de verhuurder bellen? Aan ons geven ze geen informatie.": (
        "Gebeld: er komt een regeling. De brief volgt.",
        "Dat doe ik deze week, met {m} naast mij.",
    ),
    "Wie is de vaste contactpersoon nu de vorige consulent weg is?": (
        "Dat ben ik. Mijn nummer staat bij de opdracht.",
    ),
    "Mogen wij met de school van het oudste kind overleggen?": ("Alleen als {m} dat zelf wil en erbij is.",),
}
OBJECTIONS: tuple[str, ...] = (
    "Ik ben vaker geweest dan hier staat.",
    "Ik heb wel afgebeld, dat staat er niet in.",
    "Het stuk over mijn motivatie klopt niet.",
    "Ik wil niet dat er over mijn zoon geschreven wordt.",
    "Ik heb nooit gezegd dat ik in de schoonmaak wil.",
)
NON_COMPLIANCE: tuple[str, ...] = (
    "Drie afspraken zonder bericht gemist. Gebeld op {dag} en {dag2}, een brief gestuurd. Reden niet bekend.",
    "Is zonder overleg gestopt bij {plek}. {Zij} zegt dat de begintijd niet ging met de school. Wij hebben een andere tijd gevraagd.",
    "Weigerde het aanbod van {plek2} omdat er avonddiensten bij zaten. Wij zoeken door naar dagdiensten.",
    "Twee keer niet verschenen bij een werkgever. Later bleek dat de opvang dicht was; dit had {zij} kunnen melden.",
)
ADVICE_TEXTS: dict[str, tuple[str, ...]] = {
    "diagnosis": ("Eerst een onderzoek naar uren en tempo.", "Laat een arbeidsdeskundige meekijken.", ""),
    "more_diagnosis": (
        "De eerste test zegt te weinig over het werktempo.",
        "Nog een praktijktest in de werkplaats.",
        "",
    ),
    "help": (
        "Maatschappelijk werk voor de situatie thuis.",
        "Schuldhulp voordat {zij} gaat werken.",
        "Opvoedhulp voor de oudste.",
    ),
    "physical": ("Begeleid bewegen, twee keer in de week.", "Fysiotherapeut in de wijk.", ""),
    "applying": (
        "Korte training, vooral het telefoneren.",
        "Oefenen met gesprekken bij echte werkgevers.",
        "",
    ),
    "bom": ("Start in {maand} met de volgende groep.", "", "Past bij wat {zij} nu kan."),
    "plan_work": ("Plan voor werk als {functie}, {uur} uur.", "Binnen drie maanden starten in {sector}.", ""),
    "plan_activation": ("Twee dagdelen in de buurt.", "Vrijwilligerswerk bij {plek}.", ""),
    "rest_plan": (
        "Drie maanden rust, met hulp en een vaste bel-afspraak.",
        "Kort, met een duidelijke einddatum.",
        "",
    ),
    "training": (
        "{cursus}, als de opvang rond is.",
        "Eerst taal, dan {cursus}.",
        "Avondopleiding is niet haalbaar, overdag wel.",
    ),
    "work_learning": ("Leer-werkplek bij {plek}.", "Combineren met {cursus}.", ""),
    "job_hunting": ("Gericht zoeken in {sector}.", "Werkgevers binnen een half uur reizen.", ""),
    "other": (
        "Fiets vergoeden.",
        "Gesprek met zijn drieën over de tijden.",
        "Reiskosten vooruit betalen.",
        "Vaste opvang op {dag} regelen.",
    ),
}
ADVICE_BY_INSTRUMENT: dict[str, tuple[str, ...]] = {
    "Diagnose": (
        "plan_work",
        "plan_activation",
        "help",
        "more_diagnosis",
        "rest_plan",
        "physical",
        "training",
    ),
    "Schuldhulp": ("help", "other", "plan_work"),
    "Sociale activering": ("plan_activation", "help", "training", "work_learning", "rest_plan", "other"),
    "Vrijwilligerswerk": ("plan_activation", "work_learning", "applying", "other"),
    "Opleiding of cursus": ("training", "work_learning", "job_hunting", "other"),
    "Leer-werktraject": ("work_learning", "training", "job_hunting", "other"),
}
ADVICE_ELSE = (
    "job_hunting",
    "applying",
    "work_learning",
    "training",
    "bom",
    "plan_work",
    "help",
    "diagnosis",
    "other",
)
