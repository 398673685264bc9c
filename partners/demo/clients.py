"""Clients and their children."""

import datetime
import random
import uuid
from collections.abc import Iterator

from partners.demo.clock import days
from partners.demo.names import CHILDREN, Name, mailbox, person
from partners.demo.people import invented_phone
from partners.demo.told import Story
from wiz.clients import bsn
from wiz.clients.models import Child, Client
from wiz.people.models import Municipality, User
from wiz.terms import add_months

STREETS = (
    "Vlierstraat", "Meidoornlaan", "Steenovenpad", "Kanaaldijk", "Lindeplein", "Smidsgang", "Oude Veerweg",
    "Hopveld", "Tuinwijkstraat", "Zandgroeve", "Populierhof", "Molenbeek", "Kloostertuin", "Wissel",
    "Tramhalte", "Bleekweide",
)  # fmt: skip
AGES = ((18, 24, 15), (25, 34, 32), (35, 44, 29), (45, 54, 16), (55, 65, 8))
LANGUAGES = (
    ("Arabisch", 7), ("Tigrinya", 4), ("Turks", 4), ("Engels", 3), ("Pools", 3), ("Dari", 2), ("Somalisch", 2),
    ("Berbers", 2), ("Spaans", 2), ("Oekraïens", 2), ("Frans", 1), ("Gebarentaal", 1),
)  # fmt: skip
MOTHER = 17  # years, at least, when her first child was born
CHILD_COUNTS = (27, 28, 25, 13, 5, 2)


def bsns_never_given_out() -> Iterator[str]:
    """Yield the numbers of the range that is never given out (99999xxxx) that pass the eleven-test."""
    for tail in range(10_000):
        if digits := bsn.normalise(f"99999{tail:04}"):
            yield digits


def make_client(
    rng: random.Random,
    *,
    number: int,
    today: datetime.date,
    municipality: Municipality,
    consultant: User | None,
    digits: str | None,
    with_children: bool = False,
    story: Story | None = None,
) -> tuple[Client, list[Child], Name]:
    """Return a client with her children, unsaved."""
    name = person(rng, women=story.woman if story else 0.77, like=story.name_like if story else "")
    first, last, _share = rng.choices(AGES, [share for *_ages, share in AGES])[0]
    birth_date = today - days(rng.randint(first * 365 + first // 4 + 1, last * 365 + last // 4 + 360))
    client = Client(
        number=str(number),
        first_name=name.first,
        prefix=name.prefix,
        last_name=name.last,
        birth_date=birth_date,
        phone=invented_phone(rng) if rng.random() < 0.93 else "",
        email=f"{mailbox(name.whole)}@post.example" if rng.random() < 0.55 else "",
        street=f"{rng.choice(STREETS)} {rng.randint(1, 180)}",
        postcode=f"9999 {chr(65 + rng.randrange(26))}{chr(65 + rng.randrange(26))}",
        city=municipality.name,
        municipality=municipality,
        consultant=consultant,
        lead_benefit="uwv" if rng.random() < 0.06 else "municipality",
        bsn_cipher=bsn.encrypt(digits) if digits else None,
        bsn_fingerprint=bsn.fingerprint(digits) if digits else None,
        form_key=uuid.UUID(int=rng.getrandbits(128), version=4),
    )
    children = _children(rng, client, today, at_least=int(with_children))
    _live(client, children, today)
    if story:
        children = _as_told(client, story, rng, today)
    return client, children, name


def _as_told(client: Client, story: Story, rng: random.Random, today: datetime.date) -> list[Child]:
    """Make a client and her children who they are in a story; return the children."""
    client.birth_date = add_months(today, -12 * story.age) - days(rng.randint(20, 300))
    client.household, client.language = story.household, story.language
    client.needs_help_with_forms = story.help_with_forms
    client.benefit_since = today - days(round(story.benefit * 365)) if story.benefit else None
    client.lead_benefit, client.phone = "municipality", client.phone or invented_phone(rng)
    return [
        Child(
            client=client,
            first_name=first,
            birth_date=today - days(round(age * 365.25)),
            extra_care=number in story.extra_care,
        )
        for number, (first, age) in enumerate(
            zip(rng.sample(CHILDREN, len(story.children)), story.children, strict=True)
        )
    ]


def _live(client: Client, children: list[Child], today: datetime.date) -> None:
    """Fill in how she lives. Has a chance of its own, so that the rest of the demo stays as it was."""
    rng = random.Random(client.form_key.int)
    assert client.birth_date
    couple = rng.random() < (0.12 if children else 0.2)
    if rng.random() < 0.94:
        if children:
            client.household = "couple_with_children" if couple else "single_parent"
        else:
            client.household = "other" if rng.random() < 0.08 else "couple" if couple else "alone"
    if rng.random() < 0.27:
        client.language = rng.choices([language for language, _n in LANGUAGES], [n for _l, n in LANGUAGES])[0]
    client.needs_help_with_forms = rng.random() < (0.45 if client.language else 0.09)
    # Half of them came within four years; nobody before she was eighteen.
    adult_for = (today - client.birth_date).days - 18 * 366
    if adult_for > 60 and rng.random() < 0.96:
        client.benefit_since = today - days(min(adult_for, int(rng.paretovariate(1.1) * 500), 22 * 365))
    for child in children:
        child.extra_care = rng.random() < 0.06


def _children(rng: random.Random, client: Client, today: datetime.date, *, at_least: int) -> list[Child]:
    assert client.birth_date
    age = (today - client.birth_date).days // 365
    number = max(at_least, rng.choices(range(len(CHILD_COUNTS)), CHILD_COUNTS)[0])
    if age < 20:
        number = min(number, 1)
    elif age > 55:
        number = min(number, 1) if rng.random() < 0.3 else 0
    # Born after the parent was seventeen, young enough to live at home.
    oldest = min(18 * 365 - 1, (today - client.birth_date).days - MOTHER * 366)
    born = sorted((rng.randint(20, oldest) for _n in range(number)), reverse=True)
    ages = _apart(born)
    names = rng.sample(CHILDREN, len(ages))
    return [
        Child(client=client, first_name=first, birth_date=today - days(ago))
        for first, ago in zip(names, ages, strict=True)
    ]


def _apart(ages: list[int]) -> list[int]:
    """Brothers and sisters are born at least fifteen months apart; `ages` in days, the oldest first."""
    kept: list[int] = []
    for ago in ages:
        ago = min(ago, kept[-1] - 450) if kept else ago
        if ago < 20:
            break
        kept.append(ago)
    return kept
