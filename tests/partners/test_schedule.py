"""Which reports an order owes and when. Every date was counted by hand on a calendar."""

import datetime
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from partners.orders.actions import end_order, extend_order, pause_order, resume_order
from partners.orders.models import Pause
from partners.reports.actions import mark_not_needed, move_due, need_again
from partners.reports.models import Report, State
from partners.reports.schedule import schedule
from tests import make
from wiz.actions import Refused
from wiz.casefile.models import Event


def d(text: str) -> date:
    return date.fromisoformat(text)


def owed(start, end, *, interval=3, final_days=14, ended_on=None, pauses=()):
    """Return (period start, period end, due, final) as text, for tables."""
    found = schedule(
        d(start),
        d(end),
        interval=interval,
        final_days=final_days,
        ended_on=ended_on and d(ended_on),
        pauses=[(d(a), d(b)) for a, b in pauses],
    )
    assert [item.number for item in found] == list(range(1, len(found) + 1))
    return [(str(o.period_start), str(o.period_end), str(o.due), o.is_final) for o in found]


YEAR = [
    ("2006-01-15", "2006-04-15", "2006-04-15", False),
    ("2006-04-15", "2006-07-15", "2006-07-15", False),
    ("2006-07-15", "2006-10-15", "2006-10-15", False),
    ("2006-10-15", "2007-01-15", "2007-01-15", True),
]


def test_schedule_of_a_year():
    assert owed("2006-01-15", "2007-01-15") == YEAR


@pytest.mark.parametrize(
    ("start", "end", "dues"),
    [
        ("2006-03-31", "2007-03-31", ["2006-06-30", "2006-09-30", "2006-12-31", "2007-03-31"]),
        ("2006-11-30", "2007-11-30", ["2007-02-28", "2007-05-30", "2007-08-30", "2007-11-30"]),
        ("2007-11-30", "2008-11-30", ["2008-02-29", "2008-05-30", "2008-08-30", "2008-11-30"]),
        ("2008-02-29", "2009-02-28", ["2008-05-29", "2008-08-29", "2008-11-29", "2009-02-28"]),
        ("2006-08-31", "2007-08-31", ["2006-11-30", "2007-02-28", "2007-05-31", "2007-08-31"]),
        ("2006-12-01", "2007-06-01", ["2007-03-01", "2007-06-01"]),
    ],
)
def test_schedule_counts_calendar_months_from_the_start(start, end, dues):
    assert [due for _start, _end, due, _final in owed(start, end)] == dues


@pytest.mark.parametrize(
    ("interval", "dues"),
    [
        (1, ["2006-02-28", "2006-03-31", "2006-04-30", "2006-05-31", "2006-06-30", "2006-07-31"]),
        (2, ["2006-03-31", "2006-05-31", "2006-07-31"]),
        (6, ["2006-07-31"]),
        (12, ["2006-08-14"]),  # nothing regular: a final report, fourteen days after the end
    ],
)
def test_schedule_under_another_interval(interval, dues):
    assert [due for _s, _e, due, _f in owed("2006-01-31", "2006-07-31", interval=interval)] == dues


@pytest.mark.parametrize(
    ("end", "last"),
    [
        # A period that is left over gives a final report within fourteen days.
        ("2006-08-20", ("2006-07-15", "2006-08-20", "2006-09-03", True)),
        ("2006-07-16", ("2006-07-15", "2006-07-16", "2006-07-30", True)),
        ("2006-10-14", ("2006-07-15", "2006-10-14", "2006-10-28", True)),
    ],
)
def test_schedule_ends_with_a_final_report_on_what_is_left_over(end, last):
    assert owed("2006-01-15", end) == [*YEAR[:2], last]


def test_schedule_of_a_short_order_is_one_final_report():
    assert owed("2006-01-15", "2006-02-20") == [("2006-01-15", "2006-02-20", "2006-03-06", True)]
    assert owed("2006-01-15", "2006-04-14") == [("2006-01-15", "2006-04-14", "2006-04-28", True)]


FINAL_YEAR = (
    "2007-01-15",
    "2007-01-29",
    True,
)  # period end, due, final: what is left over at the planned end


