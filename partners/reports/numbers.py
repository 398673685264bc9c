"""Reports in numbers, of all bureaus together: how one of them does is not for a monitor."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Q
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from partners.reports.models import Report
from wiz.health.metrics import numbers
from wiz.terms import day_of


@numbers
def of_reports(at: datetime.datetime) -> Iterator[Metric]:
    # Of the day, which stands in the index of what is owed: no report itself is read.
    counts = Report.objects.owed().aggregate(
        owed=Count("due"), overdue=Count("due", filter=Q(due__lt=day_of(at)))
    )
    yield GaugeMetricFamily("wiz_reports_owed", "Reports a bureau has to write.", value=counts["owed"])
    yield GaugeMetricFamily(
        "wiz_reports_overdue", "Of those, the ones whose day has passed.", value=counts["overdue"]
    )
