"""A request as pages show it: how it stands, who waits for whom, and its term in words. No queries of its own."""

import datetime
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trajecten.childcare.models import ChildcareNeed, ChildcareRequest, Suspension
from trajecten.childcare.term import Term, term_on
from wiz.casefile.threads import Thread, our_move
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.templatetags.wiz_ui import SOON, days_words
from wiz.templatetags.wiz_ui import day as as_people_say

S = ChildcareRequest.State
Badge = tuple[str, str]
LOOKS = {
    S.RECEIVED: "info",
    S.OFFER_ASKED: "info",
    S.OFFER_RECEIVED: "info",
    S.GRANTED: "ok",
    S.PARTLY: "soon",
    S.REFUSED: "late",
    S.STARTED: "ok",
    S.ENDED: "plain",
    S.WITHDRAWN: "plain",
}


def state_of(request: ChildcareRequest) -> Badge:
    """Return the badge of its state."""
    state = S(request.state)
    return LOOKS[state], str(state.label).lower()


def term_badge(term: Term | None) -> Badge | None:
    """Return how long there is to decide: standing still, late, soon or later."""
    if term is None:
        return None
    if term.waiting:
        return "plain", _("stands still")
    return "late" if term.is_late else "soon" if term.days <= SOON else "info", days_words(term.days)


def term_words(term: Term, today: datetime.date) -> str:
    """Return the term in words: “Besluit vóór ma 14 dec, nog 12 dagen; 5 dagen stilgelegd”."""
    day = as_people_say(term.decide_by, today)
    if term.waiting:
        words = _(
            "Stands still until the data are in, at most until %(day)s; then there is time until %(last)s"
        )
        words %= {"day": as_people_say(term.waiting.respond_by, today), "last": day}
    elif term.is_late:
        words = _("Should have been decided before the end of %(day)s, %(days)s")
        words %= {"day": day, "days": days_words(term.days)}
    else:
        words = _("Decision by %(day)s, %(days)s") % {"day": day, "days": days_words(term.days)}
    if term.suspended:
        still = ngettext("stood still for %(n)d day", "stood still for %(n)d days", term.suspended)
        words += "; " + still % {"n": term.suspended}
    return words


def waits_for(request: ChildcareRequest, term: Term | None, us: str) -> str:
    """Return whose move it is, in words; nothing when nobody has to do anything. `us`: who sees to it here."""
    if term is not None:
        if term.waiting:
            return _("the client, who hands in data")
        if request.state == S.OFFER_ASKED:
            return _("the facility, which makes an offer")
        return us
    if request.is_granted and request.state != S.STARTED:
        return _("the client, for whom the care starts")
    return ""


def facilities(needs: Iterable[ChildcareNeed]) -> str:
    """Return where the care is, each place once; without a place which care it is."""
    needs = list(needs)
    places = dict.fromkeys(need.facility for need in needs if need.facility)
    return ", ".join(places or dict.fromkeys(str(need.get_kind_display()) for need in needs))


def for_what(request: ChildcareRequest) -> str:
    """Return what the care is for."""
    return request.activity.title if request.activity else str(request.get_purpose_display())


def thread_of(
    request: ChildcareRequest,
    needs: list[ChildcareNeed],
    suspensions: Iterable[Suspension],
    client: Client,
    user: User,
    today: datetime.date,
    url: str,
) -> Thread:
    """Return how it stands between the client and the childcare, as the web draws it."""
    term = term_on(request, suspensions, today)
    names = ", ".join(dict.fromkeys(need.child.first_name for need in needs if need.child.first_name))
    us = our_move(client, user) if request.owner_id is None else str(request.owner)
    kind, state = state_of(request)
    move, by = waits_for(request, term, us), None
    if term is not None:
        form = _("j M") if term.decide_by.year == today.year else _("j M Y")
        day = date_format(term.decide_by, form)
        if term.waiting:
            kind, state, by = "info", _("waits for data"), term.waiting.respond_by
            move = _("the client")
        elif term.is_late:
            kind, state, move = "late", _("decision %(n)d d late") % {"n": -term.days}, us
        else:
            kind = "soon" if term.days <= SOON else "info"
            state = _("decide by %(day)s") % {"day": day}
            move = _("the facility") if request.state == S.OFFER_ASKED else us
    elif move:
        move = _("the client")
    about = " · ".join(part for part in (names, for_what(request)) if part)
    return Thread(
        party=facilities(needs) or _("Childcare"),
        about=about,
        kind=kind,
        state=state,
        move=move,
        by=by,
        url=url,
    )
