"""The page of the calendar: what stands where, and what can be chosen."""

import datetime
import re

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from tests import make
from trajecten.agreements.models import Agreement
from wiz.absence.actions import add_absence
from wiz.calendar.page import weeks_of
from wiz.clients.models import Child, Client
from wiz.people.actions import add_team
from wiz.policy.models import PolicyValue
from wiz.terms.models import ExtraHoliday

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 20)  # a Friday
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at(TODAY, 10), tick=False), translation.override("en"):
        yield


@pytest.fixture
def me():
    return make.consultant(name="Sanne de Groot", language="en")


def show(user, **query):
    browser = Browser()
    browser.force_login(user)
    return browser.get(reverse("calendar"), query)


def text_of(response):
    assert response.status_code == 200
    text = re.sub(r"<style.*?</style>|<option.*?</option>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def talk(client, on, subject, **fields):
    return make.planned(client, on, today=min(on, TODAY - 20 * DAY), subject=subject, **fields)


def many(client, number):
    """A talk on every day from tomorrow."""
    for n in range(number):
        talk(client, TODAY + (n + 1) * DAY, f"TALK{n:03}.")


@pytest.mark.parametrize(
    ("weeks", "days"), [("2", 14), ("6", 42), ("13", 91), ("", 42), ("7", 42), ("x", 42)]
)
def test_from_today_up_to_and_including_the_last_day(me, weeks, days):
    client = make.client(me)
    for on, word in ((0, "FIRST"), (days, "LAST"), (days + 1, "BEYOND")):
        talk(client, TODAY + on * DAY, word)
    text = text_of(show(me, weken=weeks))
    assert [word in text for word in ("FIRST", "LAST", "BEYOND")] == [True, True, False]


def test_how_far_ahead_is_policy(me):
    PolicyValue.objects.create(key="calendar_ahead", value=21, valid_from=TODAY, source="Besluit")
    client = make.client(me)
    talk(client, TODAY + 21 * DAY, "LAST")
    talk(client, TODAY + 22 * DAY, "BEYOND")
    response = show(me)
    assert ("LAST" in text_of(response), "BEYOND" in text_of(response)) == (True, False)
    assert re.search(r'<option value="3" selected>3 weeks', response.content.decode())


def test_what_passed_and_is_open_stands_on_top_with_an_end(me, monkeypatch):
    monkeypatch.setattr("wiz.calendar.views.PASSED", 2)
    monkeypatch.setattr("wiz.calendar.views.PASSED_AT_MOST", 4)
    client = make.client(me)
    for n in range(6):
        talk(client, TODAY - (9 - n) * DAY, f"PASSED{n}.")
    text = text_of(show(me))
    assert [f"PASSED{n}." in text for n in range(6)] == [True] * 4 + [False] * 2
    assert text.index("Passed, and still open") < text.index("PASSED0.") < text.index("4 more")
    assert "4 more" in text
    assert "And 2 that passed later" in text
    assert text.index("9 days late") < text.index("8 days late")


def test_a_talk_of_today_can_be_noted_and_one_to_come_prepared(me):
    client = make.client(me)
    today, later = talk(client, TODAY, "NOW"), talk(client, TODAY + DAY, "LATER")
    html = show(me).content.decode()
    assert reverse("meeting_note", args=[today.pk]) in html
    assert reverse("meeting_note", args=[later.pk]) not in html
    assert reverse("meeting_brief", args=[later.pk]) in html


def test_pages_of_a_long_list(me, monkeypatch):
    monkeypatch.setattr("wiz.calendar.views.A_PAGE", 2)
    client = make.client(me)
    talk(client, TODAY - DAY, "PASSED")
    many(client, 3)
    first, second = text_of(show(me)), text_of(show(me, page=2))
    assert ("TALK001." in first, "TALK002." in first, "1 to 2 of 3" in first) == (True, False, True)
    assert ("TALK001." in second, "TALK002." in second) == (False, True)
    assert ("PASSED" in first, "PASSED" in second) == (True, False)
    assert ("Nothing today." in first, "Nothing today." in second) == (True, False)


def test_one_kind_and_one_client(me):
    noor, bo = make.client(me, first_name="Noor"), make.client(me, first_name="Bo")
    talk(noor, TODAY + DAY, "NOORTALK")
    talk(bo, TODAY + DAY, "BOTALK")
    make.agreement(bo, TODAY + 3 * DAY, on=TODAY - DAY, text="BOPROMISE", user=me)

    def shown(**query):
        text = text_of(show(me, **query))
        return [word in text for word in ("NOORTALK", "BOTALK", "BOPROMISE")]

    assert shown() == [True, True, True]
    assert shown(soort="afspraken") == [False, False, True]
    assert shown(client=bo.pk) == [False, True, True]
    assert shown(client=bo.pk, soort="gesprekken") == [False, True, False]
    # What does not exist is not asked for.
    assert shown(soort="iets", client="x") == [True, True, True]


def test_a_client_without_dates_is_named_among_the_choices_and_a_strangers_is_not(me):
    mine, other = make.client(me, last_name="Aalders"), make.client(last_name="Vreemd")
    talk(make.client(me), TODAY + DAY, "TALK")
    html = show(me, client=mine.pk).content.decode()
    assert "Nothing of this in the coming weeks" in html
    assert re.search(rf'<option value="{mine.pk}" selected>Noor Aalders', html)
    assert "Vreemd" not in show(me, client=other.pk).content.decode()


def test_nothing_is_said_so(me):
    assert "Nothing in the coming weeks" in text_of(show(me))
    make.client(me)
    assert "Nothing of this in the coming weeks" in text_of(show(me, soort="doelen"))


def test_a_consultant_sees_her_own_whatever_the_address_says(me):
    other = make.client()
    talk(other, TODAY + DAY, "OTHERS")
    assert "OTHERS" not in text_of(show(me, van=other.consultant.pk))


def test_a_lead_chooses_whose(me):
    lead = make.team_lead(language="en")
    mine, nobodys = make.client(me), make.client()
    talk(mine, TODAY + DAY, "SANNES")
    Child.objects.create(client=nobodys, first_name="Sami", birth_date=datetime.date(2022, 12, 1))
    Client.objects.filter(pk=nobodys.pk).update(consultant=None)
    assert "Choose a consultant, or the clients who have none." in text_of(show(lead))
    assert "SANNES" in text_of(show(lead, van=me.pk))
    text = text_of(show(lead, van="niemand"))
    assert ("SANNES" in text, "Sami turns 4" in text) == (False, True)
    assert "SANNES" not in text_of(show(lead, van="999999"))


def test_a_leads_own_calendar_holds_her_own_moves(me):
    lead = make.team_lead(language="en")
    client = make.client(me)
    make.agreement(client, TODAY + DAY, on=TODAY, by=lead, text="HERS", user=lead)
    make.agreement(client, TODAY + DAY, on=TODAY, by=me, text="SANNES", user=me)
    text = text_of(show(lead))
    assert ("HERS" in text, "SANNES" in text) == (True, False)
    text = text_of(show(lead, van=me.pk))
    assert ("HERS" in text, "SANNES" in text) == (True, True)


def test_who_is_away_stands_on_top(me):
    team = add_team(name="Noord", by=make.administrator())
    anna = make.consultant(name="Anna Bos", language="en")
    piet = make.consultant(name="Piet Kok", language="en")
    for person in (me, anna, piet):
        person.team = team
        person.save()
    strange = make.consultant(name="Xander Ver")
    at = make.at(TODAY)

    def away(person, cover, first, last):
        add_absence(
            person,
            first_day=TODAY + first * DAY,
            last_day=TODAY + last * DAY,
            covered_by=cover,
            by=person,
            at=at,
        )

    away(anna, me, 3, 5)
    away(piet, anna, 42, 50)
    away(strange, piet, 1, 2)
    away(me, piet, 10, 12)
    text = text_of(show(me))
    assert "You are away from 30 Nov up to and including 2 Dec; Piet Kok covers." in text
    assert "Anna Bos is away from 23 Nov up to and including 25 Nov; you cover." in text
    assert "Piet Kok is away from 1 Jan 2027 up to and including 9 Jan 2027; Anna Bos covers." in text
    assert "Xander" not in text
    assert text.index("You are away") < text.index("Anna Bos is away") < text.index("Piet Kok is away")


def test_a_covered_clients_line_says_for_whom(me):
    anna = make.consultant(name="Anna Bos")
    talk(make.client(anna), TODAY + 3 * DAY, "ANNAS")
    add_absence(
        anna,
        first_day=TODAY + 3 * DAY,
        last_day=TODAY + 3 * DAY,
        covered_by=me,
        by=anna,
        at=make.at(TODAY),
    )
    assert re.search(r"ANNAS · for Anna Bos", text_of(show(me)))


def test_no_name_of_a_client_in_the_title(me):
    talk(make.client(me, last_name="Geheim"), TODAY, "TALK")
    html = show(me).content.decode()
    assert "Geheim" in html
    assert "Geheim" not in re.search(r"<title>.*?</title>", html, re.S).group()


# Weeks and days


def week_days(first, last, today, off=None):
    weeks = weeks_of([], first, last, today=today, off=off or {})
    return [
        (week.title, week.first, [(day.day, day.is_today, day.off) for day in week.days]) for week in weeks
    ]


@pytest.mark.parametrize(
    ("day", "off"),
    [(TODAY, ""), (TODAY + DAY, "weekend"), (TODAY + 2 * DAY, "weekend"), (TODAY + 3 * DAY, "")],
)
def test_today_stands_there_and_weekends_are_named(day, off):
    [(title, monday, days)] = week_days(day, day + 14 * DAY, day)
    assert (title, monday.weekday(), days) == ("This week", 0, [(day, True, off)])


def test_a_holiday_on_which_people_would_have_worked_has_a_line():
    christmas = datetime.date(2026, 12, 25)  # a Friday, and a Saturday
    off = {christmas: "Eerste kerstdag", christmas + DAY: "Tweede kerstdag"}
    found = week_days(TODAY, christmas, TODAY, off)
    assert [(title, days) for title, _monday, days in found] == [
        ("This week", [(TODAY, True, "")]),
        ("Week 52", [(christmas, False, "Eerste kerstdag")]),
    ]
    assert len(week_days(TODAY, christmas - DAY, TODAY, off)) == 1


def test_holidays_of_the_law_and_by_decree_stand_in_the_calendar(me):
    ExtraHoliday.objects.create(
        day=datetime.date(2026, 11, 30), reason="Dag van Maasdal", made_at=make.at(TODAY)
    )
    talk(make.client(me), datetime.date(2026, 12, 25), "TALK")
    text = text_of(show(me))
    assert re.search(r"Mon 30 Nov Dag van Maasdal Holiday", text)
    assert re.search(r"Fri 25 Dec Christmas Day .*TALK .*Fri 1 Jan 2027 New Year", text)


def test_weeks_are_those_of_the_calendar_over_the_turn_of_a_year():
    new_year = datetime.date(2027, 1, 1)  # the Friday of week 53
    assert week_days(TODAY, new_year, TODAY, {new_year: "Nieuwjaar"})[1][:2] == (
        "Week 53",
        datetime.date(2026, 12, 28),
    )


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        # The night the clock goes forward, and the one it goes back: days are those of Amsterdam, whole weeks of them.
        ("2026-03-28T23:30:00+01:00", "2026-03-28", "2026-04-11"),
        ("2026-03-29T00:30:00+01:00", "2026-03-29", "2026-04-12"),
        ("2026-10-24T23:30:00+02:00", "2026-10-24", "2026-11-07"),
        ("2026-10-25T00:30:00+02:00", "2026-10-25", "2026-11-08"),
        ("2028-02-15T12:00:00+01:00", "2028-02-15", "2028-02-29"),
    ],
)
def test_days_over_a_change_of_the_clock_and_a_leap_day(me, moment, first, last):
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    client = make.client(me, on=first - 30 * DAY)
    for on, word in ((first - DAY, "PASSED"), (first, "FIRST"), (last, "LAST"), (last + DAY, "BEYOND")):
        made = make.agreement(client, on, on=first - 9 * DAY, text=word, user=me)
        assert made.owner == Agreement.Owner.CONSULTANT
    with time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False):
        text = text_of(show(me, weken="2"))
    assert [word in text for word in ("PASSED", "FIRST", "LAST", "BEYOND")] == [True, True, True, False]
    assert "1 day late" in text
    assert text.index("PASSED") < text.index("This week") < text.index("FIRST")
