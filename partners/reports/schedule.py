"""Which reports an order owes, and when: counted from its start, by calendar months."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from partners.orders.models import Order
from partners.reports.models import Report, State
from wiz.terms import add_months

Interval = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Owed:
    """One report owed. `number` counts from 1; the period runs from the previous one's end to its own."""

    number: int
    period_start: datetime.date
    period_end: datetime.date
    due: datetime.date
    is_final: bool


def schedule(
    start: datetime.date,
    end: datetime.date,
    *,
    interval: int,
    final_days: int,
    ended_on: datetime.date | None = None,
    pauses: Iterable[Interval] = (),
) -> list[Owed]:
    """Return all reports an order owes, in order.

    Every `interval` calendar months from `start` a report is due (Raaff, Kosten en moeite 3: "iedere drie
    maanden"), each counted from `start` itself: 30 November gives 28 February and then 30 May. A date on or
    after the start of a pause moves by the days of the pause. What is left over at the planned end, and the
    last period of an order that was ended, is covered by a final report, due `final_days` after that day.
    An order that ended before it began owes nothing.
    """
    last = end if ended_on is None else ended_on
    if last < start:
        return []
    pauses = sorted(pauses)
    owed: list[Owed] = []
    previous = start
    number = 1
    while (day := _after_pauses(add_months(start, number * interval), pauses)) <= last:
        ends_here = day == last
        due = day + datetime.timedelta(days=final_days) if ends_here and ended_on is not None else day
        owed.append(Owed(number, previous, day, due, ends_here))
        previous = day
        number += 1
    if previous < last or not owed:
        owed.append(Owed(number, previous, last, last + datetime.timedelta(days=final_days), True))
    return owed


def owed_by(order: Order, rows: Mapping[int, Report]) -> list[Owed]:
    """Return all reports an order owes by its dates, given the rows it has, by number."""
    owed = schedule(
        order.activity.start,
        order.activity.end,
        interval=order.report_interval,
        final_days=order.report_final,
        ended_on=order.ended_on,
        pauses=[(pause.start, pause.until) for pause in order.pauses.all()],
    )
    delivered = [row for row in rows.values() if row.state in (State.DELIVERED, State.ANSWERED)]
    settled = max((row.number for row in delivered), default=0)
    if owed and settled >= len(owed) and order.ended_on and not rows[settled].is_final:
        # The last period was delivered before the order ended inside it: the final report comes after it.
        last = owed[-1]
        start = min(rows[settled].period_end, last.period_end)
        due = last.period_end + datetime.timedelta(days=order.report_final)
        owed.append(Owed(settled + 1, start, last.period_end, due, True))
    return owed


def _after_pauses(day: datetime.date, pauses: list[Interval]) -> datetime.date:
    for pause_start, pause_until in pauses:
        if pause_start <= day:
            day += pause_until - pause_start
    return day
