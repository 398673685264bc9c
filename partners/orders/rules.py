"""Who may place, move, pause and end an order, and when."""

import datetime

from django.utils.translation import gettext as _

from partners.orders.models import Order
from wiz.actions import Refused
from wiz.people.models import User
from wiz.people.roles import Can


def check_work(user: User) -> None:
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_change(user: User, order: Order) -> None:
    """An order that ended is closed: what comes next is a new order."""
    check_work(user)
    if order.ended_on is not None:
        raise Refused(_("This order has ended already."))


def check_period(start: datetime.date, end: datetime.date) -> None:
    if end <= start:
        raise Refused(_("The planned end must come after the start."))


def check_pause(order: Order, start: datetime.date, until: datetime.date) -> None:
    if until <= start:
        raise Refused(_("The day it goes on must come after the day it stops."))
    if start < order.activity.start:
        raise Refused(_("The order had not begun yet on that day."))
    for pause in order.pauses.all():
        if pause.start < until and start < pause.until:
            raise Refused(_("The order is paused already in these days."))


def check_end(order: Order, ended_on: datetime.date, today: datetime.date) -> None:
    if ended_on > today + datetime.timedelta(days=366):
        raise Refused(_("Choose a day within a year."))


def check_reach(order: Order, today: datetime.date) -> None:
    """Where a client lives today is for a bureau that works with her, or still has to write about her; not for good."""
    if order.ended_on is not None and order.ended_on < today and not order.reports.owed().exists():
        raise Refused(_("The order has ended. How to reach the client does not stand here any more."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give a reason. The other side reads it."))
