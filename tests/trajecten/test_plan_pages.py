"""The pages of a plan on its way: reading, offering, signing with a scan, versions, print, ending."""

import datetime
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make
from trajecten.plans import actions
from trajecten.plans.models import Plan, PlanVersion, TrainingRefusal
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.terms import now, today
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 scan"


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


def planned(client: Client, goals: int = 1) -> Plan:
    return actions.save_plan(
        client,
        kind="work",
        end_goal="Werk in het groen",
        preference="Buiten zijn",
        goals=[(None, f"Doel {n}", None, "client") for n in range(goals)],
        revision=0,
        by=client.consultant,
        at=now(),
    )


def offered(plan: Plan) -> PlanVersion:
    plan = Plan.objects.get(pk=plan.pk)
    return actions.offer_plan(plan, revision=plan.revision, by=plan.made_by, at=now())


def signing(**changes: Any) -> dict[str, Any]:
    later = today() + datetime.timedelta(days=180)
    usual = {"how": "screen", "seen": "on", "name": "Noor", "signed_on": f"{today():%d-%m-%Y}"}
    return {**usual, "review_on": f"{later:%d-%m-%Y}", **changes}


def page(response: Any) -> str:
    return response.content.decode()


def test_offer_print_and_sign_on_screen(browser, client):
    plan = planned(client)
    here = reverse("plan", args=[client.pk])
    assert "draft, not offered yet" in page(browser.get(here))
    browser.post(reverse("plan_offer", args=[client.pk]), {"revision": plan.revision})
    version = plan.versions.get()
    printed = browser.get(reverse("plan_pdf", args=[client.pk, version.pk]))
    assert printed.content.startswith(b"%PDF-")
    assert printed["Content-Disposition"] == 'inline; filename="trajectplan-1.pdf"'
    assert client.last_name not in str(printed.headers)
    assert Look.objects.filter(client=client, subject_id=version.pk).count() == 1
    answer = browser.post(reverse("plan_sign", args=[client.pk, version.pk]), signing())
    assert answer.url == here
    shown = page(browser.get(here))
    assert "signed " in shown
    assert "version 1" in shown


def test_sign_on_paper_and_get_the_scan_back(browser, client):
    version = offered(planned(client))
    url = reverse("plan_sign", args=[client.pk, version.pk])
    data = signing(how="paper", scan=SimpleUploadedFile("getekend.pdf", PDF))
    assert browser.post(url, data).status_code == 302
    scan = browser.get(reverse("plan_scan", args=[client.pk, version.pk]))
    assert b"".join(scan.streaming_content) == PDF
    assert scan["Content-Disposition"].startswith("attachment")
    assert Look.objects.filter(what="attachment", subject_id=version.pk).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"how": ""}, "Choose how the client signed."),
        ({"seen": ""}, "Confirm that the client agreed in your presence."),
        ({"how": "paper"}, "Add a scan or photo of the signed plan."),
        ({"name": ""}, "Fill in the name of the person who signs."),
        ({"signed_on": "31-13-2026"}, "This is not a date."),
    ],
)
def test_sign_says_what_is_missing_and_keeps_what_was_typed(browser, client, changes, words):
    version = offered(planned(client))
    answer = browser.post(reverse("plan_sign", args=[client.pk, version.pk]), signing(**changes))
    assert answer.status_code == 200
    assert words in page(answer)
    assert PlanVersion.objects.get(pk=version.pk).signed_on is None


def test_sign_with_a_program_that_says_it_is_a_scan(browser, client):
    version = offered(planned(client))
    data = signing(how="paper", scan=SimpleUploadedFile("getekend.pdf", b"MZ\x90 program", "application/pdf"))
    answer = browser.post(reverse("plan_sign", args=[client.pk, version.pk]), data)
    assert "does not match its name" in page(answer)


