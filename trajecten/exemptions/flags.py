"""The flags about exemptions. Terms are dated policy; days count as `wiz.flags.rules` says. None changes a right."""

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from trajecten.exemptions.duty import full_duty
from trajecten.exemptions.models import Exemption, ExemptionReview, Meanwhile
from trajecten.help.models import Referral
from trajecten.plans.models import Plan, PlanVersion
from wiz.clients.models import Client
from wiz.flags.models import Side
from wiz.flags.rules import amsterdam_day, counted, flag_rule, plus
from wiz.policy.models import Policy

DAY = datetime.timedelta(days=1)
S = Exemption.State


def load_exemptions(ids: list[int]) -> dict[int, Any]:
    """Return exemptions by id, as a line shows them."""
    return Exemption.objects.select_related("submitted_by").order_by().in_bulk(ids)


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
    ).values(day=amsterdam_day("at"))
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


def load_clients_in_care(ids: list[int]) -> dict[int, Any]:
    """Return clients by id with who helps them, until when they rest, and whether an exemption is asked for."""
    helping = Referral.objects.open().filter(client=OuterRef("pk")).order_by("start", "pk")
    resting = Plan.objects.current().signed().filter(kind=Plan.Kind.REST, client=OuterRef("pk"))
    asked = Exemption.objects.waiting().filter(client=OuterRef("pk"))
    return (
        Client.objects.annotate(
            helpers=ArraySubquery(helping.values(name=Coalesce("owner_user__name", "owner_name"))),
            rest_until=Subquery(resting.values("rest_until")[:1]),
            exemption_asked=Subquery(asked.values("pk")[:1]),
        )
        .only("pk")
        .order_by()
        .in_bulk(ids)
    )


@flag_rule(
    "duty-against-care",
    side=Side.MUNICIPALITY,
    title=_("Full duty while care runs"),
    sentence=_(
        "The client has the full duty to apply for work while a rest plan or help runs. That may be right; somebody "
        "has to look at it. WIZ changes nothing in the duty."
    ),
    closes=_(
        "An exemption is granted, or the rest plan or the help ends. Does the duty stay? Put this off, and say why."
    ),
    has_term=False,
    subjects=load_clients_in_care,
    client="pk",
)
def duty_against_care(today: datetime.date, policy: Policy) -> QuerySet[Client]:
    """No exemption is in force, and a signed rest plan or help runs.

    Since the first of these was known, or since the last exemption ended when that came later: help that began before
    anybody knew clashed with nothing that was known.
    """
    help_known = (
        Referral.objects.running(today)
        .filter(client=OuterRef("pk"))
        .annotate(day=Greatest("start", amsterdam_day("made_at")))
        .order_by("day")
        .values("day")[:1]
    )
    rest = (
        Plan.objects.current()
        .signed()
        .filter(
            Q(rest_until__isnull=True) | Q(rest_until__gte=today), kind=Plan.Kind.REST, client=OuterRef("pk")
        )
    )
    signed = PlanVersion.objects.signed().filter(plan=OuterRef("pk")).order_by("signed_on")
    rest_signed = rest.annotate(day=Subquery(signed.values("signed_on")[:1])).values("day")[:1]
    before = Exemption.objects.filter(client=OuterRef("pk"), granted_until__lt=today).order_by(
        "-granted_until"
    )
    exempt_until = Subquery(before.values("granted_until")[:1])
    return (
        Client.objects.filter(full_duty(today))
        # NULLs are passed over by LEAST and GREATEST.
        .annotate(care_since=Least(Subquery(help_known), Subquery(rest_signed), output_field=DateField()))
        .filter(care_since__isnull=False)
        .annotate(last_exempt=exempt_until, known_since=counted("care_since", policy))
        .annotate(counts_from=Greatest("known_since", plus("last_exempt", DAY)))
        .annotate(since=F("counts_from"), waited_for=F("counts_from"))
    )
