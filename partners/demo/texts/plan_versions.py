"""What is said on the way of a plan: expectations, contributions, reviews, ends, refused training."""

from trajecten.plans.models import Plan

EXPECTED = (
    "Drie keer per week een half uur wandelen. De consulent belt op de eerste maandag van de maand.",
    "Naar de afspraken bij de huisarts gaan. Op {dag} koffie drinken in het buurthuis.",
    "De post openen met de vrijwilliger. In {maand} een gesprek over wat er weer kan.",
    "Rust houden in de ochtend. Eén keer per week naar de wandelgroep.",
    "De opvang voor de kinderen uitzoeken. De consulent komt elke zes weken langs.",
)
OTHERS = (
    "mw. Pieters, maatschappelijk werk",
    "zus van cliënt",
    "juf van groep 4",
    "Kredietbank, balie 3",
    "buurvrouw",
)
CONTRIBUTIONS = (
    "Oefenen met een vast ritme, op {dag} en {dag2}.",
    "Ervaring in {sector}, met een begeleider erbij.",
    "Meer Nederlands spreken, zonder kinderen erbij.",
    "Uitzoeken wat lukt naast de zorg thuis.",
    "Kennismaken met {plek}.",
    "Een cv dat klopt en zelf durven bellen.",
    "Onder de mensen komen.",
    "Papier voor werk als {functie}.",
)
REVIEWS = (
    "Plan samen doorgenomen. Loopt, uren blijven zoals ze zijn.",
    "{Zij} is tevreden over {dag} en {dag2}. Volgende keer over meer uren praten.",
    "Gaat langzamer dan gedacht, door de opvang. Doelen blijven staan.",
    "Nog geen plek in {sector}. {Zij} wil wel doorgaan.",
    "Telefonisch doorgenomen. Geen veranderingen.",
    "Eén doel is af. {Zij} ziet zelf dat het beter gaat.",
)
NEW_WISHES = (
    "Liever minder uren op {dag}, dan is mijn jongste thuis.",
    "Ik wil toch richting {sector}.",
    "Eerst {cursus} afmaken, daarna pas solliciteren.",
    "Ik wil meer uren proberen, het gaat goed.",
)
DROPPED = (
    "Past niet meer bij wat {zij} wil.",
    "Kan pas als de opvang rond is. Dan opnieuw bekijken.",
    "Te veel tegelijk. Samen besloten om dit te laten.",
)
ENDS = {
    Plan.Result.REACHED: (
        "Werkt nu als {functie}, twintig uur per week.",
        "Vaste vrijwilliger bij {plek}. Dat was het doel.",
        "Weet nu wat past en gaat daar zelf mee verder.",
    ),
    Plan.Result.PARTLY: (
        "Taal is veel beter, werk nog niet. Er komt een nieuw plan.",
        "Opvang is rond. Werkervaring is niet gelukt.",
    ),
    Plan.Result.STOPPED: (
        "Verhuisd naar een andere gemeente.",
        "Zorg thuis gaat nu voor. Samen besloten om te stoppen.",
        "{Zij} ziet dit plan niet meer zitten. In een gesprek afgesloten.",
    ),
}
TRAININGS = (
    "{cursus}",
    "Mbo 3 maatschappelijke zorg",
    "Mbo 2 logistiek",
    "Rijbewijs B",
    "Opleiding tot pedicure",
)
REFUSALS = (
    "Met {cursus} is er ook werk. Dat duurt korter.",
    "Duurt drie jaar. Kan naast de kinderen nu niet, over een jaar opnieuw bekijken.",
    "Budget voor scholing is dit jaar op.",
    "Weinig vacatures hier in de buurt. Eerst een stage om te kijken of het past.",
)