@pytest.mark.parametrize(
    ("pauses", "ends"),
    [
        # Before the first due date, 30 days: everything moves by 30.
        ([("2006-03-01", "2006-03-31")], ["2006-05-15", "2006-08-14", "2006-11-14"]),
        # It stops the day before the due date, on it, the day after.
        ([("2006-04-14", "2006-04-24")], ["2006-04-25", "2006-07-25", "2006-10-25"]),
        ([("2006-04-15", "2006-04-25")], ["2006-04-25", "2006-07-25", "2006-10-25"]),
        ([("2006-04-16", "2006-04-26")], ["2006-04-15", "2006-07-25", "2006-10-25"]),
        # It goes on the day before the due date, on it, the day after: the days it stood still count.
        ([("2006-04-04", "2006-04-14")], ["2006-04-25", "2006-07-25", "2006-10-25"]),
        ([("2006-04-05", "2006-04-15")], ["2006-04-25", "2006-07-25", "2006-10-25"]),
        ([("2006-04-06", "2006-04-16")], ["2006-04-25", "2006-07-25", "2006-10-25"]),
        # One day, across a leap day, across a due date.
        ([("2006-02-10", "2006-02-11")], ["2006-04-16", "2006-07-16", "2006-10-16"]),
        ([("2006-07-01", "2006-08-01")], ["2006-04-15", "2006-08-15", "2006-11-15"]),
        # Two: 10 days in February, 20 in August; given in any order.
        (
            [("2006-02-01", "2006-02-11"), ("2006-08-01", "2006-08-21")],
            ["2006-04-25", "2006-07-25", "2006-11-14"],
        ),
        (
            [("2006-08-01", "2006-08-21"), ("2006-02-01", "2006-02-11")],
            ["2006-04-25", "2006-07-25", "2006-11-14"],
        ),
        # The first moves a date into the second.
        (
            [("2006-04-10", "2006-04-20"), ("2006-04-22", "2006-05-02")],
            ["2006-05-05", "2006-08-04", "2006-11-04"],
        ),
    ],
)
def test_schedule_moves_by_the_days_of_a_pause(pauses, ends):
    found = owed("2006-01-15", "2007-01-15", pauses=pauses)
    starts = ["2006-01-15", *ends]
    regular = [(start, end, end, False) for start, end in zip(starts, ends, strict=False)]
    assert found == [*regular, (ends[-1], *FINAL_YEAR)]


@pytest.mark.parametrize(
    "pause",
    [
        ("2006-12-15", "2007-02-15"),  # over the planned end
        ("2007-01-15", "2007-02-15"),  # on it
    ],
)
def test_schedule_with_a_pause_over_the_end_owes_the_last_period_as_a_final_report(pause):
    assert owed("2006-01-15", "2007-01-15", pauses=[pause]) == [*YEAR[:3], ("2006-10-15", *FINAL_YEAR)]


def test_schedule_with_a_pause_after_the_end_is_as_without():
    assert owed("2006-01-15", "2007-01-15", pauses=[("2007-01-16", "2007-02-15")]) == YEAR


def test_schedule_with_a_pause_over_everything_is_one_final_report():
    assert owed("2006-01-15", "2006-07-15", pauses=[("2006-01-20", "2007-01-20")]) == [
        ("2006-01-15", "2006-07-15", "2006-07-29", True)
    ]


def test_schedule_across_a_pause_over_the_leap_day():
    # 20 February to 10 March 2008 is 19 days: 15 April becomes 4 May, 15 July 3 August.
    assert owed("2008-01-15", "2008-07-15", pauses=[("2008-02-20", "2008-03-10")]) == [
        ("2008-01-15", "2008-05-04", "2008-05-04", False),
        ("2008-05-04", "2008-07-15", "2008-07-29", True),
    ]


@pytest.mark.parametrize(
    ("ended_on", "kept", "last"),
    [
        ("2006-05-20", 1, ("2006-04-15", "2006-05-20", "2006-06-03", True)),
        # The day before a due date, on it, after it.
        ("2006-07-14", 1, ("2006-04-15", "2006-07-14", "2006-07-28", True)),
        ("2006-07-15", 1, ("2006-04-15", "2006-07-15", "2006-07-29", True)),
        ("2006-07-16", 2, ("2006-07-15", "2006-07-16", "2006-07-30", True)),
        # In the first period, on the first day.
        ("2006-02-01", 0, ("2006-01-15", "2006-02-01", "2006-02-15", True)),
        ("2006-01-15", 0, ("2006-01-15", "2006-01-15", "2006-01-29", True)),
        # On the planned end, and long after it.
        ("2007-01-15", 3, ("2006-10-15", "2007-01-15", "2007-01-29", True)),
    ],
)
def test_schedule_of_an_order_that_ended(ended_on, kept, last):
    assert owed("2006-01-15", "2007-01-15", ended_on=ended_on) == [*YEAR[:kept], last]


