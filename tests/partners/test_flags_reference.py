"""Random lives of a few orders, against the rules as the table of the domain says them, in plain Python."""

import calendar
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.reports.actions import mark_not_needed
from partners.reports.models import Report
from tests import make
from tests.partners.situations import by, days
from wiz.flags.actions import sweep
from wiz.flags.models import Flag
from wiz.people.models import Organisation

pytestmark = pytest.mark.django_db


def months_later(day, count):
    """The reference's own calendar: a list of the days of the month, and the nearest at or before the day."""
    months = day.year * 12 + day.month - 1 + count
    last = max(d for d in calendar.Calendar().itermonthdays(months // 12, months % 12 + 1))
    return date(months // 12, months % 12 + 1, min(day.day, last))


def silence(start, end, fates, today, live):
    """The same for the client of one order, who came on START and with whom nobody at the service speaks.

    Each report says that she kept appointments: that is contact, on the last day it is about or was known.
    """
    kept = [
        min(period_end, fate["deliver"])
        for period_end, _due, fate in fates
        if "deliver" in fate and fate["deliver"] <= today
    ]
    since = max([START, live, *kept]) + days(245)
    if since > today:
        return {}
    found = {"no-contact": (since, since, None)}
    # An order that has begun runs until it is ended, and here none is.
    if today < start:
        found["left-alone"] = (since, since, since + days(28))
    return found


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
            client = order.activity.client_id
            of_client = silence(start, end, fates, today, live or date.min)
            expected |= {(rule, client): dates for rule, dates in of_client.items()}
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
