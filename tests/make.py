"""Makes what tests need, through the same actions as the program. Every argument has a default.

Dates are always given: nothing here reads the clock. `at(day)` is nine in the morning in Amsterdam.
"""

import base64
import datetime
import functools
import itertools
import uuid
import zoneinfo
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password

from partners.bureaus.actions import save_bureau
from partners.bureaus.models import Bureau, Instrument
from partners.orders.actions import place_order
from partners.orders.models import Order
from partners.reports import actions
from partners.reports.models import Report, ReportVersion
from partners.reports.rules import Content, GoalLine
from trajecten.agreements.models import Agreement
from trajecten.childcare.models import ChildcareNeed, ChildcareRequest
from trajecten.exemptions.actions import Asked, MeanwhileRow, ask_peers, save_request, submit
from trajecten.exemptions.models import Exemption, ExemptionReview, PeerOpinion
from trajecten.help.actions import add_referral
from trajecten.help.models import Referral
from trajecten.intake.actions import Picture, save_intake
from trajecten.intake.models import Factor, Intake
from trajecten.ladder.actions import place
from trajecten.ladder.models import Placement, Rung
from trajecten.meetings.actions import Note, Promise, invite, note_contact, plan_meeting
from trajecten.meetings.models import Meeting
from trajecten.reviews.actions import Terms, review
from trajecten.reviews.rules import Judgement
from wiz.clients.actions import add_client
from wiz.clients.models import Child, Client
from wiz.letters.actions import STYLE_FIELDS
from wiz.letters.models import Letter
from wiz.people.actions import add_municipality, save_user
from wiz.people.models import Organisation, User
from wiz.people.roles import Role

AMSTERDAM = zoneinfo.ZoneInfo("Europe/Amsterdam")
PASSWORD = "een-lang-wachtwoord"
# Two grey dots.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNoaAAAAYMBARg1IhUAAAAASUVORK5CYII="
)
numbers = itertools.count(1)


def at(day: datetime.date | str, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """Return a moment in Amsterdam on a day (a date, or "2026-11-21")."""
    day = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)


@functools.cache
def password_hash() -> str:
    """Hashing is slow on purpose; one hash serves everybody in a test run."""
    return make_password(PASSWORD)


def service(live_since: datetime.date | None = None) -> Organisation:
    organisation, _made = Organisation.objects.get_or_create(
        kind=Organisation.Kind.SERVICE, defaults={"name": "Sociale dienst Maasdal", "live_since": live_since}
    )
    return organisation


def administrator(**fields: Any) -> User:
    n = next(numbers)
    user = User(
        email=f"beheer{n}@wiz.example", name=f"Beheerder {n}", role=Role.ADMINISTRATOR, organisation=service()
    )
    for name, value in fields.items():
        setattr(user, name, value)
    user.password = password_hash()
    user.save()
    return user


def _user(role: str, organisation: Organisation, **fields: Any) -> User:
    n = next(numbers)
    admin = User.objects.filter(role=Role.ADMINISTRATOR).first() or administrator()
    defaults = {"email": f"{role}{n}@wiz.example", "name": f"{Role(role).label} {n}", "phone": "0600000000"}
    user = save_user(None, {**defaults, "role": role, "organisation": organisation, **fields}, by=admin)
    user.password = password_hash()
    user.save()
    return user


def consultant(**fields: Any) -> User:
    return _user(Role.CONSULTANT, service(), **fields)


def team_lead(**fields: Any) -> User:
    return _user(Role.TEAM_LEAD, service(), **fields)


def bureau(name: str = "", report_interval: int | None = None) -> Bureau:
    admin = User.objects.filter(role=Role.ADMINISTRATOR).first() or administrator()
    return save_bureau(
        None,
        name=name or f"Bureau {next(numbers)}",
        phone="0430000000",
        kind=Bureau.Kind.REINTEGRATION,
        report_interval=report_interval,
        active=True,
        by=admin,
    )


def worker(of: Bureau | None = None, **fields: Any) -> User:
    return _user(Role.BUREAU_WORKER, (of or bureau()).organisation, **fields)


def client(consultant: User | None = None, on: datetime.date | str = "2026-01-05", **fields: Any) -> Client:
    """A client of `consultant` (a new one unless given; `consultant=` may be set to None in fields later)."""
    admin = User.objects.filter(role=Role.ADMINISTRATOR).first() or administrator()
    consultant = consultant or globals()["consultant"]()
    defaults = {
        "first_name": "Noor",
        "last_name": f"Verbeek{next(numbers)}",
        "municipality": add_municipality(name="Maasdal", by=admin),
        "consultant": consultant,
    }
    return add_client({**defaults, **fields}, by=consultant, at=at(on))


