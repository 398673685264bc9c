"""Who is away, who covers, and where that shows."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests import make
from tests.test_queries import WITH_WEEK
from wiz.absence.actions import add_absence, change_absence, end_absence
from wiz.absence.models import Absence
from wiz.actions import Refused
from wiz.flags.actions import sweep
from wiz.flags.today import tabs_for
from wiz.handover.actions import hand_over
from wiz.people.actions import add_team

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 20)
DAY = datetime.timedelta(days=1)
LAST = TODAY + 4 * DAY
AT = make.at(TODAY, 10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False), translation.override("en"):
        yield


@pytest.fixture
def sanne():
    return make.consultant(name="Sanne de Groot", language="en")


@pytest.fixture
def peter():
    return make.consultant(name="Peter Jansen", language="en", phone="043 999 88 77")


def signed_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


def away(person, cover, first=TODAY, last=LAST, by=None):
    return add_absence(person, first_day=first, last_day=last, covered_by=cover, by=by or person, at=AT)


def flagged(consultant):
    """A client with a flag on her consultant's page: handed over without a note."""
    client = make.client()
    seen = {client.pk: client.consultant_id}
    hand_over(seen, consultant=consultant, by=make.team_lead(), at=make.at("2026-04-01"))
    sweep(at=AT)
    return client


def test_days_include_the_last_and_side_by_side_is_no_overlap(sanne, peter):
    away(sanne, peter)
    for first, last in ((LAST, LAST + DAY), (TODAY - DAY, TODAY), (TODAY, LAST + DAY)):
        with pytest.raises(Refused, match="already"):
            away(sanne, peter, first, last)
    away(sanne, peter, LAST + DAY, LAST + 3 * DAY)
    assert away(sanne, peter) == Absence.objects.first()  # the second of two clicks
    assert Absence.objects.count() == 2


def test_days_that_cannot_be(sanne, peter):
    for first, last in ((LAST, TODAY), (TODAY - 9 * DAY, TODAY - DAY)):
        with pytest.raises(Refused):
            away(sanne, peter, first, last)


def test_who_can_cover(sanne, peter):
    third = make.consultant()
    away(peter, third)
    for cover in (sanne, peter, make.team_lead(), make.worker(), make.consultant(is_active=False)):
        with pytest.raises(Refused):
            away(sanne, cover)
    away(sanne, peter, LAST + DAY, LAST + DAY)  # when Peter is back
    away(third, sanne)  # who covers may fall ill all the same


def test_who_may_record_whose(sanne, peter):
    lead = make.team_lead()
    for stranger in (peter, make.worker(), make.administrator()):
        with pytest.raises(Refused, match="own absence"):
            away(sanne, peter, by=stranger)
    away(sanne, peter, by=lead)


def test_a_lead_with_a_team_records_that_team(sanne, peter):
    team, other = (add_team(name=name, by=make.administrator()) for name in ("Noord", "Zuid"))
    lead = make.team_lead(team=team)
    theirs, others = make.consultant(team=team), make.consultant(team=other)
    away(theirs, peter, by=lead)
    with pytest.raises(Refused, match="own team"):
        away(others, peter, by=lead)


def test_change_and_back_today(sanne, peter):
    absence = away(sanne, peter, TODAY - 3 * DAY)
    days = {"first_day": TODAY - 3 * DAY, "last_day": LAST + DAY}
    change_absence(absence, **days, covered_by=peter, by=sanne, at=AT)
    end_absence(absence, by=sanne, at=AT)
    absence.refresh_from_db()
    assert absence.last_day == TODAY - DAY
    with pytest.raises(Refused, match="over already"):
        end_absence(absence, by=sanne, at=AT)
    end_absence(later := away(sanne, peter, LAST, LAST), by=sanne, at=AT)
    assert not Absence.objects.filter(pk=later.pk).exists()


def test_flags_stand_with_who_covers_on_these_days_only(sanne, peter):
    flagged(sanne)
    assert tabs_for(peter, TODAY)["mine"].count == 0
    away(sanne, peter, TODAY + DAY, TODAY + 2 * DAY)
    counts = [tabs_for(peter, TODAY + n * DAY)["mine"].count for n in range(4)]
    assert counts == [0, 1, 1, 0]
    assert tabs_for(sanne, TODAY + DAY)["mine"].count == 1  # and with herself
    assert tabs_for(make.consultant(), TODAY + DAY)["mine"].count == 0


