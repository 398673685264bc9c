"""The flags about reports. Terms are dated policy; days count as `wiz.flags.rules` says.

"Within n days of a date": its last day is date + n. "n days late": from date + n.
"""

import datetime
from typing import Any

from django.db.models import Count, DateField, Exists, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from partners.orders.models import Order
from partners.reports.models import Report, ReportVersion, State
from wiz.flags.models import Side
from wiz.flags.rules import counted, flag_rule, plus
from wiz.policy.models import Policy

DAY = datetime.timedelta(days=1)


# What the lines of a report show, and of whom.
SHOWN = (
    *("period_start", "period_end", "due", "due_reason", "state"),
    *("delivered_on", "opened_at", "is_blocked", "missing"),
    *("order__coach__name", "order__coach__phone", "order__coach__working_days"),
    *("order__bureau__organisation__name", "order__bureau__organisation__phone"),
)


def load_reports(ids: list[int]) -> dict[int, Any]:
    """Return reports by id with everything a line shows, in one query."""
    return (
        Report.objects.select_related("order__bureau__organisation", "order__coach")
        .only(*SHOWN)
        .annotate(times_reminded=Count("reminders"), last_reminded=Max("reminders__on"))
        .order_by()
        .in_bulk(ids)
    )


def load_orders(ids: list[int]) -> dict[int, Any]:
    shown = ("activity__end", "instrument__name", "coach__name", "coach__phone")
    found = Order.objects.select_related("activity", "instrument", "coach").only(*shown)
    return found.order_by().in_bulk(ids)


ABOUT_REPORT = {
    "subjects": load_reports,
    "client": "order__activity__client",
    "organisation": "order__bureau",
    "owner": "order__coach",
}


@flag_rule(
    "report-overdue",
    side=Side.BUREAU,
    title=_("Report overdue"),
    sentence=_("The report was due and has not been delivered."),
    closes=_("The bureau delivers it, or you give another date or say that it is not needed."),
    consultant_after="report_overdue_consultant",
    lead_after="report_overdue_lead",
    **ABOUT_REPORT,
)
def report_overdue(today: datetime.date, policy: Policy) -> QuerySet[Report]:
    grace = policy.days("report_grace")
    late = Report.objects.owed().annotate(counts_from=counted("due", policy))
    return late.filter(due__lt=today - grace, counts_from__lt=today - grace).annotate(
        since=plus("counts_from", grace + DAY), waited_for=F("counts_from")
    )


@flag_rule(
    "report-due-soon",
    side=Side.BUREAU,
    title=_("Report due soon"),
    sentence=_("The report is due within a few weeks."),
    closes=_("The bureau delivers it, or the date passes."),
    **ABOUT_REPORT,
)
def report_due_soon(today: datetime.date, policy: Policy) -> QuerySet[Report]:
    soon = policy.days("report_due_soon")
    return (
        Report.objects.owed()
        .filter(due__gte=today, due__lte=today + soon)
        .annotate(counts_from=F("due"), since=plus("due", -soon), waited_for=F("due"))
    )


@flag_rule(
    "report-incomplete",
    side=Side.MUNICIPALITY,
    title=_("Report incomplete"),
    sentence=_("The report was delivered, but something is missing that a complete report has."),
    closes=_("You answer it, send it back, or accept it as it is."),
    has_term=False,
    **ABOUT_REPORT,
)
def report_incomplete(today: datetime.date, policy: Policy) -> QuerySet[Report]:
    return (
        Report.objects.waiting()
        .filter(delivered_on__lte=today, missing__len__gt=0, accepted_at__isnull=True)
        .annotate(counts_from=counted("delivered_on", policy))
        .annotate(since=F("counts_from"), waited_for=F("counts_from"))
    )


@flag_rule(
    "report-sent-back",
    side=Side.BUREAU,
    title=_("Report sent back"),
    sentence=_("The report was sent back and is due again."),
    closes=_("The bureau delivers it again."),
    **ABOUT_REPORT,
)
def report_sent_back(today: datetime.date, policy: Policy) -> QuerySet[Report]:
    return Report.objects.filter(state=State.SENT_BACK, sent_back_on__lte=today).annotate(
        counts_from=F("sent_back_on"), since=F("sent_back_on"), waited_for=F("due")
    )


@flag_rule(
    "report-unanswered",
    side=Side.MUNICIPALITY,
    title=_("Report unanswered"),
    sentence=_(
        "The report was delivered and the bureau still waits for an answer. Opening it is not answering."
    ),
    closes=_("You answer the report or send it back."),
    lead_after="report_reply_lead",
    **ABOUT_REPORT,
)
def report_unanswered(today: datetime.date, policy: Policy) -> QuerySet[Report]:
    term = policy.days("report_reply")
    waiting = Report.objects.waiting().annotate(counts_from=counted("delivered_on", policy))
    return waiting.filter(delivered_on__lt=today - term, counts_from__lt=today - term).annotate(
        since=plus("counts_from", term + DAY), waited_for=plus("counts_from", term)
    )


@flag_rule(
    "notice-without-outcome",
    side=Side.MUNICIPALITY,
    title=_("Notice without outcome"),
    sentence=_("The bureau notified that the client does not comply, and nobody said what happens with it."),
    closes=_("You answer the report and say what you do with the notice, or send the report back."),
    **ABOUT_REPORT,
)
def notice_without_outcome(today: datetime.date, policy: Policy) -> QuerySet[Report]:
    """A notice is part of a report: its outcome is the answer. What a client blocked stays hidden, this too."""
    term = policy.days("notice_outcome")
    latest = ReportVersion.objects.delivered().filter(report=OuterRef("pk")).order_by("-number")
    return (
        Report.objects.waiting()
        .filter(is_blocked=False, delivered_on__lt=today - term)
        .annotate(counts_from=counted("delivered_on", policy))
        .annotate(notified=Subquery(latest.values("non_compliance")[:1]))
        .filter(counts_from__lt=today - term, notified=True)
        .annotate(since=plus("counts_from", term + DAY), waited_for=plus("counts_from", term))
    )


@flag_rule(
    "next-report-missing",
    side=Side.MUNICIPALITY,
    title=_("No next report"),
    sentence=_("The order is running, but no report is owed ahead: nobody will notice if it falls silent."),
    closes=_("You extend the order or end it."),
    has_term=False,
    subjects=load_orders,
    client="activity__client",
    organisation="bureau",
    owner=None,
)
def next_report_missing(today: datetime.date, policy: Policy) -> QuerySet[Order]:
    reports = Report.objects.filter(order=OuterRef("pk"))
    ahead = reports.owed().filter(due__gte=today)
    # Everything up to the planned end is in or settled, and that end has not passed: nothing is missing yet.
    covered = reports.filter(period_end__gte=OuterRef("activity__end"))
    last = reports.order_by().values("order").annotate(last=Max("period_end")).values("last")
    # Rows of periods that were cut off lie past the end, those of an import may lack: count from what is sure.
    uncovered = Least(Coalesce(plus(Subquery(last), DAY), F("activity__start")), plus("activity__end", DAY))
    return (
        Order.objects.running_on(today)
        .filter(~Exists(ahead), ended_on__isnull=True)
        .exclude(Exists(covered), activity__end__gte=today)
        .annotate(counts_from=Greatest(uncovered, Value(policy.live_since, output_field=DateField())))
        .annotate(since=F("counts_from"), waited_for=F("counts_from"))
    )
