"""The six rules about reports: the day before, on and after each of their terms. Dates counted by hand.

The order of these tests runs from 15 January 2026 for a year, so its first report is due on 15 April.
"""

import calendar
import datetime
import logging
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Cast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.orders.actions import end_order, extend_order, pause_order, resume_order
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
from wiz.actions import Refused
from wiz.clients.actions import reassign_client
from wiz.clients.models import Client
from wiz.flags.actions import snooze_flag, sweep, wake_flag
from wiz.flags.models import Flag, Side, Sweep
from wiz.flags.rules import RULES, FlagRule
from wiz.flags.today import tabs_for
from wiz.people.models import Organisation
from wiz.policy.actions import set_policy

pytestmark = pytest.mark.django_db


def d(text: str) -> date:
    return date.fromisoformat(text)


def days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def where(rule: str, subject, day: str) -> str:
    """Sweep on a day and say on whose page a flag then stands: "" (not at all), B, M, L or ML.

    Every flag that stands is in the bureau's sight; M and L are the consultant's and the team lead's page.
    """
    sweep(at=make.at(day))
    flag = Flag.objects.filter(rule=rule, subject_id=subject.pk).open().first()
    if flag is None:
        return ""
    pages = ""
    if Flag.objects.on_page_of_consultant(d(day)).filter(pk=flag.pk).exists():
        pages += "M"
    if Flag.objects.on_page_of_lead(d(day)).filter(pk=flag.pk).exists():
        pages += "L"
    return pages or "B"


def dated(rule: str, subject) -> tuple[str, ...]:
    """Return since, due, consultant_from and lead_from of the open flag, as text."""
    flag = Flag.objects.open().get(rule=rule, subject_id=subject.pk)
    return tuple(str(x) for x in (flag.since, flag.due, flag.consultant_from, flag.lead_from))


def by(report):
    return report.client.consultant


# Ways to get a report into a state; each returns what the flag is about.


def never_delivered():
    return make.report()


def delivered_in_time():
    return make.deliver(make.report(), "2026-04-10")


def thin():
    return make.deliver(make.report(), "2026-04-10", client_view="")


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
    report = blocked()
    lift_block(report, read_on=d("2026-04-19"), by=make.own_worker(report), at=make.at("2026-04-20"))
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


@pytest.mark.parametrize(
    ("situation", "day", "page"),
    [
        # Due 15 April: late from the 16th, the consultant's from 7 days late, the lead's from 21.
        (never_delivered, "2026-04-14", ""),
        (never_delivered, "2026-04-15", ""),
        (never_delivered, "2026-04-16", "B"),
        (never_delivered, "2026-04-21", "B"),
        (never_delivered, "2026-04-22", "M"),
        (never_delivered, "2026-04-23", "M"),
        (never_delivered, "2026-05-05", "M"),
        (never_delivered, "2026-05-06", "ML"),
        (never_delivered, "2026-05-07", "ML"),
        (never_delivered, "2028-05-07", "ML"),  # late beyond any window
        # A reminder is no delivery.
        (opened_and_reminded, "2026-04-22", "M"),
        (delivered_in_time, "2026-05-06", ""),
        (blocked, "2026-05-06", ""),  # blocked counts as delivered
        (answered, "2026-05-06", ""),
        # Sent back, due 4 May: late again like any other.
        (sent_back, "2026-04-22", ""),
        (sent_back, "2026-05-03", ""),
        (sent_back, "2026-05-04", ""),
        (sent_back, "2026-05-05", "B"),
        (sent_back, "2026-05-10", "B"),
        (sent_back, "2026-05-11", "M"),
        (sent_back, "2026-05-12", "M"),
        (sent_back, "2026-05-24", "M"),
        (sent_back, "2026-05-25", "ML"),
        (sent_back, "2026-05-26", "ML"),
        (sent_back_for_a_date, "2026-04-25", ""),
        (sent_back_for_a_date, "2026-04-26", "B"),
        (sent_back_for_a_date, "2026-05-02", "M"),
        (late_then_sent_back, "2026-05-13", ""),  # sent back on 12 May: due the 26th
        (late_then_sent_back, "2026-05-26", ""),
        (late_then_sent_back, "2026-05-27", "B"),
        (delivered_again, "2026-05-25", ""),
        (sent_back_twice, "2026-05-21", ""),
        (sent_back_twice, "2026-05-22", "B"),
        (sent_back_twice, "2026-05-28", "M"),
        (sent_back_twice, "2026-06-11", "ML"),
        # Another date.
        (moved, "2026-05-06", ""),
        (moved, "2026-05-15", ""),
        (moved, "2026-05-16", "B"),
        (moved, "2026-05-22", "M"),
        (moved, "2026-06-05", "ML"),
        (not_needed, "2026-05-06", ""),
        (needed_again, "2026-04-21", "B"),
        (needed_again, "2026-04-22", "M"),
    ],
)
def test_report_overdue(situation, day, page):
    assert where("report-overdue", situation(), day) == page


