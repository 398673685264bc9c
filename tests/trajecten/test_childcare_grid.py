"""A child's week on the page: the words, the drawing and the table say the same, and what is said fits the state."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests import make
from trajecten.childcare import grid
from trajecten.childcare.hours import ChildWeek, child_week, rows_of
from trajecten.childcare.hours_text import read_hours
from trajecten.childcare.models import AwayHours, CareHours, ChildcareRequest, SchoolHours
from trajecten.childcare.weeks import WITH_WEEKS, RequestWeek, hours_a_week, weeks_of

SCHOOL = "mon-fri 8:30-14:45, wed 8:30-12:15"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def week(away: str, travel: int = 0, school: str = SCHOOL, care: str = "") -> ChildWeek:
    return child_week(read_hours(away), travel, read_hours(school), read_hours(care))


# Words


def test_days_with_the_same_gap_stand_on_one_line():
    lines = grid.gap_lines(week("mon-thu 8:30-17", 30))

    assert [(str(line), line.why) for line in lines] == [
        ("Mon, Tue, Thu 8:00–8:30 and 14:45–17:30: nobody", "before school (on the way) and after school"),
        ("Wed 8:00–8:30 and 12:15–17:30: nobody", "before school (on the way) and after school"),
    ]


def test_times_in_dutch_have_a_dot():
    with translation.override("nl"):
        (line,) = grid.gap_lines(week("di 9-15"))

    assert (line.days, line.hours) == ("di", "14.45–15.00")


def test_within_school_hours_and_a_gap_is_said_with_days_and_times():
    words = grid.misjudged_line(week("mon, wed 9-14:30; thu 9-16", 30))

    # Wednesday ends at 12:15 and Thursday outlasts school: those are no misjudgement.
    assert words.startswith("On Monday the activity lies within school hours")
    assert "Mon 14:45–15:00: nobody" in words
    assert grid.misjudged_line(week("mon 9-14:15", 30)) == ""


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0"), (15, "0.25"), (60, "1"), (165, "2.75"), (600, "10"), (6000, "100"), (50, "0.83"), (1, "0.02")],
)
def test_hours_are_written_in_hundredths(minutes, words):
    assert grid.hours_words(minutes) == words


def test_one_hour_is_not_hours():
    assert hours_a_week(60) == "1 hour a week"
    assert hours_a_week(90) == "1.5 hours a week"


# The drawing


def across(block: grid.Block) -> tuple[float, float]:
    x, width = float(block.x.rstrip("%")), float(block.width.rstrip("%"))
    return x, x + width


def test_the_drawing_runs_from_the_first_hour_to_the_last():
    drawing = grid.draw(week("mon 9-16:10", 30))
    assert drawing is not None

    assert [hour.text for hour in drawing.hours] == ["8", "9", "10", "11", "12", "13", "14", "15", "16", "17"]
    assert drawing.hours[0].x == drawing.left
    assert drawing.hours[-1].x == drawing.right
    edges = [edge for block in drawing.blocks for edge in across(block)]
    assert min(edges) >= grid.LEFT
    assert max(edges) <= grid.RIGHT


def test_an_hour_stands_where_its_line_stands():
    drawing = grid.draw(week("mon 9-16", 30))
    assert drawing is not None
    away = next(block for block in drawing.blocks if block.kind == "away")
    lines = {hour.text: float(hour.x.rstrip("%")) for hour in drawing.hours}

    assert across(away) == pytest.approx((lines["9"], lines["16"]), abs=0.02)


def test_nothing_in_a_lane_lies_on_anything_else():
    drawing = grid.draw(week("mon-sun 7-19", 45, care="mon 7-15, tue 12-18, sat 8-12"))
    assert drawing is not None
    lanes: dict[int, list[tuple[float, float]]] = {}
    for block in drawing.blocks:
        lanes.setdefault(block.y, []).append(across(block))

    for blocks in lanes.values():
        blocks.sort()
        assert all(one[1] <= other[0] + 0.02 for one, other in zip(blocks, blocks[1:], strict=False))


@pytest.mark.parametrize(
    ("away", "names"),
    [
        ("mon 9-12", ["Mon", "Tue", "Wed", "Thu", "Fri"]),
        ("sun 9-12", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sun"]),
        ("sat 22-24 sun 0-6", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]),
    ],
)
def test_the_weekend_is_there_when_it_is_used(away, names):
    drawing = grid.draw(week(away))
    assert drawing is not None

    assert [name for _y, name in drawing.days] == names
    assert len(grid.table(week(away))) == len(names)


def test_a_week_at_home_is_not_drawn():
    assert grid.draw(week("")) is None


def test_a_whole_day_has_hours_that_can_be_read():
    drawing = grid.draw(week("mon 0-24"))
    assert drawing is not None

    assert [hour.text for hour in drawing.hours] == [str(hour) for hour in range(0, 25, 2)]


def test_words_that_do_not_fit_are_left_out():
    drawing = grid.draw(week("mon 9-14:30, tue 7-19", 15))
    assert drawing is not None
    travel = [block for block in drawing.blocks if block.kind == "travel"]
    away = [block for block in drawing.blocks if block.kind == "away"]

    assert not any(block.word for block in travel)
    assert all(block.word == "away" and not block.is_wide for block in away)


def test_the_table_says_what_is_drawn():
    row = grid.table(week("wed 9-13", 30, care="wed 12:30-14"))[2]

    assert row == grid.Row(
        "Wednesday",
        "9:00–13:00",
        "8:30–13:30",
        "8:30–12:15",
        "12:30–14:00",
        "12:15–12:30 (between school and care)",
    )


# Of a request


@pytest.fixture
def request_() -> ChildcareRequest:
    request = make.childcare(travel_minutes=30, kind="after_school")
    AwayHours.objects.bulk_create(
        [AwayHours(request=request, weekday=d, start=s, end=e) for d, s, e in rows_of(read_hours("mon 9-15"))]
    )
    child = request.needs.get().child
    SchoolHours.objects.bulk_create(
        [SchoolHours(child=child, weekday=d, start=s, end=e) for d, s, e in rows_of(read_hours(SCHOOL))]
    )
    return request


def add_care(request: ChildcareRequest, line: str) -> None:
    need = request.needs.get()
    CareHours.objects.bulk_create(
        [CareHours(need=need, weekday=d, start=s, end=e) for d, s, e in rows_of(read_hours(line))]
    )


def only_week(request: ChildcareRequest) -> RequestWeek:
    (found,) = weeks_of(ChildcareRequest.objects.prefetch_related(*WITH_WEEKS).get(pk=request.pk))
    return found


def decided(request: ChildcareRequest, outcome: str) -> None:
    ChildcareRequest.objects.filter(pk=request.pk).update(
        state=outcome,
        outcome=outcome,
        decision_reason="Omdat.",
        decide_by=None,
        decided_by=request.made_by,
        decided_at=make.at("2026-04-28"),
        decided_on=datetime.date(2026, 4, 28),
    )
    request.needs.update(granted=outcome != "refused")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("care", "outcome", "badge", "says"),
    [
        ("", "", ("soon", "nobody for 0.75 hours a week"), "which care covers them is not filled in"),
        ("mon 14:45-15", "", ("soon", "nobody for 0.5 hours a week"), "that is asked for leaves these hours"),
        ("mon 14:45-16", "", ("ok", "all hours covered"), ""),
        ("", "granted", ("late", "nobody for 0.75 hours a week"), "at which hours is not filled in"),
        ("mon 14:45-15", "granted", ("late", "nobody for 0.5 hours a week"), "that was granted leaves these"),
        ("mon 14:45-16", "granted", ("ok", "all hours covered"), ""),
        ("mon 14:45-16", "refused", ("late", "nobody for 0.75 hours a week"), "Care was refused"),
    ],
)
def test_what_is_said_fits_the_state(request_, care, outcome, badge, says):
    if care:
        add_care(request_, care)
    if outcome:
        decided(request_, outcome)
    found = only_week(request_)

    assert found.badge == badge
    assert says in found.verdict
    assert bool(found.verdict) is bool(says)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "says"),
    [({"unmet": True}, "no childcare for this age"), ({"kind": "school"}, "school is enough, but")],
)
def test_what_is_no_care_does_not_cover(request_, fields, says):
    if "unmet" in fields:
        add_care(request_, "mon 14:45-16")
    request_.needs.update(**fields)
    found = only_week(request_)

    assert found.week.uncovered == 45
    assert says in found.verdict


@pytest.mark.django_db
def test_care_at_other_hours_is_care_that_leaves_the_gap(request_):
    add_care(request_, "tue 14:45-16")

    assert "that is asked for leaves these hours open" in only_week(request_).verdict


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", ["", "granted"])
def test_what_is_over_is_shown_without_a_call_to_do_anything(request_, outcome):
    if outcome:
        decided(request_, outcome)
    ChildcareRequest.objects.filter(pk=request_.pk).update(
        state="withdrawn", decide_by=None, withdrawn_on=datetime.date(2026, 5, 1)
    )
    found = only_week(request_)

    assert found.badge == ("plain", "nobody for 0.75 hours a week")
    assert found.verdict == ""
    assert found.sums[2][0] == ("Care granted" if outcome else "Care asked for")


@pytest.mark.django_db
@pytest.mark.parametrize(("outcome", "said"), [("", True), ("refused", True), ("granted", False)])
def test_school_hours_are_no_reason_where_it_may_be_or_was_refused(request_, outcome, said):
    request_.away_hours.update(end=datetime.time(14, 30))
    if outcome:
        decided(request_, outcome)

    assert bool(only_week(request_).misjudged) is said


@pytest.mark.django_db
def test_two_kinds_of_care_are_one_childs_week(request_):
    add_care(request_, "mon 14:45-15")
    other = request_.needs.create(child=request_.needs.get().child, kind="family")
    CareHours.objects.create(need=other, weekday=0, start=datetime.time(15), end=datetime.time(15, 30))

    assert only_week(request_).week.uncovered == 0


@pytest.mark.django_db
def test_weeks_ask_no_more_for_more_children(request_, django_assert_num_queries):
    for n in range(3):
        request_.needs.create(child=make.child(request_.client, first_name=f"Kind {n}"), kind="day_care")
    request = ChildcareRequest.objects.prefetch_related(*WITH_WEEKS).get(pk=request_.pk)

    with django_assert_num_queries(0):
        found = weeks_of(request)
        render_to_string("childcare/_weeks.html", {"weeks": found, "back_up": ""})
    assert len(found) == 4


@pytest.mark.django_db
def test_the_page_says_it_in_words_in_the_drawing_and_in_the_table(request_):
    html = render_to_string("childcare/_weeks.html", {"weeks": [only_week(request_)], "back_up": ""})

    assert "Mon 14:45–15:30: nobody" in html
    assert 'aria-label="Week of Sami: Mon 14:45–15:30: nobody."' in html
    assert "<strong>14:45–15:30 (after school)</strong>" in html
    assert "Ask who steps in then" in html
    assert "style=" not in html


@pytest.mark.django_db
def test_each_drawing_is_well_formed_and_has_its_own_patterns(request_):
    request_.needs.create(child=make.child(request_.client, first_name="Noor"), kind="day_care")
    request = ChildcareRequest.objects.prefetch_related(*WITH_WEEKS).get(pk=request_.pk)
    html = render_to_string("childcare/_weeks.html", {"weeks": weeks_of(request), "back_up": "oma"})

    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
    for drawing in re.findall(r"<svg.*?</svg>", html, re.S):
        ElementTree.fromstring(drawing)
    assert "Then there is: oma." in html


@pytest.mark.django_db
def test_without_hours_the_page_says_what_to_fill_in(request_):
    request_.away_hours.all().delete()
    html = render_to_string("childcare/_weeks.html", {"weeks": [only_week(request_)], "back_up": ""})

    assert "Fill in when the client is away" in html
    assert "hours covered" not in html


@pytest.mark.django_db
def test_a_child_without_a_name_has_a_week_too(request_):
    child = request_.needs.get().child
    type(child).objects.filter(pk=child.pk).update(first_name="")

    assert only_week(request_).spoken.startswith("Week of A child: ")