def test_schedule_of_an_order_that_ended_after_its_planned_end():
    assert owed("2006-01-15", "2007-01-15", ended_on="2007-03-01") == [
        *YEAR[:3],
        ("2006-10-15", "2007-01-15", "2007-01-15", False),
        ("2007-01-15", "2007-03-01", "2007-03-15", True),
    ]


def test_schedule_of_an_order_that_ended_before_it_began_is_empty():
    assert owed("2006-01-15", "2007-01-15", ended_on="2006-01-14") == []


def test_schedule_of_an_order_that_ended_while_it_stood_still():
    assert owed("2006-01-15", "2007-01-15", pauses=[("2006-03-01", "2006-05-01")], ended_on="2006-04-20") == [
        ("2006-01-15", "2006-04-20", "2006-05-04", True)
    ]


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.integers(1, 800),
    st.integers(1, 12),
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 90)), max_size=3),
    st.none() | st.integers(0, 900),
)
def test_schedule_covers_every_day_once_whatever_happens(start, length, interval, pauses, ended):
    day = datetime.timedelta(days=1)
    end = start + length * day
    ended_on = None if ended is None else start + ended * day
    found = schedule(
        start,
        end,
        interval=interval,
        final_days=14,
        ended_on=ended_on,
        pauses=[(start + a * day, start + (a + n) * day) for a, n in pauses],
    )
    assert found[0].period_start == start
    assert found[-1].period_end == (ended_on or end)
    assert all(one.period_end == next_.period_start for one, next_ in zip(found, found[1:], strict=False))
    assert all(one.period_start < one.period_end for one in found[1:])
    assert [one.is_final for one in found] == [False] * (len(found) - 1) + [True]


# The same on rows, through the actions.

YEAR_2026 = [
    (1, "owed", "2026-01-15", "2026-04-15", "2026-04-15"),
    (2, "owed", "2026-04-15", "2026-07-15", "2026-07-15"),
    (3, "owed", "2026-07-15", "2026-10-15", "2026-10-15"),
    (4, "owed", "2026-10-15", "2027-01-15", "2027-01-15"),
]


def rows(order):
    return [
        (r.number, r.state, str(r.period_start), str(r.period_end), str(r.due))
        for r in Report.objects.filter(order=order).order_by("number")
    ]


def final(order):
    return list(Report.objects.filter(order=order, is_final=True).values_list("number", flat=True))


@pytest.fixture
def order(db):
    """15 January 2026 for a year: due 15 April, July, October and January."""
    return make.order()


def consultant_of(order):
    return order.activity.client.consultant


def extend(order, end, on="2026-03-01"):
    extend_order(order, end=d(end), reason="Meer tijd nodig", by=consultant_of(order), at=make.at(on))


def pause(order, start, until, on="2026-03-01"):
    pause_order(
        order, start=d(start), until=d(until), reason="Ziekenhuis", by=consultant_of(order), at=make.at(on)
    )


def resume(order, on):
    resume_order(order, by=consultant_of(order), at=make.at(on))


def end(order, ended_on, on=None):
    end_order(
        order, ended_on=d(ended_on), reason="Verhuisd", by=consultant_of(order), at=make.at(on or ended_on)
    )


def test_place_order_makes_the_rows_of_the_whole_order(order):
    assert rows(order) == YEAR_2026
    assert final(order) == [4]


def test_extend_order_adds_what_is_owed_and_moves_the_final_report(order):
    extend(order, "2027-05-01")
    assert rows(order) == [
        *YEAR_2026,
        (5, "owed", "2027-01-15", "2027-04-15", "2027-04-15"),
        (6, "owed", "2027-04-15", "2027-05-01", "2027-05-15"),
    ]
    assert final(order) == [6]


def test_extend_order_turns_a_final_report_into_a_regular_one(db):
    order = make.order(end="2026-08-20")
    assert rows(order)[2] == (3, "owed", "2026-07-15", "2026-08-20", "2026-09-03")
    extend(order, "2026-12-31")
    assert rows(order)[2:] == [
        (3, "owed", "2026-07-15", "2026-10-15", "2026-10-15"),
        (4, "owed", "2026-10-15", "2026-12-31", "2027-01-14"),
    ]
    assert final(order) == [4]


