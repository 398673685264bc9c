"""How an exemption stands, in a badge and in words: the same on its page, on the client's page and in the caseload."""

import datetime
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from trajecten.exemptions.models import Exemption, PeerOpinion
from wiz.templatetags.wiz_ui import day, hours_a_week

Badge = tuple[str, str]
S = Exemption.State


def hours_words(hours: Decimal) -> str:
    return _("%(n)s h") % {"n": number_format(hours.normalize())}


def extent_words(extent: str, hours: Decimal | None) -> str:
    """Say what an exemption leaves: “partial, 16 hours a week left” or “full”."""
    if extent == Exemption.Extent.FULL or hours is None:
        return _("full")
    return _("partial, %(hours)s left") % {"hours": hours_a_week(hours)}


def short_day(value: datetime.date, today: datetime.date) -> str:
    return date_format(value, _("j M") if value.year == today.year else _("j M Y"))


def exempt_words(exemption: Exemption, today: datetime.date) -> str:
    """Say of one in force how far it goes: “partly exempt until 31 Oct, 16 h”."""
    until = short_day(exemption.granted_until, today) if exemption.granted_until else ""
    if exemption.granted_extent == Exemption.Extent.FULL or exemption.granted_hours is None:
        return _("fully exempt until %(day)s") % {"day": until}
    left = hours_words(exemption.granted_hours)
    return _("partly exempt until %(day)s, %(hours)s") % {"day": until, "hours": left}


def badge_of(exemption: Exemption, today: datetime.date) -> Badge:
    """Return how an exemption or its request stands on a day."""
    if exemption.state == S.SUBMITTED:
        return _waiting(exemption, today)
    if exemption.state == S.GRANTED and exemption.granted_from and exemption.granted_until:
        if exemption.granted_from > today:
            return "info", _("granted, starts on %(day)s") % {"day": short_day(exemption.granted_from, today)}
        if exemption.granted_until < today:
            return "plain", _("ended on %(day)s") % {"day": short_day(exemption.granted_until, today)}
        return "ok", _("runs until %(day)s") % {"day": short_day(exemption.granted_until, today)}
    return {
        S.DRAFT: ("plain", _("draft, not submitted yet")),
        S.RETURNED: ("soon", _("returned with advice")),
        S.REFUSED: ("plain", _("refused")),
        S.WITHDRAWN: ("plain", _("withdrawn")),
        S.REVOKED: ("plain", _("revoked")),
    }[S(exemption.state)]


def _waiting(exemption: Exemption, today: datetime.date) -> Badge:
    due = exemption.review_due
    if due is None:
        return "info", _("awaiting review")
    words = {"day": day(due, today)}
    if due < today:
        return "late", _("review was due on %(day)s") % words
    return "info", _("awaiting review, by %(day)s") % words


def opinion_badge(opinion: PeerOpinion, today: datetime.date) -> Badge:
    """Return what became of a question to a colleague."""
    if opinion.answered_at:
        return "ok", _("answered %(day)s") % {"day": day(opinion.answered_at, today)}
    if opinion.withdrawn_at is None:
        return "info", _("asked %(day)s") % {"day": day(opinion.asked_at, today)}
    if opinion.withdrawn_by_id is None:
        return "plain", _("not answered before the decision")
    if opinion.withdrawn_by_id == opinion.peer_id:
        return "plain", _("had no time")
    return "plain", _("no longer asked")