def test_sign_a_version_that_was_taken_back_meanwhile(browser, client):
    plan = planned(client)
    old = offered(plan)
    browser.post(reverse("plan_withdraw", args=[client.pk, old.pk]))
    offered(plan)
    answer = browser.post(reverse("plan_sign", args=[client.pk, old.pk]), signing())
    assert answer.status_code == 409
    assert "cannot be signed any more" in page(answer)


def test_change_is_closed_while_an_offer_waits(browser, client):
    offered(planned(client))
    answer = browser.get(reverse("plan_change", args=[client.pk]), follow=True)
    assert "Take the offer back before you change it." in page(answer)


def test_version_page_says_what_is_different(browser, client):
    plan = planned(client)
    url = reverse("plan_sign", args=[client.pk, offered(plan).pk])
    browser.post(url, signing())
    plan = Plan.objects.get(pk=plan.pk)
    actions.drop_goal(plan.goals.get(), reason="Past niet", by=plan.made_by, at=now())
    make.order(client, goals=("Stage zoeken",))
    here = page(browser.get(reverse("plan", args=[client.pk])))
    assert "Changed since it was signed, not offered yet" in here
    second = offered(plan)
    shown = page(browser.get(reverse("plan_version", args=[client.pk, second.pk])))
    assert "Different from version 1" in shown
    for words in ("removed", "added", "Doel 0", "Stage zoeken"):
        assert words in shown


def test_review_end_and_another_plan(browser, client):
    plan = planned(client)
    browser.post(reverse("plan_sign", args=[client.pk, offered(plan).pk]), signing())
    day, later = f"{today():%d-%m-%Y}", f"{today() + datetime.timedelta(days=90):%d-%m-%Y}"
    review = {"on": day, "note": "Loopt goed", "next_on": later, "form_key": uuid.uuid4()}
    browser.post(reverse("plan_review", args=[client.pk]), review)
    assert "Loopt goed" in page(browser.get(reverse("plan", args=[client.pk])))
    ending = {"ended_on": day, "result": "reached", "reason": "Werkt nu"}
    browser.post(reverse("plan_end", args=[client.pk]), ending)
    shown = page(browser.get(reverse("plan", args=[client.pk])))
    assert "There is no trajectory plan yet" in shown
    assert "Werkt nu" in shown
    assert "Make plan" in page(browser.get(reverse("plan_change", args=[client.pk])))


def test_rest_plan_asks_its_end_at_the_field(browser, client):
    data = {"kind": "rest", "end_goal": "Rust", "revision": 0}
    data |= {f"{name}-TOTAL_FORMS": 0 for name in ("goals", "activities", "adds")}
    data |= {f"{name}-INITIAL_FORMS": 0 for name in ("goals", "activities", "adds")}
    answer = browser.post(reverse("plan_change", args=[client.pk]), data)
    assert list(answer.context["form"].errors) == ["rest_until"]
    data |= {"rest_until": "01-01-2030"}
    answer = browser.post(reverse("plan_change", args=[client.pk]), data)
    assert list(answer.context["form"].errors) == ["expected"]
    assert (
        browser.post(reverse("plan_change", args=[client.pk]), {**data, "expected": "Lopen"}).status_code
        == 302
    )


def test_contribution_and_cost_stand_with_the_activity(browser, client):
    order = make.order(client)
    plan = Plan.objects.get(client=client)
    data = {"kind": "work", "end_goal": "Werk", "revision": plan.revision, "goals-TOTAL_FORMS": 0}
    data |= {"goals-INITIAL_FORMS": 0, "activities-TOTAL_FORMS": 0, "activities-INITIAL_FORMS": 0}
    data |= {"adds-TOTAL_FORMS": 1, "adds-INITIAL_FORMS": 1, "adds-0-activity": order.activity_id}
    data |= {"adds-0-contribution": "Vast ritme", "adds-0-cost": "1250"}
    browser.post(reverse("plan_change", args=[client.pk]), data)
    shown = page(browser.get(reverse("plan", args=[client.pk]))).replace("\xa0", " ")
    assert "Vast ritme" in shown
    assert "250" in shown
    other = make.order().activity
    browser.post(
        reverse("plan_change", args=[client.pk]),
        {**data, "revision": plan.revision + 1, "adds-0-activity": other.pk},
    )
    other.refresh_from_db()
    assert other.contribution == ""


