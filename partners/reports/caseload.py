"""What reports add to the caseload: the day the first one is due from a bureau."""

from django.utils.translation import gettext_lazy

from partners.reports.models import Report
from wiz.clients.columns import deadline

deadline(
    "rapport",
    gettext_lazy("report due"),
    rows=lambda today: Report.objects.owed(),
    client="order__activity__client",
    date="due",
)