def instrument() -> Instrument:
    """The first of the catalogue; tests that empty the database between them find it empty."""
    return Instrument.objects.order_by("pk").first() or Instrument.objects.create(name="Coaching")


def order(
    client: Client | None = None,
    bureau: Bureau | None = None,
    *,
    start: datetime.date | str = "2026-01-15",
    end: datetime.date | str = "2027-01-15",
    placed_on: datetime.date | str | None = None,
    goals: tuple[str, ...] = ("Kennismaken met drie werkplekken",),
    coach: User | None = None,
) -> Order:
    """An order placed by the client's consultant on its start date, unless `placed_on` says otherwise."""
    make = globals()
    client = client or make["client"](on=placed_on or start)
    bureau = bureau or (coach.organisation.bureau if coach else make["bureau"]())
    day = datetime.date.fromisoformat
    return place_order(
        client,
        bureau=bureau,
        instrument=instrument(),
        question="Wat kan zij aan?",
        start=day(start) if isinstance(start, str) else start,
        end=day(end) if isinstance(end, str) else end,
        new_goals=[(goal, None) for goal in goals],
        coach=coach,
        by=client.consultant,
        at=at(placed_on or start),
    )


def intake(client: Client | None = None, on: datetime.date | str = "2026-01-12", **fields: Any) -> Intake:
    """The next version of a client's intake, as a page that saw the one before would save it.

    `weights` are {name of a factor: (client's, consultant's)}; `supporters` and `advices` are rows.
    """
    client = client or globals()["client"]()
    weights = fields.pop("weights", {"Motivatie": (4, 4)})
    latest = Intake.objects.of(client).first()
    return save_intake(
        client,
        Picture(
            supporters=fields.pop("supporters", ()),
            advices=fields.pop("advices", ()),
            weighings=[
                {"factor_id": factor(name).pk, "client_weight": hers, "consultant_weight": ours}
                for name, (hers, ours) in weights.items()
            ],
            fields={"wish": "Iets met planten.", **fields},
        ),
        revision=latest.number if latest else 0,
        by=client.consultant or consultant(),
        at=at(on),
    )


def factor(name: str, kind: str = "strength") -> Factor:
    """One of the list by its name; tests that empty the database between them find it empty."""
    return Factor.objects.filter(name=name).first() or Factor.objects.create(kind=kind, name=name)


def rung(position: int, name: str = "Werkladder") -> Rung:
    """A rung of a ladder that comes filled in; tests that empty the database between them find none."""
    return Rung.objects.select_related("ladder").get(ladder__name=name, position=position)


def placement(
    client: Client | None = None,
    position: int = 2,
    on: datetime.date | str = "2026-01-12",
    *,
    ladder: str = "Werkladder",
    recorded: datetime.date | str = "",
    **fields: Any,
) -> Placement:
    """Place a client on a rung on a day, as a page would that saw where she stood; recorded that day unless said."""
    client = client or globals()["client"]()
    last = Placement.objects.current().filter(client=client, ladder__name=ladder).first()
    day = datetime.date.fromisoformat(on) if isinstance(on, str) else on
    given = {"reason": "Zo staat het er nu voor.", "by": client.consultant or consultant(), **fields}
    return place(
        client, rung(position, ladder), on=day, seen=last.pk if last else 0, at=at(recorded or day), **given
    )


def content(report: Report, **changes: Any) -> Content:
    """A complete report's content; `changes` overwrite single fields (or goals, instruments, advices)."""
    fields: dict[str, Any] = {
        "author_role": "coach",
        "made": 9,
        "attended": 7,
        "absent_with_notice": 2,
        "absent_without_notice": 0,
        "absence_reasons": ["child_ill"],
        "absence_note": "",
        "instruments_other": "",
        "childcare": "arranged",
        "barriers": ["children"],
        "barriers_note": "",
        "client_view": "Fijne groep. Wil graag meer buiten werken.",
        "next_step": "Kennismaken met een kwekerij.",
        "no_advice": False,
        "client_reaction": "read",
        "client_reaction_on": report.period_end,
        "client_objection": "",
        "non_compliance": False,
        "non_compliance_note": "",
        "question": "",
    }
    goals = [
        GoalLine(goal.pk, "Twee plekken bezocht", "running", "Op woensdag geen opvang")
        for goal in report.order.activity.goals.all()
    ]
    lists: dict[str, Any] = {
        "goals": goals,
        "instruments": [report.order.instrument_id],
        "advices": {"work_learning": ""},
    }
    lists.update({name: changes.pop(name) for name in list(changes) if name in lists})
    return Content(fields={**fields, **changes}, **lists)


