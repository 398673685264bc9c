"""Talks, calls and agreements of a case, in the rhythm of the service: a talk in seven months or so, calls between."""

import datetime
import random
import uuid
from dataclasses import dataclass

from partners.demo.clock import DAY, between, days, moment, workday
from partners.demo.diligence import is_left
from partners.demo.people import Town
from partners.demo.rows import Case
from partners.demo.texts import meetings as words
from partners.orders.models import Order
from partners.reports.models import Report, State
from trajecten.agreements.models import Agreement, AgreementReminder
from trajecten.meetings.models import Addition, Experience, Meeting

TALKS = {"office": 60, "home": 18, "three_way": 14, "phone": 8}
REASONS = {"child_ill": 30, "childcare": 15, "ill": 20, "transport": 12, "work": 8, "other": 5, "unknown": 10}


@dataclass
class Talks:
    """The talks of one case while they are made."""

    case: Case
    town: Town
    rng: random.Random
    today: datetime.date

    def one(self, pool: tuple[str, ...]) -> str:
        """Return a text in the client's voice, by this matter's own chance."""
        voice = self.case.voice
        return voice.say(self.rng.choice(voice.fitting(pool)))

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)


def add_meetings(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Add what was said and agreed since the client came, and what is planned."""
    talks = Talks(case, town, rng, today)
    entered = case.happenings[0].at.date()
    yesterday = today - DAY
    contradicted = _contradicted(case, town, today)
    is_silent = rng.random() < (0.08 if case.orders else 0.2)
    is_silent = is_silent and is_left(case, town, "contact", today, today)
    last = today - days(rng.randint(250, 320)) if is_silent else yesterday
    day = entered + days(rng.randint(3, 40))
    while day <= last:
        if (on := workday(day)) >= entered:
            _talk(talks, on)
        day += days(round(rng.triangular(120, 265, 210)))
    call = entered + days(rng.randint(20, 120))
    while call <= last:
        if (on := workday(call)) >= entered:
            _call(talks, on)
        call += days(rng.randint(25, 190))
    if is_silent and last > entered:
        _meeting(talks, "phone", workday(last), "held", note=talks.one(words.CALLS))
    if contradicted:
        order, first = contradicted
        on = workday(between(rng, max(first, entered, today - days(25)), yesterday))
        if on >= max(first, entered):
            is_known = case.client.consultant is town.consultants[0]  # what she leaves is plain to see
            view = "no_contact" if is_known else rng.choice(("bad", "bad", "no_contact"))
            _talk(talks, on, about=order, view=view)
    _plan(talks, soon=any(r.state == State.OWED and r.due < today for r in case.reports))


def _contradicted(case: Case, town: Town, today: datetime.date) -> tuple[Order, datetime.date] | None:
    """Return an order whose latest report waits for an answer, and from when she could say otherwise."""
    for order in case.orders:
        came = [r for r in case.reports if r.order is order and r.delivered_on]
        if came and (latest := max(came, key=_number)).state == State.DELIVERED and not latest.is_blocked:
            left = latest.delivered_on and is_left(case, town, "two-stories", latest.delivered_on, today)
            return (order, latest.period_start) if left else None
    return None


def _number(report: Report) -> int:
    return report.number


def _talk(talks: Talks, on: datetime.date, *, about: Order | None = None, view: str = "") -> None:
    case, rng = talks.case, talks.rng
    running = [order for order in case.orders if _runs(order, on)]
    kind = rng.choices(list(TALKS), list(TALKS.values()))[0]
    kind = "office" if kind == "three_way" and not running else kind
    if running and not about and rng.random() < 0.12:
        kind = "consultation"
    if not about and rng.random() < 0.09:
        _missed(talks, kind, on)
        return
    occasion = rng.choice(list(words.CONSULTATIONS)) if kind == "consultation" else ""
    pool = (words.CONSULTATIONS[occasion],) if occasion else words.TALKS
    others = _others(running, rng) if kind in ("three_way", "consultation") else ""
    meeting = _meeting(talks, kind, on, "held", note=talks.one(pool), occasion=occasion, others=others)
    for order in running or ([about] if about else []):
        if order is about or rng.random() < 0.75:
            said = view if order is about else rng.choices(("good", "mixed", "bad"), (60, 33, 7))[0]
            case.more.append(
                Experience(
                    meeting=meeting, activity=order.activity, view=said, words=rng.choice(words.VIEWS[said])
                )
            )
    for _n in range(rng.choices((0, 1, 2, 3), (25, 40, 25, 10))[0]):
        # What the bureau promised at that talk would settle the matter.
        _agreement(talks, meeting, [] if about else running)
    if rng.random() < 0.06 and (later := on + days(rng.randint(1, 9))) < talks.today:
        at, by = moment(rng, workday(later) if workday(later) > on else later), case.who(on)
        text = talks.one(words.ADDITIONS)
        case.more.append(Addition(meeting=meeting, text=text, by=by, at=at, form_key=talks.key()))
        _happened(case, "meeting-added", meeting, at)


def _call(talks: Talks, on: datetime.date) -> None:
    rng = talks.rng
    if rng.random() < 0.14:
        _meeting(talks, "phone", on, "not_reached")
        return
    kind = "message" if rng.random() < 0.12 else "phone"
    pool = words.MESSAGES if kind == "message" else words.CALLS
    meeting = _meeting(talks, kind, on, "held", note=talks.one(pool))
    if rng.random() < 0.3:
        _agreement(talks, meeting, [order for order in talks.case.orders if _runs(order, on)])


def _missed(talks: Talks, kind: str, on: datetime.date) -> None:
    state = talks.rng.choice(("no_show", "no_show", "cancelled"))
    weights = dict(REASONS)
    if not talks.case.children:
        weights |= {"child_ill": 0, "childcare": 0}
    reason = talks.rng.choices(list(weights), list(weights.values()))[0]
    kind = "office" if kind == "consultation" else kind
    _meeting(talks, kind, on, state, reason=reason)
    again = workday(on + days(14))
    if again < talks.today:
        _meeting(talks, kind, again, "held", note=talks.one(words.TALKS))


def _plan(talks: Talks, *, soon: bool) -> None:
    """Plan a talk for one in four; sooner and more often when a report is late, and a few were never noted."""
    rng, today = talks.rng, talks.today
    if rng.random() < 0.03:
        _meeting(talks, "office", workday(today - days(rng.randint(1, 12))), "planned")
    if rng.random() > (0.5 if soon else 0.25):
        return
    on = today + days(rng.randint(1, 13 if soon else 55))
    on += days(max(0, on.weekday() - 4) and 7 - on.weekday())  # a weekend's talk is on Monday
    kind = rng.choices(("office", "home", "phone", "three_way"), (60, 20, 12, 8))[0]
    running = [order for order in talks.case.orders if _runs(order, today)]
    kind = "office" if kind == "three_way" and not running else kind
    _meeting(talks, kind, on, "planned", others=_others(running, rng) if kind == "three_way" else "")


def _meeting(
    talks: Talks,
    kind: str,
    on: datetime.date,
    state: str,
    *,
    note: str = "",
    reason: str = "",
    occasion: str = "",
    others: str = "",
) -> Meeting:
    case, rng = talks.case, talks.rng
    by = case.who(on)
    is_planned = state == "planned"
    has_time = is_planned or state in ("no_show", "cancelled")
    at = moment(rng, on)
    meeting = Meeting(
        client=case.client,
        kind=kind,
        moment=occasion,
        state=state,
        on=on,
        time=datetime.time(rng.randint(9, 15), rng.choice((0, 30))) if has_time else None,
        place=rng.choice(words.PLACES)
        if kind in ("office", "three_way", "consultation") and has_time
        else "",
        subject=talks.one(words.SUBJECTS) if has_time else "",
        led_by=by,
        others=others,
        note=note,
        reason=reason,
        planned_at=moment(rng, min(on, talks.today) - days(rng.randint(2, 20))) if has_time else None,
        written_by=None if is_planned else by,
        written_at=None if is_planned else at,
        form_key=talks.key(),
    )
    case.more.append(meeting)
    kinds = {
        "held": "meeting-held",
        "not_reached": "meeting-not-reached",
        "no_show": "meeting-no-show",
        "cancelled": "meeting-cancelled",
    }
    entered = case.happenings[0].at
    if meeting.planned_at and meeting.planned_at <= entered + datetime.timedelta(minutes=20):
        meeting.planned_at = entered + datetime.timedelta(minutes=20)
    if is_planned:
        planned = meeting.planned_at or at
        _happened(case, "meeting-planned", meeting, planned)
        if rng.random() < 0.2:
            later = planned + datetime.timedelta(minutes=rng.randint(20, 200))
            _happened(case, "meeting-moved", meeting, later, was=str(workday(on - days(7))))
        _handed_over(talks, meeting)
    else:
        facts = {"reason": reason} if reason else {}
        _happened(case, kinds[state], meeting, at, **facts)
        if state == "held" and rng.random() < 0.05:
            _happened(case, "meeting-changed", meeting, at + datetime.timedelta(minutes=12))
    return meeting


def _agreement(talks: Talks, meeting: Meeting, running: list[Order]) -> None:
    case, rng, today = talks.case, talks.rng, talks.today
    weights = {"client": 45, "consultant": 28, "bureau": 30 if running else 0, "other": 5}
    owner = rng.choices(list(weights), list(weights.values()))[0]
    due = workday(meeting.on + days(rng.randint(7, 32)))
    order = rng.choice(running) if running else None
    agreement = Agreement(
        client=case.client,
        meeting=meeting,
        text=talks.one(words.AGREEMENTS[owner]),
        owner=owner,
        owner_user=meeting.led_by if owner == "consultant" else None,
        organisation=order.bureau.organisation if order and owner == "bureau" else None,
        owner_name=rng.choice(words.NAMES) if owner == "other" else "",
        due=due,
        due_reason=rng.choice(words.MOVED) if rng.random() < 0.08 else "",
    )
    case.more.append(agreement)
    made = meeting.written_at
    assert made
    facts = {"text": agreement.text, "who": agreement.party}
    case.happened("agreement-made", made, meeting.led_by, agreement, day=str(due), **facts)
    if agreement.due_reason and meeting.on + DAY < min(due, today):
        moved = moment(rng, meeting.on + DAY)
        reason = agreement.due_reason
        case.happened(
            "agreement-moved", moved, meeting.led_by, agreement, day=str(due), reason=reason, **facts
        )
    if _is_open(talks, agreement):
        if due < today and rng.random() < 0.4:
            on = between(rng, due, today - DAY)
            at = moment(rng, on)
            case.more.append(AgreementReminder(agreement=agreement, by=meeting.led_by, at=at, on=on))
            case.happened("agreement-reminded", at, meeting.led_by, agreement, **facts)
        elif due < today and rng.random() < 0.2:
            at = moment(rng, between(rng, due, today - DAY))  # ticked off by mistake
            undone = at + datetime.timedelta(minutes=2)
            case.happened("agreement-done", at, meeting.led_by, agreement, reason="", **facts)
            case.happened("agreement-reopened", undone, meeting.led_by, agreement, **facts)
        return
    settled = between(rng, meeting.on + DAY, min(due + days(4), today - DAY))
    if settled <= meeting.on:
        return
    dropped = rng.random() < 0.09
    agreement.state = Agreement.State.DROPPED if dropped else Agreement.State.DONE
    agreement.outcome = rng.choice(words.DROPPED if dropped else words.OUTCOMES)
    agreement.settled_at, agreement.settled_by = moment(rng, settled), case.who(settled)
    kind = "agreement-dropped" if dropped else "agreement-done"
    case.happened(
        kind, agreement.settled_at, agreement.settled_by, agreement, reason=agreement.outcome, **facts
    )


def _is_open(talks: Talks, agreement: Agreement) -> bool:
    """What lies open for months would bury the rest of Today: in a service that works it is rare."""
    due, today, drawn = agreement.due, talks.today, talks.rng.random()
    if due >= today:
        return drawn < 0.85
    matter = "agreement-bureau" if agreement.owner == Agreement.Owner.BUREAU else "agreement"
    return due > today - days(30) and drawn < 0.5 and is_left(talks.case, talks.town, matter, due, today)


def _happened(case: Case, kind: str, meeting: Meeting, at: datetime.datetime, **facts: str) -> None:
    case.happened(kind, at, meeting.led_by, meeting, meeting=meeting.kind, day=str(meeting.on), **facts)


def _handed_over(talks: Talks, meeting: Meeting) -> None:
    """What her former consultant had planned goes along with the client."""
    case = talks.case
    if case.former and case.client.consultant and meeting.planned_at and not meeting.others:
        _former, changed = case.former
        if meeting.planned_at.date() < changed < talks.today:
            by, name = talks.town.lead_of(case.client.consultant), case.client.consultant.name
            facts = {"meeting": meeting.kind, "day": str(meeting.on), "consultant": name}
            at = meeting.planned_at.replace(year=changed.year, month=changed.month, day=changed.day)
            case.happened("meeting-handed-over", at, by, meeting, **facts)


def _others(running: list[Order], rng: random.Random) -> str:
    order = rng.choice(running)
    return (
        f"{order.bureau.organisation.name} ({order.coach.name})"
        if order.coach
        else order.bureau.organisation.name
    )


def _runs(order: Order, on: datetime.date) -> bool:
    return order.activity.start <= on <= (order.ended_on or order.activity.end)
