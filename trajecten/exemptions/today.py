"""On Today what colleagues ask about exemptions: an opinion, or to go on with a request that came back with advice.

And the answers to what she asked herself.
"""

import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from trajecten.exemptions.models import (
    OPEN,
    Exemption,
    ExemptionQuerySet,
    ExemptionReview,
    PeerOpinion,
    PeerOpinionQuerySet,
)
from trajecten.exemptions.shown import short_day
from wiz.flags.asked import question
from wiz.people.models import User
from wiz.terms import day_of
from wiz.trust.models import Look
from wiz.ui.navigation import counts

AT_MOST = 30


@counts("today")
def waiting(user: User) -> PeerOpinionQuerySet:
    return PeerOpinion.objects.unanswered().filter(peer=user, exemption__state__in=OPEN)


def rows(user: User, today: datetime.date) -> list[dict[str, Any]]:
    """Return what she is asked, and what was answered to her since she last read that request.

    Which these are is asked first, alone: most days there are none, and their columns are many.
    """
    read = Look.objects.filter(
        client=OuterRef("exemption__client"),
        user=user,
        what=Look.What.CLIENT,
        subject_id=OuterRef("exemption"),
        at__gte=OuterRef("answered_at"),
    )
    answered = PeerOpinion.objects.filter(
        ~Exists(read), asked_by=user, answered_at__isnull=False, exemption__state__in=OPEN
    )
    # A union, not an OR: that would look at the opinions of everybody. The same below.
    either = waiting(user).order_by().values_list("pk").union(answered.order_by().values_list("pk"))
    ids = [pk for (pk,) in either]
    if not ids:
        return []
    found = (
        PeerOpinion.objects.visible_to(user)
        .filter(pk__in=ids)
        .select_related("exemption__client", "peer", "asked_by")
    )
    return [
        {"opinion": opinion, "mine": opinion.answered_at is None, "badge": _since(opinion, today)}
        for opinion in found.order_by(F("answered_at").asc(nulls_first=True), "asked_at", "pk")[:AT_MOST]
    ]


def _since(opinion: PeerOpinion, today: datetime.date) -> tuple[str, str]:
    if opinion.answered_at is not None:
        return "ok", _("answered %(day)s") % {"day": short_day(day_of(opinion.answered_at), today)}
    return "soon", _("asked %(day)s") % {"day": short_day(day_of(opinion.asked_at), today)}


question("exemptions/_asked_of_you.html", rows=rows)


@counts("today")
def returned(user: User) -> ExemptionQuerySet:
    """Return what came back to who submitted it, or to whose client it is."""
    all_ = Exemption.objects.filter(state=Exemption.State.RETURNED).order_by().values("pk")
    hers = all_.filter(submitted_by=user).union(all_.filter(client__consultant=user))
    return Exemption.objects.visible_to(user).filter(pk__in=hers)


def returned_rows(user: User, today: datetime.date) -> list[Any]:
    """Return each request that waits for her with the reviewer's advice; which these are is asked first."""
    ids = list(returned(user).order_by().values_list("pk", flat=True))
    if not ids:
        return []
    last = ExemptionReview.objects.filter(exemption=OuterRef("pk")).order_by("-round")
    found = Exemption.objects.filter(pk__in=ids).annotate(
        advised_at=last.values("at")[:1],
        advised_by=last.values("by__name")[:1],
        advice=last.values("reason")[:1],
    )
    return list(found.select_related("client").order_by("advised_at", "pk")[:AT_MOST])


question("exemptions/_returned_to_you.html", rows=returned_rows)