@translation.override("en")
def test_a_cut_off_report_is_not_needed_and_comes_back_when_the_order_is_extended_again(order):
    extend(order, "2026-06-01")
    assert rows(order) == [
        YEAR_2026[0],
        (2, "owed", "2026-04-15", "2026-06-01", "2026-06-15"),
        (3, "not_needed", *YEAR_2026[2][2:]),
        (4, "not_needed", *YEAR_2026[3][2:]),
    ]
    cut_off = Report.objects.get(order=order, number=3)
    # In Dutch, in whatever language it was ended; each reads it in her own.
    assert cut_off.not_needed_reason.startswith("De opdracht ")
    assert cut_off.why_not_needed == "The order ended before this period."
    assert cut_off.not_needed_by is None
    with pytest.raises(Refused):
        need_again(cut_off, by=consultant_of(order), at=make.at("2026-03-02"))
    extend(order, "2027-01-15", on="2026-03-03")
    assert rows(order) == YEAR_2026
    assert not Report.objects.filter(order=order).exclude(not_needed_reason="").exists()
    assert final(order) == [4]


def test_what_was_delivered_stays_when_the_order_changes(order):
    make.deliver(order.reports.get(number=1), "2026-04-10")
    answered = make.answer(make.deliver(order.reports.get(number=2), "2026-07-10"), "2026-07-11")
    pause(order, "2026-08-01", "2026-08-31", on="2026-08-01")
    extend(order, "2026-12-01", on="2026-09-01")
    assert rows(order) == [
        (1, "delivered", "2026-01-15", "2026-04-15", "2026-04-15"),
        (2, "answered", "2026-04-15", "2026-07-15", "2026-07-15"),
        (3, "owed", "2026-07-15", "2026-11-14", "2026-11-14"),  # 30 days later
        (4, "owed", "2026-11-14", "2026-12-01", "2026-12-15"),
    ]
    assert Report.objects.get(pk=answered.pk).answered_by == answered.answered_by


def test_a_date_somebody_chose_stays_when_the_order_changes(order):
    second = order.reports.get(number=2)
    move_due(
        second, due=d("2026-08-03"), reason="Vakantie", by=consultant_of(order), at=make.at("2026-06-01")
    )
    pause(order, "2026-05-01", "2026-05-11", on="2026-06-02")
    assert rows(order)[1:3] == [
        (2, "owed", "2026-04-15", "2026-07-25", "2026-08-03"),
        (3, "owed", "2026-07-25", "2026-10-25", "2026-10-25"),
    ]


def test_the_date_of_a_report_that_was_sent_back_stays_when_the_order_changes(order):
    make.send_back(make.deliver(order.reports.get(number=1), "2026-04-10"), "2026-04-12", due="2026-05-02")
    extend(order, "2027-02-15", on="2026-04-13")
    end(order, "2026-04-20", on="2026-04-14")
    assert rows(order)[:2] == [
        (1, "sent_back", "2026-01-15", "2026-04-15", "2026-05-02"),
        (2, "owed", "2026-04-15", "2026-04-20", "2026-05-04"),
    ]


def test_not_needed_by_somebody_stays_when_the_order_changes(order):
    third = order.reports.get(number=3)
    mark_not_needed(third, reason="Zomerstop", by=consultant_of(order), at=make.at("2026-02-01"))
    extend(order, "2026-06-01", on="2026-02-02")
    extend(order, "2027-01-15", on="2026-02-03")
    assert [state for _n, state, *_dates in rows(order)] == ["owed", "owed", "not_needed", "owed"]
    assert Report.objects.get(pk=third.pk).not_needed_reason == "Zomerstop"


def test_pause_order_moves_what_is_owed_after_it(order):
    pause(order, "2026-03-01", "2026-03-31")
    assert rows(order) == [
        (1, "owed", "2026-01-15", "2026-05-15", "2026-05-15"),
        (2, "owed", "2026-05-15", "2026-08-14", "2026-08-14"),
        (3, "owed", "2026-08-14", "2026-11-14", "2026-11-14"),
        (4, "owed", "2026-11-14", "2027-01-15", "2027-01-29"),
    ]


def test_pause_order_twice_adds_up(order):
    pause(order, "2026-02-01", "2026-02-11")
    pause(order, "2026-08-01", "2026-08-21")
    assert [due for *_rest, due in rows(order)] == ["2026-04-25", "2026-07-25", "2026-11-14", "2027-01-29"]


