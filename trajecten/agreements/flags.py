"""The flags about agreements whose day has passed: what the bureau promised, and what anybody else did."""

import datetime
from typing import Any

from django.db.models import Count, F, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from trajecten.agreements.models import Agreement
from wiz.flags.models import Side
from wiz.flags.rules import counted, flag_rule, plus
from wiz.policy.models import Policy

DAY = datetime.timedelta(days=1)


# What a line of an agreement shows, and of whom.
SHOWN = (
    *("text", "due", "due_reason", "owner", "owner_name", "owner_user__name", "organisation__name"),
    "meeting__on",
)


def load_agreements(ids: list[int]) -> dict[int, Any]:
    """Return agreements by id with everything a line shows, in one query."""
    return (
        Agreement.objects.select_related("owner_user", "organisation", "meeting")
        .only(*SHOWN)
        .annotate(times_reminded=Count("reminders"), last_reminded=Max("reminders__on"))
        .order_by()
        .in_bulk(ids)
    )


def _overdue(today: datetime.date, policy: Policy) -> QuerySet[Agreement]:
    """Return what is open after its day; what had passed when the program went live counts from then."""
    late = Agreement.objects.open().filter(due__lt=today).annotate(counts_from=counted("due", policy))
    return late.filter(counts_from__lt=today).annotate(
        since=plus("counts_from", DAY), waited_for=F("counts_from")
    )


@flag_rule(
    "agreement-overdue",
    side=Side.MUNICIPALITY,
    title=_("Agreement overdue"),
    sentence=_("The day of this agreement has passed, and nobody said that it was kept."),
    closes=_("It is ticked off, gets another date, or is dropped."),
    subjects=load_agreements,
    client="client",
    owner="owner_user",
)
def agreement_overdue(today: datetime.date, policy: Policy) -> QuerySet[Agreement]:
    return _overdue(today, policy).exclude(owner=Agreement.Owner.BUREAU)


@flag_rule(
    "agreement-overdue-bureau",
    side=Side.BUREAU,
    title=_("Agreement of a bureau overdue"),
    sentence=_("The day of what the bureau promised has passed, and nobody said that it was kept."),
    closes=_("The bureau or you tick it off, it gets another date, or is dropped."),
    subjects=load_agreements,
    client="client",
    organisation="organisation",
    consultant_after="agreement_overdue_consultant",
)
def agreement_overdue_bureau(today: datetime.date, policy: Policy) -> QuerySet[Agreement]:
    return _overdue(today, policy).filter(owner=Agreement.Owner.BUREAU)
