"""What exemptions add to the caseload: which duty each client has, a filter on it, and when what follows is decided."""

import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.exemptions.duty import full_duty
from trajecten.exemptions.flags import undecided
from trajecten.exemptions.models import OPEN, Exemption
from trajecten.exemptions.shown import hours_words, short_day
from wiz.clients.columns import Cell, Clients, caseload_filter, column, deadline
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.policy.models import days_on

S = Exemption.State
FULL_DUTY, PARTIAL, FULLY = "geen", "gedeeltelijk", "volledig"
ENDING = "loopt-af"


def annotate(clients: Clients, today: datetime.date) -> Clients:
    """The exemption in force, and the state of an open request: one of each at most."""
    in_force = Exemption.objects.in_force(today).filter(client=OuterRef("pk")).order_by()
    asked = Exemption.objects.open().filter(client=OuterRef("pk")).order_by()
    return clients.annotate(
        exemption_extent=in_force.values("granted_extent")[:1],
        exemption_hours=in_force.values("granted_hours")[:1],
        exemption_until=in_force.values("granted_until")[:1],
        exemption_asked=asked.values("state")[:1],
    )


def _hers(client: Any, today: datetime.date) -> str:
    if not client.exemption_until:
        return ""
    until = short_day(client.exemption_until, today)
    if client.exemption_extent == Exemption.Extent.FULL or client.exemption_hours is None:
        return _("full, until %(day)s") % {"day": until}
    return _("%(hours)s left, until %(day)s") % {"hours": hours_words(client.exemption_hours), "day": until}


def show(client: Client, today: datetime.date) -> Cell | None:
    """What she is exempt of; and of an open request what is to be done with it."""
    asked = client.exemption_asked  # type: ignore[attr-defined]
    badge = ("soon", _("returned")) if asked == S.RETURNED else None
    note = {S.SUBMITTED: _("awaiting review"), S.DRAFT: _("draft")}.get(asked, "")
    words = _hers(client, today)
    return Cell(words, badge, note) if words or badge or note else None


def value(client: Client, today: datetime.date) -> str:
    asked = client.exemption_asked  # type: ignore[attr-defined]
    return ", ".join(filter(None, [_hers(client, today), str(S(asked).label).lower() if asked else ""]))


def to_choose(user: User) -> list[tuple[str, str]]:
    return [
        (FULL_DUTY, _("Full duty")),
        (PARTIAL, _("Partly exempt")),
        (FULLY, _("Fully exempt")),
        (ENDING, _("Ends soon, undecided what follows")),
        *((str(state), _("Request: %(state)s") % {"state": str(state.label).lower()}) for state in OPEN),
    ]


def chosen(clients: Clients, value: str, today: datetime.date) -> Clients:
    hers = Exemption.objects.filter(client=OuterRef("pk"))
    if value == FULL_DUTY:
        return clients.filter(full_duty(today))
    if value == ENDING:
        near = today + days_on(today, "exemption_expiring")
        return clients.filter(Exists(undecided().filter(client=OuterRef("pk"), granted_until__lte=near)))
    if value in OPEN:
        return clients.filter(Exists(hers.filter(state=value)))
    extent = Exemption.Extent.FULL if value == FULLY else Exemption.Extent.PARTIAL
    return clients.filter(Exists(hers.in_force(today).filter(granted_extent=extent)))


column(
    "exemption",
    gettext_lazy("Exemption"),
    place=35,
    annotate=annotate,
    show=show,
    value=value,
    sort=(F("exemption_until").asc(nulls_last=True),),
    by_default=False,  # the header of the file and the filter say it; the list is wide already
)
caseload_filter("ontheffing", gettext_lazy("Exemption"), place=35, choices=to_choose, apply=chosen)
# The end of what nobody decided a follow-up of yet.
deadline(
    "ontheffing",
    gettext_lazy("exemption ends"),
    rows=lambda today: undecided(),
    client="client",
    date="granted_until",
)
