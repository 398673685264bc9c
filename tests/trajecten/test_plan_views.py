"""The page of a client's plan."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests import make
from trajecten.plans.models import Plan
from wiz.clients.models import Client
from wiz.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> User:
    return make.consultant(language="en")


@pytest.fixture
def browser(consultant: User) -> Browser:
    browser = Browser()
    browser.force_login(consultant)
    return browser


@pytest.fixture
def client(consultant: User) -> Client:
    return make.client(consultant)


def typed(*goals: tuple[object, str, str], **changes: object) -> dict[str, object]:
    """What somebody types: goals are (id or "", text, date)."""
    rows: dict[str, object] = {"goals-TOTAL_FORMS": len(goals), "goals-INITIAL_FORMS": "0"}
    for number, (goal, text, due) in enumerate(goals):
        rows |= {
            f"goals-{number}-goal": goal,
            f"goals-{number}-text": text,
            f"goals-{number}-due": due,
        }
    usual = {"kind": "work", "end_goal": "Werk in het groen", "preference": "Iets met planten", "revision": 0}
    rows |= {"activities-TOTAL_FORMS": 0, "activities-INITIAL_FORMS": "0"}
    return {**usual, **rows, **changes}


def activity(number: int = 0, **typed: object) -> dict[str, object]:
    """What somebody types in one row of what the client does without a bureau."""
    usual = {"activity": "", "kind": "volunteering", "title": "", "start": "", "end": "", "hours": ""}
    row = {f"activities-{number}-{name}": value for name, value in (usual | typed).items()}
    return {"activities-TOTAL_FORMS": number + 1, "activities-INITIAL_FORMS": "0", **row}


def page(response: Any) -> str:
    return response.content.decode()


def goals_of(client: Client) -> list[tuple[str, datetime.date | None]]:
    return [(goal.text, goal.due) for goal in client.plans.get().goals.all()]


def test_plan_made(browser, client):
    url = reverse("plan_change", args=[client.pk])
    assert "Make plan" in page(browser.get(url))
    response = browser.post(
        url, typed(("", "Opvang regelen", "1-12-2026"), ("", "", ""), ("", "Kennismaken", ""))
    )
    assert response.url == reverse("plan", args=[client.pk])
    plan = Plan.objects.get(client=client)
    assert (plan.kind, plan.end_goal, plan.preference, plan.revision) == (
        "work",
        "Werk in het groen",
        "Iets met planten",
        1,
    )
    assert goals_of(client) == [("Opvang regelen", datetime.date(2026, 12, 1)), ("Kennismaken", None)]
    shown = page(browser.get(response.url))
    assert ">Iets met planten<" in shown
    assert "Opvang regelen" in shown


def test_plan_changed_by_rows(browser, client):
    url = reverse("plan_change", args=[client.pk])
    browser.post(url, typed(("", "Opvang regelen", ""), ("", "Kennismaken", "")))
    first, second = client.plans.get().goals.all()
    assert f'value="{first.pk}"' in page(browser.get(url))
    browser.post(url, typed((first.pk, "", "1-12-2026"), (second.pk, "Drie werkplekken", ""), revision=1))
    assert goals_of(client) == [("Drie werkplekken", None)]


def test_plan_with_errors_keeps_what_was_typed(browser, client):
    response = browser.post(
        reverse("plan_change", args=[client.pk]),
        typed(("", "", "1-12-2026"), ("", "Kennismaken", "31-31-2026"), end_goal=""),
    )
    shown = page(response)
    assert response.status_code == 200
    for words in (
        "Say where this plan leads.",
        "Row 1, Goal: Fill in the goal",
        "Row 2, By: This is not a date",
    ):
        assert words in shown
    assert 'value="Kennismaken"' in shown
    assert not Plan.objects.exists()


def test_plan_changed_by_a_colleague_meanwhile(browser, client):
    url = reverse("plan_change", args=[client.pk])
    browser.post(url, typed(("", "Van de collega", ""), end_goal="Zoals de collega het ziet"))
    response = browser.post(url, typed(("", "Van mij", ""), end_goal="Zoals ik het zie"))
    shown = page(response)
    assert response.status_code == 409
    assert "A colleague changed this plan meanwhile." in shown
    assert "Zoals ik het zie" in shown
    assert 'value="Van mij"' in shown
    assert "Zoals de collega het ziet" in shown
    assert 'name="revision" value="1">Keep my text' in shown
    assert Plan.objects.get(client=client).end_goal == "Zoals de collega het ziet"
    # The button's value comes after the hidden one, as a browser sends them.
    response = browser.post(url, typed(("", "Van mij", ""), end_goal="Zoals ik het zie", revision=[0, 1]))
    assert response.status_code == 302
    assert Plan.objects.get(client=client).end_goal == "Zoals ik het zie"
    assert {text for text, _due in goals_of(client)} == {"Van de collega", "Van mij"}


def test_plan_keeps_a_goal_that_is_part_of_an_order(browser, client):
    make.order(client, goals=("Kennismaken",))
    goal = client.plans.get().goals.get()
    response = browser.post(reverse("plan_change", args=[client.pk]), typed((goal.pk, "", ""), revision=1))
    assert response.status_code == 200
    assert "is part of an order, so it stays" in page(response)
    assert goals_of(client) == [("Kennismaken", None)]


def test_plan_of_another_client_lends_no_goals(browser, client):
    other = make.order(goals=("Van een ander",)).client
    stolen = other.plans.get().goals.get()
    browser.post(reverse("plan_change", args=[client.pk]), typed((stolen.pk, "Gewijzigd", "")))
    assert goals_of(other) == [("Van een ander", None)]
    assert goals_of(client) == [("Gewijzigd", None)]


@pytest.mark.parametrize("who", ["worker", "administrator"])
def test_plan_to_another_role(client, who):
    browser = Browser()
    browser.force_login(getattr(make, who)())
    for response in (
        browser.get(reverse("plan_change", args=[client.pk])),
        browser.post(reverse("plan_change", args=[client.pk]), typed()),
    ):
        assert response.status_code == 403
    assert not Plan.objects.exists()


def test_activity_without_a_bureau_added_changed_and_taken_away(
    browser: Browser, consultant: User, client: Client
) -> None:
    row = {"title": "Buurtrestaurant", "start": "01-09-2026", "end": "01-03-2027", "hours": "6.5"}
    browser.post(f"/clienten/{client.pk}/plan/wijzigen/", typed(**activity(**row)))
    made = client.activities.get()
    assert (made.kind, made.title, made.hours) == ("volunteering", "Buurtrestaurant", Decimal("6.5"))
    assert "Buurtrestaurant" in browser.get(f"/clienten/{client.pk}/").content.decode()
    changed = {**row, "activity": made.pk, "title": "Kringloop"}
    browser.post(f"/clienten/{client.pk}/plan/wijzigen/", typed(revision=1, **activity(**changed)))
    assert client.activities.get().title == "Kringloop"
    browser.post(f"/clienten/{client.pk}/plan/wijzigen/", typed(revision=2, **activity(activity=made.pk)))
    assert not client.activities.exists()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"title": "Koor", "start": "02-09-2026", "end": "01-09-2026"}, "end"),
        ({"title": "Koor", "start": "02-09-2026"}, "end"),
        ({"title": "", "start": "02-09-2026"}, "title"),
    ],
)
def test_activity_without_a_bureau_says_what_is_wrong_at_the_field(
    browser: Browser, consultant: User, client: Client, row: dict[str, object], field: str
) -> None:
    answer = browser.post(f"/clienten/{client.pk}/plan/wijzigen/", typed(**activity(**row)))
    assert list(answer.context["activities"].errors[0]) == [field]
    assert not client.activities.exists()


def test_activity_of_an_order_is_not_a_row_of_the_plan(
    browser: Browser, consultant: User, client: Client
) -> None:
    order = make.order(client)
    page = browser.get(f"/clienten/{client.pk}/plan/wijzigen/")
    assert page.context["activities"].activities == {}
    stolen = activity(activity=order.activity_id, title="Iets anders", start="01-09-2026", end="01-10-2026")
    browser.post(f"/clienten/{client.pk}/plan/wijzigen/", typed(revision=1, **stolen))
    order.activity.refresh_from_db()
    assert order.activity.title != "Iets anders"
