"""What consultants write down for the one who comes after them."""

# By what the note is about; a note takes one of each of two or three.
OPENINGS: tuple[str, ...] = (
    "Kent de weg, maar belt pas als het water aan de lippen staat. Bel zelf, liefst in de ochtend.",
    "Prettig contact, komt afspraken na als ze op papier staan. Stuur een sms de dag ervoor.",
    "Heeft tijd nodig om iemand te vertrouwen. Ik ben de derde consulent in twee jaar; begin niet opnieuw met vragen.",
    "Praat liever hier op kantoor dan thuis. Thuis luisteren de kinderen mee.",
    "Rustig gesprek, geen haast. Zegt snel ja om ervan af te zijn: vraag door wat er echt lukt.",
)
RUNNING: tuple[str, ...] = (
    "Met het bureau is afgesproken dat de coach eerst mij belt als er verzuim is, voordat er een melding komt.",
    "De opvang op woensdag is nog niet rond. Zonder die dag houdt het traject geen stand.",
    "Er ligt een brief van de woningbouw. De afspraak is dat zij die meeneemt naar het volgende gesprek.",
    "Het plan is getekend, maar het tweede doel is te hoog gegrepen. Bespreek of het later kan.",
    "Ik heb beloofd dat we voor de zomer samen kijken of een opleiding kan. Dat staat nog open.",
    "De school belt soms mij in plaats van de moeder. Verwijs hen terug.",
)
WARNINGS: tuple[str, ...] = (
    "Let op de datum van het volgende rapport: het bureau is vaker laat.",
    "Geen brieven met alleen een termijn erin sturen. Eerst bellen, dan schrijven.",
    "De buurvrouw vangt op als het nodig is. Dat is een gunst, geen oplossing.",
    "Met geldzorgen loopt alles vast. Vraag er elke keer naar.",
    "Wil graag met dieren of planten werken. Dat is het beste haakje.",
)
