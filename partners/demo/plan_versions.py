"""How far a client's plan came: versions offered and signed, goals reached, reviews, the end, refused training."""

import datetime
import random
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from partners.demo.clock import between, days, moment, workday
from partners.demo.diligence import LONGEST, is_left
from partners.demo.people import Town
from partners.demo.rows import Case
from partners.demo.texts import plan_versions as words
from trajecten.plans.content import build_content
from trajecten.plans.models import Goal, Plan, PlanReview, PlanVersion, TrainingRefusal
from wiz.terms import add_months, day_of

# Of plans that had the time for it, in hundreds.
STAGES = {"signed": 66, "changed": 6, "offered": 8, "reoffered": 5, "draft": 9, "ended": 6}
REVIEW_MONTHS = 6
DONE = 0.9  # of goals whose day has passed
TRAINING_REFUSED = 0.05


@dataclass
class Way:
    """A plan while its versions are made."""

    case: Case
    plan: Plan
    rng: random.Random
    today: datetime.date
    town: Town
    versions: list[PlanVersion] = field(default_factory=list)

    @property
    def yesterday(self) -> datetime.date:
        return self.today - days(1)

    def say(self, pool: tuple[str, ...]) -> str:
        voice = self.case.voice
        return voice.say(self.rng.choice(voice.fitting(pool)))

    def happened(self, kind: str, day: datetime.date, /, **facts: str) -> datetime.datetime:
        at = moment(self.rng, day)
        self.case.happened(kind, at, self.case.who(day), self.plan, **facts)
        self.plan.revision += 1
        return at


