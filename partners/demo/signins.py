"""The known sign-ins of the demo, with one password for all: everybody is invented."""

from dataclasses import dataclass

PASSWORD = "kastanjeboom"


@dataclass(frozen=True)
class SignIn:
    email: str
    who: str


CONSULTANT = SignIn("consulent@maasdal.example", "consultant (WIZ-consulent)")
TEAM_LEAD = SignIn("teamleider@maasdal.example", "team lead")
COACH = SignIn("coach@wilgenbrug.example", "coach at the bureau Wilgenbrug")
OTHER_COACH = SignIn("coach@rivierkwartier.example", "coach at the bureau Welzijn Rivierkwartier")
ADMINISTRATOR = SignIn("beheer@maasdal.example", "administrator")
SIGN_INS = (CONSULTANT, TEAM_LEAD, COACH, OTHER_COACH, ADMINISTRATOR)


def lines() -> list[str]:
    """Return what to print: who can sign in, and with what."""
    width = max(len(signin.email) for signin in SIGN_INS)
    return [
        "Everybody in the demo is invented: clients, colleagues, bureaus. Sign in with",
        *(f"  {signin.email:<{width}}  {signin.who}" for signin in SIGN_INS),
        f"and the password {PASSWORD} for all of them.",
    ]
