"""Writing the demo municipality, in bulk and in chunks. The only door besides the actions of the matters."""

import datetime
import operator
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction

from partners.bureaus.models import Bureau, Instrument
from partners.demo import matters, signins
from partners.demo.absences import absences
from partners.demo.cases import Cases, Terms
from partners.demo.flow import by_chunk
from partners.demo.letters import house_styles, invitations, what_became
from partners.demo.people import Town, make_town
from partners.demo.rows import Case
from partners.demo.texts import intake
from partners.demo.texts.goals import BY_INSTRUMENT
from partners.orders.models import Order, Pause
from partners.reports.models import Advice, GoalResult, Reminder, Report, ReportVersion
from trajecten.intake.models import Factor
from trajecten.ladder.models import Rung
from trajecten.meetings.letters import invite
from trajecten.plans.models import Activity, Goal, Plan
from wiz.absence.models import Absence
from wiz.actions import Refused
from wiz.casefile.events import build_event
from wiz.casefile.models import Event
from wiz.clients.models import Child, Client
from wiz.letters.models import HouseStyle
from wiz.people.models import Municipality, Organisation, Team, User
from wiz.policy.models import policy_on
from wiz.terms import add_months, start_of
from wiz.trust.history import without_history

CHUNK = 250
LIVE_MONTHS = 36
WRITTEN = (
    Client,
    Child,
    Plan,
    Goal,
    Activity,
    Order,
    Pause,
    Report,
    ReportVersion,
    GoalResult,
    Advice,
    Reminder,
    Event,
)


@without_history
@transaction.atomic
def make_demo(
    *, clients: int, seed: int, today: datetime.date, progress: Callable[[int], None] = lambda done: None
) -> None:
    """Fill an empty database with a municipality of so many clients, as it stands on a day.

    The same arguments give the same rows, all of them or, when it is broken off, none. `progress` hears how many
    clients there are after every chunk. Raises Refused when the database is not empty. Invented people leave no
    history.
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
    policy = policy_on(today)
    terms = Terms(
        policy.months("report_interval"),
        policy.days("report_final").days,
        policy.days("report_sent_back").days,
    )
    done = 0
    cases = Cases(town, rng, clients=clients, seed=seed, today=today, terms=terms)
    for chunk in by_chunk(cases, CHUNK):
        write_cases(chunk)
        done += len(chunk)
        del chunk
        progress(done)
    write_letters(town, today)
    _analyze()


def _check_at_once() -> None:
    """Let the database check what rows point to as they come: to remember millions of checks takes memory."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def write_letters(town: Town, today: datetime.date) -> None:
    """Write the house styles, and make some letters as the program does; what became of them is set afterwards."""
    HouseStyle.objects.bulk_create(
        house_styles(town.municipalities, by=town.administrator, at=start_of(add_months(today, -LIVE_MONTHS)))
    )
    for invitation in invitations(today):
        meeting = invitation.meeting
        letter = invite(
            meeting, about=invitation.about, bring=invitation.bring, by=meeting.led_by, at=invitation.at
        )
        told = what_became(letter, invitation, today)
        letter.save()
        for number, (kind, about, facts) in enumerate(told):
            # A day apart: what is put right, is so later.
            at = invitation.at + datetime.timedelta(minutes=20, days=number)
            build_event(
                meeting.client, kind, at=at, by=meeting.led_by, subject=about, letter=about.subject, **facts
            ).save()


def _analyze() -> None:
    """Let PostgreSQL count the new rows: it would plan the queries that follow for empty tables."""
    with connection.cursor() as cursor:
        models_written: tuple[type[models.Model], ...] = (*WRITTEN, *matters.MODELS)
        for model in models_written:
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


def write_cases(cases: list[Case]) -> None:
    """Write some cases with all that is in them; parents go first, so that later rows know their keys."""
    _write(Client, (case.client for case in cases))
    _write(Child, (row for case in cases for row in case.children))
    _write(Plan, (case.plan for case in cases if case.plan))
    _write(Goal, (goal for case in cases for goal, _key in case.goals))
    _write(Activity, (row for case in cases for row in case.activities))
    _write(
        Activity.goals.through,
        (
            Activity.goals.through(activity_id=activity.pk, goal_id=goal.pk)
            for case in cases
            for activity, goal in case.activity_goals
        ),
    )
    _write(Order, (row for case in cases for row in case.orders))
    _write(Pause, (row for case in cases for row in case.pauses))
    _write(Report, (row for case in cases for row in case.reports))
    _write(ReportVersion, (row for case in cases for row in case.versions))
    _write(
        ReportVersion.instruments.through,
        (
            ReportVersion.instruments.through(reportversion_id=version.pk, instrument_id=instrument.pk)
            for case in cases
            for version, instrument in case.version_instruments
        ),
    )
    _write(GoalResult, (row for case in cases for row in case.results))
    _write(Advice, (row for case in cases for row in case.advices))
    _write(Reminder, (row for case in cases for row in case.reminders))
    for case in cases:
        for finish in case.finish:
            finish()
    more: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)
    for case in cases:
        for row in case.more:
            more[type(row)].append(row)
    for model in matters.MODELS:
        _write(model, more[model])
    _write(Event, _events(cases))


def _write(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Write new rows by COPY and give them their numbers: several times quicker than INSERT by the ORM.

    What they point to has its number already, or is among them.
    """
    rows = list(rows)
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    pointers = [field for field in fields if isinstance(field, models.ForeignKey)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
            row._state.adding, row._state.db = False, connection.alias
        values = operator.attrgetter(*(field.attname for field in fields))
        as_json = [(n, known) for n, known in enumerate(fields) if isinstance(known, models.JSONField)]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                for field in pointers:
                    if to := field.get_cached_value(row, default=None):
                        setattr(row, field.attname, to.pk)
                line = list(values(row))
                for n, known in as_json:
                    line[n] = known.get_db_prep_save(line[n], connection)
                copy.write_row(line)


def _events(cases: list[Case]) -> Iterator[Event]:
    for case in cases:
        for happening in sorted(case.happenings, key=lambda happening: happening.at):
            yield build_event(
                case.client,
                happening.kind,
                at=happening.at,
                by=happening.by,
                subject=happening.subject,
                **happening.facts,
            )
