"""What orders add to a client's case file."""

import datetime
from typing import Any

from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.orders.models import Order, Pause
from partners.reports.models import Report, State
from trajecten.meetings.parties import Party, parties
from wiz.casefile.events import event_kind, matter
from wiz.casefile.once import once
from wiz.casefile.panels import panel
from wiz.casefile.threads import Thread, our_move, term, threads
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
RECENT = datetime.timedelta(days=92)  # an order that ended is still drawn
SOON = 14  # days before a report is due that it is shown as near
# What the web and the panel read of an order and of its reports: not a word of what was asked and answered.
SHOWN = (
    "ended_on",
    "end_reason",
    "activity__start",
    "activity__end",
    "bureau__organisation__name",
    "instrument__name",
    "coach__name",
    "coach__phone",
    "coach__working_days",
)
REPORT_SHOWN = (
    "order",
    "number",
    "period_start",
    "period_end",
    "is_final",
    "due",
    "due_reason",
    "state",
    "delivered_on",
    "missing",
    "is_blocked",
    "accepted_at",
    "not_needed_by",
    "not_needed_reason",
)


def order_state(order: Order, today: datetime.date) -> Badge:
    """Return how an order stands today. Reads `order.pauses`, which a list prefetches."""

    if order.ended_on is not None:
        sentence = gettext("ended on %(day)s") if order.ended_on < today else gettext("ends on %(day)s")
        return "plain", _on(sentence, order.ended_on, today)
    if order.activity.start > today:
        return "info", _on(gettext("starts on %(day)s"), order.activity.start, today)
    for pause in order.pauses.all():
        if pause.start <= today < pause.until:
            return "soon", _on(gettext("paused until %(day)s"), pause.until, today)
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


def _on(sentence: str, day: datetime.date, today: datetime.date) -> str:
    """Return a sentence with a day in it: short, with the year only when it is another than today's."""
    form = gettext("j M") if day.year == today.year else gettext("j M Y")
    return sentence % {"day": date_format(day, form)}


def _orders(client: Client, user: User) -> list[Order]:
    """Return her orders with all that the web and the panel read of them, from the same few queries."""

    def load() -> list[Order]:
        found = Order.objects.visible_to(user).filter(activity__client=client)
        found = found.select_related("activity", "bureau__organisation", "instrument", "coach").only(*SHOWN)
        # Their order is made where they are shown, and two pauses never stand at the same time.
        pauses, reports = Pause.objects.order_by(), Report.objects.order_by().only(*REPORT_SHOWN)
        # Those that have not ended first, then the latest.
        found = found.order_by(F("ended_on").desc(nulls_first=True), "-activity__start", "pk")
        return list(found.prefetch_related(Prefetch("pauses", pauses), Prefetch("reports", reports)))

    return once(client, f"orders for {user.pk}", load)


def orders_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    return {
        "client": client,
        "today": today,
        "orders": [
            {
                "order": order,
                "state": order_state(order, today),
                "reports": worth_showing(report_lines(order, today), order),
            }
            for order in _orders(client, user)
        ],
    }


panel("orders", _("Orders and reports"), "orders/_panel.html", orders_panel, place=60)


def order_threads(client: Client, user: User, today: datetime.date) -> list[Thread]:
    """Return a thread per order that runs, owes something, or ended in the last months."""
    orders = [order for order in _orders(client, user) if not _is_over(order, today)]
    us, reply = our_move(client, user), term(client, today, "report_reply")
    return [order_thread(order, us, reply, today) for order in orders]


def _is_over(order: Order, today: datetime.date) -> bool:
    open_reports = [
        report for report in order.reports.all() if report.is_owed or report.state == State.DELIVERED
    ]
    return order.ended_on is not None and order.ended_on < today - RECENT and not open_reports


def order_thread(order: Order, us: str, reply: datetime.timedelta, today: datetime.date) -> Thread:
    """Return how it stands between the client and a bureau. Reads `order.pauses` and `order.reports`.

    `us` has to answer a report within `reply`.
    """
    kind, state, move, by = _whose_turn(order, us, reply, today)
    coach = order.coach
    about = " · ".join(part for part in (coach.name, coach.working_days) if part) if coach else ""
    return Thread(
        party=str(order.bureau),
        about=about or gettext("no coach known"),
        kind=kind,
        state=state,
        move=move,
        by=by,
        url=reverse("order", args=[order.pk]),
    )


def _whose_turn(
    order: Order, us: str, reply: datetime.timedelta, today: datetime.date
) -> tuple[str, str, str, datetime.date | None]:
    """Return the state of a thread, whose move it is and by when.

    The clock has two sides: of a report that is late and an answer that is late, what waits longest speaks.
    """
    bureau = gettext("the bureau")
    reports = sorted(order.reports.all(), key=lambda report: report.due)
    owed = next((report for report in reports if report.is_owed), None)
    waiting = next((report for report in reports if report.state == State.DELIVERED), None)
    answer_by = waiting.delivered_on + reply if waiting and waiting.delivered_on else None
    if owed and owed.due < today and not (answer_by and answer_by < owed.due):
        days = (today - owed.due).days
        return "late", gettext("report %(n)d d late") % {"n": days}, bureau, owed.due
    if waiting and waiting.is_blocked:
        return "soon", gettext("report is blocked"), us, None
    if waiting and waiting.delivered_on and answer_by:
        words = gettext("awaits answer %(n)d d") % {"n": (today - waiting.delivered_on).days}
        return "late" if answer_by < today else "soon", words, us, answer_by
    kind, state = order_state(order, today)
    if kind == "late":
        return kind, state, us, None
    if kind == "soon":
        return "info", state, "", None
    if kind == "ok" and owed:
        soon = (owed.due - today).days <= SOON
        state = _on(gettext("report by %(day)s"), owed.due, today)
        return ("soon", state, bureau, None) if soon else ("ok", state, "", None)
    return kind, state, "", None


threads("orders", order_threads)
