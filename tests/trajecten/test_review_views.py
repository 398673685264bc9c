"""The reviewer's pages: the queue by age, deciding on one page, who may not, and what is never lost."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from tests import make
from trajecten.exemptions.actions import submit
from trajecten.exemptions.models import Exemption, ExemptionReview
from trajecten.reviews.views import waiting_for
from wiz.absence.actions import add_absence
from wiz.letters.models import Letter
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db
NOW = make.at("2026-04-24", 10)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def lead():
    return make.team_lead(language="en")


@pytest.fixture
def exemption():
    return make.exemption(state="submitted")


def signed_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


def given(exemption, outcome="granted", **changes):
    """What the page posts when a lead answers both questions and gives a reason."""
    return {
        "revision": exemption.revision,
        "lawful": "yes",
        "falls_short": "no",
        "reason": "EENREDEN die de cliënt leest",
        "outcome": outcome,
        **changes,
    }


def page(exemption):
    return reverse("review", args=[exemption.pk])


def test_queue_is_by_age_and_says_who_asked(lead):
    young = make.exemption(state="submitted", on="2026-04-23")
    old = make.exemption(state="submitted", on="2026-04-13")
    own = make.exemption(state="submitted", on="2026-04-20", by=lead)
    html = signed_in(lead).get(reverse("reviews")).content.decode()
    places = [html.index(one.client.number) for one in (old, own, young)]
    assert places == sorted(places)
    assert "You asked for this yourself." in html
    assert reverse("review", args=[own.pk]) not in html
    # Nine working days; five were given.
    assert "9 working days" in html
    assert "3 exemptions" in html


def test_empty_queue_says_so(lead):
    assert "Nothing waits for a review" in signed_in(lead).get(reverse("reviews")).content.decode()


def test_menu_counts_what_this_lead_can_decide(lead, exemption):
    make.exemption(state="submitted", by=lead)
    make.exemption(state="draft")
    html = signed_in(lead).get(reverse("reviews")).content.decode()
    assert 'To review <span class="wiz-count">1</span>' in html


def test_page_shows_everything_needed_to_judge(lead):
    client = make.client()
    make.exemption(client, "granted", "2025-04-20", start=datetime.date(2025, 5, 1), end=datetime.date(2025, 10, 31),
                   look_again_on=datetime.date(2025, 9, 1))  # fmt: skip
    exemption = make.exemption(client, "submitted", client_view="Dit is de max")
    opinion = make.opinion(make.exemption(state="submitted"))
    make.decide(make.exemption(state="submitted"), lesson="Vraag eerst naar opvang.")
    answer = signed_in(lead).get(page(exemption))
    html = answer.content.decode()
    for text in (
        exemption.reason,
        "Dit is de max",
        "Twaalf uur in het buurtrestaurant",
        "Vraag eerst naar opvang.",
    ):
        assert text.replace("'", "&#x27;") in html
    assert "1 May – 31 Oct 2025" in html
    assert opinion.question not in html  # of another request
    assert Look.objects.filter(user=lead, client=client, subject_id=exemption.pk).exists()


@pytest.mark.parametrize("outcome", ["granted", "returned", "refused"])
def test_decided_in_one_page(lead, exemption, outcome):
    answer = signed_in(lead).post(page(exemption), given(exemption, outcome), follow=True)
    assert answer.redirect_chain == [(reverse("reviews"), 302)]
    exemption.refresh_from_db()
    assert exemption.state == outcome
    assert exemption.client.number in answer.content.decode()
    assert exemption.client.name not in str(list(answer.context["messages"]))


def test_granted_shorter_and_for_other_hours(lead, exemption):
    changes = {"extent": "partial", "hours": "8,0", "start": "01-05-2026", "end": "31-07-2026"}
    with translation.override("nl"):
        lead.language = "nl"
        lead.save()
        assert signed_in(lead).post(page(exemption), given(exemption, **changes)).status_code == 302
    exemption.refresh_from_db()
    assert (exemption.granted_hours, exemption.granted_until) == (8, datetime.date(2026, 7, 31))


def test_full_granted_although_partial_was_asked_drops_the_hours(lead, exemption):
    signed_in(lead).post(page(exemption), given(exemption, extent="full", hours="16"))
    exemption.refresh_from_db()
    assert (exemption.granted_extent, exemption.granted_hours) == ("full", None)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"lawful": ""}, "lawful", "Say whether it is lawful."),
        ({"falls_short": ""}, "falls_short", "falls short of something"),
        ({"falls_short": "yes"}, "short_of", "Say what the client falls short of."),
        ({"reason": ""}, "reason", "Give a reason."),
        ({"lawful": "no"}, "lawful", "What is not lawful cannot be granted."),
        ({"end": "01-12-2027"}, "end", "within the period that was asked for"),
        ({"hours": ""}, "hours", "how many hours a week remain"),
        ({"outcome": ""}, None, "Choose a decision."),
        ({"outcome": "gone"}, None, "Choose a decision."),
    ],
)
def test_an_error_stands_at_its_field_and_keeps_the_text(lead, exemption, changes, field, sentence):
    if "hours" not in changes:
        changes = {"hours": "16", **changes}
    answer = signed_in(lead).post(page(exemption), given(exemption, extent="partial", **changes))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert sentence in " ".join(form.errors[field] if field else form.non_field_errors())
    if changes.get("reason") != "":
        assert "EENREDEN" in answer.content.decode()
    exemption.refresh_from_db()
    assert exemption.state == "submitted"


def test_enter_in_a_field_decides_nothing(lead, exemption):
    """A browser presses the first button of a form; that one has no decision."""
    html = signed_in(lead).get(page(exemption)).content.decode()
    form = html[html.index('aria-labelledby="judgement"') :]
    first = form[form.index('<button class="wiz-hidden" name="outcome"') :][:80]
    assert 'value=""' in first
    assert form.index('name="outcome" value=""') < form.index('value="granted"')


def test_the_second_lead_keeps_the_text_and_reads_who_was_first(lead, exemption):
    other = make.team_lead(language="en")
    browser = signed_in(other)
    browser.get(page(exemption))
    make.decide(exemption, "returned", by=lead)
    answer = browser.post(page(exemption), given(exemption, "refused"))
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "EENREDEN" in html
    assert "A colleague reviewed this request meanwhile." in html
    assert ExemptionReview.objects.get().outcome == "returned"


def test_own_request_cannot_be_decided(lead):
    own = make.exemption(state="submitted", by=lead)
    browser = signed_in(lead)
    html = browser.get(page(own)).content.decode()
    assert "You asked for this exemption yourself." in html
    assert 'value="granted"' not in html
    assert browser.post(page(own), given(own)).status_code == 422
    own.refresh_from_db()
    assert own.state == "submitted"


def test_what_no_longer_waits_leads_to_its_page(lead):
    decided = make.exemption(state="granted")
    answer = signed_in(lead).get(page(decided))
    assert answer.url == reverse("exemption", args=[decided.pk])


def test_substitute_finds_the_queue_on_today_and_decides(lead, exemption):
    substitute = make.consultant(language="en")
    browser = signed_in(substitute)
    assert browser.get(reverse("reviews")).url == reverse("today")
    assert reverse("reviews") not in browser.get(reverse("today")).content.decode()
    day = NOW.date()
    add_absence(lead, first_day=day, last_day=day, covered_by=substitute, by=lead, at=NOW)
    html = browser.get(reverse("today")).content.decode()
    assert "1 exemption waits for a review." in html
    assert reverse("reviews") in html
    assert browser.post(page(exemption), given(exemption)).status_code == 302
    assert Exemption.objects.get(pk=exemption.pk).reviews.get().by == substitute
    other = make.exemption(state="submitted")
    with time_machine.travel(make.at("2026-04-25", 10), tick=False):
        browser = signed_in(substitute)
        assert browser.get(reverse("reviews")).url == reverse("today")
        assert browser.get(page(other)).url == reverse("exemption", args=[other.pk])
        answer = browser.post(page(other), given(other))  # opened yesterday
        assert answer.status_code == 422
        assert "EENREDEN" in answer.content.decode()


def test_next_in_the_queue_goes_round(lead):
    first, second = (make.exemption(state="submitted", on=day) for day in ("2026-04-20", "2026-04-21"))
    browser = signed_in(lead)
    assert reverse("review", args=[second.pk]) in browser.get(page(first)).content.decode()
    html = browser.get(page(second)).content.decode()
    assert reverse("review", args=[first.pk]) in html
    assert "2 of 2" in html


def test_revoked_with_a_reason_the_client_reads(lead):
    exemption = make.exemption(state="granted")
    browser, url = signed_in(lead), reverse("exemption_revoke", args=[exemption.pk])
    assert browser.get(url).status_code == 200
    answer = browser.post(url, {"last_day": "23-04-2026", "reason": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    answer = browser.post(url, {"last_day": "22-04-2026", "reason": "Opvang rond"})
    assert list(answer.context["form"].errors) == ["last_day"]
    assert browser.post(url, {"last_day": "31-05-2026", "reason": "Opvang rond"}).status_code == 302
    exemption.refresh_from_db()
    assert exemption.granted_until == datetime.date(2026, 5, 31)
    assert Letter.objects.filter(kind="exemption-revoked", client=exemption.client).count() == 1


def test_consultant_reads_why_she_cannot_revoke(exemption):
    granted = make.exemption(state="granted", by=make.consultant(language="en"))
    html = signed_in(granted.made_by).get(reverse("exemption_revoke", args=[granted.pk])).content.decode()
    assert "A team lead decides on an exemption." in html
    assert 'name="last_day"' not in html


@pytest.mark.parametrize(("day", "offered"), [("2026-10-31", True), ("2026-11-01", False)])
def test_what_is_over_is_not_revoked(lead, day, offered):
    """On its last day it still is: then it ended the day before."""
    over = make.exemption(state="granted")
    url = reverse("exemption_revoke", args=[over.pk])
    with time_machine.travel(make.at(day), tick=False):
        browser = signed_in(lead)
        assert (url in browser.get(reverse("exemption", args=[over.pk])).content.decode()) == offered
        form = browser.get(url).content.decode()
        assert ('name="last_day"' in form) == offered
        assert ("It ended on 31 October 2026" in form) != offered


@pytest.mark.parametrize("hours", ["20", "7.5"])
def test_what_was_asked_is_granted_as_a_browser_in_dutch_sends_it_back(hours):
    """A number field would empty itself: a browser knows no comma in it."""
    exemption = make.exemption(state="submitted", hours=Decimal(hours))
    browser = signed_in(make.team_lead(language="nl"))
    fields = browser.get(page(exemption)).context["form"]
    with translation.override("nl"):
        shown = str(fields["hours"])
    assert 'type="text"' in shown
    assert f'value="{hours.replace(".", ",")}"' in shown
    sent = given(exemption, extent="partial", hours=hours.replace(".", ","))
    answer = browser.post(page(exemption), sent)
    assert answer.status_code == 302
    exemption.refresh_from_db()
    assert exemption.granted_hours == Decimal(hours)


def test_who_submitted_an_earlier_round_decides_in_none_after_it():
    """Returned by a colleague and submitted again by the consultant, it is still what this lead asked for."""
    asker, other = make.team_lead(), make.team_lead()
    made = make.exemption(by=asker)
    submit(made, revision=1, by=asker, at=make.at("2026-04-20"))
    make.decide(made, "returned", "2026-04-20", by=other)
    made.refresh_from_db()
    submit(made, revision=made.revision, by=made.client.consultant, at=make.at("2026-04-21"))
    Exemption.objects.filter(pk=made.pk).update(made_by=made.client.consultant)
    made.refresh_from_db()
    assert asker.pk not in made.requesters
    answer = signed_in(asker).post(page(made), given(made))
    assert answer.status_code == 422
    assert Exemption.objects.get(pk=made.pk).state == "submitted"
    assert str(answer.context["why_not"]) in answer.content.decode()
    assert made.pk not in waiting_for(asker).values_list("pk", flat=True)
    assert made.pk in waiting_for(other).values_list("pk", flat=True)
    queue = signed_in(asker).get(reverse("reviews")).content.decode()
    assert page(made) not in queue
    assert "U heeft dit in een eerdere ronde gevraagd. Een andere teamleider beslist." in queue
    assert page(made) in signed_in(other).get(reverse("reviews")).content.decode()


def test_a_consultant_who_posts_a_decision_reads_who_decides(exemption):
    answer = signed_in(make.consultant(language="en")).post(page(exemption), given(exemption))
    assert answer.status_code == 422
    assert "A team lead decides on an exemption." in answer.content.decode()
    assert Exemption.objects.get(pk=exemption.pk).state == "submitted"
