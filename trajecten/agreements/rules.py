"""Who may settle, move and drop an agreement, and when."""

import datetime

from django.utils.translation import gettext as _

from trajecten.agreements.models import Agreement
from wiz.actions import Refused
from wiz.people.models import User
from wiz.people.roles import Can


def check_work(user: User) -> None:
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_due(due: datetime.date, on: datetime.date) -> None:
    if due < on:
        raise Refused(_("The day of an agreement must not come before it was made."))


def check_settle(user: User, agreement: Agreement) -> None:
    """Case workers settle every agreement; a bureau says of its own that it is done."""
    if not user.can(Can.WORK_CASES) and not (
        user.can(Can.REPORT) and agreement.organisation_id == user.organisation_id
    ):
        raise Refused(_("Only the municipality can do this."))
    if not agreement.is_open:
        raise Refused(_("This agreement has been dealt with already."))


def check_open(user: User, agreement: Agreement) -> None:
    check_work(user)
    if not agreement.is_open:
        raise Refused(_("This agreement has been dealt with already."))
