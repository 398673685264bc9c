"""Who helps the clients of the demo, since when, and what came of it each time somebody asked."""

import datetime
import random
import uuid
from dataclasses import dataclass

from partners.demo.clock import DAY, between, days, moment, workday
from partners.demo.people import Town
from partners.demo.rows import Case
from partners.demo.texts.help import HELPERS, KINDS
from trajecten.help.models import FollowUp, Referral
from wiz.people.models import User

USUAL = 56  # days until it is asked what came of it
SHARE = {"rest": 0.75, "diagnosis": 0.45, "activation": 0.4}  # of the clients with such a plan; of others:
OTHERWISE = 0.3
OUTCOMES = {"running": 64, "finished": 17, "stopped": 9, "unknown": 5}
MINUTES = datetime.timedelta(minutes=4)


@dataclass
class Helping:
    """One referral while it is being told."""

    case: Case
    town: Town
    rng: random.Random
    today: datetime.date
    referral: Referral

    def tell(
        self, kind: str, at: datetime.datetime, day: datetime.date | None = None, *, by: User | None = None
    ) -> None:
        row = self.referral
        facts = {"help": row.kind, "who": row.owner, **({"day": str(day)} if day else {})}
        self.case.happened(f"referral-{kind}", at, by or self.case.who(at.date()), row, **facts)


def add_help(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Give some clients one or two who help them; most are asked after in time, some are forgotten."""
    entered = case.happenings[0].at.date()
    share = SHARE.get(case.plan.kind, OTHERWISE) if case.plan else OTHERWISE
    if rng.random() > share or entered + days(5) >= today:
        return
    kinds = dict(KINDS)
    if any(order.activity.title == "Schuldhulp" for order in case.orders):
        kinds.pop("debts")  # that is an order
    for kind in dict.fromkeys(rng.choices(list(kinds), list(kinds.values()), k=rng.choice((1, 1, 1, 2)))):
        _follow(_noted(case, town, rng, today, kind, between(rng, entered + DAY, today - 2 * DAY)))
    if rng.random() < 0.04:  # typed with the wrong client, and taken away
        on = between(rng, entered + DAY, today - DAY)
        case.happened("referral-removed", moment(rng, workday(on)), case.who(on), None, help="debts")


def _noted(
    case: Case, town: Town, rng: random.Random, today: datetime.date, kind: str, on: datetime.date
) -> Helping:
    on = max(workday(on), case.happenings[0].at.date())
    already = rng.random() < 0.3
    start = on - days(rng.randint(40, 600) if already else rng.choice((0, 0, 0, 3, 7)))
    at = max(moment(rng, on), case.happenings[0].at + MINUTES)
    referral = Referral(
        client=case.client,
        kind=kind,
        owner_name=rng.choice(HELPERS[kind]),
        owner_since=on,
        already_helped=already,
        start=start,
        until=on + days(rng.randint(90, 300)) if rng.random() < 0.2 else None,
        follow_up_on=on + days(rng.choice((28, 42, USUAL, USUAL, USUAL, 84))),
        made_by=case.who(on),
        made_at=at,
        form_key=uuid.UUID(int=rng.getrandbits(128), version=4),
    )
    helping = Helping(case, town, rng, today, referral)
    colleague = rng.random()
    if colleague < 0.14:
        here = on < town.service.live_since + days(1000) if town.service.live_since else False
        referral.owner_user = town.left if here and colleague < 0.09 else case.who(on)
        referral.owner_name = ""
    case.more.append(referral)
    helping.tell("found" if already else "made", at, start)
    if rng.random() < 0.06:
        referral.revision += 1
        helping.tell("corrected", at + MINUTES)
    return helping


def _follow(helping: Helping) -> None:
    """Ask what came of it, time after time, until it ended, or lies ahead, or was forgotten."""
    referral, rng, today = helping.referral, helping.rng, helping.today
    last: datetime.date | None = None
    while referral.is_open and referral.follow_up_on < today:
        on = workday(referral.follow_up_on + days(rng.randint(-3, 4)))
        on = max(on, (last or referral.made_at.date()) + DAY)
        # Forgotten for a while: in a service that works this is rare, and not for ever.
        late = (today - referral.follow_up_on).days
        if on >= today or (late < 60 and rng.random() < 0.5):
            return
        _asked(helping, on, first=last is None)
        last = on
        if rng.random() < 0.04 and referral.is_open:
            _another_owner(helping, on)


def ask_after(
    case: Case, town: Town, rng: random.Random, today: datetime.date, referral: Referral, outcome: str = ""
) -> None:
    """Ask lately what came of it; whom a colleague who left saw to is given to somebody else."""
    helping = Helping(case, town, rng, today, referral)
    asked = [row.on for row in case.more if isinstance(row, FollowUp) and row.referral is referral]
    on = workday(today - days(rng.randint(1, 12)))
    on = max([on, referral.made_at.date() + DAY, *(day + DAY for day in asked)])
    if on < today and (outcome or referral.follow_up_on < today):
        _asked(helping, on, first=not asked, outcome=outcome)
    if referral.owner_user is town.left and referral.is_open:
        _another_owner(helping, max(on, referral.owner_since + DAY))


def _asked(helping: Helping, on: datetime.date, *, first: bool, outcome: str = "") -> None:
    referral, rng, case = helping.referral, helping.rng, helping.case
    outcomes = {**OUTCOMES, "not_started": 12} if first and not referral.already_helped else OUTCOMES
    outcome = outcome or rng.choices(list(outcomes), list(outcomes.values()))[0]
    at = moment(rng, on)
    row = FollowUp(referral=referral, on=on, outcome=outcome, by=case.who(on), at=at)
    row.due_before, row.until_before = referral.follow_up_on, referral.until
    if rng.random() < 0.03:  # a slip of the mouse
        helping.tell("finished", at - MINUTES, on)
        helping.tell("undone", at - MINUTES / 2)
        referral.revision += 2
    referral.revision += 1
    if outcome == "running":
        row.next_on = referral.follow_up_on = on + days(rng.choice((42, USUAL, USUAL, 84, 112)))
        if referral.until and referral.until < on:
            referral.until = None
    else:
        ended_on = max(referral.start, on - days(rng.choice((0, 0, 5, 12))))
        referral.outcome = outcome
        referral.until = None if outcome == "not_started" else ended_on
    case.more.append(row)
    helping.tell(outcome, at, row.next_on or referral.until or on)


def _another_owner(helping: Helping, on: datetime.date) -> None:
    referral, rng = helping.referral, helping.rng
    name = rng.choice(HELPERS[referral.kind])
    if name == referral.owner_name:
        return
    referral.owner_user, referral.owner_name, referral.owner_since = None, name, on
    referral.revision += 1
    helping.tell("owner", moment(rng, on) + MINUTES)
