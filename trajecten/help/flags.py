"""The flag about help that drifts: nobody sees to it, or nobody asked what came of it."""

import datetime
from typing import Any

from django.db.models import Case, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from trajecten.help.models import LOST_OWNER, Referral
from wiz.flags.models import Side
from wiz.flags.rules import amsterdam_day, counted, flag_rule, plus
from wiz.policy.models import Policy

DAY = datetime.timedelta(days=1)


def load_referrals(ids: list[int]) -> dict[int, Any]:
    """Return referrals by id with everything a line shows, in one query."""
    return Referral.objects.select_related("owner_user").order_by().in_bulk(ids)


@flag_rule(
    "referral-adrift",
    side=Side.MUNICIPALITY,
    title=_("Help adrift"),
    sentence=_(
        "The client is being helped, but the day on which you would ask what came of it has passed, or the colleague "
        "who saw to it works no cases any more."
    ),
    closes=_("You say what came of it, or give it to another owner."),
    subjects=load_referrals,
    client="client",
    owner="client__consultant",
)
def referral_adrift(today: datetime.date, policy: Policy) -> QuerySet[Referral]:
    """Help nobody said had ended: its day of asking has passed, or its owner is a colleague who left.

    When an owner left is not kept. She saw to it from `owner_since` and was there when she signed in last: it
    counts from the later of the two.
    """
    signed_in = amsterdam_day("owner_user__last_login")
    live_since = Value(policy.live_since, output_field=DateField())
    left = Case(When(LOST_OWNER, then=Greatest("owner_since", signed_in, live_since)))
    return (
        Referral.objects.open()
        .annotate(asked=counted("follow_up_on", policy), left=left)
        .annotate(late=Case(When(follow_up_on__lt=today, asked__lt=today, then=F("asked"))))
        .filter(Q(late__isnull=False) | Q(left__isnull=False))
        # NULLs are passed over by LEAST.
        .annotate(since=Least(plus("late", DAY), "left"), waited_for=Least("late", "left"))
        .annotate(counts_from=F("waited_for"))
    )
