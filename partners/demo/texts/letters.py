"""What the invitations of the demo say besides when and where."""

ABOUT = (
    "Uw plan en wat de volgende stap is",
    "De opvang van uw kinderen",
    "Hoe het gaat bij het bureau",
    "Wat u zelf graag wilt leren",
)
BRINGS = (
    "Uw identiteitsbewijs",
    "",
    "Uw identiteitsbewijs en het rooster van de opvang",
    "Het formulier dat u van ons kreeg. Heeft u het niet ingevuld? Dan doen we dat samen.",
    "",
    "Brieven van de school of de opvang, als u die heeft",
)
DROPPED = "Cliënt belde zelf: weet het al."
CORRECTED = "De postkamer was al dicht, de brief ging de dag erna mee."
