"""What is known of the childcare for an activity: for the pages of the service, and for the bureau that carries it out.

A bureau hears where it stands, and by when it will be decided. Never the money, the reasons, or which child.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trajecten.childcare.models import GRANTED, CareNotNeeded, ChildcareRequest
from trajecten.plans.models import Activity
from wiz.clients.models import Child
from wiz.policy.models import Policy
from wiz.terms import age_on

S = ChildcareRequest.State


@dataclass(frozen=True)
class Known:
    """How it looks (see the tag `badge`) and what it says; `key` for who reckons with it."""

    key: str  # arranged, partly, waits, refused, not_needed, nothing
    kind: str
    words: str


def known_care(activity: Activity, today: datetime.date, policy: Policy) -> Known:
    """Return where the childcare for an activity stands. Three queries at most.

    The request for this very activity speaks before one for none in particular, and what was granted before what was
    not.
    """
    requests = (
        ChildcareRequest.objects.filter(client=activity.client_id)
        .filter(Q(activity=activity) | Q(activity__isnull=True))
        .exclude(state__in=(S.ENDED, S.WITHDRAWN))
        .only("state", "decide_by", "activity_id", "outcome")
    )
    found = sorted(requests, key=lambda row: (row.activity_id is None, _rank(row)))
    if found and found[0].state != S.REFUSED:
        return _of_request(found[0], today)
    if CareNotNeeded.objects.filter(activity=activity).exists():
        return Known("not_needed", "ok", _("not needed"))
    if found:
        return _of_request(found[0], today)
    day = max(today, activity.start)
    last_age = policy.count("childcare_age", "years")
    births = Child.objects.filter(client=activity.client_id).values_list("birth_date", flat=True)
    if not any(age_on(birth_date, day) <= last_age for birth_date in births):
        return Known("not_needed", "ok", _("not needed"))
    return Known("nothing", "soon", _("not asked for yet"))


def _rank(request: ChildcareRequest) -> int:
    return 0 if request.state in GRANTED else 1 if request.is_open else 2


def _of_request(request: ChildcareRequest, today: datetime.date) -> Known:
    if request.outcome == ChildcareRequest.Outcome.PARTLY:
        return Known("partly", "soon", _("arranged in part"))
    if request.state in GRANTED:
        return Known("arranged", "ok", _("arranged"))
    if request.decide_by is None:
        return Known("refused", "late", _("refused"))
    if request.decide_by < today:
        return Known("waits", "late", _("decision is late"))
    form = _("j M") if request.decide_by.year == today.year else _("j M Y")
    day = date_format(request.decide_by, form)
    return Known("waits", "info", _("decision before %(day)s") % {"day": day})
