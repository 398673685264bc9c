"""Asking colleagues what they think: who is asked, what she finds on Today, and that she decides nothing."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from tests import make
from trajecten.exemptions.models import Exemption, PeerOpinion
from wiz.casefile.models import Event
from wiz.people.models import User
from wiz.ui.navigation import numbers

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at(TODAY, 12), tick=False):
        yield


@pytest.fixture
def exemption() -> Exemption:
    return make.exemption(make.client(make.consultant(language="en", name="Sanne")), "submitted", TODAY)


@pytest.fixture
def asker(exemption: Exemption) -> User:
    return exemption.made_by


@pytest.fixture
def carla() -> User:
    return make.consultant(language="en", name="Carla")


def browser_of(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def page(response: Any) -> str:
    return response.content.decode()


def ask(exemption: Exemption, asker: User, *peers: User, **changes: Any) -> Any:
    address = reverse("exemption_ask_peers", args=[exemption.pk])
    sent = {"peers": [peer.pk for peer in peers], "question": "Is dit te ruim?", **changes}
    return browser_of(asker).post(address, sent)


def page_of(exemption: Exemption, user: User) -> str:
    return page(browser_of(user).get(reverse("exemption", args=[exemption.pk])))


def today_of(user: User) -> str:
    return page(browser_of(user).get(reverse("today")))


def test_choice_is_active_colleagues_who_work_cases_and_not_herself(exemption, asker, carla):
    lead, gone, worker, admin = (
        make.team_lead(),
        make.consultant(),
        make.worker(),
        User.objects.get(email__startswith="beheer"),
    )
    User.objects.filter(pk=gone.pk).update(is_active=False)
    form = browser_of(asker).get(reverse("exemption_ask_peers", args=[exemption.pk])).context["form"]
    offered = set(form.fields["peers"].queryset)
    assert {carla, lead} <= offered
    assert not offered & {asker, gone, worker, admin}
    for stranger in (asker, gone, worker, admin):
        assert "peers" in ask(exemption, asker, stranger).context["form"].errors
    assert not PeerOpinion.objects.exists()


def test_asked_answered_and_seen_by_who_asked(exemption, asker, carla):
    assert ask(exemption, asker, carla).url == reverse("exemption", args=[exemption.pk])
    shown = today_of(carla)
    assert "Sanne asks for your opinion." in shown
    assert "Is dit te ruim?" in shown
    assert numbers(carla, ["today"])["today"] == 1
    assert "Nothing waits for you" not in shown
    opinion = PeerOpinion.objects.get()
    assert "Sanne asks for your opinion" in page_of(exemption, carla)
    answer = reverse("opinion_answer", args=[opinion.pk])
    for _click in range(2):
        assert browser_of(carla).post(answer, {"words": "Vorig jaar was het te ruim."}).status_code == 302
    assert Event.objects.filter(kind="exemption-peer-answered").count() == 1
    assert numbers(carla, ["today"])["today"] == 0
    assert "Carla gave the opinion you asked for." in today_of(asker)
    assert "Vorig jaar was het te ruim." in page_of(exemption, asker)
    # Read, it is news no longer.
    assert "Carla gave the opinion" not in today_of(asker)
    exemption.refresh_from_db()
    assert exemption.state == "submitted"


def test_nobody_is_asked_without_being_chosen(exemption, asker):
    assert list(ask(exemption, asker).context["form"].errors) == ["peers"]


def test_who_was_asked_already_is_not_asked_twice(exemption, asker, carla):
    lead = make.team_lead()
    ask(exemption, asker, carla)
    assert "peers" in ask(exemption, asker, carla).context["form"].errors
    ask(exemption, asker, lead)
    assert set(PeerOpinion.objects.values_list("peer", flat=True)) == {carla.pk, lead.pk}


def test_empty_opinion_comes_back_at_its_field(exemption, asker, carla):
    ask(exemption, asker, carla)
    answer = browser_of(carla).post(
        reverse("opinion_answer", args=[PeerOpinion.objects.get().pk]), {"words": "  "}
    )
    assert answer.status_code == 422
    assert "Say what you think, in a sentence or two." in page(answer)


def test_only_who_was_asked_answers(exemption, asker, carla):
    ask(exemption, asker, carla)
    opinion = PeerOpinion.objects.get()
    for other in (asker, make.consultant(language="en"), make.team_lead(language="en")):
        answer = browser_of(other).post(reverse("opinion_answer", args=[opinion.pk]), {"words": "Ik vind"})
        assert answer.status_code == 422
        assert "This colleague was not asked" in page(answer)
    opinion.refresh_from_db()
    assert opinion.words == ""


def test_no_time_is_said_and_who_asked_reads_it(exemption, asker, carla):
    ask(exemption, asker, carla)
    address = reverse("opinion_withdraw", args=[PeerOpinion.objects.get().pk])
    answer = browser_of(carla).post(address, {"next": reverse("today")})
    assert answer.url == reverse("today")
    assert numbers(carla, ["today"])["today"] == 0
    assert "had no time" in page_of(exemption, asker)
    assert Event.objects.filter(kind="exemption-peer-declined").exists()
    # She may be asked again.
    ask(exemption, asker, carla)
    assert numbers(carla, ["today"])["today"] == 1


def test_who_asked_needs_it_no_longer_and_nobody_else_says_so(exemption, asker, carla):
    ask(exemption, asker, carla)
    opinion = PeerOpinion.objects.get()
    address = reverse("opinion_withdraw", args=[opinion.pk])
    browser_of(make.consultant()).post(address)
    assert PeerOpinion.objects.unanswered().exists()
    browser_of(asker).post(address)
    assert "no longer asked" in page_of(exemption, asker)


@pytest.mark.parametrize("outcome", ["granted", "refused"])
def test_unanswered_lapses_with_the_decision_and_typed_text_is_kept(exemption, asker, carla, outcome):
    ask(exemption, asker, carla)
    make.decide(exemption, outcome, TODAY)
    assert numbers(carla, ["today"])["today"] == 0
    assert "not answered before the decision" in page_of(exemption, asker)
    late = browser_of(carla).post(
        reverse("opinion_answer", args=[PeerOpinion.objects.get().pk]), {"words": "Lang over nagedacht."}
    )
    assert late.status_code == 422
    assert "This has been decided: an opinion comes too late." in page(late)
    assert "Lang over nagedacht." in page(late)
    answer = browser_of(asker).get(reverse("exemption_ask_peers", args=[exemption.pk]))
    assert answer.url == reverse("exemption", args=[exemption.pk])


def test_returned_request_still_waits_for_the_opinion(exemption, asker, carla):
    ask(exemption, asker, carla)
    make.decide(exemption, "returned", TODAY)
    assert numbers(carla, ["today"])["today"] == 1


def test_a_reviewer_asks_too_and_goes_back_to_her_page(exemption, carla):
    lead = make.team_lead()
    answer = ask(exemption, lead, carla, next="/beoordelen/")
    assert answer.url == "/beoordelen/"
    assert PeerOpinion.objects.get().asked_by == lead


# What came back with advice


def test_what_came_back_stands_on_today_of_who_submitted_it_and_of_who_has_the_client():
    lead, colleague, other = make.team_lead(), make.consultant(), make.consultant()
    hers = make.client(make.consultant())
    returned = make.exemption(hers, state="returned", by=colleague, lead=lead)
    make.exemption(state="submitted", by=colleague)
    for user, count in ((hers.consultant, 1), (colleague, 1), (other, 0)):
        answer = browser_of(user).get(reverse("today"))
        shown = [row for asked in answer.context["asked"] for row in asked["rows"]]
        assert shown == [returned] * count
        assert page(answer).count(make.judgement().reason) == count
        assert numbers(user, ["today"])["today"] == count
