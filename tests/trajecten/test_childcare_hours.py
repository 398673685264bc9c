"""When nobody is with the child: a table by hand, and what holds for any week."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trajecten.childcare.hours import (
    DAY,
    Span,
    Week,
    both,
    child_week,
    gaps,
    rows_of,
    total,
    union,
    week_of,
    widened,
    without,
)


def spans(line: str) -> tuple[Span, ...]:
    """ "8:30-14:45 15-17" → spans, without the code that is tested."""
    return tuple(Span(*(minutes(edge) for edge in part.split("-"))) for part in line.split())


def minutes(time: str) -> int:
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute or 0)


# away, travel one way, school, care → when nobody is there and why; ~ before it: only on the way
TABLE = [
    # Nothing, or no school and no care
    ("", 0, "", "", ""),
    ("", 60, "8:30-14:45", "7-18", ""),
    ("9-12", 0, "", "", "9-12 nobody"),
    ("9-12", 30, "", "", "8:30-12:30 nobody"),
    ("9-12 13-16", 0, "", "", "9-12 nobody 13-16 nobody"),
    ("9-12 13-16", 30, "", "", "8:30-16:30 nobody"),  # no way home for lunch
    ("9-12 13-16", 29, "", "", "8:31-12:29 nobody 12:31-16:29 nobody"),
    # Within school hours: no gap, or one by travelling only
    ("9-12", 0, "8:30-14:45", "", ""),
    ("9-14:15", 30, "8:30-14:45", "", ""),
    ("9-14:16", 30, "8:30-14:45", "", "14:45-14:46 ~after_school"),
    ("9-14:30", 45, "8:30-14:45", "", "8:15-8:30 ~before_school 14:45-15:15 ~after_school"),
    ("8:30-14:45", 0, "8:30-14:45", "", ""),
    ("8:30-14:45", 1, "8:30-14:45", "", "8:29-8:30 ~before_school 14:45-14:46 ~after_school"),
    ("9-14", 30, "8:30-12 13-15", "", "12-13 lunch"),
    ("9-12", 30, "8:30-12 13-15", "", "12-12:30 ~lunch"),
    ("13-15", 30, "8:30-12 13-15:30", "", "12:30-13 ~lunch"),
    # Outside them
    ("8-17", 0, "8:30-14:45", "", "8-8:30 before_school 14:45-17 after_school"),
    ("8-17", 30, "8:30-14:45", "", "7:30-8:30 before_school 14:45-17:30 after_school"),
    ("6-8", 0, "8:30-14:45", "", "6-8 before_school"),
    ("16-19", 30, "8:30-14:45", "", "15:30-19:30 after_school"),
    ("6-8:15", 15, "8:30-14:45", "", "5:45-8:30 before_school"),
    ("15-18", 15, "8:30-14:45", "", "14:45-18:15 after_school"),
    ("13-17", 30, "8:30-12:15", "", "12:30-17:30 after_school"),  # Wednesday
    ("12:15-12:45", 0, "8:30-12 13-15", "", "12:15-12:45 lunch"),
    # Care closes the gap, or nearly
    ("8-17", 30, "8:30-14:45", "7:30-8:30 14:45-17:30", ""),
    ("8-17", 30, "8:30-14:45", "7:30-18:30", ""),
    ("8-17", 30, "8:30-14:45", "8-8:30 14:45-17:30", "7:30-8 ~care_late"),
    ("8-17", 30, "8:30-14:45", "8:10-8:30 14:45-17:30", "7:30-8:10 care_late"),
    ("8-17", 30, "8:30-14:45", "7:30-8:30 14:45-17", "17-17:30 ~care_early"),
    ("8-17", 30, "8:30-14:45", "7:30-8:30 14:45-16:30", "16:30-17:30 care_early"),
    ("8-17", 30, "8:30-14:45", "7:30-8:30 15:15-17:30", "14:45-15:15 between"),
    ("8-17", 30, "8:30-14:45", "7:30-8:15 14:45-17:30", "8:15-8:30 between"),
    ("8-17", 30, "", "8-12 13-18", "7:30-8 ~care_late 12-13 between"),
    ("8:30-12:30", 0, "", "9-12", "8:30-9 care_late 12-12:30 care_early"),  # playgroup
    ("8:30-12:30", 0, "", "13-17", "8:30-12:30 nobody"),  # care, at another time
    ("9-15", 15, "8:30-12 13-15:30", "12-13", ""),  # lunch at school is care
    ("9-15", 0, "8:30-12 13-15:30", "12-12:45", "12:45-13 between"),
    ("9-12", 0, "", "9-12", ""),
    ("9-12", 0, "", "9-11:59", "11:59-12 care_early"),
    ("9-12", 0, "", "8-9 12-13", "9-12 between"),
    ("9-12", 0, "", "9-10 10-12", ""),  # they touch
    ("9-12", 0, "", "9-10:30 10-12", ""),  # they overlap
    ("9-16", 0, "8:30-14:45", "14:30-15", "15-16 care_early"),  # care begins in school time
    ("8-9", 0, "8:30-14:45", "7-8:30", ""),
    # The edges of the day: a night is two days
    ("22-24", 30, "", "", "21:30-24 nobody"),
    ("0-6", 30, "", "", "0-6:30 nobody"),
    ("0-6 22-24", 30, "8:30-14:45", "0-6:30", "21:30-24 after_school"),
    ("0-24", 30, "8:30-14:45", "", "0-8:30 before_school 14:45-24 after_school"),
    ("0-24", 0, "", "0-24", ""),
    ("0:10-23:50", 15, "", "", "0-24 nobody"),
    ("6-7", 240, "", "", "2-11 nobody"),
    ("1-2", 240, "", "", "0-6 nobody"),
]


@pytest.mark.parametrize(("away", "travel", "school", "care", "expected"), TABLE)
def test_gaps_of_one_day(away: str, travel: int, school: str, care: str, expected: str):
    found = gaps({2: union(spans(away))}, travel, {2: union(spans(school))}, {2: union(spans(care))})

    words = expected.split()
    wanted = [
        (*spans(part), why.removeprefix("~"), why.startswith("~"))
        for part, why in zip(words[::2], words[1::2], strict=True)
    ]
    assert [(gap.span, gap.why.value, gap.on_the_way) for gap in found] == wanted
    assert all(gap.weekday == 2 for gap in found)


def test_one_day_is_no_other():
    school = {0: spans("8:30-14:45"), 2: spans("8:30-12:15")}
    found = gaps(dict.fromkeys((0, 2, 5), spans("9-14")), 30, school, {})

    assert [(gap.weekday, gap.span) for gap in found] == [
        (2, *spans("12:15-14:30")),
        (5, *spans("8:30-14:30")),
    ]


def test_the_hours_of_a_week_are_added_up():
    week = child_week(
        dict.fromkeys((0, 1, 3), spans("8-16")),
        30,
        dict.fromkeys(range(5), spans("8:30-14:45")),
        {0: spans("14:30-16:30"), 1: spans("14:30-16:30")},
    )

    assert week.needed == 3 * 9 * 60
    assert week.at_school == 3 * (6 * 60 + 15)
    assert week.in_care == 2 * 105  # not the quarter that she is still at school
    assert week.uncovered == 3 * 60 + 105
    assert week.needed == week.at_school + week.in_care + week.uncovered
    assert week.asked() == dict.fromkeys((0, 1, 3), spans("7:30-8:30 14:45-16:30"))


@pytest.mark.parametrize(
    ("away", "travel", "school", "misjudged"),
    [
        ("9-14:30", 30, "8:30-14:45", True),
        ("9-14:15", 30, "8:30-14:45", False),  # no gap
        ("9-15", 30, "8:30-14:45", False),  # outside school hours: nobody says otherwise
        ("9-14:30", 30, "", False),
        ("8:30-14:45", 5, "8:30-14:45", True),
        ("", 30, "8:30-14:45", False),
    ],
)
def test_within_school_hours_and_yet_a_gap(away, travel, school, misjudged):
    week = child_week({0: spans(away)}, travel, {0: spans(school)}, {})

    assert [day.weekday for day in week.misjudged] == ([0] if misjudged else [])


def test_care_that_covers_the_travelling_ends_the_misjudgement():
    week = child_week({0: spans("9-14:30")}, 30, {0: spans("8:30-14:45")}, {0: spans("14:45-15")})

    assert not week.misjudged


# Rows


def test_rows_and_week_are_the_same_hours():
    week = {0: spans("8:30-12 13-15:15"), 6: spans("22-24")}

    assert rows_of(week) == [
        (0, datetime.time(8, 30), datetime.time(12)),
        (0, datetime.time(13), datetime.time(15, 15)),
        (6, datetime.time(22), datetime.time(23, 59)),
    ]
    assert week_of(reversed(rows_of(week))) == week


def test_midnight_as_an_end_is_the_end_of_the_day():
    assert week_of([(0, datetime.time(22), datetime.time(0))]) == {0: spans("22-24")}


@pytest.mark.parametrize("wrong", [(600, 600), (600, 540), (-1, 60), (0, DAY + 1)])
def test_what_is_no_span_is_refused(wrong):
    with pytest.raises(ValueError, match="no hours of one day"):
        union([wrong])


def test_travelling_less_than_nothing_is_refused():
    with pytest.raises(ValueError, match="no minutes"):
        widened(spans("9-12"), -1)


# What holds for any hours, checked minute by minute

some_spans = st.lists(
    st.tuples(st.integers(0, DAY), st.integers(0, DAY)).filter(lambda pair: pair[0] < pair[1]), max_size=4
)


def as_set(found) -> set[int]:
    return {minute for start, end in found for minute in range(start, end)}


@given(some_spans, some_spans)
def test_spans_behave_as_sets_of_minutes(one, other):
    a, b = union(one), union(other)

    assert as_set(a) == as_set(one)
    assert as_set(union((*a, *b))) == as_set(a) | as_set(b)
    assert as_set(both(a, b)) == as_set(a) & as_set(b)
    assert as_set(without(a, b)) == as_set(a) - as_set(b)
    assert total(a) == len(as_set(a))
    # As few as possible, in order and apart.
    assert all(first.end < second.start for first, second in zip(a, a[1:], strict=False))


@given(some_spans, st.integers(0, 240))
def test_widening_adds_minutes_on_both_sides(one, travel):
    wanted = {m for start, end in one for m in range(max(0, start - travel), min(DAY, end + travel))}

    assert as_set(widened(union(one), travel)) == wanted


@given(some_spans, st.integers(0, 240), some_spans, some_spans)
def test_every_minute_she_is_away_is_covered_or_a_gap(away, travel, school, care):
    week = child_week({0: union(away)}, travel, {0: union(school)}, {0: union(care)})
    day = week.days[0]

    found = as_set(gap.span for gap in week.gaps)
    assert found == as_set(day.needed) - as_set(school) - as_set(care)
    assert as_set(day.needed) == as_set(day.away) | as_set(day.travel)
    assert not as_set(day.away) & as_set(day.travel)
    assert week.needed == week.at_school + week.in_care + week.uncovered
    # Asking care for what is asked leaves nothing uncovered.
    asked: Week = week.asked()
    assert not gaps({0: union(away)}, travel, {0: union(school)}, asked)


@given(some_spans, st.integers(0, 120), some_spans, some_spans, some_spans)
def test_more_care_never_makes_a_gap_larger(away, travel, school, care, more):
    def uncovered(cared):
        return child_week({0: union(away)}, travel, {0: union(school)}, {0: union(cared)}).uncovered

    assert uncovered(care + more) <= uncovered(care)