@pytest.mark.parametrize(
    ("situation", "day", "page"),
    [
        # From 14 days before up to and including the due date.
        (never_delivered, "2026-03-31", ""),
        (never_delivered, "2026-04-01", "B"),
        (never_delivered, "2026-04-02", "B"),
        (never_delivered, "2026-04-14", "B"),
        (never_delivered, "2026-04-15", "B"),
        (never_delivered, "2026-04-16", ""),
        (delivered_in_time, "2026-04-11", ""),
        (sent_back, "2026-04-21", "B"),
        (sent_back, "2026-05-04", "B"),
        (sent_back, "2026-05-05", ""),
        (moved, "2026-04-30", ""),
        (moved, "2026-05-01", "B"),
        (moved, "2026-05-15", "B"),
        (moved, "2026-05-16", ""),
        (not_needed, "2026-04-14", ""),
    ],
)
def test_report_due_soon(situation, day, page):
    assert where("report-due-soon", situation(), day) == page


@pytest.mark.parametrize(
    ("situation", "day", "page"),
    [
        # From the day it was delivered, until it is sent back, answered or accepted as it is.
        (thin, "2026-04-09", ""),
        (thin, "2026-04-10", "M"),
        (thin, "2026-04-11", "M"),
        (thin, "2026-05-31", "M"),
        (delivered_in_time, "2026-04-11", ""),
        (never_delivered, "2026-04-11", ""),
        (sent_back, "2026-04-20", ""),
        (delivered_again, "2026-05-07", ""),
        (accepted_incomplete, "2026-04-20", ""),
        (answered, "2026-04-20", ""),
        # What the client blocked is not judged; once released it is.
        (blocked, "2026-04-11", ""),
        (released, "2026-04-20", "M"),
    ],
)
def test_report_incomplete(situation, day, page):
    assert where("report-incomplete", situation(), day) == page


@pytest.mark.parametrize(
    ("situation", "day", "page"),
    [
        (thin, "2026-04-20", ""),
        (sent_back, "2026-04-19", ""),
        (sent_back, "2026-04-20", "B"),
        (sent_back, "2026-04-21", "B"),
        (sent_back, "2026-05-04", "B"),
        (sent_back, "2026-05-05", "B"),
        (sent_back, "2026-06-30", "B"),  # being late is another flag
        (delivered_again, "2026-05-06", ""),
        (sent_back_twice, "2026-05-07", "B"),
    ],
)
def test_report_sent_back(situation, day, page):
    assert where("report-sent-back", situation(), day) == page


@pytest.mark.parametrize(
    ("situation", "day", "page"),
    [
        # Delivered on 10 April: the last day to answer is the 24th; the lead's from 28 days after.
        (delivered_in_time, "2026-04-23", ""),
        (delivered_in_time, "2026-04-24", ""),
        (delivered_in_time, "2026-04-25", "M"),
        (delivered_in_time, "2026-04-26", "M"),
        (delivered_in_time, "2026-05-07", "M"),
        (delivered_in_time, "2026-05-08", "ML"),
        (delivered_in_time, "2026-05-09", "ML"),
        (thin, "2026-04-25", "M"),
        (accepted_incomplete, "2026-04-24", ""),
        (accepted_incomplete, "2026-04-25", "M"),  # accepting is not answering
        (answered, "2026-05-08", ""),
        (sent_back, "2026-05-08", ""),
        (never_delivered, "2026-05-08", ""),
        # Delivered again on 6 May: the clock starts anew.
        (delivered_again, "2026-05-20", ""),
        (delivered_again, "2026-05-21", "M"),
        (delivered_again, "2026-06-02", "M"),
        (delivered_again, "2026-06-03", "ML"),
        # Blocked waits too, for somebody to talk; released on the 20th it counts from there.
        (blocked, "2026-04-24", ""),
        (blocked, "2026-04-25", "M"),
        (released, "2026-05-04", ""),
        (released, "2026-05-05", "M"),
        (released, "2026-05-17", "M"),
        (released, "2026-05-18", "ML"),
    ],
)
def test_report_unanswered(situation, day, page):
    assert where("report-unanswered", situation(), day) == page


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


