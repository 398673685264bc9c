"""Where the clients of the demo stood on the ladder: up with what was ordered, back when life came in between."""

import datetime
import random
import uuid
from dataclasses import dataclass, field

from partners.demo.clock import between, days, moment, workday
from partners.demo.diligence import is_left
from partners.demo.people import Town
from partners.demo.rows import Case
from partners.demo.texts import ladder as words
from partners.orders.models import Order
from trajecten.ladder.models import Placement, Rung
from wiz.terms import add_months

# Where a plan of a kind starts, and to where what is ordered leads.
STARTS = {"rest": (1,), "diagnosis": (1, 2), "activation": (2,), "work": (3, 4, 5), "training": (3, 4)}
WITHOUT_PLAN = ((1, 2, 3, 4, 5, 6), (22, 34, 20, 10, 9, 5))
LEADS_TO = {
    "Diagnose": 2,
    "Sociale activering": 2,
    "Vrijwilligerswerk": 3,
    "Schuldhulp": 1,
    "Begeleid werken": 3,
    "Aanbodversterking": 3,
    "Groepstraining": 4,
    "Opleiding of cursus": 4,
    "Leer-werktraject": 4,
    "Stage": 5,
    "Proefplaatsing": 5,
    "Sollicitatietraining": 5,
    "Coaching": 4,
    "Jobhunting": 6,
    "Arbeidsbemiddeling": 6,
    "Nazorg": 6,
}
SILENT_MONTHS = 12
WENT_WELL = ("Doel", "Contract", "Advies is gegeven", "Periode voorbij")
# By the lowest position on the work ladder: the step of the participation ladder that goes with it.
PARTICIPATES = {1: 1, 2: 2, 3: 4, 4: 3, 5: 4, 6: 4}


@dataclass
class Climb:
    """One client's way along one ladder, while it is being made."""

    case: Case
    rungs: list[Rung]
    rng: random.Random
    yesterday: datetime.date
    rows: list[Placement] = field(default_factory=list)

    @property
    def last(self) -> Placement:
        return self.rows[-1]

    @property
    def position(self) -> int:
        return self.last.rung.position

    def say(self, pool: tuple[str, ...], **more: str) -> str:
        voice = self.case.voice
        return voice.say(self.rng.choice(voice.fitting(pool)), **more)

    def go(self, day: datetime.date, position: int, reason: str) -> None:
        """Stand on a rung from a day on, unless that is still to come or was before where she stood last."""
        day = max(workday(day), self.case.happenings[0].at.date() + days(1))
        if day > self.yesterday or (self.rows and day <= self.last.on):
            return
        rung = self.rungs[max(1, min(position, len(self.rungs))) - 1]
        before = self.last.rung.position if self.rows else None
        kind = (
            "placed"
            if before is None
            else "progress"
            if rung.position == before
            else "up"
            if rung.position > before
            else "down"
        )
        if self.rows:
            self.last.until = day
        self.rows.append(
            Placement(
                client=self.case.client,
                ladder=rung.ladder,
                rung=rung,
                kind=kind,
                on=day,
                reason=reason,
                by=self.case.who(day),
                at=moment(self.rng, day),
                # Drawn, not made up: equal seeds give equal rows.
                form_key=uuid.UUID(int=self.rng.getrandbits(128), version=4),
            )
        )


