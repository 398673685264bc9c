"""The rows of a plan as they are typed: what the form gives and `save_plan` takes."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from trajecten.plans.models import Activity, Goal


class GoalRow(NamedTuple):
    """A goal as typed; an empty text takes an existing goal away."""

    goal: Goal | None
    text: str
    due: datetime.date | None = None
    who: str = Goal.Who.CLIENT
    who_name: str = ""


@dataclass(frozen=True)
class ActivityRow:
    """What the client does without a bureau. Without a title, an activity that exists is taken away."""

    activity: Activity | None
    kind: str
    title: str
    start: datetime.date | None
    end: datetime.date | None
    hours: Decimal | None


class ContributionRow(NamedTuple):
    """What an activity adds to the goals, and what it costs in euros."""

    activity: Activity
    contribution: str
    cost: Decimal | None