@pytest.mark.parametrize(
    ("situation", "day", "page"),
    [
        (make.order, "2026-01-14", ""),
        (make.order, "2026-01-15", ""),
        (make.order, "2026-05-01", ""),  # one is late, but others are ahead
        (make.order, "2027-01-15", ""),
        (make.order, "2027-01-16", "M"),  # still running, and nothing ahead
        (three_months, "2026-04-14", ""),
        (three_months, "2026-04-15", ""),
        (three_months, "2026-04-16", "M"),
        (three_months, "2026-04-17", "M"),
        # All periods are in: nothing is missing up to the planned end.
        (three_months_delivered, "2026-04-14", ""),
        (three_months_delivered, "2026-04-15", ""),
        (three_months_delivered, "2026-04-16", "M"),
        (left_over, "2026-03-02", ""),
        (left_over, "2026-03-15", ""),
        (left_over, "2026-03-16", "M"),
        (left_over_delivered, "2026-03-01", ""),
        (left_over_delivered, "2026-03-02", "M"),
        (left_over_sent_back, "2026-03-17", ""),
        (left_over_sent_back, "2026-03-18", "M"),
        (shortened, "2026-03-15", ""),
        (shortened, "2026-03-16", "M"),
        (ended, "2026-04-16", ""),
        (ended, "2026-06-16", ""),  # its final report is late, but it does not run
        (extended, "2026-04-16", ""),
        (extended, "2026-06-15", ""),
        (extended, "2026-06-16", "M"),
        # What stands still does not run; from the day it goes on it does.
        (standing_still, "2026-04-16", ""),
        (standing_still, "2026-05-09", ""),
        (standing_still, "2026-05-10", "M"),
        (without_any_report, "2026-01-14", ""),
        (without_any_report, "2026-01-15", "M"),
        (without_any_report, "2026-01-16", "M"),
    ],
)
def test_next_report_missing(situation, day, page):
    assert where("next-report-missing", situation(), day) == page


@pytest.mark.parametrize(
    ("rule", "situation", "day", "expected"),
    [
        (
            "report-overdue",
            never_delivered,
            "2026-04-20",
            ("2026-04-16", "2026-04-15", "2026-04-22", "2026-05-06"),
        ),
        ("report-overdue", sent_back, "2026-05-05", ("2026-05-05", "2026-05-04", "2026-05-11", "2026-05-25")),
        ("report-due-soon", never_delivered, "2026-04-10", ("2026-04-01", "2026-04-15", "None", "None")),
        ("report-incomplete", thin, "2026-04-12", ("2026-04-10", "2026-04-10", "2026-04-10", "None")),
        ("report-sent-back", sent_back, "2026-04-22", ("2026-04-20", "2026-05-04", "None", "None")),
        ("report-unanswered", thin, "2026-04-30", ("2026-04-25", "2026-04-24", "2026-04-25", "2026-05-08")),
        (
            "next-report-missing",
            three_months,
            "2026-05-01",
            ("2026-04-16", "2026-04-16", "2026-04-16", "None"),
        ),
        ("next-report-missing", shortened, "2026-05-01", ("2026-03-02", "2026-03-02", "2026-03-02", "None")),
        (
            "next-report-missing",
            without_any_report,
            "2026-05-01",
            ("2026-01-15", "2026-01-15", "2026-01-15", "None"),
        ),
    ],
)
def test_a_flag_says_since_when_and_from_when_it_is_whose(rule, situation, day, expected):
    subject = situation()
    sweep(at=make.at(day))
    assert dated(rule, subject) == expected


def test_a_flag_names_client_bureau_owner_and_side():
    coach = make.worker()
    order = make.order(coach=coach, end="2026-04-15")
    report = make.report(of=order)
    sweep(at=make.at("2026-04-20"))
    late = Flag.objects.get(rule="report-overdue")
    assert (late.client, late.organisation, late.owner, late.side, late.subject_id) == (
        order.client,
        coach.organisation,
        coach,
        Side.BUREAU,
        report.pk,
    )
    missing = Flag.objects.get(rule="next-report-missing")
    assert (missing.client, missing.organisation, missing.side, missing.subject_id) == (
        order.client,
        coach.organisation,
        Side.MUNICIPALITY,
        order.pk,
    )


