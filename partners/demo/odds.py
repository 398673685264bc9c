"""Requests of the demo's clients that are at odds: asked for on two pages, and nobody laid them side by side."""

import datetime
import random
import uuid
from decimal import Decimal

from partners.demo.clock import between, days, moment, workday
from partners.demo.people import Town
from partners.demo.rows import Case
from trajecten.childcare.models import CareNotNeeded, ChildcareNeed, ChildcareRequest
from trajecten.childcare.term import last_day
from trajecten.exemptions.models import Exemption
from trajecten.plans.models import Activity
from wiz.clients.models import Child
from wiz.terms import age_on

GLAD_TO = ("Buurtrestaurant De Lepel", "Naaiatelier in de wijk", "Ouderkamer op school", "Kringloopwinkel")
LAST_AGE, TERM, EXTENSION = 12, 4, 4
NO_EXTRA: frozenset[datetime.date] = frozenset()
SHARE = 0.05  # of who could have it; the consultant whom everybody signs in as has so many:
OF_THE_KNOWN = 1


def add_odds(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Let a few clients without a plan begin before their childcare is decided, or do more than is left to ask.

    A plan that was signed holds what the client takes part in: nothing is added beside it.
    """
    entered = case.happenings[0].at.date()
    if case.plan or case.story or entered + days(30) >= today:
        return
    if case.client.consultant is town.consultants[0]:
        town.turns["odds"] += 1
        if town.turns["odds"] > OF_THE_KNOWN:
            return
    elif rng.random() > SHARE:
        return
    exemption = _in_force(case, today)
    young = [child for child in case.children if age_on(child.birth_date, today + days(30)) <= LAST_AGE]
    if exemption is not None:
        _too_many_hours(case, rng, exemption, today)
    elif young:
        _too_soon(case, rng, young, entered, today)


def _in_force(case: Case, today: datetime.date) -> Exemption | None:
    """Return the partial exemption that holds today."""
    for row in case.more:
        if (
            isinstance(row, Exemption)
            and row.granted_extent == Exemption.Extent.PARTIAL
            and (row.granted_from or today) <= today <= (row.granted_until or datetime.date.min)
        ):
            return row
    return None


def _too_many_hours(case: Case, rng: random.Random, exemption: Exemption, today: datetime.date) -> None:
    assert exemption.granted_from
    entered = case.happenings[0].at.date()
    start = max(entered, between(rng, today - days(70), today - days(3)))
    hours = (exemption.granted_hours or Decimal()) + rng.choice((2, 4, 8))
    activity = _activity(case, rng, start, today, hours)
    if case.children:
        at = max(moment(rng, start), case.happenings[0].at + datetime.timedelta(minutes=30))
        by = case.who(start)
        case.more.append(CareNotNeeded(activity=activity, reason="school_hours", by=by, at=at))
        facts = {"activity": activity.title, "reason": "school_hours"}
        case.happened("childcare-not-needed", at, by, None, **facts)


def _too_soon(
    case: Case, rng: random.Random, young: list[Child], entered: datetime.date, today: datetime.date
) -> None:
    received = max(entered, workday(today - days(rng.randint(2, 9))))
    activity = _activity(case, rng, today + days(rng.randint(3, 14)), today, Decimal(rng.choice((6, 8, 12))))
    by = case.who(received)
    request = ChildcareRequest(
        client=case.client,
        purpose="trajectory",
        activity=activity,
        needed_from=activity.start,
        received_on=received,
        term_weeks=TERM,
        extension_weeks=EXTENSION,
        made_by=by,
        made_at=moment(rng, received),
        form_key=uuid.UUID(int=rng.getrandbits(128), version=4),
    )
    request.decide_by = last_day(request, [], NO_EXTRA)
    case.more.append(request)
    case.happened("childcare-asked", request.made_at, by, request, purpose=request.purpose)
    for child in young:
        kind = "day_care" if age_on(child.birth_date, activity.start) < 4 else "after_school"
        case.more.append(ChildcareNeed(request=request, child=child, kind=kind))


def _activity(
    case: Case, rng: random.Random, start: datetime.date, today: datetime.date, hours: Decimal
) -> Activity:
    activity = Activity(
        client=case.client,
        kind="volunteering",
        title=rng.choice(GLAD_TO),
        start=start,
        end=today + days(rng.randint(90, 240)),
        hours=hours,
    )
    case.activities.append(activity)
    return activity
