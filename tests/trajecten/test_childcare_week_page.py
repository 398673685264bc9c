"""Typing the hours of a request, and its page: the week stands there before anybody decides."""

import re

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from tests import make
from trajecten.childcare.models import ChildcareNeed, ChildcareRequest

pytestmark = pytest.mark.django_db
SCHOOL = "mon-fri 8:30-14:45, wed 8:30-12:15"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at("2026-04-20", 10), tick=False):
        yield


@pytest.fixture
def browser():
    consultant = make.consultant(language="en")
    browser = Browser()
    browser.force_login(consultant)
    browser.client_ = make.client(consultant)
    browser.child = make.child(browser.client_, "2019-05-01")
    return browser


def ask(browser, **changes):
    child = f"child-{browser.child.pk}"
    page = reverse("childcare_add", args=[browser.client_.pk])
    form = browser.get(page).context["form"]
    typed = {
        "purpose": "work",
        "needed_from": "01-06-2026",
        "received_on": "20-04-2026",
        "away": "mon tue thu 9-14:30",
        "travel_minutes": "30",
        "revision": "0",
        "form_key": str(form.initial["form_key"]),
        f"{child}-school": SCHOOL,
        f"{child}-kind_0": "after_school",
        f"{child}-care_0": "",
    }
    return browser.post(page, typed | {key.replace("CHILD", child): value for key, value in changes.items()})


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_away_travel_and_school_are_enough_to_see_the_gap(browser):
    answer = ask(browser)
    request = ChildcareRequest.objects.get()
    assert answer.url == reverse("childcare_request", args=[request.pk])
    page = text(browser.get(answer.url))

    assert "Mon, Tue, Thu 14:45–15:00: nobody" in page
    assert "School hours are no reason to refuse here." in page
    assert "nobody for 0.75 hours a week" in page
    # What bears on the decision stands before it.
    assert page.index('id="weeks-title"') < page.index('id="decide-title"')


def test_hours_that_are_not_understood_stay_as_typed_with_the_error_at_the_field(browser):
    answer = ask(browser, **{"CHILD-care_0": "mon tue free"})
    page = text(answer)
    name = f"child-{browser.child.pk}-care_0"

    assert answer.status_code == 200
    assert not ChildcareRequest.objects.exists()
    assert f'href="#id_{name}"' in page  # from the summary
    assert f'<div class="utrecht-form-field-error-message" id="id_{name}_error">' in page
    assert 'value="mon tue free"' in page
    assert f'value="{SCHOOL}"' in page


def test_the_form_to_change_writes_the_hours_out_and_says_what_is_needed(browser):
    ask(browser, **{"CHILD-care_0": "mon 14:45-18"})
    page = text(browser.get(reverse("childcare_change", args=[ChildcareRequest.objects.get().pk])))

    assert 'value="Mon, Tue, Thu 9:00–14:30"' in page
    assert 'value="Mon, Tue, Thu, Fri 8:30–14:45; Wed 8:30–12:15"' in page
    assert 'value="Mon 14:45–18:00"' in page
    assert "Needed: Mon, Tue, Thu 14:45–15:00" in page


def test_school_hours_from_an_earlier_request_stand_in_a_new_one(browser):
    ask(browser)
    page = text(browser.get(reverse("childcare_add", args=[browser.client_.pk])))

    assert 'value="Mon, Tue, Thu, Fri 8:30–14:45; Wed 8:30–12:15"' in page


def test_the_hours_of_an_earlier_request_for_the_activity_stand_in_a_new_one(browser):
    activity = make.order(browser.client_, start="2026-05-01", end="2026-12-01").activity
    ask(browser, purpose=str(activity.pk), back_up="Oma")
    page = text(browser.get(reverse("childcare_add", args=[browser.client_.pk]), {"voor": activity.pk}))

    for value in ("Mon, Tue, Thu 9:00–14:30", "30", "Oma"):
        assert f'value="{value}"' in page, value


def test_other_kinds_of_care_are_out_of_sight_until_one_is_used(browser):
    ask(browser, **{"CHILD-kind_1": "before_school", "CHILD-care_1": "mon 7:30-8:30"})
    form = browser.get(reverse("childcare_change", args=[ChildcareRequest.objects.get().pk]))
    (child,) = form.context["children_forms"]

    # The needs come in the order they were made.
    assert [need["kind"].value() for need in child.used_needs] == ["after_school", "before_school"]
    assert [need["kind"].value() for need in child.spare_needs] == [""]