@pytest.mark.parametrize(
    ("key", "value", "valid_from", "rule", "situation", "table"),
    [
        # Each changed from a day on; the day before that day the old value still holds.
        (
            "report_grace", 5, "2026-04-01", "report-overdue", never_delivered,
            [("2026-04-16", ""), ("2026-04-20", ""), ("2026-04-21", "B"), ("2026-04-22", "M"), ("2026-05-06", "ML")],
        ),
        (
            "report_grace", 5, "2026-04-18", "report-overdue", never_delivered,
            [("2026-04-17", "B"), ("2026-04-18", ""), ("2026-04-20", ""), ("2026-04-21", "B")],
        ),
        (
            "report_overdue_consultant", 3, "2026-04-20", "report-overdue", never_delivered,
            [("2026-04-19", "B"), ("2026-04-20", "M"), ("2026-05-05", "M"), ("2026-05-06", "ML")],
        ),
        (
            "report_overdue_lead", 10, "2026-01-01", "report-overdue", never_delivered,
            [("2026-04-22", "M"), ("2026-04-24", "M"), ("2026-04-25", "ML")],
        ),
        (
            "report_due_soon", 7, "2026-04-03", "report-due-soon", never_delivered,
            [("2026-04-02", "B"), ("2026-04-03", ""), ("2026-04-07", ""), ("2026-04-08", "B"), ("2026-04-15", "B")],
        ),
        (
            "report_due_soon", 0, "2026-01-01", "report-due-soon", never_delivered,
            [("2026-04-14", ""), ("2026-04-15", "B"), ("2026-04-16", "")],
        ),
        (
            "report_reply", 7, "2026-01-01", "report-unanswered", delivered_in_time,
            [("2026-04-17", ""), ("2026-04-18", "M"), ("2026-05-07", "M"), ("2026-05-08", "ML")],
        ),
        (
            "report_reply_lead", 20, "2026-01-01", "report-unanswered", delivered_in_time,
            [("2026-04-24", ""), ("2026-04-25", "M"), ("2026-04-29", "M"), ("2026-04-30", "ML")],
        ),
        (
            # In force when it was sent back: due 25 April. Changed afterwards: what runs keeps its date.
            "report_sent_back", 5, "2026-04-20", "report-overdue", sent_back,
            [("2026-04-25", ""), ("2026-04-26", "B")],
        ),
        (
            "report_sent_back", 5, "2026-04-21", "report-overdue", sent_back,
            [("2026-04-26", ""), ("2026-05-04", ""), ("2026-05-05", "B")],
        ),
    ],
)  # fmt: skip
def test_terms_follow_the_policy_of_the_day(key, value, valid_from, rule, situation, table):
    set_policy(key=key, valid_from=d(valid_from), value=value, source="Raadsbesluit", by=make.administrator())
    subject = situation()
    assert [(day, where(rule, subject, day)) for day, _page in table] == table


@pytest.mark.parametrize(
    ("live_since", "rule", "situation", "table"),
    [
        # What waited already counts from the day the program went live: due 1 May, so to speak.
        (
            "2026-05-01", "report-overdue", never_delivered,
            [("2026-05-01", ""), ("2026-05-02", "B"), ("2026-05-07", "B"), ("2026-05-08", "M"),
             ("2026-05-21", "M"), ("2026-05-22", "ML")],
        ),
        ("2026-04-16", "report-overdue", never_delivered, [("2026-04-16", ""), ("2026-04-17", "B"), ("2026-04-23", "M")]),
        # On or before the due date it changes nothing.
        ("2026-04-15", "report-overdue", never_delivered, [("2026-04-16", "B"), ("2026-04-22", "M")]),
        ("2020-01-01", "report-overdue", never_delivered, [("2026-04-16", "B"), ("2026-04-22", "M")]),
        (
            "2026-05-01", "report-unanswered", delivered_in_time,
            [("2026-05-14", ""), ("2026-05-15", ""), ("2026-05-16", "M"), ("2026-05-28", "M"), ("2026-05-29", "ML")],
        ),
        ("2026-05-01", "report-incomplete", thin, [("2026-05-01", "M"), ("2026-05-02", "M")]),
        ("2026-05-01", "next-report-missing", three_months, [("2026-05-01", "M"), ("2026-05-02", "M")]),
        ("2026-04-10", "report-due-soon", never_delivered, [("2026-04-10", "B"), ("2026-04-15", "B"), ("2026-04-16", "")]),
        ("2026-05-01", "report-sent-back", sent_back, [("2026-05-01", "B")]),
    ],
)  # fmt: skip
def test_what_waited_when_the_program_went_live_counts_from_that_day(live_since, rule, situation, table):
    make.service(live_since=d(live_since))
    subject = situation()
    assert [(day, where(rule, subject, day)) for day, _page in table] == table


@pytest.mark.parametrize(
    ("day", "page"), [("2026-04-16", "B"), ("2026-04-21", "B"), ("2026-04-22", "ML"), ("2026-05-06", "ML")]
)
def test_an_unassigned_clients_flag_stands_on_the_leads_page_as_soon_as_on_a_consultants(day, page):
    report = make.report()
    Client.objects.filter(pk=report.client.pk).update(consultant=None)
    assert where("report-overdue", report, day) == page


