"""The flag about who was let go without anybody saying so: the informal exemption.

She has a duty to apply and no plan, nothing runs, and nobody spoke to her. On paper all is asked of her; in fact
nothing happens (Raaff, Kosten en moeite 2 (2006): who is hard to help is quietly left alone).
"""

import datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from partners.reports.talk_flags import load_clients, not_heard_of
from trajecten.exemptions.duty import some_duty
from trajecten.exemptions.models import Exemption
from trajecten.plans.models import Activity, Plan
from wiz.clients.models import Client
from wiz.flags.models import Side
from wiz.flags.rules import flag_rule, plus
from wiz.policy.models import Policy

DAY = datetime.timedelta(days=1)


@flag_rule(
    "left-alone",
    side=Side.MUNICIPALITY,
    title=_("Left alone: a duty, but no plan"),
    sentence=_(
        "The client has a duty to apply for work, in full or in part, but there is no signed plan, nothing runs, and "
        "nobody spoke to the client for a long time. Nobody decided that nothing is asked; it only went that way."
    ),
    closes=_(
        "You speak to the client, a plan is signed, an order or an activity begins, or a full exemption is granted."
    ),
    has_term=False,
    subjects=load_clients,
    client="pk",
    lead_after="left_alone_lead",
)
def left_alone(today: datetime.date, policy: Policy) -> QuerySet[Client]:
    """Some duty, no signed plan, no order or activity that runs, and no contact for the term.

    It counts from the day on which all of it was so: of who had a plan until last week, that is last week. What it is
    about is the same client as in `no-contact`, and so they are one line (`wiz.flags.today`): that says how long it is
    silent, this adds that nothing else happens either, and takes the line to the team lead.
    """
    hers = {"client": OuterRef("pk")}
    begun = Activity.objects.filter(start__lte=today, **hers)
    plans = Plan.objects.filter(**hers)
    term = policy.days("left_alone")
    silent = not_heard_of(today, term, policy).filter(
        some_duty(today),
        ~Exists(plans.current().signed()),
        # Also what stands still: a pause was decided, with a day on which it goes on.
        ~Exists(begun.not_over(today)),
    )
    # What ended last, before it was so. A period ends with its last day; a plan on the day it was ended.
    ended = {
        "plan_ended": _latest(plans, "ended_on"),
        "activity_ended": _latest(begun.annotate(last=Coalesce("ended_on", "end")), "last"),
        "exemption_ended": _latest(
            Exemption.objects.filter(granted_until__lt=today, granted_extent="full", **hers), "granted_until"
        ),
    }
    return (
        silent.annotate(**ended)
        # NULLs are passed over by GREATEST.
        .annotate(
            since=Greatest(
                plus("heard_on", term),
                "plan_ended",
                plus("activity_ended", DAY),
                plus("exemption_ended", DAY),
            )
        )
        .annotate(waited_for=plus("heard_on", term), counts_from=F("since"))
    )


def _latest(rows: QuerySet[Any], date_field: str) -> Subquery:
    """Return the latest date of a client's rows, as a sub-query."""
    return Subquery(rows.order_by().values("client").annotate(latest=Max(date_field)).values("latest"))
