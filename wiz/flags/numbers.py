"""The sweep and its flags in numbers, as the last round left them: one row is read."""

import datetime
from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from wiz.flags.models import Sweep
from wiz.flags.rules import RULES
from wiz.health.metrics import numbers


@numbers
def of_the_last_sweep(_at: datetime.datetime) -> Iterator[Metric]:
    last = Sweep.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    if last is None or last.finished_at is None:
        return
    yield GaugeMetricFamily(
        "wiz_sweep_finished_timestamp_seconds",
        "When the last sweep ended, in seconds since 1970.",
        value=last.finished_at.timestamp(),
    )
    yield GaugeMetricFamily(
        "wiz_sweep_duration_seconds",
        "How long the last sweep took.",
        value=(last.finished_at - last.started_at).total_seconds(),
    )
    yield GaugeMetricFamily(
        "wiz_sweep_failed_rules",
        "Flag rules that failed in the last sweep.",
        value=sum("error" in result for result in last.results.values()),
    )
    flags = GaugeMetricFamily(
        "wiz_flags_open",
        "Flags open at the end of the last sweep, by rule and by whose move it is.",
        labels=["rule", "side"],
    )
    for name, rule in RULES.items():
        if name in last.results:
            flags.add_metric([name, rule.side.name.lower()], last.results[name].get("open", 0))
    yield flags
