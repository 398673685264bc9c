"""Small words about what runs for a client. No query."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django import template

from partners.orders.odds_flags import hours_on, runs_on
from trajecten.plans.models import Activity

register = template.Library()


@register.filter
def running_on(activities: Iterable[Activity], day: datetime.date) -> list[Activity]:
    """What runs on a day and asks hours, in the order given."""
    return [activity for activity in activities if activity.hours and runs_on(activity, day)]


@register.filter
def hours_of_week(activities: Iterable[Activity], day: datetime.date) -> Decimal:
    """The hours a week of what runs on a day."""
    return hours_on(activities, day)
