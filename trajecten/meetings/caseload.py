"""What meetings add to the caseload: last contact and next meeting, a filter on silence, and planning for many."""

import datetime

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy, ngettext

from trajecten.meetings.models import Meeting, has_contact_since
from wiz.clients.columns import Clients, bulk, caseload_filter, column
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.templatetags.wiz_ui import day
from wiz.terms import add_months

MONTHS = (3, 6, 8, 12)


def annotate_last(clients: Clients, today: datetime.date) -> Clients:
    spoken = Meeting.objects.contacts().filter(client=OuterRef("pk"), on__lte=today)
    return clients.annotate(last_contact=spoken.order_by("-on").values("on")[:1])


def annotate_next(clients: Clients, today: datetime.date) -> Clients:
    ahead = Meeting.objects.planned().filter(client=OuterRef("pk"), on__gte=today)
    return clients.annotate(next_meeting=ahead.order_by("on").values("on")[:1])


def last(client: Client, today: datetime.date) -> datetime.date | None:
    return client.last_contact  # type: ignore[attr-defined]


def coming(client: Client, today: datetime.date) -> datetime.date | None:
    return client.next_meeting  # type: ignore[attr-defined]


column(
    "last_contact",
    gettext_lazy("Last contact"),
    place=40,
    annotate=annotate_last,
    show=lambda client, today: day(last(client, today), today) or None,
    value=last,
    sort=("last_contact",),
)
column(
    "next_meeting",
    gettext_lazy("Next meeting"),
    place=41,
    annotate=annotate_next,
    show=lambda client, today: day(coming(client, today), today) or None,
    value=coming,
    sort=("next_meeting",),
    by_default=False,
)


def months_to_choose(user: User) -> list[tuple[str, str]]:
    return [
        (str(n), ngettext("%(n)d month or longer", "%(n)d months or longer", n) % {"n": n}) for n in MONTHS
    ]


def silent_for(clients: Clients, value: str, today: datetime.date) -> Clients:
    return clients.filter(~has_contact_since(add_months(today, -int(value)) + datetime.timedelta(days=1)))


caseload_filter(
    "contact", gettext_lazy("No contact for"), place=40, choices=months_to_choose, apply=silent_for
)
bulk("meetings_plan_many", gettext_lazy("Plan a meeting"), place=20)
