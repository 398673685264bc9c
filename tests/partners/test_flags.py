"""The rules about reports: the day before, on and after each of their terms. Dates counted by hand."""

import pytest

from tests import make
from tests.partners.situations import (
    accepted_incomplete,
    answered,
    blocked,
    by,
    d,
    delivered_again,
    delivered_in_time,
    ended,
    extended,
    late_then_sent_back,
    left_over,
    left_over_delivered,
    left_over_sent_back,
    moved,
    needed_again,
    never_delivered,
    not_needed,
    notified,
    notified_and_answered,
    notified_but_blocked,
    notified_no_more,
    opened_and_reminded,
    released,
    sent_back,
    sent_back_for_a_date,
    sent_back_twice,
    shortened,
    standing_still,
    thin,
    three_months,
    three_months_delivered,
    without_any_report,
)
from wiz.clients.models import Client
from wiz.flags.actions import sweep
from wiz.flags.models import Flag, Side
from wiz.flags.today import tabs_for
from wiz.handover.actions import hand_over
from wiz.policy.actions import set_policy

pytestmark = pytest.mark.django_db


def per_situation(rows):
    """Make one test of all days of a situation: what stands on which page on each of them, in this order."""
    tables = {}
    for situation, day, page in rows:
        tables.setdefault(situation, []).append((day, page))
    rows = [pytest.param(situation, table, id=situation.__name__) for situation, table in tables.items()]
    return pytest.mark.parametrize(("situation", "table"), rows)


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


@per_situation(
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
    ]
)
def test_report_overdue(situation, table):
    subject = situation()
    assert [(day, where("report-overdue", subject, day)) for day, _page in table] == table


@per_situation(
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
    ]
)
def test_report_due_soon(situation, table):
    subject = situation()
    assert [(day, where("report-due-soon", subject, day)) for day, _page in table] == table


@per_situation(
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
    ]
)
def test_report_incomplete(situation, table):
    subject = situation()
    assert [(day, where("report-incomplete", subject, day)) for day, _page in table] == table


@per_situation(
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
    ]
)
def test_report_sent_back(situation, table):
    subject = situation()
    assert [(day, where("report-sent-back", subject, day)) for day, _page in table] == table


@per_situation(
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
    ]
)
def test_report_unanswered(situation, table):
    subject = situation()
    assert [(day, where("report-unanswered", subject, day)) for day, _page in table] == table


@per_situation(
    [
        # Delivered on 10 April: older than seven days from the 18th.
        (notified, "2026-04-16", ""),
        (notified, "2026-04-17", ""),
        (notified, "2026-04-18", "M"),
        (notified, "2026-04-19", "M"),
        (notified, "2027-04-19", "M"),
        (delivered_in_time, "2026-04-18", ""),
        (notified_and_answered, "2026-04-18", ""),
        (notified_no_more, "2026-04-22", ""),
        (notified_but_blocked, "2026-04-18", ""),  # nobody at the municipality may know
    ]
)
def test_notice_without_outcome(situation, table):
    subject = situation()
    assert [(day, where("notice-without-outcome", subject, day)) for day, _page in table] == table


@per_situation(
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
    ]
)
def test_next_report_missing(situation, table):
    subject = situation()
    assert [(day, where("next-report-missing", subject, day)) for day, _page in table] == table


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
        (
            "notice-without-outcome",
            notified,
            "2026-04-20",
            ("2026-04-18", "2026-04-17", "2026-04-18", "None"),
        ),
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
            "notice_outcome", 3, "2026-01-01", "notice-without-outcome", notified,
            [("2026-04-13", ""), ("2026-04-14", "M")],
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
        (
            "2026-04-16", "report-overdue", never_delivered,
            [("2026-04-16", ""), ("2026-04-17", "B"), ("2026-04-23", "M")],
        ),
        # On or before the due date it changes nothing.
        ("2026-04-15", "report-overdue", never_delivered, [("2026-04-16", "B"), ("2026-04-22", "M")]),
        ("2020-01-01", "report-overdue", never_delivered, [("2026-04-16", "B"), ("2026-04-22", "M")]),
        (
            "2026-05-01", "report-unanswered", delivered_in_time,
            [("2026-05-14", ""), ("2026-05-15", ""), ("2026-05-16", "M"), ("2026-05-28", "M"), ("2026-05-29", "ML")],
        ),
        ("2026-05-01", "report-incomplete", thin, [("2026-05-01", "M"), ("2026-05-02", "M")]),
        ("2026-05-01", "next-report-missing", three_months, [("2026-05-01", "M"), ("2026-05-02", "M")]),
        (
            "2026-04-10", "report-due-soon", never_delivered,
            [("2026-04-10", "B"), ("2026-04-15", "B"), ("2026-04-16", "")],
        ),
        ("2026-05-01", "report-sent-back", sent_back, [("2026-05-01", "B")]),
        ("2026-05-01", "notice-without-outcome", notified, [("2026-05-08", ""), ("2026-05-09", "M")]),
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
    seen = {report.client.pk: report.client.consultant_id}
    hand_over(seen, consultant=colleague, by=lead, at=make.at("2026-05-06"))
    assert set(tabs_for(colleague, d("2026-05-06"))["mine"].flags) == set(Flag.objects.open())