def test_pause_order_over_the_end_leaves_a_final_report(order):
    pause(order, "2026-12-15", "2027-02-15")
    assert rows(order) == [*YEAR_2026[:3], (4, "owed", "2026-10-15", "2027-01-15", "2027-01-29")]


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("2026-01-14", "2026-02-01"),  # before the order began
        ("2026-05-01", "2026-05-01"),
        ("2026-05-02", "2026-05-01"),
        ("2026-04-30", "2026-05-11"),  # over the pause there is, at either side and around it
        ("2026-05-19", "2026-06-01"),
        ("2026-05-12", "2026-05-13"),
        ("2026-05-01", "2026-06-01"),
    ],
)
def test_pause_order_refused(order, start, until):
    pause(order, "2026-05-10", "2026-05-20")
    before = rows(order)
    with pytest.raises(Refused):
        pause(order, start, until)
    assert rows(order) == before


def test_pause_order_right_after_another_is_a_longer_one(order):
    pause(order, "2026-05-10", "2026-05-20")
    pause(order, "2026-05-20", "2026-05-30")
    pause(order, "2026-05-05", "2026-05-10")
    assert [due for *_rest, due in rows(order)][:2] == ["2026-04-15", "2026-08-09"]  # 25 days after 15 July


def test_resume_order_gives_back_the_days_that_are_left(order):
    pause(order, "2026-03-01", "2026-05-30")
    resume(order, "2026-03-11")
    assert Pause.objects.get().until == d("2026-03-11")
    assert [due for *_rest, due in rows(order)] == ["2026-04-25", "2026-07-25", "2026-10-25", "2027-01-29"]


def test_resume_order_on_the_day_it_stopped_undoes_the_pause(order):
    pause(order, "2026-03-01", "2026-05-30")
    resume(order, "2026-03-01")
    assert not Pause.objects.exists()
    assert rows(order) == YEAR_2026


@pytest.mark.parametrize("on", ["2026-02-28", "2026-03-31", "2026-04-01"])
def test_resume_order_that_is_not_standing_still_is_refused(order, on):
    pause(order, "2026-03-01", "2026-03-31")
    with pytest.raises(Refused):
        resume(order, on)


def test_end_order_early_leaves_a_final_report_and_cuts_off_the_rest(order):
    end(order, "2026-05-20")
    assert rows(order) == [
        YEAR_2026[0],
        (2, "owed", "2026-04-15", "2026-05-20", "2026-06-03"),
        (3, "not_needed", *YEAR_2026[2][2:]),
        (4, "not_needed", *YEAR_2026[3][2:]),
    ]
    assert final(order)[0] == 2


def test_end_order_on_a_due_date_makes_that_report_the_final_one(order):
    end(order, "2026-04-15")
    assert rows(order)[:2] == [
        (1, "owed", "2026-01-15", "2026-04-15", "2026-04-29"),
        (2, "not_needed", *YEAR_2026[1][2:]),
    ]


def test_end_order_on_a_due_date_after_that_report_came_still_owes_a_final_one(order):
    make.deliver(order.reports.get(number=1), "2026-04-15")
    end(order, "2026-04-15")
    assert rows(order)[:2] == [
        (1, "delivered", "2026-01-15", "2026-04-15", "2026-04-15"),
        (2, "owed", "2026-04-15", "2026-04-15", "2026-04-29"),
    ]
    assert Report.objects.get(order=order, number=2).is_final


def test_end_order_inside_a_period_that_was_delivered_still_owes_a_final_report(order):
    make.deliver(order.reports.get(number=1), "2026-04-10")
    end(order, "2026-04-12")
    assert rows(order) == [
        (1, "delivered", "2026-01-15", "2026-04-15", "2026-04-15"),
        (2, "owed", "2026-04-12", "2026-04-12", "2026-04-26"),
        (3, "not_needed", *YEAR_2026[2][2:]),
        (4, "not_needed", *YEAR_2026[3][2:]),
    ]


def test_end_order_before_what_was_delivered_owes_a_final_report_all_the_same(order):
    for number, day in ((1, "2026-04-10"), (2, "2026-07-10")):
        make.deliver(order.reports.get(number=number), day)
    end(order, "2026-03-01", on="2026-07-20")
    assert [(n, state, due) for n, state, _s, _e, due in rows(order)] == [
        (1, "delivered", "2026-04-15"),
        (2, "delivered", "2026-07-15"),
        (3, "owed", "2026-03-15"),
        (4, "not_needed", "2027-01-15"),
    ]


