"""The childcare of the demo: asked for in time or not, decided in time or not, and what became of it."""

import datetime
import random
import uuid
from dataclasses import dataclass
from decimal import Decimal

from partners.demo.clock import DAY, between, days, moment, workday
from partners.demo.people import Town
from partners.demo.rows import Case
from partners.demo.texts import childcare as words
from trajecten.childcare.hours import Week, rows_of
from trajecten.childcare.hours_forms import read_hours
from trajecten.childcare.models import (
    AwayHours,
    CareHours,
    CareNotNeeded,
    ChildcareNeed,
    ChildcareRequest,
    SchoolHours,
    Suspension,
)
from trajecten.childcare.term import last_day
from trajecten.plans.models import Activity
from wiz.clients.models import Child
from wiz.terms import age_on

Kind = ChildcareNeed.Kind
LAST_AGE, TERM, EXTENSION = 12, 4, 4
# What became of the childcare of an activity that runs for some time, that began lately or is to come, and that is
# over. Who keeps coming has mostly found something: about a third of all who need care now have none granted.
RUNS = {
    "started": 62, "not_needed": 38,
}  # fmt: skip
SOME_TIME = days(84)
# What the clients of the known consultant have first, in turn; then what everybody has.
TURNS = ("started", "overdue", "not_needed", "received", "due", "started")
NOW = {
    "started": 34, "waits_to_start": 7, "not_needed": 20, "received": 5, "offer_asked": 5, "offer": 6,
    "awaiting": 5, "extended": 4, "due": 4, "overdue": 4, "refused": 5, "withdrawn": 3, "nothing": 7,
}  # fmt: skip
BEFORE = {"ended": 44, "refused": 9, "withdrawn": 10, "not_needed": 18, "nothing": 19}
# A request that still waits came in so many days ago.
AGO = {
    "received": (1, 9), "offer_asked": (5, 16), "offer": (10, 19), "awaiting": (9, 17), "extended": (30, 45),
    "due": (22, 26), "overdue": (31, 58),
}  # fmt: skip
DAYS = ("ma, di", "ma, do", "ma, di, do", "di, do, vr", "ma-do", "wo, vr")
TIMES = ("9-12.30", "9-13", "8.30-14.30", "9.30-15.30", "13-16.30")
SCHOOL = read_hours("ma, di, do, vr 8.30-14.45; wo 8.30-12.15")
CONTINUOUS = read_hours("ma-vr 8.15-14")  # a school without a long Wednesday
NO_EXTRA: frozenset[datetime.date] = frozenset()


@dataclass
class Asking:
    """One request while it is being told."""

    case: Case
    town: Town
    rng: random.Random
    today: datetime.date
    activity: Activity
    children: list[Child]
    request: ChildcareRequest
    needs: list[ChildcareNeed]

    def tell(self, kind: str, on: datetime.date, **facts: str) -> None:
        """Record an event, on a working day that is past and not before the request came in."""
        on = max(self.request.received_on, workday(min(on, self.today - DAY)))
        self.case.happened(
            f"childcare-{kind}", moment(self.rng, on), self.case.who(on), self.request, **facts
        )

    def one(self, pool: tuple[str, ...]) -> str:
        return self.rng.choice(pool)


