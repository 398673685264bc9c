"""Numbers for Prometheus: how long pages take, and of the office what its matters register.

No number is about a person, a client or a bureau.
"""

import datetime
import os
import time
from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from wiz.health.state import PARTS, SECONDS, Question, state

Numbers = Callable[[datetime.datetime], Iterable[Metric]]
NUMBERS: list[Numbers] = []

REQUESTS = Histogram(
    "wiz_request_seconds",
    "Time until the answer to a request was there.",
    ["route", "method", "status"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=None,
)


def numbers(function: Numbers) -> Numbers:
    """Add what a matter knows in numbers: a function of the moment, with a fixed number of cheap queries."""
    NUMBERS.append(function)
    return function


def exposition(at: datetime.datetime) -> bytes:
    """Return all numbers as Prometheus reads them. Without the database those of the office are missing."""
    registry = CollectorRegistry()
    registry.register(Office(at))
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:  # several processes answer: gunicorn.conf.py
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
    return generate_latest(registry)


class Office(Collector):
    """What is asked of the database and the broker, at the moment of asking."""

    def __init__(self, at: datetime.datetime) -> None:
        self.at = at

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        OFFICE.begin(self.at)
        found = state(self.at)
        up = GaugeMetricFamily("wiz_up", "Whether a part works, as /health/ready says.", labels=["part"])
        for part in PARTS:
            up.add_metric([part], float(part not in found.failing))
        yield up
        waiting = found.numbers.get("queue_length")
        if waiting is not None:
            yield GaugeMetricFamily("wiz_queue_messages", "Messages no worker has taken yet.", value=waiting)
        yield from OFFICE.answer(time.monotonic() + SECONDS) or ()


def _office(at: datetime.datetime) -> list[Metric]:
    return [metric for ask in NUMBERS for metric in ask(at)]


OFFICE = Question(_office)
