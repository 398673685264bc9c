"""The flags about requests at odds: two things that were asked or decided, and cannot both be so.

Each cause is a rule of its own, so that a line says which facts clash and what would settle it. None of them changes
anything: a consultant does, or puts it off and says why.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from partners.orders.models import Order
from trajecten.childcare.flags import load_activities
from trajecten.childcare.models import ChildcareNeed, ChildcareRequest
from trajecten.exemptions.models import Exemption
from trajecten.ladder.flags import months_later
from trajecten.plans.models import Activity
from wiz.clients.flags import Birthday
from wiz.flags.models import Side
from wiz.flags.rules import amsterdam_day, counted, flag_rule
from wiz.policy.models import Policy

# An activity begins before the decision on childcare need be there


@flag_rule(
    "requests-at-odds-start",
    side=Side.MUNICIPALITY,
    title=_("Start before the decision on childcare"),
    sentence=_(
        "An activity begins before the last day on which the request for childcare may still be decided, and a child "
        "who is young enough for childcare needs it."
    ),
    closes=_(
        "You decide on the childcare, give the activity a later start, or note why no childcare is needed."
    ),
    subjects=load_activities,
    client="client",
)
def start_before_care(today: datetime.date, policy: Policy) -> QuerySet[Activity]:
    """A request for it, or for no activity in particular, came in and need not be decided by the day it begins.

    As long as that day is to come, or today: then something can be moved. It shares its line with
    `childcare-not-arranged`, which says some weeks before, and ever after, that care lacks.
    """
    too_old = policy.count("childcare_age", "years") + 1
    needs = (
        ChildcareNeed.objects.filter(request=OuterRef("pk"), unmet=False)
        .exclude(kind=ChildcareNeed.Kind.SCHOOL)
        .annotate(too_old_on=Birthday("child__birth_date", too_old))
        .filter(too_old_on__gt=OuterRef(OuterRef("start")))
    )
    for_it = Q(activity=OuterRef("pk")) | Q(activity__isnull=True, client=OuterRef("client"))
    asked = (
        ChildcareRequest.objects.open()
        .filter(for_it, Exists(needs), received_on__lte=today, decide_by__gt=OuterRef("start"))
        .order_by("received_on")
    )
    return (
        Activity.objects.filter(start__gte=today, ended_on__isnull=True, care_not_needed__isnull=True)
        .annotate(asked_on=Subquery(asked.values("received_on")[:1]))
        .filter(asked_on__isnull=False)
        .annotate(counts_from=counted("asked_on", policy))
        .annotate(since=F("counts_from"), waited_for=F("start"))
    )


# More hours than an exemption leaves


def load_exemptions(ids: list[int]) -> dict[int, Any]:
    """Return exemptions by id, with the client's activities: `client.in_week`."""
    activities = Prefetch(
        "client__activities", queryset=Activity.objects.order_by("start", "pk"), to_attr="in_week"
    )
    return Exemption.objects.select_related("client").prefetch_related(activities).order_by().in_bulk(ids)


def hours_on(activities: Iterable[Activity], day: datetime.date) -> Decimal:
    """Return the hours a week of what runs on a day, as `hours_above_exemption` counts them."""
    return sum((activity.hours or Decimal() for activity in activities if runs_on(activity, day)), Decimal())


def runs_on(activity: Activity, day: datetime.date) -> bool:
    """As `ActivityQuerySet.not_over`, of one row that has begun."""
    if activity.start > day or (activity.ended_on is not None and activity.ended_on < day):
        return False
    return activity.end >= day or activity.kind == Activity.Kind.ORDER


@flag_rule(
    "requests-at-odds-hours",
    side=Side.MUNICIPALITY,
    title=_("More hours than the exemption leaves"),
    sentence=_(
        "What the client takes part in asks more hours a week, all together, than the exemption leaves."
    ),
    closes=_(
        "You ask for an exemption that fits, or what the client takes part in asks fewer hours, or ends."
    ),
    has_term=False,
    subjects=load_exemptions,
    client="client",
)
def hours_above_exemption(today: datetime.date, policy: Policy) -> QuerySet[Exemption]:
    """Since the exemption began, or since what runs began last when that was later.

    What the client gladly does beyond what can be asked is her own affair: then this is put off, with that reason.
    """
    running = Activity.objects.not_over(today).filter(
        client=OuterRef("client"), start__lte=today, hours__isnull=False
    )
    total = running.order_by().values("client").annotate(total=Sum("hours")).values("total")
    latest = running.order_by("-start").values("start")[:1]
    return (
        Exemption.objects.in_force(today)
        .filter(granted_extent=Exemption.Extent.PARTIAL)
        .annotate(asked=Subquery(total))
        .filter(asked__gt=F("granted_hours"))
        .annotate(known_since=counted("granted_from", policy))
        .annotate(counts_from=Greatest("known_since", Subquery(latest)))
        .annotate(since=F("counts_from"), waited_for=F("counts_from"))
    )


# An order that lasts longer than orders may


def load_orders(ids: list[int]) -> dict[int, Any]:
    shown = ("activity__start", "activity__end", "instrument__name", "bureau__organisation__name")
    found = Order.objects.select_related("activity", "bureau__organisation", "instrument").only(*shown)
    return found.order_by().in_bulk(ids)


@flag_rule(
    "requests-at-odds-length",
    side=Side.MUNICIPALITY,
    title=_("Order longer than orders may last"),
    sentence=_(
        "The planned end of the order lies further from its start than the service lets an order last."
    ),
    closes=_("You give the order an earlier end, or end it."),
    subjects=load_orders,
    client="activity__client",
)
def order_too_long(today: datetime.date, policy: Policy) -> QuerySet[Order]:
    """By the policy's maximum: contracts and instruments hold none of their own yet.

    Due on the last day the order may last; so it can be settled before that day comes.
    """
    longest = months_later("activity__start", policy.months("order_longest"))
    ordered_on = amsterdam_day("ordered_at")
    live_since = Value(policy.live_since, output_field=DateField())
    return (
        Order.objects.filter(ended_on__isnull=True)
        .annotate(waited_for=longest)
        .filter(activity__end__gt=F("waited_for"))
        .annotate(counts_from=Greatest(ordered_on, live_since))
        .annotate(since=F("counts_from"))
    )
