"""The pages of childcare: asking, the page of a request, and everything that happens to it."""

import datetime
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests import make
from trajecten.childcare.casefile import childcare_threads
from trajecten.childcare.models import CareNotNeeded, ChildcareNeed, ChildcareRequest, Suspension
from trajecten.plans.models import Activity
from wiz.casefile.models import Event
from wiz.letters.models import Letter

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 4, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at(TODAY), tick=False):
        yield


@pytest.fixture
def sanne():
    return make.consultant(name="Sanne de Groot", language="en")


@pytest.fixture
def page(sanne):
    browser = Browser()
    browser.force_login(sanne)
    return browser


def family(sanne):
    client = make.client(sanne)
    make.child(client, "2021-03-10", "Sami")
    make.child(client, "2017-03-10", "Yara")
    return client


def typed(client, **changes):
    sami, yara = client.children.get(first_name="Sami"), client.children.get(first_name="Yara")
    body = {
        "purpose": "trajectory", "needed_from": "01-06-2026", "received_on": "20-04-2026",
        "away": "mon, tue 9-12", "travel_minutes": "20", "revision": "0", "form_key": str(uuid.uuid4()),
        f"child-{sami.pk}-kind_0": "day_care", f"child-{sami.pk}-care_0": "mon, tue 8:30-12:30",
        f"child-{sami.pk}-facility_0": "De Vlieger", f"child-{sami.pk}-lrk_number_0": "190 004 836",
        f"child-{yara.pk}-school": "mon-fri 8:30-14:30", f"child-{yara.pk}-kind_0": "school",
    }  # fmt: skip
    return body | {name.replace("sami", f"child-{sami.pk}"): value for name, value in changes.items()}


def test_a_request_is_asked_on_one_page(page, sanne):
    client = family(sanne)
    answer = page.post(reverse("childcare_add", args=[client.pk]), typed(client))
    request = ChildcareRequest.objects.get()
    assert answer.url == reverse("childcare_request", args=[request.pk])
    needs = request.needs.select_related("child").order_by("child__first_name")
    assert [(need.child.first_name, need.kind, need.lrk_number) for need in needs] == [
        ("Sami", "day_care", "190004836"),
        ("Yara", "school", ""),
    ]
    assert request.travel_minutes == 20
    assert request.away_hours.count() == 2
    body = page.get(answer.url).content.decode()
    assert "Decision by Mon 18 May" in body
    assert "Next: you" in body


def test_of_a_baby_no_school_is_asked(page, sanne):
    client = make.client(sanne)
    baby = make.child(client, "2025-11-01", "Bo")
    body = page.get(reverse("childcare_add", args=[client.pk])).content.decode()
    assert f"child-{baby.pk}-school" not in body
    typed_here = {
        "purpose": "work",
        "needed_from": "01-06-2026",
        "received_on": "20-04-2026",
        "revision": "0",
        "form_key": str(uuid.uuid4()),
        f"child-{baby.pk}-kind_0": "day_care",
    }
    assert page.post(reverse("childcare_add", args=[client.pk]), typed_here).status_code == 302
    request = ChildcareRequest.objects.get()
    assert (request.purpose, request.needs.get().child) == ("work", baby)


def test_two_clicks_make_one_request(page, sanne):
    client = family(sanne)
    body = typed(client)
    for _click in range(2):
        page.post(reverse("childcare_add", args=[client.pk]), body)
    assert ChildcareRequest.objects.count() == 1


def test_the_form_knows_the_activity_it_is_for(page, sanne):
    client = family(sanne)
    activity = make.order(client, start="2026-06-01", end="2026-12-01", placed_on=TODAY).activity
    body = page.get(f"{reverse('childcare_add', args=[client.pk])}?voor={activity.pk}").content.decode()
    assert 'value="2026-06-01"' in body or "01-06-2026" in body
    page.post(reverse("childcare_add", args=[client.pk]), typed(client, purpose=str(activity.pk)))
    assert ChildcareRequest.objects.get().activity == activity