def report(number: int = 1, of: Order | None = None, **order_fields: Any) -> Report:
    """A report owed, of an order made for it unless given."""
    return (of or order(**order_fields)).reports.get(number=number)


def own_worker(report: Report) -> User:
    """A worker of the bureau that owes this report: the first there is, or a new one."""
    bureau = report.order.bureau
    return User.objects.filter(organisation_id=bureau.pk, is_active=True).first() or worker(bureau)


def deliver(report: Report, on: datetime.date | str, *, by: User | None = None, **changes: Any) -> Report:
    """Deliver a report, complete unless `changes` say otherwise, as a new page would; return it reloaded."""
    draft = report.versions.drafts().first()
    return actions.deliver_report(
        report,
        content(report, **changes),
        revision=draft.revision if draft else 0,
        editor=uuid.uuid4().hex,
        by=by or own_worker(report),
        at=at(on),
    )


def delivery(report: Report) -> ReportVersion:
    """What the bureau delivered last."""
    return report.versions.delivered().latest("number")


def send_back(
    report: Report, on: datetime.date | str, *, due: datetime.date | str | None = None, by: User | None = None
) -> Report:
    """Send the latest delivery back, for the usual term unless a date is given; return the report reloaded."""
    actions.send_back(
        report,
        reason="Wat vindt zij er zelf van?",
        due=datetime.date.fromisoformat(due) if isinstance(due, str) else due,
        version=delivery(report).pk,
        by=by or consultant(),
        at=at(on),
    )
    return Report.objects.get(pk=report.pk)


def answer(report: Report, on: datetime.date | str, *, by: User | None = None) -> Report:
    """Answer the latest delivery, adopting every advice; return the report reloaded."""
    version = delivery(report)
    actions.answer_report(
        report,
        version=version.pk,
        replies={advice.pk: ("adopted", "Past in het plan.") for advice in version.advices.all()},
        text="Dank, ik neem het over.",
        by=by or consultant(),
        at=at(on),
    )
    return Report.objects.get(pk=report.pk)


def meeting(
    client: Client | None = None,
    on: datetime.date | str = "2026-04-20",
    *,
    kind: str = "phone",
    text: str = "Het gaat goed.",
    by: User | None = None,
    **changes: Any,
) -> Meeting:
    """A contact noted on its day by the client's consultant; `changes` are fields of `Note`."""
    client = client or globals()["client"]()
    day = datetime.date.fromisoformat(on) if isinstance(on, str) else on
    note = Note(kind=kind, on=day, note=text, **changes)
    return note_contact(client, note, by=by or client.consultant or consultant(), at=at(day))


def planned(
    client: Client | None = None,
    on: datetime.date | str = "2026-05-06",
    *,
    time: str = "10:00",
    today: datetime.date | str = "2026-04-20",
    by: User | None = None,
    **fields: Any,
) -> Meeting:
    """A talk planned on `today` for a day to come."""
    client = client or globals()["client"]()
    return plan_meeting(
        client,
        **{"kind": "office", **fields},
        on=datetime.date.fromisoformat(on) if isinstance(on, str) else on,
        time=datetime.time.fromisoformat(time),
        by=by or client.consultant or consultant(),
        at=at(today),
    )


def style_fields(**changes: Any) -> dict[str, Any]:
    """What the form of a house style gives, filled in sparingly."""
    empty = dict.fromkeys(STYLE_FIELDS, "")
    filled = {"accent": "#1f4e79", "logo_alt": "Logo", "revision": 0, "new_logo": None, "without_logo": False}
    return {**empty, **filled, **changes}


def letter(about: Meeting | None = None, on: datetime.date | str = "2026-04-20", **fields: Any) -> Letter:
    """The invitation to a planned meeting, made on a day by who leads it; it waits to be sent."""
    about = about or planned()
    return invite(about, **{"about": "", "bring": "", "by": about.led_by, "at": at(on), **fields})


def agreement(
    client: Client | None = None,
    due: datetime.date | str = "2026-05-04",
    *,
    on: datetime.date | str = "2026-04-20",
    text: str = "Belt de opvang",
    by: User | None = None,
    **owner: Any,
) -> Agreement:
    """An agreement made at a contact; the client's unless a `user`, `organisation` or `name` is given."""
    day = datetime.date.fromisoformat(due) if isinstance(due, str) else due
    made = meeting(client, on, by=by, agreements=[Promise(text, day, **owner)])
    return made.agreements.get()


