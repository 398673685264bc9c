"""A client's page, adding and changing clients, finding one, and giving one away."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make
from wiz.clients.actions import change_client
from wiz.clients.models import Child, Client
from wiz.flags.actions import refresh_flags
from wiz.people.actions import add_municipality
from wiz.people.models import Municipality, User
from wiz.terms import now
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db

BSN = "999990019"
ROWS = {"children-TOTAL_FORMS": "3", "children-INITIAL_FORMS": "0"}


@pytest.fixture
def consultant() -> User:
    return make.consultant(name="Sanne de Groot", language="en")


@pytest.fixture
def browser(consultant: User) -> Browser:
    return signed_in(consultant)


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def municipality() -> Municipality:
    return add_municipality(name="Maasdal", by=make.administrator())


def typed(**changes: object) -> dict[str, object]:
    """What somebody types on the page of a new client."""
    usual = {
        "form_key": str(uuid.uuid4()),
        "first_name": "Naima",
        "last_name": "Verbeek",
        "municipality": municipality().pk,
        "lead_benefit": "municipality",
    }
    return {**usual, **ROWS, **changes}


def page(response: Any) -> str:
    return response.content.decode()


def queries(browser: Browser, url: str) -> int:
    """Count the queries of a page; the first one of a session also writes the session."""
    browser.get(url)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return len(found)


# Adding


def test_add_starts_with_what_is_likely(browser, consultant):
    only = municipality()
    form = browser.get(reverse("client_add")).context["form"]
    assert form["municipality"].value() == only.pk
    assert form["consultant"].value() == consultant.pk


def test_add_with_children(browser, consultant):
    rows = {
        "children-0-first_name": "Sami",
        "children-0-birth_date": "1-5-2023",
        "children-2-birth_date": "030919",
    }
    response = browser.post(reverse("client_add"), typed(consultant=consultant.pk, bsn="9999.90.019", **rows))
    assert "This is not a date" in page(response)
    rows["children-2-birth_date"] = "3-9-2019"
    response = browser.post(reverse("client_add"), typed(consultant=consultant.pk, bsn="9999.90.019", **rows))
    client = Client.objects.get()
    assert response.url == reverse("client", args=[client.pk])
    assert (client.number, client.bsn, client.consultant) == ("10001", BSN, consultant)
    assert [(child.first_name, child.birth_date.year) for child in client.children.all()] == [
        ("", 2019),
        ("Sami", 2023),
    ]


def test_add_twice_by_a_double_click_makes_one_client(browser):
    fields = typed(number="20418")
    addresses = {browser.post(reverse("client_add"), fields).url for _click in range(2)}
    assert addresses == {reverse("client", args=[Client.objects.get().pk])}


def test_add_without_a_name_says_so_and_keeps_the_rest(browser):
    response = browser.post(reverse("client_add"), typed(first_name="", street="Malpertuisplein 12"))
    assert "First name: Fill in the first name." in page(response)
    assert 'href="#id_first_name"' in page(response)
    assert 'value="Malpertuisplein 12"' in page(response)
    assert not Client.objects.exists()


@pytest.mark.parametrize("wrong", ["123456789", "99999001", "een"])
def test_add_with_a_wrong_bsn(browser, wrong):
    assert "not a valid BSN" in page(browser.post(reverse("client_add"), typed(bsn=wrong)))


def test_add_with_a_number_that_is_taken(browser):
    make.client(number="20418")
    response = browser.post(reverse("client_add"), typed(number="20418"))
    assert response.status_code == 200
    assert "This client number is taken." in page(response)
    assert 'value="Naima"' in page(response)


def test_add_with_a_bsn_that_is_taken_is_recorded_as_a_search(browser, consultant):
    owner, other = make.client(consultant), make.client(consultant)
    change_client(owner, {}, children=[], bsn_digits=BSN, by=consultant, at=make.at("2026-01-06"))
    for url in (reverse("client_add"), reverse("client_change", args=[other.pk])):
        assert "There is a client with this BSN already." in page(
            browser.post(url, typed(bsn=BSN, number="K-9"))
        )
    looks = Look.objects.filter(what=Look.What.BSN_SEARCH)
    assert list(looks.values_list("client", "user")) == [(owner.pk, consultant.pk)] * 2


def test_add_a_child_without_a_date(browser):
    response = browser.post(reverse("client_add"), typed(**{"children-1-first_name": "Sami"}))
    assert "Fill in the birth date" in page(response)


# Changing


def test_change_keeps_a_bsn_that_is_not_typed(browser, consultant):
    client = make.client(consultant)
    change_client(client, {}, children=[], bsn_digits=BSN, by=consultant, at=make.at("2026-01-06"))
    shown = page(browser.get(reverse("client_change", args=[client.pk])))
    assert BSN not in shown
    assert "019. Leave empty to keep it." in shown
    response = browser.post(
        reverse("client_change", args=[client.pk]), typed(number=client.number, phone="06 21 43 65 87")
    )
    assert response.status_code == 302
    client.refresh_from_db()
    assert (client.phone, client.bsn) == ("06 21 43 65 87", BSN)


def test_change_children_by_rows(browser, consultant):
    client = make.client(consultant)
    sami = Child(client=client, first_name="Sami", birth_date=datetime.date(2023, 5, 1))
    yara = Child(client=client, first_name="Yara", birth_date=datetime.date(2019, 9, 3))
    other = Child(client=make.client(), first_name="Iemand", birth_date=datetime.date(2020, 1, 1))
    for child in (sami, yara, other):
        child.save()
    rows = {
        "children-TOTAL_FORMS": "4",
        "children-INITIAL_FORMS": "2",
        "children-0-child": yara.pk,
        "children-0-first_name": "",
        "children-0-birth_date": "",
        "children-1-child": sami.pk,
        "children-1-first_name": "Sami",
        "children-1-birth_date": "2-5-2023",
        "children-2-child": other.pk,
        "children-2-first_name": "Noa",
        "children-2-birth_date": "1-1-2026",
    }
    browser.post(reverse("client_change", args=[client.pk]), typed(number=client.number, **rows))
    assert [(child.first_name, child.birth_date) for child in client.children.all()] == [
        ("Sami", datetime.date(2023, 5, 2)),
        ("Noa", datetime.date(2026, 1, 1)),
    ]
    other.refresh_from_db()
    assert other.first_name == "Iemand"


def test_how_she_lives_is_kept_and_shown(browser, consultant):
    client = make.client(consultant)
    told = {
        "language": "Tigrinya",
        "needs_help_with_forms": "on",
        "household": "single_parent",
        "benefit_since": "1-3-2021",
        "children-0-first_name": "Sami",
        "children-0-birth_date": "1-5-2023",
        "children-0-extra_care": "on",
    }
    browser.post(reverse("client_change", args=[client.pk]), typed(number=client.number, **told))
    text = page(browser.get(reverse("client", args=[client.pk])))
    for words in (
        "on benefit since 2021",
        "Tigrinya",
        "Single parent",
        "needs help with forms",
        "needs extra care",
    ):
        assert words in text
    form = browser.get(reverse("client_change", args=[client.pk])).context["formset"].forms[0]
    assert form["extra_care"].value() is True


def posted(response) -> dict[str, str]:
    """What a page sends back as it stands."""
    context = response.context
    forms = [context["form"], context["formset"].management_form, *context["formset"].forms]
    fields = {
        field.html_name: field.field.widget.format_value(field.value()) for form in forms for field in form
    }
    return {name: value for name, value in fields.items() if value not in (None, "False")}


def test_two_who_change_at_once_do_not_undo_each_other(browser, consultant):
    client = make.client(consultant)
    sami = Child.objects.create(client=client, first_name="Sami", birth_date=datetime.date(2023, 5, 1))
    yara = Child.objects.create(client=client, first_name="Yara", birth_date=datetime.date(2019, 9, 3))
    url = reverse("client_change", args=[client.pk])
    first, second = posted(browser.get(url)), posted(browser.get(url))
    names = {
        row["first_name"]: f"children-{n}-"
        for n, row in enumerate(browser.get(url).context["formset"].initial)
    }
    gone = {f"{names['Sami']}first_name": "", f"{names['Sami']}birth_date": ""}
    assert browser.post(url, first | gone | {"phone": "06 11 22 33 44"}).status_code == 302
    changed = {f"{names['Yara']}birth_date": "4-9-2019"}
    assert browser.post(url, second | changed | {"city": "Maasdal"}).status_code == 302
    client.refresh_from_db()
    assert (client.phone, client.city) == ("06 11 22 33 44", "Maasdal")
    assert [(child.pk, child.birth_date) for child in client.children.all()] == [
        (yara.pk, datetime.date(2019, 9, 4))
    ], sami


def test_change_does_not_hand_the_client_over(browser, consultant):
    client, colleague = make.client(consultant), make.consultant()
    browser.post(reverse("client_change", args=[client.pk]), typed(number="1", consultant=colleague.pk))
    client.refresh_from_db()
    assert (client.number, client.consultant) == ("1", consultant)


# The page


def test_page_records_the_look(browser, consultant):
    client = make.client(consultant)
    browser.get(reverse("client", args=[client.pk]))
    assert list(Look.objects.values_list("what", "client", "user")) == [("client", client.pk, consultant.pk)]


def test_bsn_is_shown_once_and_the_look_recorded(browser, consultant):
    client = make.client(consultant)
    change_client(client, {}, children=[], bsn_digits=BSN, by=consultant, at=make.at("2026-01-06"))
    url = reverse("client_bsn", args=[client.pk])
    assert browser.get(url).url == reverse("client", args=[client.pk])
    assert BSN not in page(browser.get(reverse("client", args=[client.pk])))
    assert not Look.objects.filter(what="bsn").exists()
    seen = Look.objects.latest("pk").pk
    shown = page(browser.post(url))
    assert shown.count(BSN) == 1
    looks = Look.objects.filter(pk__gt=seen).order_by("what").values_list("what", "client", "user")
    assert list(looks) == [("bsn", client.pk, consultant.pk), ("client", client.pk, consultant.pk)]


def test_page_shows_flags_plan_and_reports(browser, consultant):
    client = make.client(consultant)
    order = make.order(client, start="2020-01-15", end="2021-01-15")
    refresh_flags([client.pk], at=now())
    shown = page(browser.get(reverse("client", args=[client.pk])))
    assert f"Report of {order.bureau} is missing" in shown
    assert "past its planned end" in shown
    assert "Kennismaken met drie werkplekken" in shown
    assert reverse("report", args=[order.reports.get(number=1).pk]) in shown
    assert "Order to" in shown


def test_page_takes_as_many_queries_whatever_the_client_has(browser, consultant):
    quiet, busy = make.client(consultant), make.client(consultant)
    make.order(quiet, start="2013-01-15", end="2014-01-15")
    for year in range(2014, 2026):
        make.order(busy, start=f"{year}-01-15", end=f"{year + 1}-01-15")
    # Of each kind of flag at least one: a kind asks once, however many there are.
    refresh_flags([quiet.pk, busy.pk], at=now())
    counts = {queries(browser, reverse("client", args=[client.pk])) for client in (quiet, busy)}
    assert len(counts) == 1


def test_events_are_paged(browser, consultant):
    client = make.client(consultant)
    for day in range(1, 29):
        change_client(client, {}, children=[], by=consultant, at=make.at(f"2026-02-{day:02}"))
        change_client(client, {}, children=[], by=consultant, at=make.at(f"2026-03-{day:02}"))
    shown = browser.get(reverse("client", args=[client.pk]))
    assert len(shown.context["events"]) == 6
    assert reverse("client_events", args=[client.pk]) in page(shown)
    url = reverse("client_events", args=[client.pk])
    assert len(browser.get(url).context["page"].object_list) == 50
    assert len(browser.get(url, {"page": 2}).context["page"].object_list) == 7


# Finding


def find(browser: Browser, words: str) -> Any:
    return browser.post(reverse("find"), {"q": words})


def test_find_one_goes_straight_to_the_client(browser):
    client = make.client(first_name="Naima", prefix="van der", last_name="Meer")
    make.client()
    for words in ("meer naima", client.number):
        assert find(browser, words).url == reverse("client", args=[client.pk])


def test_find_by_one_letter_only_looks_where_a_name_begins(browser):
    nijsten = make.client(first_name="Sjoerd", last_name="Nijsten")
    make.client(first_name="Sjoerd", prefix="van den", last_name="Boom")
    assert find(browser, "Sjoerd N").url == reverse("client", args=[nijsten.pk])
    assert find(browser, "sj n").url == reverse("client", args=[nijsten.pk])


def test_find_by_bsn_keeps_no_bsn(browser, consultant):
    client = make.client(consultant)
    change_client(client, {}, children=[], bsn_digits=BSN, by=consultant, at=make.at("2026-01-06"))
    assert find(browser, "9999 90 019").url == reverse("client", args=[client.pk])
    find(browser, "999990020")
    find(browser, "111222333")
    assert "111222333" not in str(dict(browser.session))


def test_find_more_shows_own_clients_first_without_a_name_in_the_address(browser, consultant):
    make.client(first_name="Anna", last_name="Verbeek")
    own = make.client(consultant, first_name="Zoë", last_name="Verbeek")
    response = find(browser, "verbeek")
    assert response.url == reverse("find")
    shown = browser.get(response.url)
    assert [client.first_name for client in shown.context["page"]] == [own.first_name, "Anna"]
    assert "Found for “verbeek”" in page(shown)


def test_find_nobody(browser):
    assert "Who are you looking for?" in page(browser.get(reverse("find")))
    assert "No client found" in page(browser.get(find(browser, "xyz").url))
    assert "Who are you looking for?" in page(browser.get(find(browser, "a\0b").url))


def test_find_too_many_says_so(browser, consultant, monkeypatch):
    monkeypatch.setattr("wiz.clients.views.FOUND_AT_MOST", 3)
    for _number in range(4):
        make.client(consultant)
    assert "More than 3 clients" in page(browser.get(find(browser, "verbeek").url))


# Who may not


PAGES = ["client", "client_change", "client_events", "client_bsn", "client_reassign"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["worker", "administrator"])
def test_page_to_another_role(name, who):
    client = make.client()
    browser = signed_in(getattr(make, who)())
    assert browser.get(reverse(name, args=[client.pk])).status_code == 403
    assert browser.post(reverse(name, args=[client.pk])).status_code == 403
    assert not Look.objects.exists()


@pytest.mark.parametrize("name", ["client_add", "find"])
@pytest.mark.parametrize("who", ["worker", "administrator"])
def test_other_pages_to_another_role(name, who):
    assert signed_in(getattr(make, who)()).post(reverse(name), {"q": "verbeek"}).status_code == 403


def test_page_of_nobody(browser):
    assert browser.get(reverse("client", args=[9999999])).status_code == 404
