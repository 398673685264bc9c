"""The flags about exemptions. Terms are dated policy; days count as `wiz.flags.rules` says. None changes a right."""

import datetime
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from trajecten.exemptions.models import Exemption, ExemptionReview, Meanwhile
from wiz.flags.models import Side
from wiz.flags.rules import counted, flag_rule, plus
from wiz.policy.models import Policy

DAY = datetime.timedelta(days=1)
S = Exemption.State


def load_exemptions(ids: list[int]) -> dict[int, Any]:
    """Return exemptions by id, as a line shows them."""
    return Exemption.objects.select_related("client__consultant", "submitted_by").in_bulk(ids)


ABOUT_EXEMPTION: dict[str, Any] = {"subjects": load_exemptions, "client": "client"}


@flag_rule(
    "exemption-awaiting-review",
    side=Side.TEAM_LEAD,
    title=_("Exemption awaiting review"),
    sentence=_("A request for an exemption was submitted, and the term for its review has passed."),
    closes=_("A team lead grants it, returns it with advice, or refuses it."),
    **ABOUT_EXEMPTION,
)
def awaiting_review(today: datetime.date, policy: Policy) -> QuerySet[Exemption]:
    """`review_due` was fixed in working days when the request was submitted."""
    waiting = Exemption.objects.waiting().filter(review_due__lt=today)
    return (
        waiting.annotate(counts_from=counted("review_due", policy))
        .filter(counts_from__lt=today)
        .annotate(since=plus("counts_from", DAY), waited_for=F("counts_from"))
    )


def undecided() -> QuerySet[Exemption]:
    """Return what was granted, and of which nobody said what follows: no renewal put forward, nor that none will be."""
    put_forward = Exemption.objects.filter(renews=OuterRef("pk")).exclude(
        state__in=(S.DRAFT, S.RETURNED, S.WITHDRAWN)
    )
    # Another exemption that was granted for later answers the question too.
    later = Exemption.objects.filter(client=OuterRef("client"), granted_from__gt=OuterRef("granted_until"))
    return Exemption.objects.filter(~Exists(put_forward), ~Exists(later), state=S.GRANTED, nothing_follows="")


@flag_rule(
    "exemption-expiring",
    side=Side.MUNICIPALITY,
    title=_("Exemption ends soon"),
    sentence=_("The exemption ends within some weeks, and nobody decided what follows."),
    closes=_("You ask to renew it, or say why nothing follows."),
    **ABOUT_EXEMPTION,
)
def expiring(today: datetime.date, policy: Policy) -> QuerySet[Exemption]:
    before = policy.days("exemption_expiring")
    ends = Q(granted_until__gte=today, granted_until__lte=today + before)
    return (
        undecided()
        .filter(ends)
        .annotate(
            since=plus("granted_until", -before),
            waited_for=F("granted_until"),
            counts_from=plus("granted_until", -before),
        )
    )


@flag_rule(
    "exemption-expired",
    side=Side.MUNICIPALITY,
    title=_("Exemption ended"),
    sentence=_("The exemption ended and nobody decided what follows. The duty to apply is back in full."),
    closes=_("You ask to renew it, or say why nothing follows."),
    **ABOUT_EXEMPTION,
)
def expired(today: datetime.date, policy: Policy) -> QuerySet[Exemption]:
    return (
        undecided()
        .filter(granted_until__lt=today)
        .annotate(counts_from=counted("granted_until", policy))
        .filter(counts_from__lt=today)
        .annotate(since=plus("counts_from", DAY), waited_for=F("counts_from"))
    )


@flag_rule(
    "exemption-without-agreements",
    side=Side.MUNICIPALITY,
    title=_("Exemption without agreements"),
    sentence=_("The exemption was granted, but nothing was agreed for what the client does meanwhile."),
    closes=_("You agree on something with the client, however small, and note it."),
    has_term=False,
    **ABOUT_EXEMPTION,
)
def without_agreements(today: datetime.date, policy: Policy) -> QuerySet[Exemption]:
    """Vague exemptions did harm (Raaff, Kosten en moeite 3, 2006): from the day it was granted until it is over."""
    granted = ExemptionReview.objects.filter(
        exemption=OuterRef("pk"), outcome=ExemptionReview.Outcome.GRANTED
    ).values(day=TruncDate("at"))
    return (
        Exemption.objects.filter(
            ~Exists(Meanwhile.objects.filter(exemption=OuterRef("pk"))),
            state=S.GRANTED,
            granted_until__gte=today,
        )
        .annotate(granted_on=Subquery(granted[:1], output_field=DateField()))
        .filter(granted_on__lte=today)
        .annotate(counts_from=counted("granted_on", policy))
        .annotate(since=F("counts_from"), waited_for=F("counts_from"))
    )
