"""The term of a request: until when it must be decided on, and where it stands today. Pure.

How days count stands in `wiz.terms.decision`. A row keeps the number of weeks it started with. `decide_by` is kept as
if data that are awaited don't come: it is right again by itself on the day after they were due.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from trajecten.childcare.models import ChildcareRequest, Suspension
from wiz.terms.decision import Period, decide_by, suspended_days

NEVER_ANSWERED = datetime.date.max


@dataclass(frozen=True)
class Term:
    """What a page says of a running term. `days`: until its last day, negative when that has passed."""

    decide_by: datetime.date
    days: int
    suspended: int  # days so far
    waiting: Suspension | None  # for the client's data, since when and until when

    @property
    def is_late(self) -> bool:
        return self.days < 0


def last_day(
    request: ChildcareRequest, suspensions: Iterable[Suspension], extra: frozenset[datetime.date]
) -> datetime.date | None:
    """Return until when a request must be decided on, or None when it was, or needs no decision any more."""
    if not request.is_open:
        return None
    return decide_by(
        request.received_on,
        request.term_weeks,
        extension_weeks=request.extension_weeks if request.extended_on else 0,
        suspended_days=suspended_days(_periods(suspensions), NEVER_ANSWERED),
        extra=extra,
    )


def term_on(
    request: ChildcareRequest, suspensions: Iterable[Suspension], today: datetime.date
) -> Term | None:
    """Return where the term of a request stands today; None when it runs no more."""
    if request.decide_by is None:
        return None
    suspensions = list(suspensions)
    periods = _periods(suspensions)
    waiting = next((one for one in suspensions if is_awaited(one, today)), None)
    return Term(
        decide_by=request.decide_by,
        days=(request.decide_by - today).days,
        suspended=suspended_days(periods, today),
        waiting=waiting,
    )


def is_awaited(suspension: Suspension, today: datetime.date) -> bool:
    """Say whether data are still awaited: on the day they were asked for the term itself still runs."""
    return suspension.completed_on is None and suspension.asked_on <= today <= suspension.respond_by


def _periods(suspensions: Iterable[Suspension]) -> list[Period]:
    return [Period(one.asked_on, one.respond_by, one.completed_on) for one in suspensions]
