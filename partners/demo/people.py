"""The service, its municipalities, teams and people, and the bureaus with theirs. All of it invented."""

import datetime
import random
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from partners.bureaus.models import Bureau, Instrument
from partners.demo import signins
from partners.demo.names import Name, mailbox, person
from trajecten.intake.models import Factor
from trajecten.ladder.models import Rung
from wiz.people.models import Municipality, Organisation, Team, User
from wiz.people.roles import Role
from wiz.terms import start_of

SERVICE = "Sociale dienst Maasdal"
AVERAGE_CASELOAD = 83
TAIL_CASELOAD = 148
SMALL_CASELOAD = 14  # of one who works few hours
WITH_US = datetime.timedelta(days=1060)  # of the three years the program is in use, before she left
MUNICIPALITIES = ("Maasdal", "Elzenbroek", "Sint Wendelberg")
TEAMS = (
    "Noord",
    "Centrum",
    "Rivier",
    "Heuvel",
    "Veld",
    "Haven",
    "Poort",
    "Vest",
    "Molen",
    "Brug",
    "Weide",
    "Markt",
)
WORKING_DAYS = ("ma t/m vr", "ma t/m do", "ma, di en do", "di t/m vr", "ma, wo en vr")
JOB_TITLES = {
    "reintegration": ("coach", "jobhunter", "trajectbegeleider", "trainer"),
    "occupational": ("arbeidsdeskundige", "bedrijfsarts", "coach"),
    "ggd": ("maatschappelijk verpleegkundige", "arts", "coach"),
    "training": ("docent", "werkbegeleider", "trajectbegeleider"),
    "welfare": ("sociaal werker", "coach", "vrijwilligerscoördinator"),
    "debts": ("schuldhulpverlener", "budgetcoach"),
    "childcare": ("bemiddelaar", "opleider gastouders"),
}
WORK = (
    "Aanbodversterking",
    "Arbeidsbemiddeling",
    "Coaching",
    "Jobhunting",
    "Sollicitatietraining",
    "Proefplaatsing",
)
# kind, name, domain, instruments, share of the orders, reports every so many months, late, thin, rosy
BUREAUS: tuple[tuple[str, str, str, tuple[str, ...], int, int | None, float, float, float], ...] = (
    ("reintegration", "Wilgenbrug", "wilgenbrug", (*WORK, "Nazorg", "Diagnose"), 20, None, 1.0, 0.12, 0.05),
    (
        "welfare",
        "Welzijn Rivierkwartier",
        "rivierkwartier",
        ("Sociale activering", "Vrijwilligerswerk", "Coaching"),
        16,
        None,
        1.2,
        0.16,
        0.06,
    ),
    (
        "reintegration",
        "Hazelaar Loopbaan",
        "hazelaar",
        (*WORK, "Groepstraining", "Stage"),
        15,
        None,
        0.7,
        0.07,
        0.03,
    ),
    (
        "reintegration",
        "Bureau De Brugwachter",
        "brugwachter",
        (*WORK, "Begeleid werken", "Nazorg"),
        12,
        None,
        1.7,
        0.2,
        0.14,
    ),
    (
        "reintegration",
        "Kompasroos Diagnose en Advies",
        "kompasroos",
        ("Diagnose", "Coaching"),
        8,
        None,
        0.6,
        0.05,
        0.0,
    ),
    (
        "occupational",
        "Arbodienst Elzenbroek",
        "arbo-elzenbroek",
        ("Diagnose", "Begeleid werken"),
        6,
        None,
        1.3,
        0.18,
        0.0,
    ),
    ("ggd", "GGD Maasdal", "ggd-maasdal", ("Diagnose", "Coaching"), 4, None, 1.4, 0.1, 0.0),
    (
        "training",
        "Leerwerkplaats De Pollepel",
        "pollepel",
        ("Leer-werktraject", "Stage", "Groepstraining"),
        7,
        None,
        0.9,
        0.12,
        0.08,
    ),
    (
        "training",
        "Vakschool Maasdal",
        "vakschool-maasdal",
        ("Opleiding of cursus", "Leer-werktraject"),
        6,
        4,
        0.8,
        0.15,
        0.03,
    ),
    ("debts", "Budgethulp Knotwilg", "knotwilg", ("Schuldhulp",), 4, 2, 0.9, 0.1, 0.0),
    (
        "childcare",
        "Gastouderbureau Zandkasteel",
        "zandkasteel",
        ("Opleiding of cursus", "Stage"),
        2,
        None,
        1.5,
        0.22,
        0.05,
    ),
)


@dataclass
class Partner:
    """A bureau with its people and its habits."""

    bureau: Bureau
    workers: list[User]
    instruments: tuple[str, ...]
    share: int
    late: float
    thin: float
    rosy: float


@dataclass
class Town:
    """Everybody and everything that exists before the first client."""

    service: Organisation
    municipalities: list[Municipality]
    teams: list[Team]
    administrator: User
    leads: list[User]
    consultants: list[User]
    partners: list[Partner]
    left: User  # a colleague who is gone, and is still named here and there
    instruments: dict[str, Instrument] = field(default_factory=dict)
    # Of the service's own ladder, and of the participation ladder, the lowest first; empty when there is none.
    rungs: list[Rung] = field(default_factory=list)
    participation: list[Rung] = field(default_factory=list)
    factors: dict[str, Factor] = field(default_factory=dict)  # of intakes, by name
    turns: Counter[str] = field(default_factory=Counter)  # what each known client in turn has, by matter

    @cached_property
    def covered_for(self) -> User:
        """The colleague of whom the known consultant sees to the clients: the next of her team."""
        known, *others = self.consultants
        return next(one for one in others if one.team is known.team)

    def lead_of(self, consultant: User) -> User:
        return next(lead for lead in self.leads if lead.team is consultant.team)

    def partner(self, known_as: str) -> Partner:
        """Return the partner of a coach's e-mail address, or of the domain in it."""
        return next(p for p in self.partners if known_as in (p.workers[0].email, _domain(p.workers[0].email)))