def test_cover_goes_one_step(sanne, peter):
    flagged(sanne)
    third = make.consultant()
    away(sanne, peter)
    away(peter, third)  # fell ill later
    assert tabs_for(peter, TODAY)["mine"].count == 1
    assert tabs_for(third, TODAY)["mine"].count == 0
    page = signed_in(make.team_lead(language="en")).get(reverse("absences")).content.decode()
    assert "is away too" in page


def test_today_says_for_whom_and_asks_no_more(sanne, peter):
    flagged(sanne)
    away(sanne, peter)
    browser = signed_in(peter)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            text = browser.get(reverse("today")).content.decode()
        return len(queries), text

    asked()
    one, text = asked()
    assert "for Sanne de Groot" in text
    for _n in range(5):
        colleague = make.consultant()
        flagged(colleague)
        away(colleague, peter)
    assert asked()[0] == one <= WITH_WEEK


@pytest.mark.parametrize("name", ["order", "report", "report_write", "reports"])
def test_the_bureau_reads_who_covers(sanne, peter, name):
    coach = make.worker(make.bureau("Yonder"), language="en")
    order = make.order(make.client(sanne), coach=coach)
    away(sanne, peter)
    away(sanne, peter, LAST + 8 * DAY, LAST + 9 * DAY)  # says nothing yet, and makes no second report
    pk = order.pk if name == "order" else order.reports.order_by("due").first().pk
    url = reverse(name, args=[] if name == "reports" else [pk])
    text = signed_in(coach).get(url).content.decode()
    for words in ("away until Fri 24 Apr", "Peter Jansen covers", "043 999 88 77"):
        assert words in text
    with time_machine.travel(make.at(LAST + DAY), tick=False):
        assert "covers" not in signed_in(coach).get(url).content.decode()


def test_the_client_page_says_who_covers(sanne, peter):
    client = make.client(sanne)
    away(sanne, peter)
    text = signed_in(peter).get(reverse("client", args=[client.pk])).content.decode()
    assert "Consultant away until Fri 24 Apr, Peter Jansen covers" in text


def test_screen_of_a_consultant_and_of_who_covers(sanne, peter):
    browser, url = signed_in(sanne), reverse("absences")
    assert "Nobody is away" in browser.get(url).content.decode()
    told = {"first_day": "20-4-2026", "last_day": "19-4-2026", "covered_by": peter.pk}
    text = browser.post(url, told).content.decode()
    assert "The last day comes before the first." in text
    assert browser.post(url, told | {"last_day": "24-4-2026"}).url == url
    absence = Absence.objects.get()
    change = reverse("absence_change", args=[absence.pk])
    assert change in browser.get(url).content.decode()
    theirs = signed_in(peter).get(url).content.decode()
    assert "Sanne de Groot" in theirs
    assert change not in theirs
    browser.post(change, told | {"last_day": "23-4-2026"})
    absence.refresh_from_db()
    assert absence.last_day == datetime.date(2026, 4, 23)
    browser.post(reverse("absence_end", args=[absence.pk]))
    assert not Absence.objects.exists()


def test_screen_of_a_team_lead_offers_everybody(sanne, peter):
    browser, url = signed_in(make.team_lead(language="en")), reverse("absences")
    told = {"person": sanne.pk, "first_day": "20-4-2026", "last_day": "24-4-2026", "covered_by": peter.pk}
    browser.post(url, told)
    assert Absence.objects.get().person == sanne
    told["covered_by"] = sanne.pk
    text = browser.post(url, told | {"person": peter.pk}).content.decode()
    assert "This colleague is away in these days too." in text


def test_a_team_lead_is_covered_by_a_lead_or_a_consultant(sanne, peter):
    lead, other = make.team_lead(), make.team_lead()
    assert away(lead, sanne).covered_by == sanne
    assert away(other, lead, LAST + DAY, LAST + 2 * DAY, by=lead).covered_by == lead
    with pytest.raises(Refused, match="colleague"):
        away(peter, lead)
    with pytest.raises(Refused, match="own absence"):
        away(lead, peter, LAST + DAY, LAST + 2 * DAY, by=sanne)


def test_lead_records_the_own_absence_on_the_page(sanne):
    lead = make.team_lead(language="en")
    data = {"person": lead.pk, "first_day": "20-04-2026", "last_day": "24-04-2026", "covered_by": sanne.pk}
    answer = signed_in(lead).post(reverse("absences"), data)
    assert answer.status_code == 302
    assert Absence.objects.get().person == lead
