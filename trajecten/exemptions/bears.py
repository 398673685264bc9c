"""What bears on an exemption: read beside the request by who asks for it and by who reviews it. It fills in nothing."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from trajecten.childcare.models import ChildcareRequest
from trajecten.childcare.shown import state_of as childcare_state
from trajecten.exemptions.models import Exemption, Meanwhile
from trajecten.exemptions.shown import Badge, badge_of, short_day
from trajecten.help.models import Referral
from trajecten.intake.models import Intake
from trajecten.intake.picture import validity
from trajecten.ladder.casefile import placed
from trajecten.meetings.parties import parties_of
from trajecten.plans.models import Activity, Plan
from wiz.clients.flags import AGES
from wiz.clients.models import Child, Client
from wiz.people.models import User
from wiz.terms import add_months, age_on

# Extra care weighs until eighteen, the care for others changes at the ages childcare knows too.
TURNING_POINTS = {*AGES, 18}
EARLIER = 5  # of the exemptions before
CARE = 4  # of the requests for childcare


@dataclass(frozen=True)
class ChildShown:
    child: Child
    age: int
    turns: list[tuple[int, str]]  # ages reached within the period, and when, in words


@dataclass(frozen=True)
class EarlierShown:
    exemption: Exemption
    badge: Badge
    done: int
    partly: int
    agreed: int


def what_bears(
    client: Client, user: User, today: datetime.date, exemption: Exemption | None = None
) -> dict[str, Any]:
    """Return what `exemptions/_bears.html` reads, as `bears`, with a number of queries that does not grow.

    The children's birthdays are those until the end of `exemption`, or within a year when no period is known yet;
    that exemption itself is left out of the earlier ones.
    """
    end = exemption.end if exemption else add_months(today, 12)
    intake = Intake.objects.visible_to(user).of(client).prefetch_related("advices").first()
    care = ChildcareRequest.objects.visible_to(user).filter(client=client)[:CARE]
    help_now = Referral.objects.visible_to(user).running(today).filter(client=client)
    plans = Plan.objects.visible_to(user).current().filter(client=client)
    return {
        "client": client,
        "today": today,
        "children": [_child(child, end, today) for child in client.children.all()],
        "childcare": [(request, childcare_state(request)) for request in care],
        "help": list(help_now.select_related("owner_user")),
        "intake": intake,
        "capacity_badge": validity(intake.capacity_until, today) if intake else None,
        "advices": [(row, validity(row.valid_until, today)) for row in intake.advices.all()]
        if intake
        else [],
        "activities": _activities(client, user, today),
        "plan": plans.first(),
        "rung": placed(client),
        "earlier": _earlier(client, user, today, exemption),
    }


def _child(child: Child, end: datetime.date, today: datetime.date) -> ChildShown:
    birthdays = [
        (age, day)
        for age in range(age_on(child.birth_date, today) + 1, age_on(child.birth_date, end) + 1)
        if today < (day := birthday(child, age)) <= end
    ]
    points = [one for one in birthdays if one[0] in TURNING_POINTS]
    turns = [(age, short_day(day, today)) for age, day in points or birthdays[:1]]
    return ChildShown(child, age_on(child.birth_date, today), turns)


def birthday(child: Child, age: int) -> datetime.date:
    """Return the day a child reaches an age; born on 29 February, that is 1 March in other years."""
    born = child.birth_date
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return datetime.date(born.year + age, 3, 1)


def _activities(client: Client, user: User, today: datetime.date) -> list[Activity]:
    """Return what she takes part in now or soon; of bureaus only what they still work at."""
    at_work = {party.activity for party in parties_of(client, today)}
    found = Activity.objects.visible_to(user).filter(Q(end__gte=today) | Q(pk__in=at_work), client=client)
    return [
        activity
        for activity in found.select_related("organisation").order_by("start", "pk")
        if activity.kind != Activity.Kind.ORDER or activity.pk in at_work or activity.start > today
    ]


def _earlier(
    client: Client, user: User, today: datetime.date, exemption: Exemption | None
) -> list[EarlierShown]:
    """Return the latest that were decided, with how many of the agreements came to something."""
    S = Exemption.State
    found = Exemption.objects.visible_to(user).filter(
        client=client, state__in=(S.GRANTED, S.REVOKED, S.REFUSED)
    )
    found = found.exclude(pk=exemption.pk) if exemption and exemption.pk else found
    return [_told(each, today) for each in found.prefetch_related("meanwhile")[:EARLIER]]


def _told(exemption: Exemption, today: datetime.date) -> EarlierShown:
    outcomes = [row.outcome for row in exemption.meanwhile.all()]
    return EarlierShown(
        exemption,
        badge_of(exemption, today),
        outcomes.count(Meanwhile.Outcome.DONE),
        outcomes.count(Meanwhile.Outcome.PARTLY),
        len(outcomes) - outcomes.count(Meanwhile.Outcome.NOT_NEEDED),
    )
