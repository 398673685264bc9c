"""Days by decree: who adds them, what is refused, and that running terms follow in the same transaction."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests import make
from wiz.actions import Refused
from wiz.terms import recompute
from wiz.terms.actions import add_extra_holiday, remove_extra_holiday
from wiz.terms.models import ExtraHoliday, extra_days
from wiz.terms.recompute import on_extra_days
from wiz.terms.working_days import next_working_day

AT = make.at("2026-11-21")
FRIDAY = date(2029, 5, 11)  # the day after Ascension Day


@pytest.fixture
def admin(db):
    return make.administrator(language="en")


@pytest.fixture
def browser(admin):
    browser = Browser()
    browser.force_login(admin)
    return browser


@pytest.fixture
def calls(monkeypatch):
    """Register two matters, of which one moves two terms and the other three; return what they were told."""
    monkeypatch.setattr(recompute, "_FUNCTIONS", [])
    told = []

    @on_extra_days
    def two(*, at):
        told.append((at, FRIDAY in extra_days()))
        return 2

    on_extra_days(lambda *, at: 3)
    return told


def add(by, day=FRIDAY, reason="Stcrt. 2028, 1234", at=AT):
    return add_extra_holiday(day=day, reason=reason, by=by, at=at)


# The days


@pytest.mark.django_db
def test_known_decrees_are_there_from_the_start():
    # Besluit gelijkstelling 2023–2025 and 2026–2028, by their titles.
    assert extra_days() == {
        date(2023, 4, 28),
        date(2023, 5, 19),
        date(2024, 5, 10),
        date(2024, 12, 27),
        date(2025, 5, 30),
        date(2026, 1, 2),
        date(2026, 5, 15),
        date(2027, 5, 7),
        date(2028, 4, 28),
        date(2028, 5, 26),
    }


@pytest.mark.django_db
def test_extra_days_takes_one_query():
    with CaptureQueriesContext(connection) as found:
        extra_days()
    assert len(found) == 1


def test_a_day_is_added_with_who_and_when(admin, calls):
    assert add(admin, reason=" Stcrt. 2028, 1234 ") == 5
    row = ExtraHoliday.objects.get(day=FRIDAY)
    assert (row.reason, row.made_by, row.made_at) == ("Stcrt. 2028, 1234", admin, AT)
    assert next_working_day(date(2029, 5, 10), extra_days()) == date(2029, 5, 14)
    # Each matter was asked once, within the action: it already saw the day.
    assert calls == [(AT, True)]


def test_the_same_day_again_changes_nothing(admin, calls):
    add(admin)
    assert add(admin, at=make.at("2026-11-22")) == 0
    assert ExtraHoliday.objects.get(day=FRIDAY).made_at == AT
    assert len(calls) == 1


def test_a_day_is_taken_away(admin, calls):
    add(admin)
    row = ExtraHoliday.objects.get(day=FRIDAY)
    assert remove_extra_holiday(row, by=admin, at=AT) == 5
    assert FRIDAY not in extra_days()
    assert calls[-1] == (AT, False)
    with translation.override("en"), pytest.raises(Refused, match="taken away already"):
        remove_extra_holiday(row, by=admin, at=AT)
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2029, 5, 12), "12 May 2029 is a Saturday: terms do not end on it as it is."),
        (date(2029, 5, 13), "13 May 2029 is a Sunday: terms do not end on it as it is."),
        (date(2029, 5, 10), "10 May 2029 is Ascension Day: terms do not end on it as it is."),
        (date(2029, 3, 30), "30 March 2029 is Good Friday: terms do not end on it as it is."),
        # King's Day on a Sunday: the Saturday is a Saturday first of all.
        (date(2025, 4, 26), "26 April 2025 is a Saturday: terms do not end on it as it is."),
        (date(2026, 5, 15), "This day is on the list already: Besluit gelijkstelling 2026–2028"),
    ],
)
def test_a_day_that_is_none_already_is_refused(admin, calls, day, sentence):
    before = extra_days()
    with translation.override("en"), pytest.raises(Refused) as refused:
        add(admin, day=day)
    assert str(refused.value) == sentence
    assert refused.value.field == "day"
    assert extra_days() == before
    assert not calls


@pytest.mark.django_db
@pytest.mark.parametrize("who", [make.consultant, make.team_lead, make.worker])
def test_only_the_administrator_changes_the_days(calls, who):
    with pytest.raises(Refused):
        add(who())
    with pytest.raises(Refused):
        remove_extra_holiday(ExtraHoliday.objects.first(), by=who(), at=AT)
    assert ExtraHoliday.objects.count() == 10
    assert not calls


def test_when_a_matter_fails_the_day_is_not_added(admin, monkeypatch):
    def fail(*, at):
        raise RuntimeError("no")

    monkeypatch.setattr(recompute, "_FUNCTIONS", [fail])
    with pytest.raises(RuntimeError):
        add(admin)
    assert FRIDAY not in extra_days()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_each_compute_with_the_other_day(monkeypatch):
    admin, other_day = make.administrator(), date(2029, 5, 9)
    seen, inside, go_on = {}, threading.Event(), threading.Event()

    def look(*, at):
        if not seen:
            inside.set()
            assert go_on.wait(5)
        seen[threading.current_thread().name] = {FRIDAY, other_day} & extra_days()
        return 0

    monkeypatch.setattr(recompute, "_FUNCTIONS", [look])

    def run(day):
        add(admin, day=day)
        connection.close()

    first = threading.Thread(target=run, args=(FRIDAY,), name="first")
    second = threading.Thread(target=run, args=(other_day,), name="second")
    first.start()
    assert inside.wait(5)
    second.start()
    second.join(0.3)
    assert second.is_alive(), "the second waits for the first"
    go_on.set()
    first.join(5)
    second.join(5)
    assert seen == {"first": {FRIDAY}, "second": {FRIDAY, other_day}}


# The page

PAGE = "extra_holidays"


def fields(**changes):
    return {"day": "11-5-2029", "reason": "Stcrt. 2028, 1234", **changes}


def test_page_shows_days_by_decree_and_by_law(browser):
    page = browser.get(reverse(PAGE)).text
    assert "Besluit gelijkstelling 2026–2028" in page
    assert "came with WIZ" in page
    assert "Ascension Day" in page


def test_page_is_linked_from_policy(browser):
    assert reverse(PAGE) in browser.get(reverse("policy")).text


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        (0, "That moved no running term."),
        (1, "That moved 1 running term."),
        (7, "That moved 7 running terms."),
    ],
)
def test_page_says_what_it_computed_again(browser, monkeypatch, moved, sentence):
    monkeypatch.setattr(recompute, "_FUNCTIONS", [lambda *, at: moved])
    page = browser.post(reverse(PAGE), fields(), follow=True).text
    assert f"No decision term ends on 11 May 2029 any more. {sentence}" in page
    row = ExtraHoliday.objects.get(day=FRIDAY)
    page = browser.post(reverse("extra_holiday_remove", args=[row.pk]), follow=True).text
    assert f"Decision terms can end on 11 May 2029 again. {sentence}" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "12-5-2029"}, "day"),
        ({"day": "25-12-2029"}, "day"),
        ({"day": "15-5-2026"}, "day"),
        ({"day": "11-5-0029"}, "day"),
        ({"day": "31-2-2029"}, "day"),
        ({"day": ""}, "day"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 201}, "reason"),
    ],
)
def test_page_keeps_what_was_typed_when_refused(browser, changes, field):
    answer = browser.post(reverse(PAGE), fields(**changes))
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"][field].value() == {**fields(), **changes}[field]
    assert ExtraHoliday.objects.count() == 10


def test_page_take_away_twice(browser):
    url = reverse("extra_holiday_remove", args=[ExtraHoliday.objects.first().pk])
    assert browser.post(url).status_code == 302
    assert browser.post(url).status_code == 404
    assert ExtraHoliday.objects.count() == 9


def test_page_escapes_the_name_of_a_decree(browser, admin):
    add(admin, reason="<b>KB</b>")
    assert "&lt;b&gt;KB&lt;/b&gt;" in browser.get(reverse(PAGE)).text


def test_page_costs_as_many_queries_for_many(browser, admin):
    def count():
        with CaptureQueriesContext(connection) as found:
            browser.get(reverse(PAGE))
        return len(found)

    count()  # the first one of a session also writes the session
    before = count()
    for n in range(1, 6):
        add(make.administrator(), day=date(2031, 7, 6 + n), reason=f"Besluit {n}")
    assert count() == before
