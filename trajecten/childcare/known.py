"""What is known of the childcare for an activity: for the pages of the service, and for the bureau that carries it out.

A bureau hears where it stands, and by when it will be decided. Never the money, the reasons, or which child.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trajecten.childcare.models import GRANTED, OPEN, CareNotNeeded, ChildcareRequest
from trajecten.plans.models import Activity
from wiz.clients.models import Child
from wiz.policy.models import count_on
from wiz.terms import age_on

S = ChildcareRequest.State


@dataclass(frozen=True)
class Known:
    """How it looks (see the tag `badge`) and what it says; `key` for who reckons with it."""

    key: str  # arranged, partly, waits, refused, not_needed, nothing
    kind: str
    words: str


def known_care(activity: Activity, today: datetime.date) -> Known:
    """Return where the childcare for an activity stands. Two queries.

    The request for this very activity speaks before one for none in particular, and what was granted before what was
    not. That none is needed counts as long as nothing stands.
    """
    rank = Case(When(state__in=GRANTED, then=Value(0)), When(state__in=OPEN, then=Value(1)), default=Value(2))
    requests = (
        ChildcareRequest.objects.filter(Q(activity=OuterRef("pk")) | Q(activity__isnull=True))
        .filter(client=OuterRef("client"))
        .exclude(state__in=(S.ENDED, S.WITHDRAWN))
        .order_by(F("activity").asc(nulls_last=True), rank, "-pk")
    )
    facts = JSONObject(state="state", outcome="outcome", decide_by="decide_by")
    births = Child.objects.filter(client=OuterRef("client")).order_by("pk").values("birth_date")
    found = (
        Activity.objects.filter(pk=activity.pk)
        .annotate(
            care=Subquery(requests.values(json=facts)[:1]),
            is_not_needed=Exists(CareNotNeeded.objects.filter(activity=OuterRef("pk"))),
            births=ArraySubquery(births),
        )
        .values("care", "is_not_needed", "births")
        .get()
    )
    request = found["care"]
    if found["is_not_needed"] and (not request or request["state"] == S.REFUSED):
        return Known("not_needed", "ok", _("not needed"))
    if request:
        return _of_request(request, today)
    day, last_age = max(today, activity.start), count_on(today, "childcare_age", "years")
    if not any(age_on(birth_date, day) <= last_age for birth_date in found["births"]):
        return Known("not_needed", "ok", _("not needed"))
    return Known("nothing", "soon", _("not asked for yet"))


def _of_request(request: dict[str, Any], today: datetime.date) -> Known:
    if request["outcome"] == ChildcareRequest.Outcome.PARTLY:
        return Known("partly", "soon", _("arranged in part"))
    if request["state"] in GRANTED:
        return Known("arranged", "ok", _("arranged"))
    if request["decide_by"] is None:
        return Known("refused", "late", _("refused"))
    decide_by = datetime.date.fromisoformat(request["decide_by"])
    if decide_by < today:
        return Known("waits", "late", _("decision is late"))
    form = _("j M") if decide_by.year == today.year else _("j M Y")
    return Known("waits", "info", _("decision by %(day)s") % {"day": date_format(decide_by, form)})
