"""What orders add to a client's case file."""

import datetime
from typing import Any

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.orders.models import Order
from partners.reports.models import Report, State
from trajecten.meetings.parties import Party, parties
from wiz.casefile.events import event_kind, matter
from wiz.casefile.panels import panel
from wiz.clients.models import Client
from wiz.people.models import User

matter("order", _("Orders"), subject_page="order")
event_kind("order-placed", _("Order to %(bureau)s: %(instrument)s"))
event_kind("order-extended", _("Order to %(bureau)s extended: %(reason)s"))
event_kind("order-paused", _("Order to %(bureau)s paused: %(reason)s"))
event_kind("order-resumed", _("Order to %(bureau)s goes on"))
event_kind("order-ended", _("Order to %(bureau)s ended: %(reason)s"))
event_kind("order-coach-changed", _("%(coach)s is now the coach at %(bureau)s"))

# How it looks (see the tag `badge`) and what it says.
Badge = tuple[str, str]
SOON = 14  # days before a report is due that it is shown as near


def order_state(order: Order, today: datetime.date) -> Badge:
    """Return how an order stands today. Reads `order.pauses`, which a list prefetches."""

    def on(sentence: str, day: datetime.date) -> str:
        form = gettext("j M") if day.year == today.year else gettext("j M Y")
        return sentence % {"day": date_format(day, form)}

    if order.ended_on is not None:
        sentence = gettext("ended on %(day)s") if order.ended_on < today else gettext("ends on %(day)s")
        return "plain", on(sentence, order.ended_on)
    if order.activity.start > today:
        return "info", on(gettext("starts on %(day)s"), order.activity.start)
    for pause in order.pauses.all():
        if pause.start <= today < pause.until:
            return "soon", on(gettext("paused until %(day)s"), pause.until)
    if order.activity.end < today:
        return "late", gettext("past its planned end")
    return "ok", gettext("running")


def report_state(report: Report, today: datetime.date) -> Badge:
    """Return how a report stands today, apart from its date."""
    days = (report.due - today).days
    if report.state == State.SENT_BACK:
        return ("late" if days < 0 else "soon"), gettext("sent back")
    if report.state == State.OWED:
        if days < 0:
            return "late", gettext("too late")
        return "soon" if days <= SOON else "plain", gettext("to come")
    if report.state == State.DELIVERED:
        if report.is_blocked:
            return "soon", gettext("blocked by the client")
        incomplete = report.missing and report.accepted_at is None
        return "info", gettext("delivered, incomplete") if incomplete else gettext("waits for an answer")
    if report.state == State.ANSWERED:
        return "ok", gettext("answered")
    return "plain", gettext("not needed")


def report_lines(order: Order, today: datetime.date) -> list[dict[str, Any]]:
    """Return the reports of an order with their state. Reads `order.reports`, which a list prefetches."""
    return [
        {
            "report": report,
            "state": report_state(report, today),
            # Only who still has to write can be late.
            "days": (report.due - today).days if report.is_owed else None,
        }
        for report in sorted(order.reports.all(), key=lambda report: report.number)
    ]


def worth_showing(lines: list[dict[str, Any]], order: Order) -> list[dict[str, Any]]:
    """Return what the client's page shows: what is settled or late, and the first that is to come.

    Of an order that ended only what somebody still has to do.
    """
    if order.ended_on is not None:
        return [line for line in lines if line["report"].is_owed or line["report"].state == State.DELIVERED]
    ahead = [line for line in lines if line["days"] is not None and line["days"] >= 0]
    return [line for line in lines if line not in ahead[1:]]


@parties
def bureaus_at_work(client: Client, day: datetime.date) -> list[Party]:
    """Return the bureaus whose orders run on a day, also past their planned end, each with its coach."""
    orders = Order.objects.filter(activity__client=client).running_on(day).with_parties()
    return [
        Party(
            organisation=order.bureau_id,
            name=str(order.bureau),
            worker=order.coach.name if order.coach else "",
            activity=order.activity_id,
            title=order.activity.title,
        )
        for order in orders.order_by("activity__start", "pk")
    ]


def orders_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    orders = (
        Order.objects.visible_to(user)
        .filter(activity__client=client)
        .select_related("activity", "bureau__organisation", "instrument", "coach")
        .prefetch_related("pauses", "reports")
        # Those that have not ended first, then the latest.
        .order_by(F("ended_on").desc(nulls_first=True), "-activity__start", "pk")
    )
    return {
        "client": client,
        "today": today,
        "orders": [
            {
                "order": order,
                "state": order_state(order, today),
                "reports": worth_showing(report_lines(order, today), order),
            }
            for order in orders
        ],
    }


panel("orders", _("Orders and reports"), "orders/_panel.html", orders_panel, place=60)
