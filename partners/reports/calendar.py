"""Reports in the calendar: what bureaus owe, and what waits for the consultant's answer. The clock has two sides."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.reports.models import Report, State
from wiz.calendar.sources import Entry, Kind, Scope, calendar_source
from wiz.policy.models import days_on


def reports(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    """Return reports by the day they are due, and delivered ones by the day an answer is; two queries."""
    term = days_on(first, "report_reply")
    owed = Q(state__in=(State.OWED, State.SENT_BACK), due__lte=last)
    unanswered = Q(state=State.DELIVERED, delivered_on__lte=last - term)
    found = Report.objects.filter(owed | unanswered, scope.hers("order__activity__client"))
    return [
        _entry(report, term)
        for report in found.select_related("order__activity", "order__bureau__organisation")
    ]


def _entry(report: Report, term: datetime.timedelta) -> Entry:
    day, what, kind = report.due, _("Report"), Kind.DUE
    if report.state == State.DELIVERED and report.delivered_on:
        day, what, kind = report.delivered_on + term, _("Answer to the report"), Kind.DECIDE
    return Entry(
        day=day,
        client_id=report.order.activity.client_id,
        what=what,
        kind=kind,
        url=reverse("report", args=[report.pk]),
        organisation=str(report.order.bureau),
    )


calendar_source("rapporten", gettext_lazy("Reports"), reports, on_today=False)
