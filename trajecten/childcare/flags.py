"""The flags about childcare. Terms are dated policy; days count as `wiz.flags.rules` says."""

import datetime
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from trajecten.childcare.models import (
    GRANTED,
    CareNotNeeded,
    ChildcareNeed,
    ChildcareRequest,
    ChildcareRequestQuerySet,
)
from trajecten.childcare.weeks import WITH_WEEKS, nobody_there
from trajecten.plans.models import Activity
from wiz.clients.flags import Birthday
from wiz.clients.models import Child
from wiz.flags.models import Side
from wiz.flags.rules import counted, flag_rule, plus
from wiz.policy.models import Policy

DAY = datetime.timedelta(days=1)


def load_requests(ids: list[int]) -> dict[int, Any]:
    """Return requests by id with what a line shows, in one query."""
    return ChildcareRequest.objects.select_related("owner", "activity").order_by().in_bulk(ids)


def load_activities(ids: list[int]) -> dict[int, Any]:
    """Return activities by id, with the request for their childcare that waits or was refused, if there is one.

    Its hours tell in `care_nobody` when nobody is with which child.
    """
    latest = ChildcareRequest.objects.filter(
        Q(activity=OuterRef("pk")) | Q(activity__isnull=True, client=OuterRef("client"))
    ).exclude(state__in=("ended", "withdrawn"))
    found: dict[int, Any] = (
        Activity.objects.annotate(
            care_request=latest.values("pk")[:1],
            care_state=latest.values("state")[:1],
            care_received=latest.values("received_on")[:1],
            care_decide_by=latest.values("decide_by")[:1],
        )
        .order_by()
        .in_bulk(ids)
    )
    asked = {one.care_request for one in found.values() if one.care_request}
    requests = ChildcareRequest.objects.prefetch_related(*WITH_WEEKS).order_by().in_bulk(asked)
    for one in found.values():
        one.care_nobody = nobody_there(requests[one.care_request]) if one.care_request in requests else ""
    return found


ABOUT_REQUEST = {"subjects": load_requests, "client": "client", "owner": "owner_id_now"}


def _term_runs(today: datetime.date) -> ChildcareRequestQuerySet:
    """Return what waits for a decision; while the client's data are awaited the clock holds."""
    awaiting = ChildcareRequest.objects.awaiting_data(today).order_by().values("pk")
    return ChildcareRequest.objects.open().exclude(pk__in=awaiting).with_owner()


@flag_rule(
    "childcare-decision-due",
    side=Side.MUNICIPALITY,
    title=_("Decision on childcare due soon"),
    sentence=_("The term within which a request for childcare must be decided on ends soon."),
    closes=_("You decide, take more time once, or ask the client for what is missing."),
    **ABOUT_REQUEST,
)
def childcare_decision_due(today: datetime.date, policy: Policy) -> QuerySet[ChildcareRequest]:
    soon = policy.days("childcare_due")
    return (
        _term_runs(today)
        .filter(decide_by__gte=today, decide_by__lte=today + soon)
        .annotate(counts_from=F("decide_by"), since=plus("decide_by", -soon), waited_for=F("decide_by"))
    )


@flag_rule(
    "childcare-decision-overdue",
    side=Side.MUNICIPALITY,
    title=_("Decision on childcare overdue"),
    sentence=_("The term within which a request for childcare must be decided on has passed."),
    closes=_("You decide."),
    lead_after="childcare_overdue_lead",
    **ABOUT_REQUEST,
)
def childcare_decision_overdue(today: datetime.date, policy: Policy) -> QuerySet[ChildcareRequest]:
    return (
        _term_runs(today)
        .filter(decide_by__lt=today)
        .annotate(counts_from=counted("decide_by", policy))
        .filter(counts_from__lt=today)
        .annotate(since=plus("counts_from", DAY), waited_for=F("counts_from"))
    )


@flag_rule(
    "childcare-not-arranged",
    side=Side.MUNICIPALITY,
    title=_("Childcare not arranged"),
    sentence=_(
        "An activity starts soon, or runs, and a child who is not too old for childcare has none that was granted."
    ),
    closes=_("Childcare is granted for every child, or you note why none is needed."),
    subjects=load_activities,
    client="client",
)
def childcare_not_arranged(today: datetime.date, policy: Policy) -> QuerySet[Activity]:
    """Care is granted for this activity, or for none in particular, on the day the activity starts or today."""
    before = policy.days("childcare_arranged")
    too_old = policy.count("childcare_age", "years") + 1
    # An activity that runs is looked at today, one that is still to come on its first day.
    day = Greatest(OuterRef("start"), Value(today, output_field=DateField()))
    their_day = Greatest(OuterRef(OuterRef("start")), Value(today, output_field=DateField()))
    for_it = Q(request__activity__isnull=True) | Q(request__activity=OuterRef(OuterRef("pk")))
    still = Q(request__until__isnull=True) | Q(request__until__gte=their_day)
    care = ChildcareNeed.objects.filter(
        for_it,
        still,
        child=OuterRef("pk"),
        granted=True,
        request__state__in=GRANTED,
        request__needed_from__lte=their_day,
    )
    children = (
        Child.objects.filter(client=OuterRef("client"))
        .annotate(too_old_on=Birthday("birth_date", too_old))
        .filter(~Exists(care), too_old_on__gt=day)
    )
    return (
        Activity.objects.not_over(today)
        .filter(start__lte=today + before)
        .filter(Exists(children), ~Exists(CareNotNeeded.objects.filter(activity=OuterRef("pk"))))
        .annotate(counts_from=counted("start", policy))
        .annotate(since=plus("start", -before), waited_for=F("counts_from"))
    )