def asked(**changes: Any) -> Asked:
    """What is asked for: half a year partly exempt, with sixteen hours a week left, unless `changes` say otherwise."""
    given = {
        "extent": "partial",
        "hours": Decimal(16),
        "start": datetime.date(2026, 5, 1),
        "end": datetime.date(2026, 10, 31),
        "ground": "care",
        "reason": "Haar zoon gaat in september naar een school met begeleiding; tot dan kan zij alleen 's ochtends.",
        "look_again_on": datetime.date(2026, 9, 15),
    }
    return Asked(**{**given, **changes})


def exemption(
    client: Client | None = None,
    state: str = "draft",
    on: datetime.date | str = "2026-04-20",
    *,
    meanwhile: tuple[str, ...] = ("Twaalf uur in het buurtrestaurant",),
    by: User | None = None,
    lead: User | None = None,
    **changes: Any,
) -> Exemption:
    """An exemption the consultant asks for on a day: a draft, "submitted", or as a lead decided."""
    client = client or globals()["client"]()
    by = by or client.consultant or consultant()
    rows = [MeanwhileRow(None, text) for text in meanwhile]
    made = save_request(client, asked(**changes), meanwhile=rows, by=by, at=at(on))
    if state == "draft":
        return made
    submit(made, revision=made.revision, by=by, at=at(on, 10))
    if state != "submitted":
        decide(made, state, on, by=lead)
    return Exemption.objects.get(pk=made.pk)


def judgement(**changes: Any) -> Judgement:
    given = {"lawful": "yes", "falls_short": False, "reason": "Duidelijke afspraken en een einddatum."}
    return Judgement(**{**given, **changes})


def decide(
    exemption: Exemption,
    outcome: str = "granted",
    on: datetime.date | str = "2026-04-21",
    *,
    by: User | None = None,
    terms: Terms | None = None,
    **changes: Any,
) -> ExemptionReview:
    """Let a team lead decide on a submitted request."""
    exemption = Exemption.objects.get(pk=exemption.pk)
    return review(
        exemption,
        outcome,
        judgement(**changes),
        terms=terms,
        revision=exemption.revision,
        by=by or team_lead(),
        at=at(on, 11),
    )


def opinion(of: Exemption, on: datetime.date | str = "2026-04-20", peer: User | None = None) -> PeerOpinion:
    """A colleague asked for her opinion by who made the request."""
    return ask_peers(of, [peer or consultant()], question="Is dit te ruim?", by=of.made_by, at=at(on))[0]


def child(client: Client, born: datetime.date | str = "2021-03-10", first_name: str = "Sami") -> Child:
    born = datetime.date.fromisoformat(born) if isinstance(born, str) else born
    return Child.objects.create(client=client, first_name=first_name, birth_date=born)


def childcare(
    client: Client | None = None, received: datetime.date | str = "2026-04-20", **fields: Any
) -> ChildcareRequest:
    """A request for the client's children (one of five is made when there is none), as it stands in the database.

    `kind` is what each of them needs. For what the actions do, see `trajecten.childcare.actions`.
    """
    client = client or globals()["client"]()
    by = client.consultant or consultant()
    day = datetime.date.fromisoformat(received) if isinstance(received, str) else received
    kind = fields.pop("kind", "day_care")
    given = {
        "purpose": "trajectory",
        "needed_from": day + datetime.timedelta(days=42),
        "term_weeks": 4,
        "extension_weeks": 4,
        "decide_by": day + datetime.timedelta(days=28),
        "made_by": by,
        "made_at": at(day),
    }
    request = ChildcareRequest.objects.create(client=client, received_on=day, **{**given, **fields})
    children = list(client.children.all()) or [child(client)]
    ChildcareNeed.objects.bulk_create(
        [ChildcareNeed(request=request, child=one, kind=kind) for one in children]
    )
    return request


def referral(
    client: Client | None = None,
    on: datetime.date | str = "2026-04-20",
    *,
    ask: datetime.date | str = "2026-06-15",
    start: datetime.date | str = "",
    by: User | None = None,
    **fields: Any,
) -> Referral:
    """Help noted on a day by the client's consultant, to be asked after on `ask`; by somebody outside unless said."""
    client = client or globals()["client"]()
    day = datetime.date.fromisoformat
    on = day(on) if isinstance(on, str) else on
    given = {"kind": "debts", **({} if "owner_user" in fields else {"owner_name": "Kredietbank"}), **fields}
    return add_referral(
        client,
        start=(day(start) if isinstance(start, str) else start) if start else on,
        follow_up_on=day(ask) if isinstance(ask, str) else ask,
        by=by or client.consultant or consultant(),
        at=at(on),
        **given,
    )
