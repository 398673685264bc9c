"""What childcare adds to the caseload: how it stands, a filter, and the date by which a decision must be made."""

import datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.childcare.models import ChildcareRequest, ChildcareRequestQuerySet
from trajecten.childcare.shown import LOOKS
from wiz.clients.columns import Cell, Clients, caseload_filter, column, deadline
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.templatetags.wiz_ui import SOON, days_words

S = ChildcareRequest.State
NOBODY, WAITS, LATE = "niemand", "wacht", "te-laat"


def _of_client() -> ChildcareRequestQuerySet:
    return ChildcareRequest.objects.filter(client=OuterRef("pk"))


def annotate(clients: Clients, today: datetime.date) -> Clients:
    """The request that asks for something first: the one to decide on soonest, else the latest that stands."""
    latest = (
        _of_client().exclude(state__in=(S.ENDED, S.WITHDRAWN)).order_by("decide_by", "-received_on", "-pk")
    )
    return clients.annotate(
        kinderopvang_row=Subquery(latest.values(json=JSONObject(state="state", decide_by="decide_by"))[:1])
    )


def show(client: Client, today: datetime.date) -> Cell | None:
    row = client.kinderopvang_row  # type: ignore[attr-defined]
    if not row:
        return None
    state = S(row["state"])
    words = str(state.label)
    if row["decide_by"]:
        days = (datetime.date.fromisoformat(row["decide_by"]) - today).days
        return Cell(words, ("late" if days < 0 else "soon" if days <= SOON else "info", days_words(days)))
    # Only what asks for attention stands out in a list.
    return Cell(badge=(LOOKS[state], words.lower()))


def value(client: Client, today: datetime.date) -> str:
    row = client.kinderopvang_row  # type: ignore[attr-defined]
    return str(S(row["state"]).label) if row else ""


def to_choose(user: User) -> list[tuple[str, str]]:
    return [
        (WAITS, _("Waiting for a decision")),
        (LATE, _("Decision late")),
        (NOBODY, _("Without anybody to see to it")),
        *((str(state), str(state.label)) for state in S),
    ]


def apply(clients: Clients, value: str, today: datetime.date) -> Clients:
    if value == NOBODY:
        found = ChildcareRequest.objects.without_usable_owner().filter(client=OuterRef("pk"))
    elif value == WAITS:
        found = _of_client().open()
    elif value == LATE:
        found = _of_client().open().filter(decide_by__lt=today)
    else:
        found = _of_client().filter(Q(state=value))
    return clients.filter(Exists(found))


column(
    "kinderopvang",
    gettext_lazy("Childcare"),
    place=45,
    annotate=annotate,
    show=show,
    value=value,
    by_default=False,
)
caseload_filter("kinderopvang", gettext_lazy("Childcare"), place=45, choices=to_choose, apply=apply)
deadline(
    "opvang",
    gettext_lazy("decision on childcare"),
    rows=lambda today: ChildcareRequest.objects.open(),
    client="client",
    date="decide_by",
)