def test_an_unassigned_clients_unanswered_report_stands_on_the_leads_page_at_once():
    report = delivered_in_time()
    Client.objects.filter(pk=report.client.pk).update(consultant=None)
    assert where("report-unanswered", report, "2026-04-25") == "ML"


def test_an_escalated_flag_follows_the_client_to_another_consultant():
    report, lead, colleague = make.report(), make.team_lead(), make.consultant()
    sweep(at=make.at("2026-05-06"))
    assert set(tabs_for(by(report), d("2026-05-06"))["mine"].flags) == set(Flag.objects.open())
    reassign_client(report.client, consultant=colleague, reason="Ziek", by=lead, at=make.at("2026-05-06"))
    assert set(tabs_for(colleague, d("2026-05-06"))["mine"].flags) == set(Flag.objects.open())


# The sweep and the refresh.


def open_flags():
    """Everything a flag says, of the open ones, but not which row it is or when it was raised."""
    return set(
        Flag.objects.open().values_list(
            "rule", "side", "subject_id", "client_id", "organisation_id", "owner_id", "since", "due",
            "consultant_from", "lead_from",
        )
    )  # fmt: skip


def every_row():
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin, * FROM wiz_flag ORDER BY id")
        return cursor.fetchall()


# Each a step in the life of an order, with the day it happens. `r(n)` is the report with that number.
STEPS = {
    "deliver in time": ("2026-04-10", lambda o, r, on: make.deliver(r(1), on)),
    "deliver late": ("2026-05-10", lambda o, r, on: make.deliver(r(1), on)),
    "deliver thin": ("2026-05-10", lambda o, r, on: make.deliver(r(1), on, goals=[])),
    "deliver blocked": ("2026-05-10", lambda o, r, on: make.deliver(r(1), on, client_reaction="blocked")),
    "release": ("2026-05-30", lambda o, r, on: lift_block(r(1), read_on=d(on), by=make.own_worker(r(1)), at=make.at(on))),
    "send back": ("2026-05-30", lambda o, r, on: make.send_back(r(1), on)),
    "deliver again": ("2026-07-01", lambda o, r, on: make.deliver(r(1), on)),
    "answer": ("2026-08-01", lambda o, r, on: make.answer(r(1), on)),
    "accept": ("2026-05-30", lambda o, r, on: accept_incomplete(r(1), reason="Ziek", by=o.ordered_by, at=make.at(on))),
    "move due": ("2026-05-20", lambda o, r, on: move_due(r(1), due=d("2026-06-01"), reason="x", by=o.ordered_by, at=make.at(on))),
    "not needed": ("2026-06-02", lambda o, r, on: mark_not_needed(r(1), reason="x", by=o.ordered_by, at=make.at(on))),
    "needed again": ("2026-07-02", lambda o, r, on: need_again(r(1), by=o.ordered_by, at=make.at(on))),
    "extend": ("2026-06-20", lambda o, r, on: extend_order(o, end=d("2026-12-01"), reason="x", by=o.ordered_by, at=make.at(on))),
    "shorten": ("2026-06-20", lambda o, r, on: extend_order(o, end=d("2026-05-01"), reason="x", by=o.ordered_by, at=make.at(on))),
    "pause": ("2026-04-20", lambda o, r, on: pause_order(o, start=d("2026-04-01"), until=d("2026-08-01"), reason="x", by=o.ordered_by, at=make.at(on))),
    "resume": ("2026-05-05", lambda o, r, on: resume_order(o, by=o.ordered_by, at=make.at(on))),
    "end": ("2026-09-01", lambda o, r, on: end_order(o, ended_on=d("2026-08-20"), reason="x", by=o.ordered_by, at=make.at(on))),
}  # fmt: skip


@pytest.mark.parametrize("with_sweeps", [True, False])
@pytest.mark.parametrize(
    "life",
    [
        ("deliver in time", "answer"),
        ("deliver late", "answer", "end"),
        ("deliver thin", "send back", "deliver again", "answer"),
        ("deliver thin", "accept", "answer"),
        ("deliver blocked", "release", "answer"),
        ("move due", "not needed", "needed again"),
        ("move due", "extend", "end"),
        ("deliver late", "shorten"),
        ("pause", "resume", "not needed", "extend"),
        ("pause", "end"),
        ("not needed", "end"),
    ],
)
def test_the_refresh_of_every_action_gives_the_flags_of_a_sweep(life, with_sweeps):
    order = make.order(end="2026-07-15")
    make.order(end="2026-07-15")  # somebody else's: never touched by it
    for step in life:
        day, act = STEPS[step]
        if with_sweeps:
            sweep(at=make.at(day) - days(1))
        act(order, lambda number: Report.objects.get(order=order, number=number), day)
        of_client = {flag for flag in open_flags() if flag[3] == order.client.pk}
        sweep(at=make.at(day))
        assert {flag for flag in open_flags() if flag[3] == order.client.pk} == of_client, step


