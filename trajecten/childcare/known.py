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
from wiz.policy.models import PolicyValue
from wiz.policy.parameters import PARAMETERS
from wiz.terms import age_on

S = ChildcareRequest.State
AGE = "childcare_age"


@dataclass(frozen=True)
class Known:
    """How it looks (see the tag `badge`) and what it says; `key` for who reckons with it."""

    key: str  # arranged, partly, ran_out, waits, refused, not_needed, nothing
    kind: str
    words: str


def care_facts(today: datetime.date, *, activity: str, client: str) -> dict[str, Any]:
    """Return annotations that hold what `known_from` reads, for rows that know an activity and its client by these."""
    ran_out = Case(When(state__in=GRANTED, until__lt=today, then=Value(1)), default=Value(0))
    rank = Case(When(state__in=GRANTED, then=Value(0)), When(state__in=OPEN, then=Value(1)), default=Value(2))
    requests = (
        ChildcareRequest.objects.filter(Q(activity=OuterRef(activity)) | Q(activity__isnull=True))
        .filter(client=OuterRef(client))
        .exclude(state__in=(S.ENDED, S.WITHDRAWN))
        .order_by(ran_out, F("activity").asc(nulls_last=True), rank, "-pk")
    )
    facts = JSONObject(state="state", outcome="outcome", decide_by="decide_by", until="until")
    births = Child.objects.filter(client=OuterRef(client)).order_by("pk").values("birth_date")
    ages = PolicyValue.objects.filter(key=AGE, valid_from__lte=today).order_by("-valid_from")
    return {
        "care_request": Subquery(requests.values(json=facts)[:1]),
        "care_not_asked": Exists(CareNotNeeded.objects.filter(activity=OuterRef(activity))),
        "care_births": ArraySubquery(births),
        "care_age": Subquery(ages.values("value")[:1]),
    }


def known_from(row: Any, start: datetime.date, today: datetime.date) -> Known:
    """Return where the childcare stands for an activity that starts on a day, from a row with `care_facts`.

    The request for this very activity speaks before one for none in particular, and what was granted before what was
    not; what was granted until a day that has passed speaks last. That none is needed counts as long as nothing stands.
    """
    request = row.care_request
    if row.care_not_asked and (not request or request["state"] == S.REFUSED or _ran_out(request, today)):
        return Known("not_needed", "ok", _("not needed"))
    if request:
        return _of_request(request, today)
    last_age = PARAMETERS[AGE].default if row.care_age is None else row.care_age
    if not any(age_on(birth_date, max(today, start)) <= last_age for birth_date in row.care_births):
        return Known("not_needed", "ok", _("not needed"))
    return Known("nothing", "soon", _("not asked for yet"))


def known_care(activity: Activity, today: datetime.date) -> Known:
    """Return where the childcare for an activity stands; one query."""
    facts = care_facts(today, activity="pk", client="client")
    row = Activity.objects.annotate(**facts).only("pk").get(pk=activity.pk)
    return known_from(row, activity.start, today)


def _ran_out(request: dict[str, Any], today: datetime.date) -> bool:
    """As `childcare-not-arranged` sees it: care that was granted until a day is there on that day, and not after it."""
    until = request["until"]
    return request["state"] in GRANTED and until is not None and datetime.date.fromisoformat(until) < today


def _of_request(request: dict[str, Any], today: datetime.date) -> Known:
    if _ran_out(request, today):
        until = _short(datetime.date.fromisoformat(request["until"]), today)
        return Known("ran_out", "soon", _("was arranged until %(day)s") % {"day": until})
    if request["outcome"] == ChildcareRequest.Outcome.PARTLY:
        return Known("partly", "soon", _("arranged in part"))
    if request["state"] in GRANTED:
        return Known("arranged", "ok", _("arranged"))
    if request["decide_by"] is None:
        return Known("refused", "late", _("refused"))
    decide_by = datetime.date.fromisoformat(request["decide_by"])
    if decide_by < today:
        return Known("waits", "late", _("decision is late"))
    return Known("waits", "info", _("decision by %(day)s") % {"day": _short(decide_by, today)})


def _short(day: datetime.date, today: datetime.date) -> str:
    return date_format(day, _("j M") if day.year == today.year else _("j M Y"))
