"""The rows of one client's case, unsaved, and the order they are being made for."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models

from partners.bureaus.models import Instrument
from partners.demo.clock import DAY, moment
from partners.demo.people import Partner, Town
from partners.demo.told import Story
from partners.demo.voice import Voice
from partners.orders.models import Order, Pause
from partners.reports.models import Advice, GoalResult, Reminder, Report, ReportVersion
from trajecten.plans.models import Activity, Goal, Plan
from wiz.clients.models import Child, Client
from wiz.people.models import User


@dataclass
class Happening:
    """An event to be: events point to rows by number, so they are built once those are saved."""

    kind: str
    at: datetime.datetime
    by: User | None
    subject: models.Model | None
    facts: dict[str, str]


@dataclass
class Case:
    client: Client
    children: list[Child]
    voice: Voice
    consultant: User  # who did the consultant's work; also for a client who has none now
    former: tuple[User, datetime.date] | None = None  # the consultant before, and since when no more
    plan: Plan | None = None
    goals: list[tuple[Goal, str]] = field(default_factory=list)  # with its key in the texts
    activities: list[Activity] = field(default_factory=list)
    activity_goals: list[tuple[Activity, Goal]] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    versions: list[ReportVersion] = field(default_factory=list)
    version_instruments: list[tuple[ReportVersion, Instrument]] = field(default_factory=list)
    results: list[GoalResult] = field(default_factory=list)
    advices: list[Advice] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    story: Story | None = None
    more: list[models.Model] = field(default_factory=list)  # of further matters, see `partners.demo.matters`

    finish: list[Callable[[], None]] = field(default_factory=list)  # called when all before has its number

    def who(self, day: datetime.date) -> User:
        """Return who was her consultant on a day."""
        return self.former[0] if self.former and day < self.former[1] else self.consultant

    def happened(
        self, kind: str, at: datetime.datetime, by: User | None, subject: models.Model | None, **facts: str
    ) -> None:
        self.happenings.append(Happening(kind, at, by, subject, facts))


@dataclass
class Work:
    """One order while its reports are made."""

    case: Case
    town: Town
    partner: Partner
    order: Order
    goals: list[tuple[Goal, str]]
    rng: random.Random
    today: datetime.date
    sent_back_term: int
    # What may be answered to the questions asked in the reports, by the question.
    replies: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def yesterday(self) -> datetime.date:
        """Nothing happens today: what the demo's users do today comes after it."""
        return self.today - DAY

    @property
    def voice(self) -> Voice:
        return self.case.voice

    def coach(self) -> User:
        return self.order.coach or self.rng.choice(self.partner.workers)

    def at(self, day: datetime.date) -> datetime.datetime:
        return moment(self.rng, day)

    def report_happened(
        self, kind: str, report: Report, at: datetime.datetime, by: User, **facts: str
    ) -> None:
        """Record as the actions on reports do."""
        period = f"{report.period_start}/{report.period_end}"
        self.case.happened(
            kind, at, by, report, bureau=self.partner.bureau.organisation.name, period=period, **facts
        )