def test_a_day_that_has_passed_is_said_and_saved(browser, client):
    data = {
        "kind": "work",
        "end_goal": "Werk",
        "revision": 0,
        "goals-TOTAL_FORMS": 1,
        "goals-INITIAL_FORMS": 0,
    }
    data |= {"goals-0-text": "Opvang", "goals-0-due": "01-01-2020", "goals-0-who": "client"}
    data |= {"activities-TOTAL_FORMS": 0, "activities-INITIAL_FORMS": 0}
    answer = browser.post(reverse("plan_change", args=[client.pk]), data, follow=True)
    assert "has passed already" in page(answer)
    assert client.plans.get().goals.get().due == datetime.date(2020, 1, 1)


def test_training_refused_stands_there_with_its_number_and_the_rule(browser, client):
    url = reverse("plan_refuse_training", args=[client.pk])
    assert "part-time job" in page(browser.get(url))
    assert "Give a reason." in page(browser.post(url, {"training": "Mbo 3"}))
    data = {"training": "Mbo 3", "reason": "Te lang", "on": f"{today():%d-%m-%Y}", "form_key": uuid.uuid4()}
    for _click in range(2):
        browser.post(url, data)
    assert TrainingRefusal.objects.count() == 1
    assert "refused 1 time" in page(browser.get(reverse("plan", args=[client.pk])))


def test_goal_ticked_off_leads_back_to_where_it_was(browser, client):
    goal = planned(client).goals.get()
    url = reverse("goal_reached", args=[goal.pk])
    assert browser.post(url, {"next": "/vandaag/"}).url == "/vandaag/"
    assert browser.post(url, {"next": "https://evil.example/", "open": "1"}).url.startswith("/clienten/")
    goal.refresh_from_db()
    assert goal.state == "open"


def test_plan_page_takes_as_many_queries_for_a_long_plan(browser, client):
    def count() -> int:
        browser.get(reverse("plan", args=[client.pk]))
        with CaptureQueriesContext(connection) as found:
            assert browser.get(reverse("plan", args=[client.pk])).status_code == 200
        return len(found)

    plan = planned(client, goals=2)
    version = offered(plan)
    browser.post(reverse("plan_sign", args=[client.pk, version.pk]), signing())
    make.order(client)
    before = count()
    for _n in range(5):
        make.order(client)
        offer = offered(plan)
        actions.withdraw_offer(offer, by=plan.made_by, at=now())
    assert count() == before
    assert before <= 25


def test_caseload_shows_and_narrows_to_the_plan(browser, client, consultant):
    planned(client)
    other = make.client(consultant)
    url = reverse("caseload")
    assert "Towards work" in page(browser.get(url))
    for query, stands, gone in (
        ("?plan=draft", client, other),
        ("?plan=geen", other, client),
        ("?plansoort=work", client, other),
    ):
        shown = page(browser.get(url + query))
        assert stands.last_name in shown
        assert gone.last_name not in shown


def test_caseload_counts_who_was_refused_training(browser, client, consultant):
    """The number the caseload says is how a team lead sees how often the council's rule was passed over."""
    other = make.client(consultant)
    for who, on in ((client, today()), (other, today() - datetime.timedelta(days=400))):
        actions.refuse_training(
            who, training="Mbo 3", reason="Te lang", on=on, form_key=uuid.uuid4(), by=consultant, at=now()
        )
    make.client(consultant, last_name="Zondervan")
    found = page(browser.get(reverse("caseload") + "?scholing=ja"))
    assert client.last_name in found
    assert other.last_name in found
    assert "Zondervan" not in found
    assert other.last_name not in page(browser.get(reverse("caseload") + "?scholing=dit-jaar"))
