"""The administrator's pages on users, invitations and the service."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests import make
from wiz.people.access import needs
from wiz.people.actions import add_municipality, add_team, save_user
from wiz.people.models import Municipality, Organisation, Team, User
from wiz.people.roles import Can, Role
from wiz.tasks import remove_sessions

pytestmark = pytest.mark.django_db

PAGES = ["users", "user_add", "organisation", "system"]


@pytest.fixture
def admin() -> User:
    return make.administrator(name="Bea Beheer", language="en")


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
    usual = {
        "name": "Sanne de Groot",
        "email": "sanne@wiz.example",
        "role": Role.CONSULTANT,
        "organisation": make.service().pk,
        "team": "",
        "job_title": "",
        "phone": "",
        "working_days": "",
        "is_active": "on",
    }
    return {**usual, **changes}


# Who may open them


def test_sign_in_says_where_it_leads():
    words = "gaat u naar de pagina die u wilde openen"
    assert words in Browser().get(reverse("users"), follow=True).text
    assert words not in Browser().get("/", follow=True).text


@pytest.mark.parametrize("name", PAGES)
def test_page_to_somebody_who_has_not_signed_in(name):
    answer = Browser().get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse(settings.LOGIN_URL))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["consultant", "team_lead", "worker"])
def test_page_to_another_role(name, who):
    browser = Browser()
    browser.force_login(getattr(make, who)())
    assert browser.get(reverse(name)).status_code == 403
    assert browser.post(reverse(name), fields()).status_code == 403
    assert not User.objects.filter(email="sanne@wiz.example").exists()


@pytest.mark.parametrize("name", ["user_change", "user_invite"])
@pytest.mark.parametrize("who", ["consultant", "team_lead", "worker"])
def test_page_of_a_user_to_another_role(name, who):
    browser, somebody = Browser(), make.consultant()
    browser.force_login(getattr(make, who)())
    assert browser.get(reverse(name, args=[somebody.pk])).status_code == 403
    assert browser.post(reverse(name, args=[somebody.pk]), fields()).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_page_to_the_administrator(browser, name):
    assert browser.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["user_change", "user_invite"])
def test_page_of_a_user_who_is_not_there(browser, name):
    assert browser.get(reverse(name, args=[999_999])).status_code == 404


def test_needs_one_of_several_permissions_is_enough(rf):
    view = needs(Can.WORK_CASES, Can.REPORT)(lambda request: "open")
    request = rf.get("/")
    for who in (make.consultant(), make.worker()):
        request.user = who
        assert view(request) == "open"


def test_needs_somebody_nobody_knows(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        needs(Can.ADMINISTER)(lambda request: "open")(request)


# The list


def test_users_shows_who_may_sign_in_and_who_has_a_password(browser):
    make.consultant(name="Vera Vertrokken", is_active=False)
    new = make.consultant(name="Nina Nieuw", team=add_team(name="West", by=User.objects.first()))
    new.set_unusable_password()
    new.save()
    page = browser.get(reverse("users")).text
    assert "may not sign in" in page
    assert "no password yet" in page
    assert reverse("user_invite", args=[new.pk]) in page
    assert "West" in page


@pytest.mark.parametrize("words", ["groot", "SANNE@", "sanne groot"])
def test_users_by_part_of_name_or_address(browser, words):
    make.consultant(name="Sanne de Groot", email="sanne@wiz.example")
    make.consultant(name="Joost Klein", email="joost@wiz.example")
    page = browser.get(reverse("users"), {"q": words}).text
    assert "Sanne de Groot" in page
    assert "Joost Klein" not in page


def test_users_of_one_organisation(browser):
    coach = make.worker(make.bureau("Yonder"), name="Karim Coach")
    make.consultant(name="Joost Klein")
    page = browser.get(reverse("users"), {"organisation": coach.organisation_id}).text
    assert "Karim Coach" in page
    assert "Joost Klein" not in page


@pytest.mark.parametrize("query", [{"organisation": "x"}, {"page": "x"}, {"page": "99"}, {"q": "%"}])
def test_users_with_an_address_that_makes_no_sense(browser, query):
    assert browser.get(reverse("users"), query).status_code == 200


def test_users_nobody_fits(browser):
    assert "No user fits this" in browser.get(reverse("users"), {"q": "zzz"}).text


def test_users_on_two_pages(browser, admin):
    User.objects.bulk_create(
        User(
            email=f"u{n}@wiz.example",
            name=f"Collega {n:03}",
            role=Role.CONSULTANT,
            organisation=admin.organisation,
        )
        for n in range(60)
    )
    assert "Collega 059" not in browser.get(reverse("users")).text
    assert "Collega 059" in browser.get(reverse("users"), {"page": 2, "q": "collega"}).text


def test_users_costs_as_many_queries_for_many(browser):
    url = reverse("users")

    make.worker()
    before = queries(browser, url)
    for _n in range(5):
        make.worker()
        make.consultant()
    assert queries(browser, url) == before


# Setting up


def test_first_steps_in_an_empty_installation(browser):
    page = browser.get(reverse("users")).text
    assert "Before your colleagues can start" in page
    assert page.count("is-todo") == 7


def test_first_steps_one_done(browser, admin):
    add_municipality(name="Maasdal", by=admin)
    page = browser.get(reverse("users")).text
    assert (page.count("is-done"), page.count("is-todo")) == (1, 6)


def test_first_steps_go_along_until_they_are_done(browser, admin):
    bureau, person = make.bureau(), make.consultant()
    for name, args in [
        ("organisation", []),
        ("bureaus", []),
        ("bureau_change", [bureau.pk]),
        ("user_invite", [person.pk]),
    ]:
        assert "Before your colleagues can start" in browser.get(reverse(name, args=args)).text


def test_first_steps_all_done(browser, admin):
    add_municipality(name="Maasdal", by=admin)
    add_team(name="West", by=admin)
    make.client(make.consultant())
    make.team_lead()
    bureau = make.bureau()
    assert "Add the bureaus' coaches" in unescape(browser.get(reverse("users")).text)
    make.worker(bureau)
    assert "Before your colleagues can start" not in browser.get(reverse("users")).text


@override("nl")
def test_password_too_short_is_said_in_dutch():
    with pytest.raises(ValidationError, match="Te kort: een wachtwoord heeft minstens 12 tekens."):
        validate_password("kort")


# Adding and changing


def test_user_add_leads_to_a_link_that_works_once(browser):
    answer = browser.post(reverse("user_add"), fields(email="Sanne@WIZ.example"))
    person = User.objects.get(email="sanne@wiz.example")
    assert not person.has_usable_password()
    assert answer["Location"] == reverse("user_invite", args=[person.pk])
    page = browser.get(answer["Location"]).text
    assert "14 days" in page
    link = re.search(r'value="(http://testserver[^"]+)"', page)[1]

    newcomer = Browser()
    form = newcomer.get(urlsplit(link).path, follow=True)
    assert form.status_code == 200
    password = "nog-een-lang-wachtwoord"
    newcomer.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    person.refresh_from_db()
    assert person.check_password(password)
    assert newcomer.get(urlsplit(link).path, follow=True).context["token_fail"]


def test_user_add_twice(browser):
    browser.post(reverse("user_add"), fields())
    again = browser.post(reverse("user_add"), fields(email="SANNE@wiz.example"))
    assert again.status_code == 200
    assert list(again.context["form"].errors) == ["email"]
    assert "There is a user with this e-mail address already." in again.text
    assert User.objects.filter(email="sanne@wiz.example").count() == 1


def test_user_add_begins_with_the_bureau_one_comes_from(browser):
    bureau = make.bureau("Yonder")
    form = browser.get(reverse("user_add"), {"organisation": bureau.pk}).context["form"]
    assert form.initial == {"organisation": bureau.organisation, "role": Role.BUREAU_WORKER}


@pytest.mark.parametrize("organisation", ["", "x", "0", "99999999"])
def test_user_add_begins_with_the_service_otherwise(browser, organisation):
    form = browser.get(reverse("user_add"), {"organisation": organisation}).context["form"]
    assert form.initial == {"organisation": make.service()}


def test_user_add_worker_of_the_service(browser):
    answer = browser.post(reverse("user_add"), fields(role=Role.BUREAU_WORKER))
    assert answer.context["form"].errors == {
        "organisation": ["A bureau worker belongs to a bureau. Choose the bureau."]
    }


def test_user_add_consultant_of_a_bureau(browser):
    answer = browser.post(reverse("user_add"), fields(organisation=make.bureau().pk))
    assert list(answer.context["form"].errors) == ["organisation"]


def test_user_add_worker_with_a_team(browser, admin):
    team = add_team(name="West", by=admin)
    answer = browser.post(
        reverse("user_add"), fields(role=Role.BUREAU_WORKER, organisation=make.bureau().pk, team=team.pk)
    )
    assert answer.context["form"].errors == {"team": ["A bureau worker has no team. Leave the team empty."]}


def test_user_change(browser):
    person = make.consultant(name="Sanne Groot")
    answer = browser.post(reverse("user_change", args=[person.pk]), fields(working_days="Mon to Thu"))
    assert answer["Location"] == reverse("users")
    person.refresh_from_db()
    assert (person.name, person.working_days) == ("Sanne de Groot", "Mon to Thu")
    assert "Sanne de Groot has been saved." in browser.get(reverse("users")).text


def test_user_change_keeps_her_password(browser):
    person = make.consultant(name="Sanne Groot")
    browser.post(reverse("user_change", args=[person.pk]), fields())
    person.refresh_from_db()
    assert person.check_password(make.PASSWORD)


def test_user_change_keeps_what_she_changed_meanwhile(admin):
    before = make.consultant(name="Sanne Groot")
    herself = User.objects.get(pk=before.pk)
    herself.set_password("een heel ander wachtwoord")
    herself.save()
    saved = save_user(before, {"name": "Sanne de Groot"}, by=admin)
    saved.refresh_from_db()
    assert saved.name == "Sanne de Groot"
    assert saved.check_password("een heel ander wachtwoord")


def test_user_change_with_a_mistake_keeps_the_name_on_top(browser):
    person = make.consultant(name="Sanne Groot")
    answer = browser.post(reverse("user_change", args=[person.pk]), fields(name="Sanne Kleine", email="x"))
    assert "Sanne Groot</h1>" in answer.text


def test_user_change_administrator_takes_her_own_access_away(browser, admin):
    url = reverse("user_change", args=[admin.pk])
    answer = browser.post(url, fields(role=Role.ADMINISTRATOR, is_active=""))
    assert answer.context["form"].non_field_errors() == ["You cannot take your own access away."]
    admin.refresh_from_db()
    assert admin.is_active


def test_user_change_who_leaves_with_clients(browser):
    client = make.client()
    person = client.consultant
    assert "1 client" in browser.get(reverse("user_change", args=[person.pk])).text
    browser.post(reverse("user_change", args=[person.pk]), fields(is_active=""))
    assert "Sanne de Groot still has 1 client." in browser.get(reverse("users")).text


def test_user_invite_who_may_not_sign_in(browser):
    person = make.consultant(is_active=False)
    answer = browser.get(reverse("user_invite", args=[person.pk]))
    assert answer["Location"] == reverse("user_change", args=[person.pk])
    assert "This person may not sign in." in browser.get(answer["Location"]).text


def test_sessions_that_ended_are_removed_by_the_queue_and_no_others(browser):
    assert remove_sessions.name in [each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()]
    browser.session.save()
    left = SessionStore()
    left["find"] = "Jansen"
    left.set_expiry(-1)
    left.save()
    assert Session.objects.count() == 2
    remove_sessions()
    assert [each.session_key for each in Session.objects.all()] == [browser.session.session_key]


def test_user_invite_ends_on_a_page_that_says_once_that_it_worked(browser):
    guest, chosen = Browser(), "een lang genoeg wachtwoord"
    link = browser.get(reverse("user_invite", args=[make.consultant().pk])).context["link"]
    form = guest.get(link, follow=True)
    where = form.redirect_chain[-1][0]
    done = guest.post(where, {"password1": chosen, "password2": chosen}, follow=True).text
    assert "Uw wachtwoord is opgeslagen" in done
    assert "Uw wachtwoord is gewijzigd." not in done


def test_user_invite_is_kept_nowhere(browser):
    answer = browser.get(reverse("user_invite", args=[make.consultant().pk]))
    assert "no-store" in answer["Cache-Control"]


# The service


def test_organisation_saves_the_service(browser):
    make.service()
    answer = browser.post(
        reverse("organisation"),
        {"service-name": "Sociale Zaken Maasdal", "service-phone": "043", "service-live_since": "1-9-2026"},
    )
    assert answer["Location"] == reverse("organisation")
    service = Organisation.objects.get(kind=Organisation.Kind.SERVICE)
    assert (service.name, service.phone, str(service.live_since)) == (
        "Sociale Zaken Maasdal",
        "043",
        "2026-09-01",
    )


def test_organisation_named_as_a_bureau(browser):
    make.bureau("Yonder")
    answer = browser.post(reverse("organisation"), {"service-name": "Yonder"})
    assert list(answer.context["service_form"].errors) == ["name"]
    assert "There is an organisation with this name already." in answer.text


@pytest.mark.parametrize(("prefix", "model"), [("municipality", Municipality), ("team", Team)])
def test_organisation_adds_once(browser, prefix, model):
    for _click in range(2):
        answer = browser.post(reverse("organisation"), {f"{prefix}-name": " Noord "})
        assert answer["Location"] == reverse("organisation")
    assert [row.name for row in model.objects.all()] == ["Noord"]
    assert "Noord" in browser.get(reverse("organisation")).text


@pytest.mark.parametrize(
    ("prefix", "address", "model"), [("municipality", "gemeente", Municipality), ("team", "team", Team)]
)
def test_organisation_renames(browser, prefix, address, model):
    first, other = model.objects.create(name="Nord"), model.objects.create(name="West")
    url = f"{reverse('organisation')}?{address}={first.pk}"
    assert 'value="Nord"' in browser.get(url).text
    answer = browser.post(url, {f"{prefix}-name": "West"})
    assert "There is another one with this name already." in answer.text
    assert browser.post(url, {f"{prefix}-name": "Noord"})["Location"] == reverse("organisation")
    assert list(model.objects.order_by("name")) == [first, other]
    assert model.objects.get(pk=first.pk).name == "Noord"
    assert browser.get(f"{reverse('organisation')}?{address}=0").status_code == 404


@pytest.mark.parametrize("prefix", ["service", "municipality", "team"])
def test_organisation_without_a_name(browser, prefix):
    answer = browser.post(reverse("organisation"), {f"{prefix}-name": " "})
    assert [form.prefix for form in answer.context["forms"] if form.errors] == [prefix]
    assert f'href="#id_{prefix}-name"' in answer.text


def test_organisation_costs_as_many_queries_for_many(browser, admin):
    url = reverse("organisation")
    add_team(name="West", by=admin)
    add_municipality(name="Maasdal", by=admin)
    before = queries(browser, url)
    for n in range(5):
        make.consultant(team=add_team(name=f"Team {n}", by=admin))
        add_municipality(name=f"Gemeente {n}", by=admin)
    assert queries(browser, url) == before
