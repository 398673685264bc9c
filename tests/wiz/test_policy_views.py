"""The administrator's pages on policy and on the rounds along all rules."""

import datetime

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests import make
from wiz.actions import Refused
from wiz.flags.models import Sweep
from wiz.people.models import User
from wiz.policy.actions import set_policy
from wiz.policy.models import PolicyValue
from wiz.policy.views import rows
from wiz.terms import now

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 6, 1)
LATER = datetime.date(2027, 1, 1)


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
    usual = {"key": "report_reply", "value": "21", "valid_from": "1-1-2026", "source": "Besluit B&W 2026-12"}
    return {**usual, **changes}


@pytest.mark.parametrize("name", ["policy", "system"])
@pytest.mark.parametrize("who", ["consultant", "team_lead", "worker"])
def test_page_to_another_role(name, who):
    browser = Browser()
    browser.force_login(getattr(make, who)())
    assert browser.get(reverse(name)).status_code == 403
    assert browser.post(reverse(name), fields()).status_code == 403
    assert not PolicyValue.objects.exists()


# Policy


def test_policy_without_any_value_shows_the_defaults(browser):
    page = browser.get(reverse("policy")).text
    assert "3 months" in page
    assert "Raaff, Kosten en moeite 3 (2006)" in page
    assert "default of WIZ" in page


def test_policy_new_value(browser):
    answer = browser.post(reverse("policy"), fields())
    assert answer["Location"] == reverse("policy")
    page = browser.get(reverse("policy")).text
    assert "21 days from 1 January 2026." in page
    assert "Besluit B&amp;W 2026-12" in page
    assert "at first: 14 days" in page


def test_policy_same_day_twice(browser):
    browser.post(reverse("policy"), fields())
    browser.post(reverse("policy"), fields(value="20"))
    assert [value.value for value in PolicyValue.objects.all()] == [20]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "-1"}, "value"),
        ({"value": "99999"}, "value"),
        ({"value": "a week"}, "value"),
        ({"key": "report_interval", "value": "0"}, "value"),
        ({"key": "no_such_rule"}, "key"),
        ({"valid_from": "1 januari"}, "valid_from"),
        ({"source": " "}, "source"),
    ],
)
def test_policy_value_that_cannot_be(browser, changes, field):
    answer = browser.post(reverse("policy"), fields(**changes))
    assert list(answer.context["form"].errors) == [field]
    assert not PolicyValue.objects.exists()


def test_policy_change_begins_with_its_rule(browser):
    form = browser.get(reverse("policy"), {"key": "report_grace"}).context["form"]
    assert form["key"].value() == "report_grace"


@pytest.mark.parametrize(
    ("day", "value", "coming", "past"),
    [
        (DAY - datetime.timedelta(days=1), "14 days", ["21 days", "28 days"], []),
        (DAY, "21 days", ["28 days"], ["14 days"]),
        (LATER - datetime.timedelta(days=1), "21 days", ["28 days"], ["14 days"]),
        (LATER, "28 days", [], ["21 days", "14 days"]),
    ],
)
def test_rows_around_a_day(admin, day, value, coming, past):
    set_policy(key="report_reply", valid_from=DAY, value=21, source="Besluit 1", by=admin)
    set_policy(key="report_reply", valid_from=LATER, value=28, source="Besluit 2", by=admin)
    with translation.override("en"):
        row = next(row for row in rows(day) if row.key == "report_reply")
    assert row.now.words == value
    assert [each.words for each in row.coming] == coming
    assert [each.words for each in row.past] == past


@pytest.mark.parametrize(
    ("key", "value"), [("report_interval", 0), ("report_interval", 121), ("report_grace", 3661)]
)
def test_set_policy_beyond_its_limits(admin, key, value):
    with pytest.raises(Refused):
        set_policy(key=key, valid_from=DAY, value=value, source="Besluit", by=admin)


@pytest.mark.parametrize(
    ("key", "value"),
    [("report_interval", 1), ("report_interval", 120), ("report_grace", 0), ("report_grace", 3660)],
)
def test_set_policy_at_its_limits(admin, key, value):
    assert set_policy(key=key, valid_from=DAY, value=value, source="Besluit", by=admin).value == value


def test_policy_costs_as_many_queries_with_history(browser, admin):
    url = reverse("policy")

    before = queries(browser, url)
    for n in range(1, 6):
        set_policy(key="report_reply", valid_from=datetime.date(2026, n, 1), value=n, source="B", by=admin)
    assert queries(browser, url) == before


# System


def swept(minutes_ago: int, finished: bool = True, **results: dict[str, object]) -> Sweep:
    started = now() - datetime.timedelta(minutes=minutes_ago)
    return Sweep.objects.create(
        started_at=started,
        finished_at=started + datetime.timedelta(seconds=3) if finished else None,
        day=started.date(),
        results=results,
    )


def test_system_before_the_first_round(browser):
    assert "No round has been finished yet" in browser.get(reverse("system")).text


def test_system_when_all_is_well(browser):
    swept(10, overdue={"raised": 2, "resolved": 1, "open": 12})
    page = browser.get(reverse("system")).text
    assert "all rules done" in page
    assert 'role="alert"' not in page


@pytest.mark.parametrize(("minutes", "alarm"), [(59, False), (61, True)])
def test_system_after_a_silence(browser, minutes, alarm):
    swept(minutes, overdue={"raised": 0, "resolved": 0, "open": 0})
    assert ("more than an hour ago" in browser.get(reverse("system")).text) is alarm


def test_system_last_finished_long_ago_but_one_was_begun(browser):
    swept(90, overdue={"raised": 0, "resolved": 0, "open": 0})
    swept(5, finished=False)
    page = browser.get(reverse("system")).text
    assert "more than an hour ago" in page
    assert "not finished" in page


def test_system_failed_rule_stands_first(browser):
    swept(
        10,
        **{
            "report-overdue": {"raised": 2, "resolved": 1, "open": 12},
            "report-zz": {"error": "DataError: <date out of range>", "open": 4},
        },
    )
    answer = browser.get(reverse("system"))
    assert "1 rule failed in the last round" in answer.text
    assert "DataError: &lt;date out of range&gt;" in answer.text
    assert [rule.error != "" for rule in answer.context["last"].rules] == [True, False]


def test_system_costs_as_many_queries_for_many(browser):
    url = reverse("system")

    swept(30)
    before = queries(browser, url)
    for minutes in range(5):
        swept(minutes, a={"raised": 1, "resolved": 1, "open": 1})
    assert queries(browser, url) == before
