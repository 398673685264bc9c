"""Writing the demo municipality, in bulk and in chunks. The only door besides the actions of the matters."""

import datetime
import itertools
import math
import random
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction

from partners.bureaus.models import Bureau, Instrument
from partners.demo import flow, signins
from partners.demo.absences import absences
from partners.demo.cases import Cases, Terms
from partners.demo.letters import decisions, house_styles, invitations, what_became
from partners.demo.people import Town, make_town
from partners.demo.spread import FIRST, Spread
from partners.demo.tables import TABLES, Lines, Tables, fields_of
from partners.demo.texts import intake
from partners.demo.texts.goals import BY_INSTRUMENT
from trajecten.intake.models import Factor
from trajecten.ladder.models import Rung
from trajecten.meetings.actions import invite
from trajecten.reviews.letters import decision_letter
from wiz.absence.models import Absence
from wiz.actions import Refused
from wiz.casefile.events import build_event
from wiz.clients.models import Client
from wiz.letters.models import HouseStyle, Letter
from wiz.people.models import Municipality, Organisation, Team, User
from wiz.policy.models import policy_on
from wiz.terms import add_months, start_of
from wiz.trust.history import without_history

PART = 250
LIVE_MONTHS = 36


@without_history
@transaction.atomic
def make_demo(
    *,
    clients: int,
    seed: int,
    today: datetime.date,
    progress: Callable[[int], None] = lambda done: None,
    workers: int | None = None,
) -> None:
    """Fill an empty database with a municipality of so many clients, as it stands on a day.

    The same arguments give the same rows, all of them or, when it is broken off, none. `progress` hears how many
    clients there are after every part; `workers` is how many processes invent, as many as help unless given.
    Raises Refused when the database is not empty. Invented people leave no history.
    """
    check_empty()
    _check_at_once()
    rng = random.Random(seed)
    town = make_town(
        rng,
        clients=clients,
        live_since=add_months(today, -LIVE_MONTHS),
        # Hashed once for everybody; the salt comes from the seed too, so that equal runs give equal rows.
        password=make_password(signins.PASSWORD, salt=f"{rng.getrandbits(96):024x}"),
    )
    write_town(town)
    Absence.objects.bulk_create(absences(town, random.Random(f"{seed} absences"), today))
    spread, terms = Spread(town, rng, clients=clients, seed=seed), _terms(today)

    def invent(part: int) -> Tables:
        # The known people's clients come first, by the town's own chance; of the others, each part has its own.
        start = part * PART
        chance = rng if start < FIRST else random.Random(f"{seed} from {start}")
        cases = Cases(town, chance, seed=seed, today=today, terms=terms)
        return Tables([cases.invent(place) for place in spread.places(start, start + PART)])

    write_cases(invent, clients, progress, workers)
    write_letters(town, today)
    _analyze()


def _terms(today: datetime.date) -> Terms:
    policy = policy_on(today)
    return Terms(
        policy.months("report_interval"),
        policy.days("report_final").days,
        policy.days("report_sent_back").days,
    )


def _check_at_once() -> None:
    """Let the database check what rows point to as they come: to remember millions of checks takes memory."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def write_letters(town: Town, today: datetime.date) -> None:
    """Write the house styles, and make some letters as the program does; what became of them is set afterwards."""
    HouseStyle.objects.bulk_create(
        house_styles(town.municipalities, by=town.administrator, at=start_of(add_months(today, -LIVE_MONTHS)))
    )
    for review in decisions(today):
        _finish(decision_letter(review.exemption, review, by=review.by, at=review.at), "sent", today)
    for invitation in invitations(today):
        meeting = invitation.meeting
        letter = invite(
            meeting, about=invitation.about, bring=invitation.bring, by=meeting.led_by, at=invitation.at
        )
        _finish(letter, invitation.fate, today)


def _finish(letter: Letter, fate: str, today: datetime.date) -> None:
    """Write what became of a letter, and the events that tell so."""
    told = what_became(letter, fate, today)
    letter.save()
    for number, (kind, about, facts) in enumerate(told):
        # A day apart: what is put right, is so later.
        at = letter.made_at + datetime.timedelta(minutes=20, days=number)
        build_event(
            letter.client, kind, at=at, by=letter.made_by, subject=about, letter=about.subject, **facts
        ).save()


def _analyze() -> None:
    """Let PostgreSQL count the new rows: it would plan the queries that follow for empty tables."""
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def check_empty() -> None:
    if Client.objects.exists() or Bureau.objects.exists() or User.objects.exists():
        raise Refused("This database is in use already: the demo is only made in an empty one.")


def write_town(town: Town) -> None:
    Organisation.objects.bulk_create(
        [town.service, *(partner.bureau.organisation for partner in town.partners)]
    )
    Municipality.objects.bulk_create(town.municipalities)
    Team.objects.bulk_create(town.teams)
    Bureau.objects.bulk_create([partner.bureau for partner in town.partners])
    users = [town.administrator, *town.leads, *town.consultants, town.left]
    for partner in town.partners:
        users += partner.workers
    User.objects.bulk_create(users)
    for name in BY_INSTRUMENT:
        town.instruments[name], _made = Instrument.objects.get_or_create(name=name)
    rungs = Rung.objects.select_related("ladder").order_by("position")
    town.rungs = list(rungs.filter(ladder__is_default=True))
    town.participation = list(rungs.filter(ladder__name="Participatieladder"))
    for kind, pool in ((Factor.Kind.STRENGTH, intake.STRENGTHS), (Factor.Kind.BARRIER, intake.BARRIERS)):
        for name, _said, _share in pool:
            town.factors[name], _made = Factor.objects.get_or_create(kind=kind, name=name)


def write_cases(
    invent: Callable[[int], Tables], clients: int, progress: Callable[[int], None], workers: int | None
) -> None:
    """Write the cases, part by part: the first by whoever asks, the others by as many workers as help."""
    free = _free_numbers()

    def number(sizes: list[int]) -> list[int]:
        first = [*free]
        free[:] = [start + size for start, size in zip(free, sizes, strict=True)]
        return first

    parts, first = math.ceil(clients / PART), math.ceil(min(clients, FIRST) / PART)
    workers = flow.processes(parts - first) if workers is None else workers
    done = 0
    for lines in itertools.chain(
        flow.lines(invent, first, number, 0),
        flow.lines(lambda part: invent(first + part), parts - first, number, workers),
    ):
        for model, new in zip(TABLES, lines, strict=True):
            _copy(model, new)
        done += len(lines[0])
        del lines, new
        progress(done)
    _leave_numbers(free)


def _free_numbers() -> list[int]:
    """Return the first number that is free in each of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(name, 'id'))"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS written (name, place) ORDER BY place",
            [[model._meta.db_table for model in TABLES]],
        )
        return [number for (number,) in cursor.fetchall()]


def _leave_numbers(free: list[int]) -> None:
    """Let the database number what comes later from there on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(name, 'id'), free, false)"
            " FROM unnest(%s::text[], %s::bigint[]) AS written (name, free)",
            [[model._meta.db_table for model in TABLES], free],
        )


def _copy(model: type[models.Model], lines: Lines) -> None:
    """Write new rows by COPY: several times quicker than INSERT by the ORM."""
    if not lines:
        return
    fields = fields_of(model)
    as_json = [(n, field) for n, field in enumerate(fields) if isinstance(field, models.JSONField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        for line in lines:
            for n, field in as_json:
                line[n] = field.get_db_prep_save(line[n], connection)
            copy.write_row(line)