def test_end_order_after_its_final_report_came_owes_nothing_more(db):
    order = make.order(end="2026-08-20")
    for number, day in ((1, "2026-04-10"), (2, "2026-07-10"), (3, "2026-08-15")):
        make.deliver(order.reports.get(number=number), day)
    end(order, "2026-08-18")
    assert [state for _n, state, *_dates in rows(order)] == ["delivered"] * 3


def test_end_order_before_it_began_owes_nothing(order):
    end(order, "2026-01-10")
    assert [state for _n, state, *_dates in rows(order)] == ["not_needed"] * 4


def test_end_order_on_a_day_ahead(order):
    end(order, "2026-09-01", on="2026-07-20")
    assert rows(order)[2:] == [
        (3, "owed", "2026-07-15", "2026-09-01", "2026-09-15"),
        (4, "not_needed", *YEAR_2026[3][2:]),
    ]


def test_end_order_twice_is_once_and_closes_it(order):
    end(order, "2026-05-20")
    end(order, "2026-05-20")
    assert Event.objects.filter(kind="order-ended").count() == 1
    with pytest.raises(Refused):
        end(order, "2026-05-21")
    with pytest.raises(Refused):
        extend(order, "2027-05-01")
    with pytest.raises(Refused):
        pause(order, "2026-05-01", "2026-05-10")


@pytest.mark.parametrize("change", [extend_order, pause_order, resume_order, end_order])
@pytest.mark.parametrize("who", [make.worker, make.administrator])
def test_only_the_service_changes_an_order(order, change, who):
    arguments = {
        extend_order: {"end": d("2027-05-01"), "reason": "x"},
        pause_order: {"start": d("2026-05-01"), "until": d("2026-05-10"), "reason": "x"},
        resume_order: {},
        end_order: {"ended_on": d("2026-05-01"), "reason": "x"},
    }
    with translation.override("en"), pytest.raises(Refused, match="Only the municipality"):
        change(order, **arguments[change], by=who(), at=make.at("2026-05-01"))
    assert rows(order) == YEAR_2026


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_change_of_an_order_wants_a_reason(order, reason):
    by, at = consultant_of(order), make.at("2026-05-01")
    with pytest.raises(Refused):
        extend_order(order, end=d("2027-05-01"), reason=reason, by=by, at=at)
    with pytest.raises(Refused):
        pause_order(order, start=d("2026-05-01"), until=d("2026-05-10"), reason=reason, by=by, at=at)
    with pytest.raises(Refused):
        end_order(order, ended_on=d("2026-05-01"), reason=reason, by=by, at=at)
    assert rows(order) == YEAR_2026


def test_need_again_after_the_order_was_shortened_owes_no_period_that_never_was(order):
    third = order.reports.get(number=3)
    mark_not_needed(third, reason="Zomerstop", by=consultant_of(order), at=make.at("2026-02-01"))
    end(order, "2026-05-20")
    with pytest.raises(Refused):
        need_again(third, by=consultant_of(order), at=make.at("2026-05-21"))
    third.refresh_from_db()
    assert (third.state, third.not_needed_reason) == (State.NOT_NEEDED, "Zomerstop")


def test_need_again_of_a_report_that_was_sent_back_is_sent_back_again(order):
    report = make.send_back(
        make.deliver(order.reports.get(number=1), "2026-04-10"), "2026-04-12", due="2026-05-02"
    )
    mark_not_needed(report, reason="Toch niet", by=consultant_of(order), at=make.at("2026-04-13"))
    need_again(report, by=consultant_of(order), at=make.at("2026-04-14"))
    assert rows(order)[0] == (1, "sent_back", "2026-01-15", "2026-04-15", "2026-05-02")


def test_need_again_after_the_order_moved_gets_the_new_dates(order):
    third = order.reports.get(number=3)
    mark_not_needed(third, reason="Zomerstop", by=consultant_of(order), at=make.at("2026-02-01"))
    pause(order, "2026-03-01", "2026-03-31")
    need_again(third, by=consultant_of(order), at=make.at("2026-04-01"))
    assert rows(order)[2] == (3, "owed", "2026-08-14", "2026-11-14", "2026-11-14")
