"""On Today: colleagues who want to know what somebody thinks of an exemption, and answers to what she asked herself."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from trajecten.exemptions.models import OPEN, PeerOpinion, PeerOpinionQuerySet
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
    """Return what she is asked, and what was answered to her since she last read that request; one query."""
    read = Look.objects.filter(
        client=OuterRef("exemption__client"),
        user=user,
        what=Look.What.CLIENT,
        subject_id=OuterRef("exemption"),
        at__gte=OuterRef("answered_at"),
    )
    answered = Q(asked_by=user, answered_at__isnull=False, exemption__state__in=OPEN) & ~Exists(read)
    found = (
        PeerOpinion.objects.visible_to(user)
        .filter(Q(pk__in=waiting(user).order_by().values("pk")) | answered)
        .select_related("exemption__client", "peer", "asked_by")
    )
    return [
        {"opinion": opinion, "mine": opinion.answered_at is None, "badge": _since(opinion, today)}
        for opinion in found.order_by("asked_at", "pk")[:AT_MOST]
    ]


def _since(opinion: PeerOpinion, today: datetime.date) -> tuple[str, str]:
    if opinion.answered_at is not None:
        return "ok", _("answered %(day)s") % {"day": short_day(day_of(opinion.answered_at), today)}
    return "soon", _("asked %(day)s") % {"day": short_day(day_of(opinion.asked_at), today)}


question("exemptions/_asked_of_you.html", rows=rows)
