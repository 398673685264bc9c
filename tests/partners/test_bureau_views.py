"""The administrator's pages on bureaus and the catalogue."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.bureaus.actions import save_bureau
from partners.bureaus.models import Bureau, Instrument
from tests import make
from wiz.actions import Refused
from wiz.people.models import User
from wiz.terms import today

pytestmark = pytest.mark.django_db

PAGES = ["bureaus", "bureau_add", "instruments"]


@pytest.fixture
def admin() -> User:
    return make.administrator(language="en")


def queries(browser: Browser, url: str) -> int:
    """Count the queries of a page; the first one of a session also writes the session."""
    browser.get(url)
    with CaptureQueriesContext(connection) as found:
        browser.get(url)
    return len(found)


@pytest.fixture
def browser(admin: User) -> Browser:
    browser = Browser()
    browser.force_login(admin)
    return browser


def fields(**changes: object) -> dict[str, object]:
    usual = {"name": "Yonder", "kind": "reintegration", "phone": "043", "report_interval": "", "active": "on"}
    return {**usual, **changes}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["consultant", "team_lead", "worker"])
def test_page_to_another_role(name, who):
    browser = Browser()
    browser.force_login(getattr(make, who)())
    assert browser.get(reverse(name)).status_code == 403
    assert browser.post(reverse(name), fields()).status_code == 403
    assert not Bureau.objects.filter(organisation__name="Yonder").exists()
    assert not Instrument.objects.filter(name="Yonder").exists()


@pytest.mark.parametrize("who", ["consultant", "team_lead", "worker"])
def test_bureau_change_to_another_role(who):
    browser, bureau = Browser(), make.bureau("Hudson")
    browser.force_login(getattr(make, who)())
    assert browser.get(reverse("bureau_change", args=[bureau.pk])).status_code == 403
    assert browser.post(reverse("bureau_change", args=[bureau.pk]), fields()).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_page_to_the_administrator(browser, name):
    assert browser.get(reverse(name)).status_code == 200


def test_bureaus_when_there_are_none(browser):
    assert "No bureau yet" in browser.get(reverse("bureaus")).text


def test_bureaus_counts_people_and_running_orders(browser):
    coach = make.worker()
    bureau = coach.organisation.bureau
    make.worker(bureau)
    make.worker(bureau, is_active=False)
    day = today()
    for _n in range(3):
        make.order(bureau=bureau, start=day.replace(year=day.year - 1, day=1), end=day, coach=coach)
    make.order(
        bureau=bureau, start=day.replace(year=day.year + 1, day=1), end=day.replace(year=day.year + 2, day=1)
    )
    make.bureau("Hudson")
    found = {
        str(bureau): (bureau.workers, bureau.running)
        for bureau in browser.get(reverse("bureaus")).context["bureaus"]
    }
    assert found == {str(bureau): (2, 3), "Hudson": (0, 0)}


def test_bureaus_costs_as_many_queries_for_many(browser):
    url = reverse("bureaus")

    make.worker()
    before = queries(browser, url)
    for _n in range(5):
        make.order(coach=make.worker())
    assert queries(browser, url) == before


def test_bureau_add_leads_to_adding_its_people(browser):
    answer = browser.post(reverse("bureau_add"), fields())
    bureau = Bureau.objects.get(organisation__name="Yonder")
    assert answer["Location"] == reverse("bureau_change", args=[bureau.pk])
    page = browser.get(answer["Location"]).text
    assert f"{reverse('user_add')}?organisation={bureau.pk}" in page
    assert "Nobody yet." in page


def test_bureau_add_twice(browser):
    browser.post(reverse("bureau_add"), fields())
    again = browser.post(reverse("bureau_add"), fields())
    assert again.context["form"].errors == {"name": ["There is an organisation with this name already."]}
    assert Bureau.objects.count() == 1


@pytest.mark.parametrize("interval", ["0", "-1", "121", "soon"])
def test_bureau_add_with_an_interval_that_cannot_be(browser, interval):
    answer = browser.post(reverse("bureau_add"), fields(report_interval=interval))
    assert list(answer.context["form"].errors) == ["report_interval"]
    assert not Bureau.objects.exists()


def test_save_bureau_with_an_interval_that_cannot_be(admin):
    with pytest.raises(Refused):
        save_bureau(None, name="Yonder", phone="", kind="ggd", report_interval=0, active=True, by=admin)


def test_bureau_change(browser):
    bureau = make.bureau("Yonder", report_interval=2)
    url = reverse("bureau_change", args=[bureau.pk])
    assert browser.get(url).context["form"]["report_interval"].value() == 2
    answer = browser.post(url, fields(name="Yonder Werk", active=""))
    assert answer["Location"] == reverse("bureaus")
    bureau = Bureau.objects.get(pk=bureau.pk)
    assert (str(bureau), bureau.report_interval, bureau.active) == ("Yonder Werk", None, False)


def test_bureau_change_to_a_name_that_is_taken(browser):
    make.bureau("Hudson")
    bureau = make.bureau("Yonder")
    answer = browser.post(reverse("bureau_change", args=[bureau.pk]), fields(name="Hudson"))
    assert list(answer.context["form"].errors) == ["name"]
    assert "Yonder</h1>" in answer.text


def test_bureau_change_one_that_is_not_there(browser):
    assert browser.get(reverse("bureau_change", args=[make.service().pk])).status_code == 404


def test_bureau_change_costs_as_many_queries_for_many(browser):
    bureau = make.bureau()

    url = reverse("bureau_change", args=[bureau.pk])

    make.worker(bureau)
    before = queries(browser, url)
    for _n in range(5):
        make.worker(bureau)
    assert queries(browser, url) == before


def test_instruments_adds_once(browser):
    assert browser.post(reverse("instruments"), {"name": " Taalles "})["Location"] == reverse("instruments")
    again = browser.post(reverse("instruments"), {"name": "Taalles"})
    assert again.context["form"].errors == {"name": ["There is an instrument with this name already."]}
    assert Instrument.objects.filter(name="Taalles").count() == 1


def test_instruments_retired_and_back(browser):
    instrument = make.instrument()
    for _click in range(2):
        browser.post(reverse("instruments"), {"instrument": instrument.pk})
        instrument.refresh_from_db()
        assert not instrument.active
    browser.post(reverse("instruments"), {"instrument": instrument.pk, "active": "on"})
    instrument.refresh_from_db()
    assert instrument.active


@pytest.mark.parametrize("pk", ["", "x", "999999"])
def test_instruments_one_that_is_not_there(browser, pk):
    assert browser.post(reverse("instruments"), {"instrument": pk})["Location"] == reverse("instruments")
    assert "not in the catalogue" in browser.get(reverse("instruments")).text
