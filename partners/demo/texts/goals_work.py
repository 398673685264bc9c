"""Goals about work and learning, and what bureaus write about them. Slots are filled by `voice`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GoalTexts:
    texts: tuple[str, ...]
    done: tuple[str, ...]
    reached: tuple[str, ...]
    running: tuple[str, ...]
    missed: tuple[str, ...]


WORK: dict[str, GoalTexts] = {
    "workplaces": GoalTexts(
        (
            "Kennismaken met drie werkplekken in {sector}",
            "Een dag meelopen bij twee werkgevers in {sector}",
            "Weten of werk als {functie} past",
        ),
        (
            "Op bezoek geweest bij {plek} en bij {plek2}.",
            "Een ochtend meegelopen bij {plek}. {Zij} stelde zelf vragen over de werktijden.",
            "Drie werkgevers gebeld, met één een afspraak gemaakt op {dag}.",
            "Samen een lijst gemaakt van werkplekken die met de bus te doen zijn.",
            "Het bezoek aan {plek2} is twee keer verzet en in {maand} gelukt.",
            "Met de leidinggevende van {plek} besproken wat het werk van {hem} vraagt.",
        ),
        (
            "{Zij} weet nu goed wat {zij} wil en wat niet.",
            "Na {plek} wist {zij} het zeker: dit past.",
            "Alle bezoeken zijn gedaan en nabesproken.",
        ),
        (
            "{plek2} kan pas in de volgende maand ontvangen.",
            "Op {dag} is er geen opvang, dus de bezoeken gaan langzamer.",
            "Nog één bezoek te gaan.",
            "{Zij} vindt bellen moeilijk. Dat oefenen we eerst.",
        ),
        (
            "De werkgever wilde alleen iemand die ook op zaterdag kan.",
            "Er is geen plek gevonden binnen een half uur reizen.",
            "De afspraken vielen samen met de schooltijden.",
        ),
    ),
    "cv": GoalTexts(
        (
            "Een cv en een profiel die kloppen",
            "Een cv maken voor werk als {functie}",
            "Opschrijven wat {zij} al kan en heeft gedaan",
        ),
        (
            "Het cv is af en staat op papier en op {haar} telefoon.",
            "In {n} gesprekken opgeschreven wat {zij} thuis, in de buurt en in eerder werk heeft gedaan.",
            "Twee versies van het cv gemaakt: één voor {sector} en één algemeen.",
            "Een oud-collega van {plek} wil referent zijn.",
            "{Zij} heeft zelf de laatste versie getypt in de bibliotheek.",
        ),
        (
            "{Zij} kan het cv nu zonder hulp aanpassen.",
            "Het profiel klopt: {zij} herkent zich erin.",
            "Klaar en besproken met de jobhunter.",
        ),
        (
            "De data van eerder werk zoeken we nog uit.",
            "{Zij} heeft thuis geen computer. We doen het op kantoor.",
            "Het diploma moet nog worden gewaardeerd.",
        ),
        (
            "De gesprekken gingen steeds over andere, dringende zaken.",
            "{Zij} was vier weken niet bereikbaar.",
        ),
    ),
    "apply": GoalTexts(
        (
            "Elke week twee keer solliciteren",
            "Zelf een gesprek kunnen voeren met een werkgever",
            "Zes keer reageren op een vacature als {functie}",
        ),
        (
            "{n} brieven verstuurd en twee keer gebeld.",
            "Gesprek geoefend met een acteur. Sterk in luisteren, nog kort van stof over zichzelf.",
            "Open sollicitatie gedaan bij {plek}.",
            "Gesprek gehad bij {plek2}; {zij} werd tweede.",
            "Vacatures gezocht in de buurt, samen de tekst gelezen en gereageerd.",
            "Filmpje opgenomen en teruggekeken. Dat vond {zij} eng, maar leerzaam.",
        ),
        (
            "{Zij} solliciteert nu zonder hulp.",
            "Twee uitnodigingen voor een gesprek gekregen.",
            "De training is afgerond met een mooi eindgesprek.",
        ),
        (
            "De meeste vacatures vragen avonden. Dat kan {zij} niet.",
            "Nog geen uitnodiging. We passen de brief aan.",
            "{Zij} reageert, maar belt nog niet na.",
        ),
        (
            "In deze periode niet gesolliciteerd, omdat de opvang niet rond was.",
            "Werkgevers vragen een diploma dat {zij} niet heeft.",
            "{Zij} wil eerst de schulden op orde hebben.",
        ),
    ),
    "hunting": GoalTexts(
        (
            "Een betaalde baan van {uur} uur als {functie}",
            "Werk voor {uur} uur in de week binnen schooltijd",
            "Een werkgever die met de werktijden wil schuiven",
        ),
        (
            "{n} werkgevers benaderd. {plek} wil kennismaken.",
            "Met {plek2} gesproken over een baan op schooltijden.",
            "Proefdag gedaan bij {plek} op {dag}.",
            "Vacature gevonden bij {plek2} voor {uur} uur; gesprek gevoerd.",
            "Met de werkgever het rooster en de reistijd doorgenomen.",
        ),
        (
            "Contract voor {uur} uur bij {plek}, eerst voor een half jaar.",
            "{Zij} begint op {dag} bij {plek2}.",
            "Afspraak met {plek}: beginnen na de vakantie.",
        ),
        (
            "{plek} beslist eind volgende maand.",
            "Twee werkgevers hebben nu geen ruimte, maar wel over drie maanden.",
            "De reistijd naar {plek2} is nog een vraag.",
        ),
        (
            "Alle gevonden banen hadden wisselende diensten.",
            "De werkgever trok het aanbod in.",
            "{Zij} kan nog geen {uur} uur aan.",
        ),
    ),
    "trial": GoalTexts(
        (
            "Proefplaatsing van {n} weken in {sector}",
            "Ervaring opdoen als {functie}",
            "Een stage afronden in {sector}",
        ),
        (
            "Gestart bij {plek}, drie ochtenden in de week.",
            "Werkt onder begeleiding van een vaste collega als {functie}.",
            "Halverwege een gesprek gehad met de werkgever: op tijd, netjes, mag sneller vragen om hulp.",
            "Taken stap voor stap uitgebreid; {zij} doet nu ook de kassa en de bestellingen.",
            "De laatste {n} weken geen dag gemist.",
        ),
        (
            "De plaatsing is afgerond met een goede beoordeling.",
            "{plek} wil {hem} graag houden.",
            "{Zij} kent het werk en het tempo lukt.",
        ),
        (
            "Het tempo is nog te hoog op drukke dagen.",
            "We bouwen op van twaalf naar {uur} uur.",
            "Op {dag} begint {zij} later door de schooltijden.",
        ),
        (
            "Na drie weken gestopt: de begintijd van zeven uur ging niet samen met de opvang.",
            "De werkgever had te weinig tijd om te begeleiden.",
        ),
    ),
    "course": GoalTexts(
        (
            "De opleiding {cursus} beginnen en volhouden",
            "Het deelcertificaat {cursus} halen",
            "Starten met {cursus}",
        ),
        (
            "Intake gedaan bij de opleiding {cursus}; kan in {maand} beginnen.",
            "{n} lessen gevolgd, huiswerk bijna altijd gemaakt.",
            "Eerste toets gehaald met een zeven.",
            "Toets gemist door de griep; mag die inhalen.",
            "Met de docent een rustiger rooster afgesproken.",
            "Boeken via het fonds geregeld.",
        ),
        (
            "Certificaat gehaald.",
            "Overgegaan naar het volgende deel.",
            "De docent noemt {hem} een harde werker.",
        ),
        (
            "Ligt één module achter.",
            "Rekenen kost veel tijd; er is bijles op {dag}.",
            "De lessen in de avond zijn moeilijk te regelen.",
        ),
        (
            "De opleiding begon niet door te weinig aanmeldingen.",
            "De lestijden gingen niet samen met de school van de kinderen.",
        ),
    ),
    "diagnosis": GoalTexts(
        (
            "Weten hoeveel uur {zij} nu aankan",
            "Een advies over wat nodig is voor de stap naar werk",
            "Duidelijk krijgen wat {hem} tegenhoudt en wat helpt",
        ),
        (
            "Drie gesprekken gevoerd en een beroepentest gedaan.",
            "Gekeken naar de draaglast thuis: schooltijden, reizen, zorg voor de kinderen.",
            "Arbeidsdeskundig gesprek gehad; uren en werktijden besproken.",
            "Capaciteitentest afgenomen op {dag}, uitslag samen besproken.",
            "Twee praktijkopdrachten gedaan in de werkplaats.",
        ),
        (
            "Advies: beginnen met {uur} uur, binnen schooltijd.",
            "{Zij} kan en wil werken; het vastlopen zit in de opvang.",
            "Het beeld is duidelijk en {zij} is het ermee eens.",
        ),
        ("De uitslag van de test volgt over twee weken.", "Nog één gesprek nodig over wat thuis speelt."),
        (
            "Te weinig gesprekken om iets zekers te zeggen.",
            "Test afgebroken omdat de school belde; nieuwe datum gezocht.",
        ),
    ),
    "keep": GoalTexts(
        (
            "Zes maanden aan het werk blijven",
            "Met de werkgever goede afspraken over tijden",
            "Weten wat er met de toeslagen gebeurt",
        ),
        (
            "Elke maand gebeld met {hem} en met de leidinggevende van {plek}.",
            "Gesprek op het werk over de begintijd; die is een half uur later geworden.",
            "Loonstrook samen gelezen en de toeslagen aangepast.",
            "Op bezoek geweest bij {plek}; de sfeer is goed.",
        ),
        ("Het contract is verlengd.", "{Zij} werkt nu {n} maanden zonder problemen."),
        (
            "De eerste maanden is het geld krap door de verrekening.",
            "Nieuwe leidinggevende; we maken opnieuw kennis.",
        ),
        ("Het contract is niet verlengd door minder werk.", "Gestopt na ruzie over de roosters."),
    ),
    "travel": GoalTexts(
        (
            "Zelf met fiets of bus naar het werk",
            "Fietsles afronden",
            "Een route die past bij de schooltijden",
        ),
        (
            "Route geoefend met de bus, drie keer samen.",
            "Fietsles op {dag}, {n} keer gegaan.",
            "Uitgezocht welke werkgevers binnen een half uur liggen.",
            "Tweedehands fiets geregeld via de werkplaats.",
        ),
        ("Fietst nu zelf naar {plek}.", "De route klopt met de schooltijden."),
        (
            "Fietst in de wijk, de drukke weg nog niet.",
            "De bus rijdt maar één keer per uur; we zoeken verder.",
        ),
        ("De lessen lagen stil tot het voorjaar.",),
    ),
}