def test_an_order_placed_in_the_past_has_its_flags_at_once():
    make.order(start="2026-01-15", placed_on="2026-05-10")
    at_once = open_flags()
    assert {flag[0] for flag in at_once} == {"report-overdue"}
    sweep(at=make.at("2026-05-10"))
    assert open_flags() == at_once


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


def test_a_second_sweep_writes_nothing():
    populate()
    first = sweep(at=make.at("2026-05-06"))
    rows = every_row()
    assert sum(result["raised"] for result in first.results.values()) > 5
    second = sweep(at=make.at("2026-05-06", hour=10))
    assert every_row() == rows
    assert {(r["raised"], r["resolved"]) for r in second.results.values()} == {(0, 0)}
    assert {n: r["open"] for n, r in second.results.items()} == {
        n: r["open"] for n, r in first.results.items()
    }


def test_a_sweep_the_next_day_writes_only_what_changed():
    """Lateness is not stored: a night in which nothing happens costs no writes."""
    populate()
    sweep(at=make.at("2026-05-06"))
    before = {row[1]: row for row in every_row()}
    raised = sum(r["raised"] for r in sweep(at=make.at("2026-05-07")).results.values())
    changed = [row for row in every_row() if before.get(row[1]) != row]
    resolved = Flag.objects.filter(resolved_at__isnull=False, pk__in=[row[1] for row in changed]).count()
    assert len(changed) == raised + resolved


def test_a_sweep_after_a_long_sleep_ends_where_daily_sweeps_end():
    populate()
    with transaction.atomic():
        for n in range(0, 40, 3):
            sweep(at=make.at("2026-04-01") + days(n))
        sweep(at=make.at("2026-05-11"))
        daily = open_flags()
        transaction.set_rollback(True)
    sweep(at=make.at("2026-05-11"))
    assert open_flags() == daily


def test_a_sweep_for_another_day_than_today():
    report = make.report()
    done = sweep(at=make.at("2026-04-10"), day=d("2026-04-16"))
    assert done.day == d("2026-04-16")
    assert Flag.objects.open().filter(rule="report-overdue", subject_id=report.pk).exists()
    sweep(at=make.at("2026-04-10"))
    assert not Flag.objects.open().filter(rule="report-overdue").exists()


def test_a_sweep_keeps_its_round_and_drops_rounds_older_than_sixty_days():
    for day in ("2026-04-01", "2026-04-02", "2026-06-01"):  # 31 May is sixty days after 1 April
        sweep(at=make.at(day))
    assert [str(s.day) for s in Sweep.objects.order_by("day")] == ["2026-04-02", "2026-06-01"]
    assert all(s.finished_at for s in Sweep.objects.all())


@pytest.mark.parametrize("hour", [0, 23])
def test_late_begins_at_midnight_in_amsterdam(hour):
    report = make.report()
    sweep(at=make.at("2026-04-15", hour=23, minute=59))  # 21:59 in Greenwich
    assert not Flag.objects.filter(rule="report-overdue").exists()
    sweep(at=make.at("2026-04-16", hour=hour))
    assert Flag.objects.get(rule="report-overdue").subject_id == report.pk


# A rule that fails.


def fails_in_python(today, policy):
    raise ZeroDivisionError("a mistake in a rule")


def fails_in_sql(today, policy):
    broken = Report.objects.annotate(since=Cast(Cast(F("number"), DateField()), DateField()))
    return broken.annotate(waited_for=Value(today), counts_from=Value(today))


@pytest.fixture(params=[fails_in_python, fails_in_sql])
def _broken_rule(request, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL, "wiz.flags.actions")
    broken = FlagRule(
        "broken", Side.BUREAU, "Broken", "", "", request.param, lambda ids: {}, "order__activity__client"
    )
    # First, so that all others come after it.
    rules = {"broken": broken, **RULES}
    monkeypatch.setattr("wiz.flags.actions.RULES", rules)


@pytest.mark.usefixtures("_broken_rule")
def test_a_rule_that_fails_stops_no_other_and_is_shown():
    populate()
    done = sweep(at=make.at("2026-05-06"))
    assert done.results["broken"]["error"]
    assert done.finished_at is not None
    with_broken = open_flags()
    assert {flag[0] for flag in with_broken} >= {"report-overdue", "report-incomplete", "next-report-missing"}
    assert not any("error" in result for name, result in done.results.items() if name != "broken")


