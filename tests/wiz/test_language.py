"""Everybody chooses a language, also who still has to sign in; days and amounts are written and read in it."""

import datetime
import re

import pytest
from django import forms
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from tests import make
from wiz.templatetags.wiz_ui import day, days_words, long_day, money, period
from wiz.ui.forms import DateField

SWITCH = reverse("language")


def button(page: str) -> tuple[str, str]:
    """Return the one language a page offers: its code, and how it is called."""
    return re.findall(r'name="language" value="(\w+)" lang="\1">(\w+)<', page)[0]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["consultant", "worker"])
def test_who_is_signed_in_keeps_the_language_and_the_page(role):
    user, browser = getattr(make, role)(), Browser()
    browser.force_login(user)
    start = browser.get("/").url
    address = start + "?toon=alles&x=%C3%A9"
    page = browser.get(address).content.decode()
    assert button(page) == ("en", "English")
    sent_along = re.search(r'name="next" value="([^"]+)"', page)[1].replace("&amp;", "&")
    answer = browser.post(SWITCH, {"language": "en", "next": sent_along})
    assert answer.url == start + "?toon=alles&x=%C3%A9"
    assert button(browser.get(start).content.decode()) == ("nl", "Nederlands")
    browser = Browser()  # and on another day
    browser.force_login(user)
    assert browser.get(start).headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_a_page_that_was_posted_leads_back_to_its_own_address():
    browser = Browser()
    browser.force_login(make.consultant())
    page = browser.post(reverse("client_add") + "?terug=1", {}).content.decode()
    assert f'name="next" value="{reverse("client_add")}?terug=1"' in page


@pytest.mark.django_db
def test_who_has_to_sign_in_chooses_a_language_until_the_browser_is_closed():
    browser, sign_in = Browser(), reverse("account_login")
    page = browser.get(sign_in + "?next=/caseload/")
    assert page.headers["Content-Language"] == "nl"
    assert button(page.content.decode()) == ("en", "English")
    answer = browser.post(SWITCH, {"language": "en", "next": sign_in + "?next=/caseload/"})
    assert answer.url == sign_in + "?next=/caseload/"
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    page = browser.post(sign_in, {"login": "", "password": ""})
    assert page.headers["Content-Language"] == "en"
    assert "This field is required." in page.content.decode()
    # Signed in, somebody's own choice holds.
    browser.force_login(make.consultant())
    assert browser.get(browser.get("/").url).headers["Content-Language"] == "nl"


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["", "xx", "de", "../nl"])
def test_a_language_that_is_not_there_changes_nothing(chosen):
    browser = Browser()
    assert not browser.post(SWITCH, {"language": chosen}).cookies
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
    assert browser.get(reverse("account_login")).headers["Content-Language"] == "nl"


TODAY = datetime.date(2027, 2, 1)
WRITTEN = [
    (lambda: day(TODAY, TODAY), "ma 1 feb", "Mon 1 Feb"),
    (lambda: day(datetime.date(2026, 5, 9), TODAY), "za 9 mei 2026", "Sat 9 May 2026"),
    (lambda: long_day(TODAY), "maandag 1 februari", "Monday 1 February"),
    (lambda: period(TODAY, datetime.date(2027, 3, 31)), "1 feb – 31 mrt 2027", "1 Feb – 31 Mar 2027"),
    (lambda: days_words(0), "vandaag", "today"),
    (lambda: days_words(1), "nog 1 dag", "1 day left"),
    (lambda: days_words(2), "nog 2 dagen", "2 days left"),
    (lambda: days_words(-1), "1 dag te laat", "1 day late"),
    (lambda: days_words(-35), "5 weken te laat", "5 weeks late"),
    (lambda: money("1234.5"), "€\xa01.234,50", "€1,234.50"),
]


@pytest.mark.parametrize(("said", "dutch", "english"), WRITTEN)
def test_days_and_amounts_are_written_as_each_language_does(said, dutch, english):
    for language, words in (("nl", dutch), ("en", english)):
        with translation.override(language):
            assert said() == words, language


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("typed", ["1-2-2027", "01-02-2027", "1/2/2027", "1.2.2027", "2027-02-01"])
def test_a_typed_date_is_never_read_month_first(language, typed):
    with translation.override(language):
        assert DateField().clean(typed) == TODAY
        with pytest.raises(forms.ValidationError):
            DateField().clean("2/13/2027")