def add_childcare(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Ask for childcare for what a client takes part in, as far as there are children who need it."""
    entered = case.happenings[0].at.date() + DAY  # after she came, whatever the hour
    if not case.children or entered + days(9) >= today:
        return
    schools: dict[int, Week] = {}
    for activity in case.activities:
        children = [child for child in case.children if child.birth_date < activity.start - days(80)]
        young = [child for child in children if age_on(child.birth_date, activity.start) <= LAST_AGE]
        if not young:
            continue
        fate = _fate(case, town, rng, activity, today)
        if fate == "not_needed":
            _not_needed(case, rng, activity, entered, today)
        elif fate != "nothing":
            if fate in AGO and activity.start + SOME_TIME < today:  # it runs on what was granted before
                _ask(case, town, rng, today, activity, children, "runs_on", entered, schools)
            _ask(case, town, rng, today, activity, children, fate, entered, schools)
    for place, school in schools.items():
        case.more += _hours(SchoolHours, school, child=case.children[place])


def _fate(case: Case, town: Town, rng: random.Random, activity: Activity, today: datetime.date) -> str:
    if _is_over(activity, today):
        return _drawn(rng, BEFORE)
    runs_long = activity.start + SOME_TIME < today
    if case.client.consultant is town.consultants[0]:
        town.turns["childcare"] += 1
        if town.turns["childcare"] <= len(TURNS):
            return TURNS[town.turns["childcare"] - 1]
    return _drawn(rng, RUNS if runs_long else NOW)


def _is_over(activity: Activity, today: datetime.date) -> bool:
    ended = activity.ended_on is not None and activity.ended_on < today
    return ended or (activity.kind != Activity.Kind.ORDER and activity.end < today)


def _drawn(rng: random.Random, shares: dict[str, int]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def _not_needed(
    case: Case, rng: random.Random, activity: Activity, entered: datetime.date, today: datetime.date
) -> None:
    reason = _drawn(rng, {"school_hours": 40, "other_parent": 22, "family": 22, "at_home": 11, "other": 5})
    on = workday(between(rng, max(entered, activity.start - days(30)), min(activity.start, today - DAY)))
    on = max(entered, min(on, today - DAY))
    at = moment(rng, on)
    note = rng.choice(words.NOT_NEEDED[reason])
    by = case.who(on)
    case.more.append(CareNotNeeded(activity=activity, reason=reason, note=note, by=by, at=at))
    case.happened("childcare-not-needed", at, by, None, activity=activity.title, reason=reason)
    if rng.random() < 0.08 and on + days(3) < today:  # said too soon, and said again
        later = between(rng, on + DAY, today - DAY)
        case.happened(
            "childcare-needed-again", moment(rng, later), case.who(later), None, activity=activity.title
        )
        case.more.pop()


def _ask(
    case: Case,
    town: Town,
    rng: random.Random,
    today: datetime.date,
    activity: Activity,
    children: list[Child],
    fate: str,
    entered: datetime.date,
    schools: dict[int, Week],
) -> None:
    """Make the request with its children and hours, and let it go the way of its fate."""
    if fate in AGO:
        received = today - days(rng.randint(*AGO[fate]))
    else:
        received = activity.start - days(rng.randint(25, 75))
    received = max(entered, workday(min(received, today - days(1 if fate in AGO else 8))))
    at = moment(rng, received)
    request = ChildcareRequest(
        client=case.client,
        purpose="work" if activity.kind == Activity.Kind.WORK else "trajectory",
        activity=activity,
        # Who asks when it runs already, needs it at once.
        needed_from=max(activity.start, received) if fate in AGO else activity.start,
        # An order that runs on past its end takes its care along.
        until=activity.end
        if rng.random() < 0.7 and (activity.end >= today or _is_over(activity, today))
        else None,
        urgent=rng.random() < 0.18,
        received_on=received,
        travel_minutes=rng.choice((0, 10, 15, 20, 25, 30, 45)),
        back_up=rng.choice(words.BACK_UPS) if rng.random() < 0.75 else "",
        note=rng.choice(words.NOTES),
        term_weeks=TERM,
        extension_weeks=EXTENSION,
        made_by=case.who(received),
        made_at=at,
        form_key=uuid.UUID(int=rng.getrandbits(128), version=4),
    )
    if request.until and request.until < request.needed_from:
        request.until = None
    asking = Asking(case, town, rng, today, activity, children, request, [])
    case.more.append(request)
    asking.tell("asked", received, purpose=request.purpose)
    _need(asking, schools)
    if rng.random() < 0.1:
        asking.tell("changed", received + days(rng.randint(0, 4)), purpose=request.purpose)
    _go(asking, fate)
    request.decide_by = last_day(request, _suspensions(asking), NO_EXTRA)


def _need(asking: Asking, schools: dict[int, Week]) -> None:
    """What each child needs, with hours that mostly fit."""
    rng, request = asking.rng, asking.request
    away = read_hours(f"{rng.choice(DAYS)} {rng.choice(TIMES)}")
    with_hours = rng.random() < 0.85
    if with_hours:
        asking.case.more += _hours(AwayHours, away, request=request)
    for child in asking.children:
        age = age_on(child.birth_date, request.needed_from)
        if age > LAST_AGE + 3:
            continue
        unmet = age > LAST_AGE
        need = ChildcareNeed(request=request, child=child, kind=_kind(rng, age), unmet=unmet)
        need.facility = "" if unmet else _facility(rng, Kind(need.kind))
        if need.facility and rng.random() < 0.8:
            need.lrk_number = str(rng.randint(100_000_000, 299_999_999))
        need.note = rng.choice(words.NEED_NOTES)
        asking.needs.append(need)
        asking.case.more.append(need)
        if age >= 4:
            place = asking.case.children.index(child)
            schools.setdefault(place, rng.choice((SCHOOL, SCHOOL, CONTINUOUS)))
        if with_hours and not unmet and need.kind != Kind.SCHOOL:
            asking.case.more += _hours(CareHours, _care(rng, away, Kind(need.kind)), need=need)


def _kind(rng: random.Random, age: int) -> str:
    if age < 2:
        return _drawn(rng, {"day_care": 76, "host_parent": 12, "family": 12})
    if age < 4:
        return _drawn(
            rng, {"day_care": 58, "playgroup": 20, "host_parent": 9, "family": 8, "other_parent": 5}
        )
    return _drawn(
        rng,
        {
            "after_school": 62,
            "before_school": 9,
            "during_school": 3,
            "school": 11,
            "family": 9,
            "other_parent": 6,
        },
    )


def _facility(rng: random.Random, kind: Kind) -> str:
    if kind in ChildcareNeed.WITHOUT_FACILITY:
        return ""
    pools = {
        Kind.DAY_CARE: words.DAY_CARE,
        Kind.PLAYGROUP: words.PLAYGROUP,
        Kind.HOST_PARENT: words.HOST_PARENTS,
    }
    return rng.choice(pools.get(kind, words.AFTER_SCHOOL))


def _care(rng: random.Random, away: Week, kind: Kind) -> Week:
    """Care on the days she is away; in one of five the care opens late or closes early."""
    before, after = {
        Kind.AFTER_SCHOOL: ("14.45", "17.30"),
        Kind.BEFORE_SCHOOL: ("7.30", "8.30"),
        Kind.DURING_SCHOOL: ("12.00", "13.00"),
        Kind.PLAYGROUP: ("8.30", "12.30"),
    }.get(kind, ("8.00", "18.00") if rng.random() < 0.8 else ("8.30", "13.00"))
    names = ("ma", "di", "wo", "do", "vr", "za", "zo")
    return read_hours(f"{', '.join(names[weekday] for weekday in away)} {before}-{after}")


def _hours(model: type, week: Week, **of: object) -> list:
    return [model(weekday=weekday, start=start, end=end, **of) for weekday, start, end in rows_of(week)]


def _suspensions(asking: Asking) -> list[Suspension]:
    mine = (row for row in asking.case.more if isinstance(row, Suspension))
    return [row for row in mine if row.request is asking.request]


# What happens to it


def _go(asking: Asking, fate: str) -> None:
    rng, request, today = asking.rng, asking.request, asking.today
    received = request.received_on
    if fate != "received":
        _offer(asking, with_offer=fate not in ("offer_asked", "awaiting"))
    if fate == "awaiting":
        _ask_data(asking, today - days(rng.randint(2, 6)), answered=False)
    elif fate not in AGO and rng.random() < 0.25:
        _ask_data(asking, received + days(rng.randint(3, 8)), answered=True)
    if fate == "extended":
        _extend(asking, received + days(rng.randint(20, 27)))
    if rng.random() < 0.12:
        colleague = rng.choice(asking.town.consultants)
        if colleague is not asking.case.consultant and asking.case.client.consultant is not None:
            request.owner = colleague
            asking.tell("given", received + days(3), owner=colleague.name)
    if fate == "withdrawn":
        request.state, request.withdrawn_on = (
            "withdrawn",
            min(received + days(rng.randint(4, 24)), today - DAY),
        )
        request.withdrawal_reason = asking.one(words.WITHDRAWN)
        asking.tell("withdrawn", request.withdrawn_on)
    elif fate not in AGO:
        _decide(asking, refused=fate == "refused", whole=fate == "runs_on")
        if fate in ("started", "runs_on", "ended"):
            _start(asking, ended=fate == "ended")


def _offer(asking: Asking, *, with_offer: bool) -> None:
    rng, request = asking.rng, asking.request
    if all(need.kind in ChildcareNeed.WITHOUT_FACILITY for need in asking.needs):
        return
    last = asking.today - DAY
    request.offer_asked_on = min(last, request.received_on + days(rng.randint(0, 4)))
    request.state = "offer_asked"
    asking.tell("offer-asked", request.offer_asked_on)
    if not with_offer:
        return
    request.offer_received_on = min(last, request.offer_asked_on + days(rng.randint(2, 14)))
    request.state = "offer_received"
    request.cost = cost = Decimal(rng.randrange(180, 960, 4))
    allowance = (cost * Decimal(rng.choice((70, 80, 90))) / 100).quantize(Decimal("0.01"))
    employer = Decimal(50) if request.purpose == "work" and rng.random() < 0.3 else Decimal(0)
    rest = max(Decimal(0), cost - allowance - employer)
    own = min(rest, Decimal(rng.choice((0, 0, 0, 15, 25))))
    request.pays_tax_office, request.pays_employer = min(allowance, cost - employer), employer
    request.pays_parent = own
    request.pays_municipality = cost - request.pays_tax_office - employer - own
    asking.tell("offer-received", request.offer_received_on)
    if rng.random() < 0.45:
        request.advance_needed, request.advance_amount = True, cost
        asking.tell("advance-changed", request.offer_received_on)


def _ask_data(asking: Asking, asked_on: datetime.date, *, answered: bool) -> None:
    asked_on = max(asking.request.received_on, workday(asked_on))
    respond_by = asked_on + days(14)
    row = Suspension(
        request=asking.request,
        what=asking.one(words.ASKED),
        asked_on=asked_on,
        respond_by=respond_by,
        by=asking.case.who(asked_on),
    )
    asking.case.more.append(row)
    asking.tell("data-asked", asked_on, day=str(respond_by))
    if answered and asked_on + DAY < asking.today:
        row.completed_on = min(asking.today - DAY, asked_on + days(asking.rng.randint(1, 12)))
        asking.tell("data-received", row.completed_on)


def _extend(asking: Asking, on: datetime.date) -> None:
    request = asking.request
    request.extended_on = max(request.received_on, workday(min(on, asking.today - DAY)))
    request.extension_reason = asking.one(words.EXTENDED)
    until = last_day(request, _suspensions(asking), NO_EXTRA)
    asking.tell("extended", request.extended_on, day=str(until), reason=request.extension_reason)


def _decide(asking: Asking, *, refused: bool, whole: bool) -> None:
    rng, request = asking.rng, asking.request
    last = asking.today - DAY
    latest = max(
        (row.completed_on or row.asked_on for row in _suspensions(asking)), default=request.received_on
    )
    earliest = max(latest, request.offer_received_on or request.received_on)
    # One in seven came too late.
    took = rng.randint(30, 52) if rng.random() < 0.14 else rng.randint(6, 27)
    if took > 29 and rng.random() < 0.4:
        _extend(asking, request.received_on + days(rng.randint(18, 26)))
    on = min(last, workday(max(earliest, request.received_on + days(took))))
    asked = [need for need in asking.needs if not need.unmet]
    for need in asking.needs:
        need.granted = not refused and not need.unmet
    if not (refused or whole) and len(asked) > 1 and rng.random() < 0.12:
        asked[-1].granted = False
    outcome = "refused"
    if any(need.granted for need in asked):
        outcome = "granted" if all(need.granted for need in asked) else "partly"
    pool = {"granted": words.GRANTED, "partly": words.PARTLY, "refused": words.REFUSED}[outcome]
    request.state = request.outcome = outcome
    request.decision_reason = asking.one(pool)
    on = max(on, request.received_on)
    request.decided_on, request.decided_at = on, moment(rng, on)
    request.decided_by = asking.case.who(on)
    asking.case.happened(f"childcare-{outcome}", request.decided_at, request.decided_by, request)
    if request.advance_amount and rng.random() < 0.75 and outcome != "refused":
        request.advance_paid_on = min(last, on + days(rng.randint(2, 12)))
        asking.tell("advance-paid", request.advance_paid_on, day=str(request.advance_paid_on))


def _start(asking: Asking, *, ended: bool) -> None:
    rng, request, activity = asking.rng, asking.request, asking.activity
    if request.state == "refused" or request.decided_on is None:
        return
    on = max(request.needed_from, request.decided_on)
    if on >= asking.today:
        return
    request.state, request.started_on = "started", on
    asking.tell("started", on, day=str(on))
    stops = activity.ended_on or activity.end
    if ended and on <= stops < asking.today:
        request.state, request.ended_on = "ended", stops
        request.end_reason = rng.choice(words.ENDED)
        asking.tell("ended", stops, day=str(stops), reason=request.end_reason)
