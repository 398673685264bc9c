"""The rows of some cases by the table they go to, and as the lines that are written there."""

import operator
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models

from partners.demo import matters
from partners.demo.rows import Case
from partners.orders.models import Order, Pause
from partners.reports.models import Advice, GoalResult, Reminder, Report, ReportVersion
from trajecten.plans.models import Activity, Goal, Plan
from wiz.casefile.events import build_event
from wiz.casefile.models import Event
from wiz.clients.models import Child, Client

Model = type[models.Model]
Lines = list[list[Any]]

ACTIVITY_GOALS: Model = Activity.goals.through
VERSION_INSTRUMENTS: Model = ReportVersion.instruments.through
# Parents before what points to them.
TABLES: tuple[Model, ...] = (
    Client,
    Child,
    Plan,
    Goal,
    Activity,
    ACTIVITY_GOALS,
    Order,
    Pause,
    Report,
    ReportVersion,
    VERSION_INSTRUMENTS,
    GoalResult,
    Advice,
    Reminder,
    *matters.MODELS,
    Event,
)


class Tables:
    """The rows of some cases. They get their numbers last: whoever writes them knows which are free."""

    def __init__(self, cases: list[Case]) -> None:
        self.cases = cases
        self.rows: dict[Model, list[Any]] = defaultdict(list)
        for case in cases:
            self._sort(case)

    def _sort(self, case: Case) -> None:
        rows = self.rows
        rows[Client].append(case.client)
        rows[Child] += case.children
        rows[Plan] += [case.plan] if case.plan else []
        rows[Goal] += [goal for goal, _key in case.goals]
        rows[Activity] += case.activities
        rows[ACTIVITY_GOALS] += [
            ACTIVITY_GOALS(activity=activity, goal=goal) for activity, goal in case.activity_goals
        ]
        rows[Order] += case.orders
        rows[Pause] += case.pauses
        rows[Report] += case.reports
        rows[ReportVersion] += case.versions
        rows[VERSION_INSTRUMENTS] += [
            VERSION_INSTRUMENTS(reportversion=version, instrument=instrument)
            for version, instrument in case.version_instruments
        ]
        rows[GoalResult] += case.results
        rows[Advice] += case.advices
        rows[Reminder] += case.reminders
        for row in case.more:
            rows[type(row)].append(row)

    def sizes(self) -> list[int]:
        """Return how many rows go to each of `TABLES`."""
        events = sum(len(case.happenings) for case in self.cases)
        return [len(self.rows[model]) for model in TABLES[:-1]] + [events]

    def lines(self, free: list[int]) -> list[Lines]:
        """Number the rows from the first free number of each table on, and return what is written to each."""
        for model, first in zip(TABLES, free, strict=True):
            for number, row in enumerate(self.rows[model], first):
                row.pk = number
        for case in self.cases:
            for finish in case.finish:
                finish()
        self.rows[Event] = list(_events(self.cases, free[-1]))
        return [_lines(model, self.rows[model]) for model in TABLES]


def fields_of(model: Model) -> "list[models.Field[Any, Any]]":
    """Return the fields whose values a line holds, in its order."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def _lines(model: Model, rows: list[models.Model]) -> Lines:
    fields = fields_of(model)
    pointers = [field for field in fields if isinstance(field, models.ForeignKey)]
    values = operator.attrgetter(*(field.attname for field in fields))
    lines = []
    for row in rows:
        for field in pointers:
            if to := field.get_cached_value(row, default=None):
                setattr(row, field.attname, to.pk)
        lines.append(list(values(row)))
    return lines


def _events(cases: list[Case], number: int) -> Iterator[Event]:
    for case in cases:
        for happening in sorted(case.happenings, key=lambda happening: happening.at):
            event = build_event(
                case.client,
                happening.kind,
                at=happening.at,
                by=happening.by,
                subject=happening.subject,
                **happening.facts,
            )
            event.pk, number = number, number + 1
            yield event