def _domain(email: str) -> str:
    return email.partition("@")[2].removesuffix(".example")


class Crew:
    """Makes users; every address once."""

    def __init__(self, rng: random.Random, password: str) -> None:
        self.rng = rng
        self.password = password
        self.taken = {signin.email for signin in signins.SIGN_INS}

    def user(
        self,
        role: str,
        organisation: Organisation,
        domain: str,
        *,
        email: str = "",
        women: float = 0.7,
        **more: object,
    ) -> User:
        name = person(self.rng, women=women)
        return User(
            email=email or self._address(name, domain),
            name=name.whole,
            role=role,
            organisation=organisation,
            password=self.password,
            phone=invented_phone(self.rng),
            working_days=self.rng.choice(WORKING_DAYS),
            **more,
        )

    def _address(self, name: Name, domain: str) -> str:
        box = mailbox(name.whole)
        address, number = f"{box}@{domain}.example", 1
        while address in self.taken:
            number += 1
            address = f"{box}{number}@{domain}.example"
        self.taken |= {address}
        return address


def invented_phone(rng: random.Random) -> str:
    """Return a number nobody has: no Dutch mobile number starts with 06 00."""
    return f"06 00 00 {rng.randint(0, 99):02} {rng.randint(0, 99):02}"


def make_town(rng: random.Random, *, clients: int, live_since: datetime.date, password: str) -> Town:
    """Return the town, unsaved, with as many consultants and teams as the number of clients asks for."""
    service = Organisation(
        kind=Organisation.Kind.SERVICE, name=SERVICE, phone="0999 00 00 00", live_since=live_since
    )
    crew = Crew(rng, password)
    number = max(3, round(clients * 0.975 / AVERAGE_CASELOAD))
    teams = [
        Team(name=f"Team {TEAMS[n]}" if n < len(TEAMS) else f"Team {n + 1}")
        for n in range(max(1, round(number / 10)))
    ]
    leads, consultants = _consultants(crew, service, teams, number)
    administrator = crew.user(
        Role.ADMINISTRATOR,
        service,
        "maasdal",
        job_title="functioneel beheerder",
        email=signins.ADMINISTRATOR.email,
    )
    # By a chance of her own: who left changes nobody who is there.
    former = Crew(random.Random(f"{SERVICE} left"), password)
    former.taken = crew.taken
    return Town(
        service=service,
        municipalities=[Municipality(name=name) for name in MUNICIPALITIES],
        teams=teams,
        administrator=administrator,
        leads=leads,
        consultants=consultants,
        # In a larger town the bureaus are larger.
        partners=[_partner(rng, crew, n, max(1, clients // 2000)) for n in range(len(BUREAUS))],
        left=former.user(
            Role.CONSULTANT,
            service,
            "maasdal",
            team=teams[0],
            job_title="WIZ-consulent",
            is_active=False,
            last_login=start_of(live_since + WITH_US),
        ),
    )


def _consultants(
    crew: Crew, service: Organisation, teams: list[Team], number: int
) -> tuple[list[User], list[User]]:
    """Return the team leads, and the consultants spread over the teams; the first of each are known."""
    leads = [
        crew.user(
            Role.TEAM_LEAD,
            service,
            "maasdal",
            team=team,
            job_title="teamleider",
            email="" if n else signins.TEAM_LEAD.email,
        )
        for n, team in enumerate(teams)
    ]
    consultants = [
        crew.user(
            Role.CONSULTANT,
            service,
            "maasdal",
            team=teams[n % len(teams)],
            job_title="WIZ-consulent",
            email="" if n else signins.CONSULTANT.email,
        )
        for n in range(number)
    ]
    return leads, consultants


def _partner(rng: random.Random, crew: Crew, index: int, times: int) -> Partner:
    kind, name, domain, instruments, share, interval, late, thin, rosy = BUREAUS[index]
    organisation = Organisation(kind=Organisation.Kind.BUREAU, name=name, phone=f"0999 10 {index:02} 00")
    emails = {signin.email for signin in (signins.COACH, signins.OTHER_COACH)}
    known = f"coach@{domain}.example"
    workers = [
        crew.user(
            Role.BUREAU_WORKER,
            organisation,
            domain,
            women=0.6,
            job_title=JOB_TITLES[kind][n % len(JOB_TITLES[kind])],
            email=known if n == 0 and known in emails else "",
        )
        for n in range(times * max(2, min(8, round(share * 0.4) + rng.randint(0, 2))))
    ]
    bureau = Bureau(organisation=organisation, kind=kind, report_interval=interval)
    return Partner(bureau, workers, instruments, share, late, thin, rosy)


def caseloads(rng: random.Random, clients: int, consultants: int, small: int) -> list[int]:
    """Return how many clients each consultant has: log-normal around the average, one with far too many, one with few.

    What is left over are the clients without a consultant.
    """
    placed = round(clients * 0.975)
    loads = [
        min(150.0, max(60.0, rng.lognormvariate(0, 0.22) * AVERAGE_CASELOAD)) for _n in range(consultants)
    ]
    settled = {small: min(SMALL_CASELOAD, placed // consultants)}
    if clients >= 500:
        settled[consultants - 1] = TAIL_CASELOAD
    others = sum(load for n, load in enumerate(loads) if n not in settled)
    scale = (placed - sum(settled.values())) / others
    return [settled.get(n, int(load * scale)) for n, load in enumerate(loads)]