@pytest.mark.parametrize("voor", ["", "0", "x", "9" * 30, "1;drop"])
def test_an_odd_activity_in_the_address_is_no_activity(page, sanne, voor):
    client = family(sanne)
    assert page.get(f"{reverse('childcare_add', args=[client.pk])}?voor={voor}").status_code == 200


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("needed_from", "", "Choose a day"),
        ("needed_from", "31-02-2026", "not a date"),
        ("until", "01-05-2026", "must not come before the first"),
        ("received_on", "21-04-2026", "must not lie in the future"),
        ("purpose", "999999", "Select a valid choice"),
        ("travel_minutes", "241", "240"),
        ("travel_minutes", "-1", "0"),
        ("away", "sometimes", "not understood"),
        ("sami-lrk_number_0", "12345678A", "nine digits"),
        ("sami-lrk_number_0", "１９０００４８３６", "nine digits"),
        ("sami-kind_0", "robot", "Select a valid choice"),
        ("sami-kind_0", "", "Choose which care"),
        ("revision", "x", ""),
        ("back_up", "x" * 301, "300"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field_and_kept(page, sanne, name, value, sentence):
    client = family(sanne)
    answer = page.post(reverse("childcare_add", args=[client.pk]), typed(client, **{name: value}))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "De Vlieger" in answer.content.decode()
    assert not ChildcareRequest.objects.exists()


def test_a_child_or_activity_of_another_client_cannot_be_slipped_in(page, sanne):
    client, other = family(sanne), family(sanne)
    strange = other.children.first()
    theirs = make.order(other, start="2026-06-01", end="2026-12-01", placed_on=TODAY).activity
    address = reverse("childcare_add", args=[client.pk])
    page.post(address, typed(client) | {f"child-{strange.pk}-kind_0": "day_care"})
    assert not ChildcareNeed.objects.filter(child=strange).exists()
    assert page.post(address, typed(client, purpose=str(theirs.pk))).status_code == 200
    assert not ChildcareRequest.objects.filter(activity=theirs).exists()


def test_script_in_a_name_is_shown_and_not_run(page, sanne):
    client = family(sanne)
    page.post(
        reverse("childcare_add", args=[client.pk]), typed(client, **{"sami-facility_0": "<script>x</script>"})
    )
    request = ChildcareRequest.objects.get()
    for address in (
        reverse("childcare_request", args=[request.pk]),
        reverse("childcare", args=[client.pk]),
        reverse("client", args=[client.pk]),
    ):
        assert "<script>x" not in page.get(address).content.decode()


def test_a_colleagues_change_comes_back_as_a_conflict_with_the_typed_text(page, sanne):
    client = family(sanne)
    request = make.childcare(client)
    address = reverse("childcare_change", args=[request.pk])
    ChildcareRequest.objects.update(revision=4)
    answer = page.post(address, typed(client, revision="1", back_up="Oma Toos"))
    assert answer.status_code == 409
    assert "Oma Toos" in answer.content.decode()
    assert page.post(address, typed(client, revision="4", back_up="Oma Toos")).status_code == 302
    assert ChildcareRequest.objects.get().back_up == "Oma Toos"


def test_a_change_shows_what_is_there(page, sanne):
    client = family(sanne)
    page.post(reverse("childcare_add", args=[client.pk]), typed(client))
    request = ChildcareRequest.objects.get()
    body = page.get(reverse("childcare_change", args=[request.pk])).content.decode()
    for words in ("De Vlieger", "190004836", "8:30–12:30", "8:30–14:30", "9:00–12:00"):
        assert words in body, words


# What happens to it


def do(page, request, move, expected=302, **body):
    prefixed = {f"{move}-{name}": value for name, value in body.items()}
    answer = page.post(reverse(f"childcare_{move}", args=[request.pk]), {"csrf": "x"} | prefixed)
    assert answer.status_code == expected, answer.content.decode()
    return answer.content.decode()


def decide(page, request, outcome, expected=302, **body):
    request.refresh_from_db()
    given = {"decide-revision": str(request.revision), "decide-outcome": outcome} | body
    answer = page.post(reverse("childcare_decide", args=[request.pk]), given)
    assert answer.status_code == expected
    return answer.content.decode()


def test_the_whole_way_of_a_request_by_its_page(page, sanne):
    client = family(sanne)
    page.post(reverse("childcare_add", args=[client.pk]), typed(client))
    request = ChildcareRequest.objects.get()
    do(page, request, "offer_asked", on="20-04-2026")
    do(page, request, "offer", on="20-04-2026", cost="412", pays_tax_office="300")
    do(page, request, "advance", needed="on", amount="412", paid_on="20-04-2026")
    do(page, request, "data", what="Het rooster", respond_by="04-05-2026")
    body = page.get(reverse("childcare_request", args=[request.pk])).content.decode()
    assert "Stands still until the data are in" in body
    assert "the client, who hands in data" in body
    do(page, request, "data_received", on="20-04-2026")
    do(page, request, "extend", reason="De offerte ontbrak")
    ticks = {f"decide-need_{need.pk}": "on" for need in request.needs.all()}
    decide(page, request, "granted", **ticks)
    do(page, request, "start", on="20-04-2026")
    do(page, request, "end", on="20-04-2026", reason="Verhuisd")
    request.refresh_from_db()
    assert request.state == "ended"
    assert {letter.kind for letter in Letter.objects.all()} == {
        "childcare-data-asked",
        "childcare-extended",
        "childcare-granted",
    }
    told = Event.objects.filter(client=client, kind__startswith="childcare").count()
    assert told == 10
    timeline = page.get(reverse("client_events", args=[client.pk]))
    assert "Childcare granted" in timeline.content.decode()


def test_a_refusal_without_a_reason_keeps_what_was_typed(page, sanne):
    request = make.childcare(family(sanne))
    body = decide(page, request, "refused", expected=200)
    assert "Say why" in body
    decide(page, request, "refused", **{"decide-reason": "Valt onder schooltijd"})
    request.refresh_from_db()
    assert (request.state, request.decision_reason) == ("refused", "Valt onder schooltijd")


def test_a_colleague_sees_who_decides_and_no_form(sanne):
    request = make.childcare(family(sanne))
    browser = Browser()
    browser.force_login(make.consultant(language="en"))
    body = browser.get(reverse("childcare_request", args=[request.pk])).content.decode()
    assert "Sanne de Groot decides on this request, or a team lead" in body
    assert "decide-outcome" not in body
    assert "owner of this request decides" in decide(
        browser, request, "refused", expected=200, **{"decide-reason": "Nee"}
    )


def test_a_second_decision_is_a_conflict(page, sanne):
    request = make.childcare(family(sanne))
    ticks = {f"decide-need_{need.pk}": "on" for need in request.needs.all()}
    decide(page, request, "granted", **ticks)
    lead = Browser()
    lead.force_login(make.team_lead(language="en"))
    body = decide(lead, request, "refused", expected=409, **{"decide-reason": "Nee"})
    assert "A colleague has decided" in body
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("move", "body"),
    [
        ("offer", {"on": "20-04-2026", "cost": "400", "pays_parent": "500"}),
        ("offer", {"on": "20-04-2026", "cost": "NaN"}),
        ("offer", {"on": "20-04-2026", "cost": "1e9"}),
        ("advance", {"amount": "10"}),
        ("advance", {"needed": "on", "amount": "-1"}),
        ("data", {"what": " ", "respond_by": "04-05-2026"}),
        ("data", {"what": "Rooster", "respond_by": "20-04-2026"}),
        ("data_received", {"on": "20-04-2026"}),
        ("extend", {"reason": ""}),
        ("start", {"on": "20-04-2026"}),
        ("end", {"on": "20-04-2026", "reason": "x"}),
        ("owner", {"owner": "999999999"}),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(page, sanne, move, body):
    request = make.childcare(family(sanne))
    before = ChildcareRequest.objects.values().get()
    do(page, request, move, expected=200, **body)
    assert ChildcareRequest.objects.values().get() == before
    assert not Suspension.objects.exists()


def test_a_worker_is_no_owner(page, sanne):
    request = make.childcare(family(sanne))
    do(page, request, "owner", expected=200, owner=str(make.worker().pk))
    colleague = make.consultant()
    do(page, request, "owner", owner=str(colleague.pk))
    request.refresh_from_db()
    assert request.owner == colleague


def test_no_care_needed_by_its_page(page, sanne):
    client = family(sanne)
    activity = make.order(client, start="2026-06-01", end="2026-12-01", placed_on=TODAY).activity
    listed = page.get(reverse("childcare", args=[client.pk])).content.decode()
    assert "Nothing arranged yet for" in listed
    address = reverse("childcare_not_needed", args=[activity.pk])
    assert "Say why" in page.post(address, {"reason": "other", "note": ""}).content.decode()
    page.post(address, {"reason": "school_hours"})
    assert CareNotNeeded.objects.get().activity == activity
    listed = page.get(reverse("childcare", args=[client.pk])).content.decode()
    assert "It falls within school hours" in listed
    page.post(reverse("childcare_needed", args=[activity.pk]))
    assert not CareNotNeeded.objects.exists()


def test_a_client_without_children_is_told_what_to_do_first(page, sanne):
    client = make.client(sanne)
    for name in ("childcare", "childcare_add"):
        assert "No children are known" in page.get(reverse(name, args=[client.pk])).content.decode()


# The web, the caseload, the calendar


@pytest.mark.parametrize(
    ("on", "kind", "state"),
    [
        ("2026-05-10", "info", "decide by 18 May"),
        ("2026-05-11", "soon", "decide by 18 May"),
        ("2026-05-19", "late", "decision 1 d late"),
    ],
)
def test_the_web_says_who_waits_for_whom(sanne, on, kind, state):
    client = family(sanne)
    make.childcare(client)
    with translation.override("en"):
        thread = childcare_threads(client, sanne, datetime.date.fromisoformat(on))[0]
    assert (thread.kind, thread.state, thread.move) == (kind, state, "you")
    assert "Sami" in thread.about


def test_the_caseload_finds_what_waits_and_what_lies_with_nobody(page, sanne):
    client = family(sanne)
    make.childcare(client)
    address = reverse("caseload")
    for value, found in (("wacht", True), ("te-laat", False), ("niemand", False), ("refused", False)):
        body = page.get(f"{address}?kinderopvang={value}&kolom=kinderopvang").content.decode()
        assert (client.last_name in body) is found, value
    type(client).objects.filter(pk=client.pk).update(consultant=None)
    body = page.get(f"{address}?van=alle&kinderopvang=niemand").content.decode()
    assert client.last_name in body


def test_pages_ask_the_same_number_of_queries_for_much(page, sanne):
    client = family(sanne)
    request = make.childcare(client)
    fields = {"client": client, "kind": "other", "start": "2026-04-01", "end": "2026-12-01"}
    Activity.objects.create(title="Cursus", **fields)

    def asked():
        numbers = []
        for name, pk in (("childcare", client.pk), ("childcare_request", request.pk), ("client", client.pk)):
            address = reverse(name, args=[pk])
            page.get(address)
            with CaptureQueriesContext(connection) as found:
                page.get(address)
            numbers.append(len(found))
        return numbers

    before = asked()
    for n in range(6):
        Activity.objects.create(title=f"Cursus {n}", **fields)
        more = make.childcare(client)
        Suspension.objects.create(
            request=more, what="Rooster", asked_on=TODAY, respond_by="2026-05-04", by=sanne
        )
    for kind in ("playgroup", "family", "host_parent"):
        for child in client.children.all():
            ChildcareNeed.objects.create(request=request, child=child, kind=kind)
    assert asked() == before
