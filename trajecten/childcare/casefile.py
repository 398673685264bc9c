"""What childcare adds to a client's case file."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trajecten.childcare.models import OPEN, CareNotNeeded, ChildcareRequest
from trajecten.childcare.shown import facilities, for_what, state_of, term_badge, term_words, thread_of
from trajecten.childcare.term import term_on
from trajecten.plans.models import Activity
from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import more, tab
from wiz.casefile.once import once
from wiz.casefile.panels import panel
from wiz.casefile.threads import Thread, threads
from wiz.clients.models import Client
from wiz.people.models import User

RECENT = datetime.timedelta(days=92)  # what was refused or ended is still drawn
# What the web, the panel and the list read: not the money, the reasons, and who decided.
SHOWN = (
    *("client", "purpose", "activity__title", "needed_from", "urgent", "state", "decide_by", "owner__name"),
    *("decided_on", "started_on", "ended_on", "end_reason", "withdrawn_on"),
)

matter("childcare", _("Childcare"), subject_page="childcare_request", client_page="childcare")
event_kind("childcare-asked", _("Childcare asked for: %(purpose)s"), purpose=ChildcareRequest.Purpose)
event_kind(
    "childcare-changed", _("Request for childcare changed: %(purpose)s"), purpose=ChildcareRequest.Purpose
)
event_kind("childcare-given", _("Request for childcare is now with %(owner)s"))
event_kind("childcare-offer-asked", _("Offer for childcare asked"))
event_kind("childcare-offer-received", _("Offer for childcare received"))
event_kind("childcare-advance-changed", _("Advance for childcare noted"))
event_kind("childcare-advance-paid", _("Advance for childcare paid on %(day)s"))
event_kind("childcare-data-asked", _("Data for childcare asked of the client, by %(day)s"))
event_kind("childcare-data-received", _("The client handed in the data for childcare"))
event_kind("childcare-extended", _("More time for childcare, until %(day)s: %(reason)s"))
event_kind("childcare-granted", _("Childcare granted"))
event_kind("childcare-partly", _("Childcare granted in part"))
event_kind("childcare-refused", _("Childcare refused"))
event_kind("childcare-started", _("Childcare started on %(day)s"))
event_kind("childcare-ended", _("Childcare ended on %(day)s: %(reason)s"))
event_kind("childcare-withdrawn", _("Request for childcare withdrawn by the client"))
event_kind(
    "childcare-not-needed", _("No childcare needed for %(activity)s: %(reason)s"), reason=CareNotNeeded.Reason
)
event_kind("childcare-needed-again", _("Childcare needed after all for %(activity)s"))


def _requests(client: Client, user: User) -> list[ChildcareRequest]:
    """Return her requests with all that the web, the panel and the list read of them, from the same few queries."""

    def load() -> list[ChildcareRequest]:
        found = client.childcare_requests.visible_to(user).select_related("activity", "owner")
        return list(found.only(*SHOWN).prefetch_related("needs__child", "suspensions"))

    return once(client, f"childcare for {user.pk}", load)


def _line(request: ChildcareRequest, today: datetime.date) -> dict[str, Any]:
    term = term_on(request, request.suspensions.all(), today)
    needs = list(request.needs.all())
    return {
        "request": request,
        "state": state_of(request),
        "for_what": for_what(request),
        "term_badge": term_badge(term),
        "term_words": term_words(term, today) if term else "",
        "facilities": facilities(needs),
        "needs": needs,
        "owner": request.owner_now,
    }


def childcare_lines(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """Return what the list of a client's childcare shows: requests, and activities nothing was asked for."""
    requests = _requests(client, user)
    standing = [one for one in requests if one.state in OPEN or one.is_granted]
    asked = {one.activity_id for one in standing}
    general = any(one.activity_id is None for one in standing)
    found = Activity.objects.visible_to(user).filter(client=client).not_over(today)
    activities = list(found.select_related("organisation", "care_not_needed"))
    return {
        "lines": [_line(one, today) for one in requests],
        "not_needed": [one for one in activities if hasattr(one, "care_not_needed")],
        "unasked": []
        if general
        else [one for one in activities if one.pk not in asked and not hasattr(one, "care_not_needed")],
        "has_children": client.children.exists(),
    }


def childcare_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """What stands, and what was refused or ended lately."""
    recent = [one for one in _requests(client, user) if _is_recent(one, today)]
    return {"client": client, "today": today, "lines": [_line(one, today) for one in recent]}


def _is_recent(request: ChildcareRequest, today: datetime.date) -> bool:
    over_on = request.ended_on or request.withdrawn_on
    if request.state == ChildcareRequest.State.REFUSED:
        over_on = request.decided_on
    return over_on is None or over_on >= today - RECENT


panel("childcare", _("Childcare"), "childcare/_panel.html", childcare_panel, place=45)
tab("childcare", _("Childcare"), place=45)
more("childcare_add", _("Ask for childcare"), place=40)


def childcare_threads(client: Client, user: User, today: datetime.date) -> list[Thread]:
    """Return a thread per request that stands, or was refused or ended in the last months."""
    withdrawn = ChildcareRequest.State.WITHDRAWN
    return [
        thread_of(
            one,
            list(one.needs.all()),
            one.suspensions.all(),
            client,
            user,
            today,
            reverse("childcare_request", args=[one.pk]),
        )
        for one in _requests(client, user)
        if one.state != withdrawn and _is_recent(one, today)
    ]


threads("childcare", childcare_threads)