def add_plans(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Take the plan its way, and refuse some training; a client without a plan may have been refused some too."""
    if rng.random() < TRAINING_REFUSED:
        _refuse_training(case, rng, today)
    if case.plan is None:
        return
    way = Way(case, case.plan, rng, today, town)
    _fill(way)
    made = day_of(case.plan.made_at)
    _settle_goals(way)
    first = max([made, *_order_days(case)[:1]]) + days(rng.randint(1, 9))
    last = max([first, *_order_days(case)]) + days(rng.randint(1, 12))
    stage = _stage(way)
    if first >= way.yesterday - days(3) or stage == "draft":
        _settle_goals(way)
        return
    if stage == "offered" or last >= way.yesterday - days(3):
        _settle_goals(way)
        offer(way, max(first, _offered(way)))
        case.plan.state = Plan.State.OFFERED
        return
    if last > first + days(20):
        sign(way, offer(way, first), first + days(rng.randint(0, 8)), then=last)
    if rng.random() < 0.1:
        _withdraw(way, offer(way, last))
    signed = sign(way, offer(way, last), last + days(rng.randint(0, 10)))
    case.plan.state = Plan.State.SIGNED
    review(way, signed)
    {"changed": _change, "reoffered": _change, "ended": _end}.get(stage, lambda *_args: None)(
        way, signed, stage
    )


def _offered(way: Way) -> datetime.date:
    """Return a day some weeks ago for an offer that waits; mostly she has had no time yet to sign."""
    long_ago = between(way.rng, way.today - days(40), way.today - days(15))
    if is_left(way.case, way.town, "unsigned", long_ago, way.today):
        return long_ago
    return between(way.rng, way.today - days(13), way.yesterday)


def _stage(way: Way) -> str:
    stage = way.rng.choices(list(STAGES), list(STAGES.values()))[0]
    running = any(order.ended_on is None for order in way.case.orders)
    return "signed" if stage == "ended" and running else stage


def _open_day(day: datetime.date) -> datetime.date:
    """Return the day itself, or the Monday after a weekend."""
    return day if day.weekday() < 5 else day + days(7 - day.weekday())


def _order_days(case: Case) -> list[datetime.date]:
    """Return the days on which orders were placed, and with them their goals came into the plan."""
    return sorted(day_of(order.ordered_at) for order in case.orders)


def _fill(way: Way) -> None:
    """Hours, rest, who does what, what activities add and cost."""
    rng, plan = way.rng, way.plan
    if plan.kind == Plan.Kind.REST:
        plan.rest_until = day_of(plan.made_at) + days(rng.randint(90, 330))
        plan.expected = way.say(words.EXPECTED)
    else:
        plan.hours = Decimal(rng.choice((4, 6, 8, 12, 16, 20, 24))) if rng.random() < 0.8 else None
    with_bureau = {id(goal) for activity, goal in way.case.activity_goals if activity.organisation}
    for goal, key in way.case.goals:
        if id(goal) in with_bureau:
            goal.who = Goal.Who.BUREAU if rng.random() < 0.7 else Goal.Who.CLIENT
        elif key == "childcare":
            goal.who = Goal.Who.CONSULTANT
        elif rng.random() < 0.15:
            goal.who, goal.who_name = Goal.Who.OTHER, rng.choice(words.OTHERS)
    for activity in way.case.activities:
        if rng.random() < 0.75:
            activity.contribution = way.say(words.CONTRIBUTIONS)
        if activity.organisation and rng.random() < 0.8:
            activity.cost = Decimal(rng.randint(9, 130) * 50)


def offer(way: Way, day: datetime.date) -> PlanVersion:
    number = len(way.versions) + 1
    at = way.happened("plan-offered", min(_open_day(day), way.yesterday), number=str(number))
    version = PlanVersion(
        plan=way.plan, number=number, offered_at=at, offered_by=way.case.who(day_of(at)), content={}
    )
    way.versions.append(version)
    way.case.more.append(version)
    _keep_content(way, version, day_of(at))
    return version


def _withdraw(way: Way, version: PlanVersion) -> None:
    """Taken back the same day: something had to be different."""
    day = day_of(version.offered_at)
    at = way.happened("plan-withdrawn", day, number=str(version.number))
    version.withdrawn_at = max(at, version.offered_at)


def _keep_content(way: Way, version: PlanVersion, day: datetime.date) -> None:
    """Fill in the content when the rows it names have their numbers: as it stood on a day."""
    case, plan = way.case, way.plan
    later = {id(order.activity) for order in case.orders if day_of(order.ordered_at) > day}
    later_goals = {id(goal) for activity, goal in case.activity_goals if id(activity) in later} - {
        id(goal) for activity, goal in case.activity_goals if id(activity) not in later
    }
    goals = [
        goal for goal, _key in case.goals if id(goal) not in later_goals and goal.state != Goal.State.DROPPED
    ]
    review_on = add_months(day, REVIEW_MONTHS)
    wish, hours = plan.preference, plan.hours

    def fill() -> None:
        held = {id(goal) for goal in goals}
        activities = [
            (activity, [g.pk for of, g in case.activity_goals if of is activity and id(g) in held])
            for activity in case.activities
            if id(activity) not in later
        ]
        told = Plan(
            kind=plan.kind,
            end_goal=plan.end_goal,
            preference=wish,
            hours=hours,
            rest_until=plan.rest_until,
            expected=plan.expected,
            review_on=review_on,
        )
        version.content = build_content(told, goals, activities)

    case.finish.append(fill)


def sign(
    way: Way, version: PlanVersion, day: datetime.date, then: datetime.date | None = None
) -> datetime.date:
    """Sign a version on a day between its offer and what came after it; return the day."""
    offered = day_of(version.offered_at)
    day = max(offered, workday(min(max(day, offered), then or way.yesterday, way.yesterday)))
    at = max(
        way.happened("plan-signed", day, number=str(version.number), day=day.isoformat()), version.offered_at
    )
    version.signed_on, version.signed_at, version.signed_by = day, at, way.case.who(day)
    version.how, version.signed_name = PlanVersion.How.SCREEN, way.case.client.name
    way.plan.review_on = add_months(day, REVIEW_MONTHS)
    return day


def _settle_goals(way: Way) -> None:
    for goal, _key in way.case.goals:
        if goal.due is None or goal.due >= way.yesterday:
            continue
        if way.rng.random() < DONE or not is_left(way.case, way.town, "goal", goal.due, way.today):
            day = workday(min(way.yesterday, goal.due + days(way.rng.randint(-20, 15))))
            day = max(day, day_of(way.plan.made_at))
            goal.state, goal.settled_on = Goal.State.REACHED, day
            way.happened("plan-goal-reached", day, goal=goal.text)
            is_reopened = goal.due > way.today - LONGEST and way.rng.random() < 0.2
            if is_reopened and is_left(way.case, way.town, "goal-reopened", goal.due, way.today):
                goal.state, goal.settled_on = Goal.State.OPEN, None
                way.happened("plan-goal-reopened", min(way.yesterday, day + days(9)), goal=goal.text)


def review(way: Way, signed: datetime.date) -> None:
    """Look again every half year or so, mostly in time; the last time may still have to come."""
    due = add_months(signed, REVIEW_MONTHS)
    while due < way.yesterday and not is_left(way.case, way.town, "review", due, way.today):
        on = workday(max(signed, due - days(way.rng.randint(0, 25))))
        due = add_months(on, REVIEW_MONTHS)
        at = way.happened("plan-reviewed", on, day=due.isoformat())
        way.case.more.append(
            PlanReview(
                plan=way.plan,
                on=on,
                note=way.say(words.REVIEWS),
                next_on=due,
                by=way.case.who(on),
                at=at,
                form_key=uuid.UUID(int=way.rng.getrandbits(128), version=4),
            )
        )
    way.plan.review_on = due


def _change(way: Way, signed: datetime.date, stage: str) -> None:
    """The wish or the hours changed since she signed: a change to be offered, or offered already."""
    day = between(way.rng, signed + days(1), way.yesterday)
    goal = next((goal for goal, _key in way.case.goals if goal.state == Goal.State.OPEN), None)
    if goal and way.rng.random() < 0.4:
        goal.state, goal.settled_on, goal.drop_reason = Goal.State.DROPPED, day, way.say(words.DROPPED)
        way.happened("plan-goal-dropped", day, goal=goal.text, reason=goal.drop_reason)
    else:
        way.plan.preference = way.say(words.NEW_WISHES)
        way.happened("plan-changed", day)
    way.plan.state = Plan.State.CHANGED
    if stage == "reoffered":
        offer(way, max(day, _offered(way)))
        way.plan.state = Plan.State.REOFFERED


def _end(way: Way, signed: datetime.date, stage: str) -> None:
    ends = [order.ended_on for order in way.case.orders if order.ended_on]
    reviewed = [row.on for row in way.case.more if isinstance(row, PlanReview)]
    day = between(way.rng, max([signed + days(1), *ends, *reviewed]), way.yesterday)
    if day <= signed or any(day < other for other in [*ends, *reviewed]):
        return
    reached = way.rng.random() < 0.6
    result = Plan.Result.REACHED if reached else way.rng.choice((Plan.Result.PARTLY, Plan.Result.STOPPED))
    way.plan.state, way.plan.ended_on, way.plan.result = Plan.State.ENDED, day, result
    way.plan.end_reason = way.say(words.ENDS[result])
    way.happened("plan-ended", day, result=result, reason=way.plan.end_reason)


def _refuse_training(case: Case, rng: random.Random, today: datetime.date) -> None:
    added = min((h.at.date() for h in case.happenings), default=today)
    if added >= today - days(5):
        return
    day = between(rng, added + days(1), today - days(2))
    at, by = moment(rng, day), case.who(day)
    voice = case.voice
    refusal = TrainingRefusal(
        client=case.client,
        training=voice.say(rng.choice(words.TRAININGS)),
        reason=voice.say(rng.choice(words.REFUSALS)),
        on=day,
        by=by,
        at=at,
        form_key=uuid.UUID(int=rng.getrandbits(128), version=4),
    )
    case.more.append(refusal)
    facts = {"training": refusal.training, "reason": refusal.reason}
    case.happened("plan-training-refused", at, by, refusal, **facts)
