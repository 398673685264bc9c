"""Who helps the clients of the demo, by the kind of help. Names only: what it is about is not kept."""

HELPERS: dict[str, tuple[str, ...]] = {
    "social_work": (
        "Maatschappelijk werk De Linde",
        "Wijkteam Sint Wendelberg",
        "Schoolmaatschappelijk werk",
        "Welzijn Rivierkwartier",
        "Sociaal team Elzenbroek",
    ),
    "debts": (
        "Budgethulp Knotwilg",
        "Kredietbank Maasdal",
        "Schuldhulpmaatjes Rivier",
        "Bewindvoerder Van Aalst",
        "Sociaal raadslieden",
    ),
    "care": ("Huisartsenpraktijk Zuid", "GGD Maasdal", "Thuiszorg Het Anker", "Wijkverpleging Centrum"),
    "home": ("Thuisbegeleiding Het Anker", "Gezinscoach van het wijkteam", "Thuiszorg Het Anker"),
    "other": ("Humanitas Thuisadministratie", "Taalmaatje van de bibliotheek", "Rechtswinkel Maasdal"),
}
KINDS = {"social_work": 34, "debts": 30, "care": 16, "home": 12, "other": 8}