@pytest.mark.usefixtures("_broken_rule")
def test_a_rule_that_fails_stops_nobodys_work():
    report = make.report()
    sweep(at=make.at("2026-05-06"))
    make.deliver(report, "2026-05-06")
    assert not Flag.objects.open().filter(rule="report-overdue").exists()
    assert Report.objects.get(pk=report.pk).state == "delivered"


# Putting off.


def late_report_of_today():
    report = make.report()
    sweep(at=make.at("2026-05-06"))
    return Flag.objects.get(rule="report-overdue", subject_id=report.pk), by(report)


def snooze(flag, user, until="2026-05-20", reason="Coach is ziek", on="2026-05-06"):
    snooze_flag(flag, until=d(until), reason=reason, by=user, at=make.at(on))


def mine(user, day):
    return list(tabs_for(user, d(day))["mine"].flags)


def test_snooze_hides_until_its_day_and_comes_back_by_itself():
    flag, user = late_report_of_today()
    assert mine(user, "2026-05-06") == [flag]
    snooze(flag, user)
    for day, seen in [("2026-05-06", []), ("2026-05-19", []), ("2026-05-20", [flag]), ("2026-05-21", [flag])]:
        sweep(at=make.at(day))
        assert mine(user, day) == seen, day
        assert list(tabs_for(user, d(day))["snoozed"].flags) == ([] if seen else [flag])
    flag.refresh_from_db()
    assert (flag.snoozed_by, flag.snooze_reason) == (user, "Coach is ziek")


def test_snooze_hides_nothing_from_the_lead():
    flag, user = late_report_of_today()
    snooze(flag, user)
    assert flag in Flag.objects.on_page_of_lead(d("2026-05-06"))
    assert mine(make.team_lead(), "2026-05-06") == [flag]


def test_snooze_survives_a_sweep_that_changes_its_dates():
    flag, user = late_report_of_today()
    snooze(flag, user)
    set_policy(
        key="report_overdue_lead", valid_from=d("2026-05-07"), value=30, source="x", by=make.administrator()
    )
    sweep(at=make.at("2026-05-07"))
    flag.refresh_from_db()
    assert str(flag.lead_from) == "2026-05-15"
    assert str(flag.snoozed_until) == "2026-05-20"


def test_a_flag_that_resolved_and_is_raised_again_is_not_snoozed():
    flag, user = late_report_of_today()
    snooze(flag, user)
    report = Report.objects.get(pk=flag.subject_id)
    move_due(report, due=d("2026-05-10"), reason="Nog even", by=user, at=make.at("2026-05-07"))
    assert not Flag.objects.open().filter(rule="report-overdue").exists()
    sweep(at=make.at("2026-05-17"))  # late again, and a week
    again = Flag.objects.open().get(rule="report-overdue")
    assert again.pk != flag.pk
    assert again.snoozed_until is None
    assert again in mine(user, "2026-05-17")


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        ("2026-05-06", "Coach is ziek"),  # today is no putting off
        ("2026-05-05", "Coach is ziek"),
        ("2026-08-07", "Coach is ziek"),  # 93 days
        ("2026-05-20", ""),
        ("2026-05-20", " \n"),
    ],
)
def test_snooze_refused(until, reason):
    flag, user = late_report_of_today()
    with pytest.raises(Refused):
        snooze(flag, user, until, reason)
    assert mine(user, "2026-05-06") == [flag]


@pytest.mark.parametrize("until", ["2026-05-07", "2026-08-06"])
def test_snooze_from_tomorrow_to_three_months(until):
    flag, user = late_report_of_today()
    snooze(flag, user, until)
    assert mine(user, "2026-05-06") == []


@pytest.mark.parametrize("who", [make.worker, make.administrator])
def test_snooze_is_for_the_service_only(who):
    flag, _user = late_report_of_today()
    with pytest.raises(Refused):
        snooze(flag, who())


def test_snooze_of_what_was_dealt_with_is_refused():
    flag, user = late_report_of_today()
    make.deliver(Report.objects.get(pk=flag.subject_id), "2026-05-06")
    with pytest.raises(Refused):
        snooze(flag, user)
    with pytest.raises(Refused):
        wake_flag(flag, by=user, at=make.at("2026-05-06"))


def test_wake_flag_brings_it_back():
    flag, user = late_report_of_today()
    snooze(flag, user)
    wake_flag(flag, by=user, at=make.at("2026-05-07"))
    assert mine(user, "2026-05-07") == [flag]


# Random lives, against the rules as the table of the domain says them.


