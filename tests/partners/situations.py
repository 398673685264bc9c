"""Reports and orders in all their situations, for the tests of the flags.

Reports are the first of an order from 15 January 2026 for a year: due on 15 April.
"""

import datetime
from datetime import date

from partners.orders.actions import end_order, extend_order, pause_order
from partners.reports.actions import (
    accept_incomplete,
    lift_block,
    mark_not_needed,
    move_due,
    need_again,
    remind,
)
from partners.reports.models import Report
from tests import make
from wiz.flags.models import Flag


def d(text: str) -> date:
    return date.fromisoformat(text)


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def by(report):
    return report.client.consultant


def never_delivered():
    return make.report()


def delivered_in_time():
    return make.deliver(make.report(), "2026-04-10")


def thin():
    return make.deliver(make.report(), "2026-04-10", client_view="")


def notified():
    return make.deliver(make.report(), "2026-04-10", non_compliance=True, non_compliance_note="Kwam niet")


def notified_but_blocked():
    told = {"non_compliance": True, "non_compliance_note": "Kwam niet", "client_reaction": "blocked"}
    return make.deliver(make.report(), "2026-04-10", **told)


def notified_and_answered():
    return make.answer(notified(), "2026-04-18")


def notified_no_more():
    """Sent back on the 12th; delivered on the 14th without the notice."""
    return make.deliver(make.send_back(notified(), "2026-04-12"), "2026-04-14")


def sent_back():
    """Delivered on 10 April, sent back on the 20th: due again on 4 May."""
    return make.send_back(thin(), "2026-04-20")


def sent_back_for_a_date():
    return make.send_back(thin(), "2026-04-20", due="2026-04-25")


def late_then_sent_back():
    return make.send_back(make.deliver(make.report(), "2026-05-09", client_view=""), "2026-05-12")


def delivered_again():
    return make.deliver(sent_back(), "2026-05-06")


def sent_back_twice():
    """Delivered again on 6 May, sent back again on the 7th: due on the 21st."""
    return make.send_back(make.deliver(sent_back(), "2026-05-06", next_step=""), "2026-05-07")


def answered():
    return make.answer(delivered_in_time(), "2026-04-20")


def accepted_incomplete():
    report = thin()
    accept_incomplete(report, reason="Zij is ziek", by=by(report), at=make.at("2026-04-20"))
    return report


def blocked():
    return make.deliver(make.report(), "2026-04-10", client_reaction="blocked", client_view="")


def released():
    """Blocked on 10 April, released on the 20th; the client's own view is not in it."""
    return release(blocked(), "2026-04-20")


def release(report, on):
    lift_block(report, read_on=d(on) - days(1), by=make.own_worker(report), at=make.at(on))
    return report


def moved():
    report = make.report()
    move_due(report, due=d("2026-05-15"), reason="Vakantie", by=by(report), at=make.at("2026-04-17"))
    return report


def not_needed():
    report = make.report()
    mark_not_needed(report, reason="Ziek", by=by(report), at=make.at("2026-04-17"))
    return report


def needed_again():
    report = not_needed()
    need_again(report, by=by(report), at=make.at("2026-04-18"))
    return report


def opened_and_reminded():
    report = make.report()
    remind(report, by=by(report), at=make.at("2026-04-17"))
    return report


def three_months():
    """To 15 April: its one report is due on the day it ends, and never comes."""
    return make.order(end="2026-04-15")


def three_months_delivered():
    order = three_months()
    make.deliver(make.report(of=order), "2026-04-14")
    return order


def left_over():
    """To 1 March: a final report is due on the 15th, and never comes."""
    return make.order(end="2026-03-01")


def left_over_delivered():
    order = left_over()
    make.deliver(make.report(of=order), "2026-02-27")
    return order


def left_over_sent_back():
    """Its final report, sent back on 3 March, is due on the 17th."""
    order = left_over()
    make.send_back(make.deliver(make.report(of=order), "2026-02-27"), "2026-03-03")
    return order


def ended():
    order = three_months()
    end_order(order, ended_on=d("2026-04-15"), reason="Klaar", by=order.ordered_by, at=make.at("2026-04-15"))
    return order


def extended():
    order = three_months()
    extend_order(order, end=d("2026-06-01"), reason="Meer", by=order.ordered_by, at=make.at("2026-04-15"))
    return order


def shortened():
    """A year that was cut to 1 March: later periods are not needed, the final report is due on the 15th."""
    order = make.order()
    extend_order(order, end=d("2026-03-01"), reason="Korter", by=order.ordered_by, at=make.at("2026-02-01"))
    return order


def standing_still():
    """Paused from 10 April to 10 May."""
    order = three_months()
    pause_order(
        order,
        start=d("2026-04-10"),
        until=d("2026-05-10"),
        reason="Ziek",
        by=order.ordered_by,
        at=make.at("2026-04-10"),
    )
    make.deliver(make.report(of=order), "2026-04-14")
    return order


def without_any_report():
    """As an import from elsewhere may leave it."""
    order = make.order()
    Report.objects.filter(order=order).delete()
    return order


def open_flags():
    """Everything a flag says, of the open ones, but not which row it is or when it was raised."""
    return set(
        Flag.objects.open().values_list(
            "rule", "side", "subject_id", "client_id", "organisation_id", "owner_id", "since", "due",
            "consultant_from", "lead_from",
        )
    )  # fmt: skip


def populate():
    """One of everything that raises something on 6 May; some of it escalated."""
    for situation in (
        never_delivered,
        thin,
        sent_back,
        delivered_in_time,
        blocked,
        three_months,
        left_over,
        moved,
    ):
        situation()
