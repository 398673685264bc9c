"""Turns a told case into rows, by the same pieces as the drawn ones."""

import datetime
import random
import uuid
from decimal import Decimal

from partners.demo.clock import days, moment, workday
from partners.demo.handover import add_assignments
from partners.demo.intake import Draft, Telling
from partners.demo.ladder import Climb, finish
from partners.demo.people import Town
from partners.demo.plan_versions import Way, offer, review, sign
from partners.demo.rows import Case
from partners.demo.told import Promise, Step, Story, Talk
from trajecten.agreements.models import Agreement
from trajecten.meetings.models import Experience, Meeting
from trajecten.plans.models import Activity, Goal, Plan, TrainingRefusal
from wiz.clients.models import Assignment
from wiz.terms import add_months

TOLD = "story"  # the key of a goal that stands in no list of texts
HOURS = tuple(datetime.time(hour, minute) for hour in (9, 10, 11, 13, 14, 15) for minute in (0, 30))


def _key(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def months_ago(today: datetime.date, months: float) -> datetime.date:
    """Return the working day some months before the demo's day; negative months are ahead."""
    whole = int(months)
    return workday(add_months(today, -whole) - days(round((months - whole) * 30)))


def tell_plan(case: Case, story: Story, today: datetime.date) -> None:
    """Make the drawn plan the one of the story; the goals of its orders stay beside her own."""
    plan = case.plan
    assert plan
    plan.kind, plan.end_goal, plan.preference = story.kind, story.end_goal, story.wish
    soonest = case.happenings[0].at + datetime.timedelta(minutes=50)
    plan.made_at = max(soonest, moment(case.voice.rng, _made_on(story, today)))
    plan.revision = 1
    case.happenings = [each for each in case.happenings if not each.kind.startswith("plan-")]
    case.happened("plan-made", plan.made_at, case.who(plan.made_at.date()), plan, plan=plan.kind)
    case.goals = []  # what was drawn with the plan is not hers
    for step in story.steps:
        case.goals.append((_goal(case, plan, step, today), TOLD))


def _made_on(story: Story, today: datetime.date) -> datetime.date:
    return workday(months_ago(today, 1 if story.signed is None else story.signed) - days(12))


def tell_versions(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Offer the plan, and let it be signed when the story says so; refuse the training she asked for."""
    story, plan = case.story, case.plan
    assert story
    if plan is None:
        return
    plan.hours = Decimal(story.hours) if story.hours else None
    way = Way(case, plan, rng, today, town)
    # An order adds its goals to the plan: what she signs comes after the last one.
    ordered = [order.ordered_at.date() for order in case.orders]
    day = max([_made_on(story, today), case.happenings[0].at.date(), *ordered]) + days(4)
    version = offer(way, day)
    plan.state = Plan.State.OFFERED
    if story.signed is not None:
        signed = sign(way, version, day + days(6))
        plan.state = Plan.State.SIGNED
        review(way, signed)
    tell_refusal(case, rng, today)


def tell_assignments(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """As in any case, with the note of the story."""
    assert case.story
    add_assignments(case, town, rng, today)
    latest = [row for row in case.more if isinstance(row, Assignment)][-1]
    if case.story.handed_over and case.former:
        latest.note = case.story.handed_over[1]
        latest.note_by = case.former[0] if latest.note else None


def _goal(case: Case, plan: Plan, step: Step, today: datetime.date) -> Goal:
    due = months_ago(today, -step.due)
    settled = None if step.state == Goal.State.OPEN else min(due, today - days(5))
    return Goal(
        plan=plan,
        text=step.text,
        due=due,
        who=step.who,
        who_name="Opleider of instantie" if step.who == Goal.Who.OTHER else "",
        state=step.state,
        settled_on=settled,
        drop_reason=step.reason,
        position=len(case.goals),
    )


def tell_intake(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    story = case.story
    assert story
    draft = Draft(
        {
            "wish": story.wish,
            "care": story.care,
            "alone": story.alone,
            "load": story.load,
            "other_parent": story.other_parent if case.children else "not_discussed",
            "other_parent_note": story.other_parent_note,
        },
        {each.factor: (each.client, each.consultant, each.words) for each in story.weighed},
        list(story.supporters),
    )
    for giver, words, ago, valid in story.advices:
        given = months_ago(today, ago)
        draft.advices.append(
            {
                "giver": giver,
                "name": "Bewindvoerder" if giver == "other" else "",
                "words": words,
                "given_on": given,
                "valid_until": add_months(given, valid),
            }
        )
    if story.capacity:
        hours, words, source, ago, valid = story.capacity
        concluded = months_ago(today, ago)
        draft.fields |= {
            "capacity_hours": None if hours is None else Decimal(hours),
            "capacity": words,
            "capacity_source": source,
            "capacity_on": concluded,
            "capacity_until": add_months(concluded, valid),
        }
    at = max(
        moment(rng, months_ago(today, story.intake)), case.happenings[0].at + datetime.timedelta(minutes=25)
    )
    Telling(case, town, rng, today).write(draft, 1, at)


def tell_ladder(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    assert case.story
    if not town.rungs:
        return
    climb = Climb(case, town.rungs, rng, today - days(1))
    for move in case.story.moves:
        climb.go(months_ago(today, move.months), move.position, move.reason)
    finish(climb)


def tell_meetings(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    assert case.story
    for talk in case.story.talks:
        day = workday(today - days(talk.days))
        if talk.days < 0:
            _planned(case, rng, talk, max(day, today + days(1)), today)
        else:
            _held(case, rng, talk, min(day, today - days(1)), today)


def _planned(case: Case, rng: random.Random, talk: Talk, day: datetime.date, today: datetime.date) -> None:
    at = max(moment(rng, workday(today - days(8))), case.happenings[0].at + datetime.timedelta(minutes=70))
    meeting = Meeting(
        client=case.client,
        kind=talk.kind,
        moment=talk.moment,
        state=Meeting.State.PLANNED,
        on=day,
        time=rng.choice(HOURS),
        subject=talk.text,
        led_by=case.consultant,
        planned_at=at,
        form_key=_key(rng),
    )
    case.more.append(meeting)
    case.happened("meeting-planned", at, case.who(at.date()), meeting, meeting=talk.kind, day=day.isoformat())


def _held(case: Case, rng: random.Random, talk: Talk, day: datetime.date, today: datetime.date) -> None:
    by, at = case.who(day), moment(rng, day)
    meeting = Meeting(
        client=case.client,
        kind=talk.kind,
        moment=talk.moment,
        state=talk.state,
        on=day,
        led_by=by,
        note=talk.text,
        written_by=by,
        written_at=at,
        form_key=_key(rng),
    )
    case.more.append(meeting)
    case.happened("meeting-held", at, by, meeting, meeting=talk.kind, day=day.isoformat())
    if talk.view and (activity := _took_part_in(case, day)):
        case.more.append(Experience(meeting=meeting, activity=activity, view=talk.view, words=talk.words))
    for promise in talk.promises:
        _promise(case, rng, meeting, promise, at, today)


def _took_part_in(case: Case, day: datetime.date) -> Activity | None:
    """Return what she took part in on a day, the latest."""
    running = [each for each in case.activities if each.start <= day <= each.end]
    return max(running, key=lambda each: each.start, default=None)


def _promise(
    case: Case,
    rng: random.Random,
    meeting: Meeting,
    promise: Promise,
    at: datetime.datetime,
    today: datetime.date,
) -> None:
    bureaus = [order.bureau.organisation for order in case.orders if order.ended_on is None]
    owner = promise.who.lower() if promise.who in ("client", "consultant") else "other"
    if promise.who == "Bureau" and bureaus:
        owner = "bureau"
    due = workday(today + days(promise.due))
    agreement = Agreement(
        client=case.client,
        meeting=meeting,
        text=promise.text,
        owner=owner,
        owner_user=meeting.led_by if owner == "consultant" else None,
        organisation=bureaus[-1] if owner == "bureau" else None,
        owner_name=promise.who if owner == "other" else "",
        due=due,
    )
    case.more.append(agreement)
    who = agreement.party
    case.happened(
        "agreement-made", at, meeting.led_by, agreement, text=promise.text, who=who, day=due.isoformat()
    )
    if promise.done:
        agreement.state = Agreement.State.DONE
        agreement.settled_by = case.who(due)
        agreement.settled_at = moment(rng, min(due, today - days(1)))
        case.happened(
            "agreement-done",
            agreement.settled_at,
            agreement.settled_by,
            agreement,
            text=promise.text,
            who=who,
        )


def tell_refusal(case: Case, rng: random.Random, today: datetime.date) -> None:
    """The training that was refused, when the story has one."""
    assert case.story
    if not case.story.refused:
        return
    training, reason, ago = case.story.refused
    day = months_ago(today, ago)
    refusal = TrainingRefusal(
        client=case.client,
        training=training,
        reason=reason,
        on=day,
        by=case.who(day),
        at=moment(rng, day),
        form_key=_key(rng),
    )
    case.more.append(refusal)
    case.happened("plan-training-refused", refusal.at, refusal.by, refusal, training=training, reason=reason)


# In the place of what the matters draw.
TELLERS = {
    "assignments": tell_assignments,
    "intake": tell_intake,
    "ladder": tell_ladder,
    "plans": tell_versions,
    "meetings": tell_meetings,
}