def months_later(day, count):
    """The reference's own calendar: a list of the days of the month, and the nearest at or before the day."""
    months = day.year * 12 + day.month - 1 + count
    last = max(d for d in calendar.Calendar().itermonthdays(months // 12, months % 12 + 1))
    return date(months // 12, months % 12 + 1, min(day.day, last))


def reference(start, end, fates, today, live):
    """Return {(rule, report number or 0): (since, consultant from, lead from)} for one order."""
    found, ahead, covered, last = {}, False, False, start - days(1)
    for number, (period_end, due, fate) in enumerate(fates, 1):
        events = {kind: day for kind, day in fate.items() if day <= today}
        delivered, back, answer = (events.get(kind) for kind in ("deliver", "back", "answer"))
        covered, last = covered or period_end >= end, period_end
        if "not_needed" in events:
            continue
        if delivered is None or back:
            due = back + days(14) if back else due
            counts = max(due, live)
            if back:
                found["report-sent-back", number] = (back, None, None)
            if due < today and counts < today:
                found["report-overdue", number] = (counts + days(1), counts + days(7), counts + days(21))
            if due >= today:
                ahead = True
                if due - days(14) <= today:
                    found["report-due-soon", number] = (due - days(14), None, None)
        elif not answer:
            counts = max(delivered, live)
            if "thin" in fate:
                found["report-incomplete", number] = (counts, counts, None)
            if counts + days(14) < today:
                found["report-unanswered", number] = (counts + days(15), counts + days(15), counts + days(28))
    if start <= today and not ahead and not (covered and today <= end):
        since = max(min(last, end) + days(1), live)
        found["next-report-missing", 0] = (since, since, None)
    return found


START = date(2026, 1, 1)
DAY = st.integers(0, 420).map(lambda n: START + days(n))
FATE = st.fixed_dictionaries(
    {},
    optional={
        "deliver": st.integers(-20, 60),  # days after the due date
        "thin": st.just(0),
        "back": st.integers(0, 30),  # days after the delivery
        "answer": st.integers(0, 40),
        "not_needed": st.integers(-30, 30),
    },
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    orders=st.lists(
        st.tuples(DAY, st.integers(5, 400), st.lists(FATE, min_size=6, max_size=6)), min_size=1, max_size=2
    ),
    today=DAY,
    live=st.none() | DAY,
)
def test_sweep_of_random_lives_gives_the_flags_of_the_reference(orders, today, live):
    with transaction.atomic():
        expected, steps, made = {}, [], []
        make.service()
        Organisation.objects.filter(kind="service").update(live_since=live)
        for start, length, given_fates in orders:
            end = start + days(length)
            order = make.order(start=start, end=end, placed_on=START)
            made.append(order)
            regular = [months_later(start, 3 * n) for n in range(1, 7)]
            ends = [(day, day) for day in regular if day <= end]
            if not ends or ends[-1][0] < end:
                ends.append((end, end + days(14)))
            fates = []
            for number, ((period_end, due), offsets) in enumerate(zip(ends, given_fates, strict=False), 1):
                fate = one_life(offsets, due)
                steps += [
                    (day, number, order, kind, "thin" in fate) for kind, day in fate.items() if kind != "thin"
                ]
                fates.append((period_end, due, fate))
            found = reference(start, end, fates, today, live or date.min)
            ids = {0: order.pk, **dict(order.reports.values_list("number", "pk"))}
            expected |= {(rule, ids[number]): dates for (rule, number), dates in found.items()}
        for day, number, order, kind, is_thin in sorted(steps, key=lambda step: step[0]):
            if day <= today:
                live_through(Report.objects.get(order=order, number=number), kind, day, is_thin)
        sweep(at=make.at(today))
        flags = Flag.objects.open().values_list("rule", "subject_id", "since", "consultant_from", "lead_from")
        assert {(rule, subject): tuple(dates) for rule, subject, *dates in flags} == expected
        transaction.set_rollback(True)


def one_life(offsets, due):
    """Turn random offsets into dated events that can follow each other: not needed, or delivered and then one reply."""
    if "deliver" not in offsets:
        return {"not_needed": due + days(offsets["not_needed"])} if "not_needed" in offsets else {}
    fate = {"deliver": due + days(offsets["deliver"])}
    reply = next((kind for kind in ("back", "answer") if kind in offsets), None)
    if reply:
        fate[reply] = fate["deliver"] + days(offsets[reply])
    return fate | ({"thin": START} if "thin" in offsets else {})


def live_through(report, kind, day, is_thin):
    if kind == "deliver":
        make.deliver(report, day, **({"client_view": ""} if is_thin else {}))
    elif kind == "back":
        make.send_back(report, day)
    elif kind == "answer":
        make.answer(report, day)
    else:
        mark_not_needed(report, reason="Niet nodig", by=by(report), at=make.at(day))