def test_a_child_too_young_for_school_is_not_asked_for_its_hours(browser):
    make.child(browser.client_, "2024-05-01", first_name="Noor")
    noor = f"child-{browser.client_.children.get(first_name='Noor').pk}"
    answer = ask(browser, **{f"{noor}-kind_0": "day_care", f"{noor}-care_0": "mon tue 8-16"})

    page = text(browser.get(answer.url))
    assert "Thu 8:30–15:00: nobody" in page
    assert f'name="{noor}-school"' not in text(
        browser.get(reverse("childcare_add", args=[browser.client_.pk]))
    )


def test_with_the_activity_known_typing_begins_with_the_hours(browser):
    order = make.order(browser.client_)
    with_activity = browser.get(
        reverse("childcare_add", args=[browser.client_.pk]), {"voor": order.activity.pk}
    )
    assert re.search(r'<input[^>]*name="away"[^>]*autofocus', text(with_activity))


@pytest.mark.parametrize(
    ("start", "proposed"),
    [("2026-03-01", "20-04-2026"), ("2026-04-20", "20-04-2026"), ("2026-06-01", "01-06-2026")],
)
def test_what_runs_already_needs_childcare_from_now_on(browser, start, proposed):
    order = make.order(browser.client_)
    type(order.activity).objects.filter(pk=order.activity.pk).update(start=start, end="2027-03-01")
    page = text(browser.get(reverse("childcare_add", args=[browser.client_.pk]), {"voor": order.activity.pk}))

    assert re.search(rf'name="needed_from" value="{proposed}"', page)


def test_without_an_activity_it_begins_with_what_it_is_for(browser):
    assert re.search(
        r'<select[^>]*name="purpose"[^>]*autofocus',
        text(browser.get(reverse("childcare_add", args=[browser.client_.pk]))),
    )


# The decision beside it


def decide(browser, outcome, reason="", ticked=True):
    request = ChildcareRequest.objects.get()
    posted = {"decide-outcome": outcome, "decide-reason": reason, "decide-revision": request.revision}
    for number, need in enumerate(request.needs.all()):
        if ticked is True or number in ticked:
            posted[f"decide-need_{need.pk}"] = "on"
    return browser.post(reverse("childcare_decide", args=[request.pk]), posted)


def test_refusing_takes_one_button_and_a_reason(browser):
    make.child(browser.client_, "2020-05-01", first_name="Noor")
    ask(browser, **{f"child-{browser.client_.children.last().pk}-kind_0": "after_school"})
    answer = decide(browser, "refused", "De vader is er op die uren.")

    request = ChildcareRequest.objects.get()
    assert answer.status_code == 302
    assert request.state == "refused"
    assert [need.granted for need in request.needs.all()] == [False, False]


def test_refusing_with_some_ticks_left_is_asked_again(browser):
    other = make.child(browser.client_, "2020-05-01", first_name="Noor")
    ask(browser, **{f"child-{other.pk}-kind_0": "after_school"})
    page = text(decide(browser, "refused", "Noor kan bij haar vader terecht.", ticked={0}))

    assert "You refuse, but a child is ticked" in page
    assert 'href="#id_decide-outcome"' in page
    assert 'id="id_decide-outcome"' in page
    assert ChildcareRequest.objects.get().state == "received"


def test_who_decides_reads_that_school_hours_are_no_reason(browser):
    ask(browser)
    page = text(browser.get(reverse("childcare_request", args=[ChildcareRequest.objects.get().pk])))
    assert "Sami: school hours are no reason to refuse. The week shows why." in page

    decide(browser, "granted")
    page = text(browser.get(reverse("childcare_request", args=[ChildcareRequest.objects.get().pk])))
    assert "The week shows why." not in page
    assert "Care was granted, but at which hours is not filled in." in page


def test_of_a_child_too_old_for_care_it_says_nothing_of_refusing(browser):
    ask(browser)
    ChildcareNeed.objects.update(unmet=True)
    page = text(browser.get(reverse("childcare_request", args=[ChildcareRequest.objects.get().pk])))
    assert "Mon, Tue, Thu 14:45–15:00: nobody" in page
    assert "no reason to refuse" not in page