def add_ladder(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Place nearly every client; some also on the participation ladder, because others speak of that one."""
    added, yesterday = case.happenings[0].at.date(), today - days(1)
    if not town.rungs or added >= yesterday or rng.random() < 0.04:
        return
    climb = Climb(case, town.rungs, rng, yesterday)
    orders = sorted(case.orders, key=lambda order: order.ordered_at)
    latest = min([yesterday, added + days(45), *(order.ordered_at.date() for order in orders[:1])])
    position = _start(case, rng)
    climb.go(between(rng, added + days(1), latest), position, climb.say(words.FIRST[position]))
    if not climb.rows:
        return
    for order in orders:
        _along(climb, order)
    _keep_up(climb, town)
    if climb.position > 1 and rng.random() < 0.08:
        _fall(climb, yesterday - days(rng.randint(1, 80)), climb.say(words.DOWN))
    _answer(climb, town)
    finish(climb)
    if town.participation and rng.random() < 0.12:
        other = Climb(case, town.participation, rng, yesterday)
        other.go(
            between(rng, climb.last.on, yesterday),
            PARTICIPATES[climb.position],
            other.say(words.PARTICIPATION),
        )
        finish(other)


def _keep_up(climb: Climb, town: Town) -> None:
    """Consultants note progress now and then; for some clients it stayed silent for just over a year."""
    rng, today = climb.rng, climb.yesterday + days(1)
    while (climb.yesterday - climb.last.on).days > 150:
        silent_from = add_months(climb.last.on, SILENT_MONTHS)
        if (
            silent_from <= today
            and rng.random() < 0.4
            and is_left(climb.case, town, "silence", silent_from, today)
        ):
            return
        # Not always seen to: then the next time is the last chance to do so.
        ahead = days(rng.randint(120, 350) if rng.random() < 0.9 else rng.randint(366, 440))
        if climb.last.on + ahead > climb.yesterday:
            if silent_from > today:
                return
            ahead = climb.yesterday - climb.last.on - days(rng.randint(3, 60))
        climb.go(climb.last.on + ahead, climb.position, climb.say(words.PROGRESS))


def _answer(climb: Climb, town: Town) -> None:
    """Say what happens after a step down that nobody answered yet."""
    last, today = climb.last, climb.yesterday + days(1)
    if last.kind != "down" or last.follow_up or is_left(climb.case, town, "fall", last.on, today):
        return
    seen = min(climb.yesterday, last.on + days(climb.rng.randint(2, 25)))
    last.follow_up = climb.say(words.FOLLOW_UP)
    last.follow_up_by, last.follow_up_on = climb.case.who(seen), seen


def _start(case: Case, rng: random.Random) -> int:
    kind = case.plan.kind if case.plan else ""
    return rng.choice(STARTS[kind]) if kind in STARTS else rng.choices(*WITHOUT_PLAN)[0]


def _along(climb: Climb, order: Order) -> None:
    """What an order did: a step up when it began, progress on the way, and what its end meant."""
    rng, start = climb.rng, order.activity.start
    names = {"instrument": order.activity.title.lower(), "bureau": order.bureau.organisation.name}
    if order.ended_on and order.ended_on <= start:  # never begun
        return
    target = LEADS_TO.get(order.activity.title, 3)
    if target > climb.position:
        climb.go(start, min(target, climb.position + 2), climb.say(words.UP_BY_ORDER, **names))
    end = order.ended_on or climb.yesterday
    if (end - start).days > 120 and rng.random() < 0.6:
        climb.go(between(rng, start + days(60), end - days(20)), climb.position, climb.say(words.PROGRESS))
    if not order.ended_on:
        return
    if order.end_reason.startswith(WENT_WELL):
        if climb.position < len(climb.rungs) and rng.random() < 0.6:
            climb.go(order.ended_on, climb.position + 1, climb.say(words.UP, **names))
    elif climb.position > 1 and rng.random() < 0.7:
        why = next((key for key in words.DOWN_BY_ORDER if key and key in order.end_reason), "")
        _fall(climb, order.ended_on, climb.say(words.DOWN_BY_ORDER[why], **names))


def _fall(climb: Climb, day: datetime.date, reason: str) -> None:
    rng, before = climb.rng, len(climb.rows)
    climb.go(day, climb.position - (2 if climb.position > 2 and rng.random() < 0.2 else 1), reason)
    if len(climb.rows) == before:
        return
    # Most are answered within a few weeks; some recent ones still wait.
    seen = climb.last.on + days(rng.randint(2, 25))
    if seen <= climb.yesterday and rng.random() < 0.65:
        climb.last.follow_up = climb.say(words.FOLLOW_UP)
        climb.last.follow_up_by, climb.last.follow_up_on = climb.case.who(seen), seen


def finish(climb: Climb) -> None:
    """Hand the rows over, with the events the actions would have recorded."""
    case = climb.case
    for row in climb.rows:
        rung = str(row.rung)
        if climb.rng.random() < 0.01:
            slip = row.at + datetime.timedelta(minutes=-7)
            case.happened("ladder-undone", slip, row.by, row, rung=str(climb.rungs[-1]))
        case.happened(
            f"ladder-{row.kind}", row.at, row.by, row, rung=rung, reason=row.reason, day=row.on.isoformat()
        )
        if row.follow_up and row.follow_up_on:
            at = moment(climb.rng, row.follow_up_on)
            case.happened("ladder-followed", at, row.follow_up_by, row, rung=rung, text=row.follow_up)
    case.more += climb.rows
