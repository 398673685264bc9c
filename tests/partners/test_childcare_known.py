"""What a bureau hears of childcare, and that absences by childcare are told as what they are."""

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from partners.reports.actions import content_of
from partners.reports.rules import childcare_failed
from tests import make
from trajecten.childcare.known import known_care
from trajecten.childcare.models import CareNotNeeded, ChildcareNeed, ChildcareRequest

pytestmark = pytest.mark.django_db
NOW = make.at("2026-04-20")
TODAY = NOW.date()
SECRETS = ["MONEYWORD", "REDENWOORD", "NOTITIEWOORD", "412", "De Vlieger", "Pimpernel", "OMAWOORD"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def order():
    coach = make.worker(language="en")
    found = make.order(coach=coach, start="2026-01-15", end="2027-01-15")
    make.child(found.client, "2021-03-10", "Pimpernel")
    return found


def ask(order, state="received", **changes):
    decided = {
        "outcome": state, "decided_by": order.client.consultant, "decided_at": NOW, "decided_on": TODAY,
        "decide_by": None, "decision_reason": "REDENWOORD",
    }  # fmt: skip
    asked = {"activity": order.activity, "cost": "412.00", "note": "NOTITIEWOORD", "back_up": "OMAWOORD"}
    request = make.childcare(
        order.client,
        state=state,
        **asked | {**(decided if state in ("granted", "partly", "refused") else {}), **changes},
    )
    ChildcareNeed.objects.update(facility="De Vlieger", note="MONEYWORD")
    return request


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("received", "decision by 18 May"),
        ("offer_received", "decision by 18 May"),
        ("granted", "arranged"),
        ("partly", "arranged in part"),
        ("refused", "refused"),
    ],
)
def test_a_bureau_sees_the_state_on_its_pages_and_nothing_else(order, state, said):
    ask(order, state)
    browser = Browser()
    browser.force_login(order.coach)
    report = order.reports.get(number=1)
    for address in (
        reverse("order", args=[order.pk]),
        reverse("report", args=[report.pk]),
        reverse("report_write", args=[report.pk]),
    ):
        body = browser.get(address).content.decode()
        assert said in body, address
        assert [word for word in SECRETS if word in body] == []


def test_another_bureau_sees_nothing_of_it(order):
    ask(order)
    browser = Browser()
    browser.force_login(make.worker())
    assert browser.get(reverse("order", args=[order.pk])).status_code == 404


def test_what_is_known_without_a_request(order):
    def key():
        return known_care(order.activity, TODAY).key

    assert key() == "nothing"
    CareNotNeeded.objects.create(activity=order.activity, reason="family", by=order.coach, at=NOW)
    assert key() == "not_needed"
    ask(order, "refused")
    assert key() == "not_needed"  # refused, and looked at again
    CareNotNeeded.objects.all().delete()
    assert key() == "refused"
    ask(order, "granted", activity=None)
    assert key() == "refused"  # the request for this very order speaks first
    ChildcareRequest.objects.filter(state="refused").delete()
    assert key() == "arranged"


@pytest.mark.parametrize(
    ("until", "key", "said"),
    [
        ("2026-04-21", "arranged", "arranged"),
        ("2026-04-20", "arranged", "arranged"),  # its last day
        ("2026-04-19", "ran_out", "was arranged until 19 Apr"),
        ("2025-12-31", "ran_out", "was arranged until 31 Dec 2025"),
    ],
)
def test_what_was_granted_until_a_day_is_arranged_up_to_that_day(order, until, key, said):
    ask(order, "granted", needed_from="2025-12-01", until=until)
    with translation.override("en"):
        known = known_care(order.activity, TODAY)
        assert (known.key, known.words) == (key, said)
        if key == "ran_out":
            ask(order, "granted", activity=None)  # for none in particular, and it goes on
            assert known_care(order.activity, TODAY).key == "arranged"
            ChildcareRequest.objects.filter(activity=None).delete()
            CareNotNeeded.objects.create(activity=order.activity, reason="family", by=order.coach, at=NOW)
            assert known_care(order.activity, TODAY).key == "not_needed"


@pytest.mark.parametrize(
    ("born", "key"), [("2013-04-21", "nothing"), ("2013-04-20", "not_needed"), ("2010-01-01", "not_needed")]
)
def test_from_the_thirteenth_birthday_none_is_needed(order, born, key):
    order.client.children.update(birth_date=born)
    assert known_care(order.activity, TODAY).key == key


def test_what_the_municipality_knows_is_not_asked_of_the_bureau_again(order):
    ask(order, "granted")
    browser = Browser()
    browser.force_login(order.coach)
    report = order.reports.get(number=1)
    page = browser.get(reverse("report_write", args=[report.pk]))
    assert page.context["form"]["childcare"].value() == "arranged"


# Three absences with the reason child ill, or childcare closed


@pytest.mark.parametrize(
    ("reasons", "failed"),
    [
        (["child_ill"], True),
        (["childcare_closed"], True),
        (["child_ill", "childcare_closed", "school"], True),
        (["child_ill", "unknown"], False),
        (["transport"], False),
        ([], False),
    ],
)
def test_absence_by_childcare_is_told_apart(order, reasons, failed):
    report = order.reports.get(number=1)
    absent = {"made": 9, "attended": 6, "absent_with_notice": 1, "absent_without_notice": 2}
    delivered = make.deliver(report, "2026-04-16", absence_reasons=reasons, **absent)
    assert childcare_failed(content_of(make.delivery(delivered))) is failed


def test_without_absence_nothing_failed(order):
    report = order.reports.get(number=1)
    none = {"made": 6, "attended": 6, "absent_with_notice": 0, "absent_without_notice": 0}
    delivered = make.deliver(report, "2026-04-16", absence_reasons=["child_ill"], **none)
    assert not childcare_failed(content_of(make.delivery(delivered)))


def test_three_absences_by_childcare_are_reported_and_are_no_unwillingness(order):
    """They stand in the report with their reasons; the page offers childcare, and nothing calls it a refusal."""
    report = order.reports.get(number=1)
    make.deliver(
        report,
        "2026-04-16",
        made=9,
        attended=6,
        absent_with_notice=1,
        absent_without_notice=2,
        absence_reasons=["child_ill", "childcare_closed"],
    )
    consultant = order.client.consultant
    type(consultant).objects.filter(pk=consultant.pk).update(language="en")
    browser = Browser()
    browser.force_login(consultant)
    body = browser.get(reverse("report", args=[report.pk])).content.decode()
    assert "6 attended, 1 cancelled, 2 without notice" in body
    assert "child ill, childcare closed or fell through" in body
    assert "Childcare failed." in body
    assert "no unwillingness" in body
    assert f"{reverse('childcare_add', args=[order.client.pk])}?voor={order.activity_id}" in body
    assert "Yes, notified" not in body
    assert "refusal" not in body.lower()


def test_other_absences_offer_no_childcare(order):
    report = order.reports.get(number=1)
    make.deliver(report, "2026-04-16", absence_reasons=["transport"])
    consultant = order.client.consultant
    type(consultant).objects.filter(pk=consultant.pk).update(language="en")
    browser = Browser()
    browser.force_login(consultant)
    assert "Childcare failed." not in browser.get(reverse("report", args=[report.pk])).content.decode()
