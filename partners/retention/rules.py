"""Whose file may be removed: nothing in it is open, and nothing was written in it for as long as it must be kept.

When somebody's benefit ended, WIZ does not know: who removes files compares with the administration that does.
"""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.orders.models import Order
from partners.reports.models import Report
from partners.retention import RetentionError
from trajecten.agreements.models import Agreement
from trajecten.childcare.models import ChildcareRequest
from trajecten.exemptions.models import Exemption
from trajecten.help.models import Referral
from trajecten.meetings.models import Meeting
from trajecten.plans.models import Activity, Plan
from wiz.casefile.models import Event
from wiz.clients.models import Client
from wiz.letters.models import Letter
from wiz.terms import add_months
from wiz.trust.models import Change


def open_matters(day: datetime.date) -> dict[str, tuple[QuerySet, str]]:
    """Return what may stand open on a day, by what it is called: the rows, and their way to the client."""
    return {
        "an order runs": (
            Order.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day)),
            "activity__client",
        ),
        "a report is owed or not answered": (
            Report.objects.owed() | Report.objects.waiting(),
            "order__activity__client",
        ),
        "an activity goes on": (Activity.objects.own().filter(end__gte=day), "client"),
        "a plan has not ended": (Plan.objects.exclude(state=Plan.State.ENDED), "client"),
        "an exemption is asked for": (Exemption.objects.open(), "client"),
        "an exemption has not ended": (Exemption.objects.filter(granted_until__gte=day), "client"),
        "childcare is asked for or runs": (ChildcareRequest.objects.standing(), "client"),
        "help has not ended": (Referral.objects.open(), "client"),
        "a meeting is planned": (Meeting.objects.planned(), "client"),
        "an agreement is open": (Agreement.objects.open(), "client"),
        "a letter waits to be sent": (Letter.objects.to_be_sent(), "client"),
    }


def written_since(day: datetime.date) -> Q:
    """Return the condition on clients that something was recorded or changed in their file on or after a day."""
    here = {"client": OuterRef("pk"), "at__date__gte": day}
    return Q(Exists(Event.objects.filter(**here))) | Q(Exists(Change.objects.filter(**here)))


def removable(day: datetime.date, years: int) -> QuerySet[Client]:
    """Return whose file may be removed on a day when it is kept for so many calendar years, by number."""
    found = Client.objects.exclude(written_since(last_kept_day(day, years)))
    for rows, client in open_matters(day).values():
        found = found.exclude(Exists(rows.filter(**{client: OuterRef("pk")})))
    return found.order_by("number")


def last_kept_day(day: datetime.date, years: int) -> datetime.date:
    """Return the first day of which files are still kept: what was written on it is `years` years old today."""
    return add_months(day, -12 * years)


def check_remove(clients: Iterable[Client], day: datetime.date, years: int) -> None:
    """Raise RetentionError with the client number and the reasons of each whose file must stay."""
    if years < 1:
        raise RetentionError("A file is kept for a year at least.")
    ids = {client.pk: client.number for client in clients}
    why: dict[str, list[str]] = {}
    recent = Client.objects.filter(written_since(last_kept_day(day, years)), pk__in=ids)
    for pk in recent.values_list("pk", flat=True):
        why.setdefault(ids[pk], []).append(f"something was written in it less than {years} years ago")
    for words, (rows, client) in open_matters(day).items():
        for pk in set(rows.filter(**{f"{client}__in": ids}).order_by().values_list(client, flat=True)):
            why.setdefault(ids[pk], []).append(words)
    if why:
        raise RetentionError("\n".join(f"{number}: {', '.join(why[number])}" for number in sorted(why)))
