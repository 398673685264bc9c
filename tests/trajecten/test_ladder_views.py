"""The page on which a client is placed, and what happens after a step back."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from tests import make
from trajecten.ladder.history import history, placements_of
from trajecten.ladder.models import Ladder, Placement
from wiz.casefile.events import sentence
from wiz.casefile.models import Event
from wiz.clients.models import Client
from wiz.flags.actions import sweep
from wiz.people.models import User

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at(TODAY, 10), tick=False), translation.override("en"):
        yield


@pytest.fixture
def consultant() -> User:
    return make.consultant(language="en")


@pytest.fixture
def browser(consultant: User) -> Browser:
    return signed_in(consultant)


@pytest.fixture
def client(consultant: User) -> Client:
    return make.client(consultant, on="2020-01-06")


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def text(response: Any) -> str:
    return response.content.decode()


def address(client: Client, ladder: str = "") -> str:
    page = reverse("ladder", args=[client.pk])
    return f"{page}?ladder={Ladder.objects.get(name=ladder).pk}" if ladder else page


def hidden(page: str) -> dict[str, str]:
    """Return what the form of a page sends along by itself."""
    return dict(re.findall(r'type="hidden" name="(seen|form_key)" value="([^"]*)"', page))


def press(browser: Browser, client: Client, position: int, reason: str = "Gaat goed.", **typed: str) -> Any:
    """Open the page, type a reason, press a rung."""
    page = text(browser.get(address(client)))
    sent = {**hidden(page), "rung": make.rung(position).pk, "reason": reason, "on": "", **typed}
    return browser.post(address(client), sent)


def latest(client: Client) -> Placement:
    return Placement.objects.current().get(client=client, ladder__is_default=True)


def test_from_today_up_a_rung_with_a_reason_in_three_interactions(browser, client):
    make.placement(client, 2, "2025-01-10")
    sweep(at=make.at(TODAY))
    assert f'href="{address(client)}"' in text(browser.get(reverse("today")))
    page = text(browser.get(address(client)))  # one: the link to the ladder
    assert re.search(r"<textarea[^>]*name=\"reason\"[^>]*autofocus", page)  # two: type, it is focused already
    buttons = re.findall(r'<button class="[^"]*" name="rung" value="(\d+)"', page)
    assert str(make.rung(3).pk) in buttons  # three: press
    sent = {**hidden(page), "reason": "Twee dagdelen volgehouden.", "rung": buttons[3], "on": ""}
    browser.post(address(client), sent)
    assert (latest(client).rung.position, latest(client).kind) == (3, "up")


@pytest.mark.parametrize(("came_from", "leads_to"), [("/vandaag/", "/vandaag/"), ("//elders.example/", None)])
def test_who_came_from_today_goes_back_to_today(browser, client, came_from, leads_to):
    page = f"{address(client)}?next={came_from}"
    sent = {**hidden(text(browser.get(page))), "rung": make.rung(2).pk, "reason": "Gaat goed.", "on": ""}
    assert browser.post(page, sent).url == (leads_to or address(client))


def test_enter_in_the_reason_moves_nobody(browser, client):
    """A text of more lines takes Enter as a new line; and what comes without a rung places nobody."""
    page = text(browser.get(address(client)))
    assert '<input type="text" name="reason"' not in page
    response = browser.post(address(client), {**hidden(page), "reason": "Zomaar", "on": ""})
    assert response.status_code == 200
    assert "Choose a rung." in text(response)
    assert "Zomaar</textarea>" in text(response)
    assert not Placement.objects.exists()


def test_first_placement_progress_and_step_back(browser, client):
    assert "where the client starts" in text(browser.get(address(client)))
    for position, kind, said in (
        (2, "placed", "Now on Sport 2 · sociale activering."),
        (2, "progress", "Progress within Sport 2 · sociale activering has been noted."),
        (1, "down", "Now on Sport 1 · zorg en rust."),
    ):
        response = press(browser, client, position)
        assert response.url == address(client)
        assert said in text(browser.get(response.url))
        assert latest(client).kind == kind


def test_the_current_rung_is_marked_and_offers_progress_instead_of_a_move(browser, client):
    make.placement(client, 4, "2025-06-01")
    page = text(browser.get(address(client)))
    here = re.search(r'<li class="is-here" aria-current="step">(.*?)</li>', page, re.S)
    assert here
    assert "Sport 4 · leren voor werk" in here[1]
    assert "now here, since Sun 1 Jun 2025" in here[1]
    assert "Progress within this rung" in here[1]
    assert page.count('name="rung"') == 6


def test_since_when_counts_from_the_move_and_not_from_the_progress(browser, client):
    for position, day in ((2, "2024-03-01"), (3, "2025-06-01"), (3, "2026-01-05"), (3, "2026-02-05")):
        make.placement(client, position, day)
    found = history(latest(client).ladder, placements_of(client, client.consultant), TODAY)
    assert str(found.since) == "2025-06-01"


def test_without_a_reason_the_page_says_so_and_keeps_the_rest(browser, client):
    response = press(browser, client, 3, reason=" ", on="01-02-2026")
    assert response.status_code == 200
    assert "Say why, then choose the rung again." in text(response)
    assert 'value="01-02-2026"' in text(response)
    assert "<details open>" in text(response)
    assert not Placement.objects.exists()


@pytest.mark.parametrize("on", ["11-03-2026", "31-12-2025", "gisteren"])
def test_a_wrong_day_is_said_at_its_field(browser, client, on):
    make.placement(client, 2, "2026-01-01")
    response = press(browser, client, 3, on=on)
    assert response.status_code == 200
    assert '<div id="div_id_on" class="utrecht-form-field utrecht-form-field--invalid' in text(response)
    assert "<details open>" in text(response)
    assert Placement.objects.count() == 1


def test_an_earlier_day_is_kept_as_the_day_it_was(browser, client):
    press(browser, client, 2, on="5-2-26")
    assert latest(client).on == datetime.date(2026, 2, 5)


def test_who_was_second_sees_the_newer_rung_and_her_own_reason_and_may_go_on(browser, client):
    page = text(browser.get(address(client)))
    make.placement(client, 2, "2026-03-10")
    sent = {**hidden(page), "reason": "Mijn reden", "rung": make.rung(4).pk, "on": ""}
    response = browser.post(address(client), sent)
    assert response.status_code == 409
    assert "Where this client stands changed since you opened this page." in text(response)
    assert "Mijn reden</textarea>" in text(response)
    assert "now here, since" in text(response)
    again = {**sent, **hidden(text(response))}
    assert browser.post(address(client), again).status_code == 302
    assert [row.rung.position for row in Placement.objects.order_by("pk")] == [2, 4]


def test_the_same_page_sent_twice_places_once(browser, client):
    page = text(browser.get(address(client)))
    sent = {**hidden(page), "reason": "X", "rung": make.rung(4).pk, "on": ""}
    assert [browser.post(address(client), sent).status_code for _click in range(2)] == [302, 302]
    assert Placement.objects.count() == 1


def test_a_used_page_that_comes_back_by_the_browsers_button_moves_only_after_a_look(browser, client):
    page = text(browser.get(address(client)))
    sent = {**hidden(page), "reason": "X", "rung": make.rung(4).pk, "on": ""}
    browser.post(address(client), sent)
    for other in ({"rung": make.rung(5).pk}, {"reason": "Y"}):
        response = browser.post(address(client), {**sent, **other})
        assert response.status_code == 409
        assert Placement.objects.count() == 1
    assert browser.post(address(client), {**sent, **other, **hidden(text(response))}).status_code == 302
    assert [(row.kind, row.reason) for row in Placement.objects.order_by("pk")] == [
        ("placed", "X"),
        ("progress", "Y"),
    ]


def test_a_rung_of_another_ladder_is_no_button_of_this_page(browser, client):
    response = press(browser, client, 1, rung=str(make.rung(1, "Participatieladder").pk))
    assert "Choose a rung of this ladder." in text(response)
    assert not Placement.objects.exists()


def test_another_ladder_is_a_tab_and_stays_open_after_placing(browser, client):
    url = address(client, "Participatieladder")
    page = text(browser.get(url))
    assert "Trede 3 · georganiseerde activiteiten" in page
    sent = {**hidden(page), "reason": "Uit het rapport", "rung": make.rung(3, "Participatieladder").pk}
    assert browser.post(url, sent).url == url
    assert "Participatieladder</a>: Trede 3" in text(browser.get(address(client)))


def test_a_retired_ladder_shows_its_history_and_places_nobody(browser, client):
    name = "Fase 1 tot en met 4"
    assert name not in text(browser.get(address(client)))
    make.placement(client, 2, "2005-04-01", ladder=name, reason="Oude indeling")
    page = text(browser.get(address(client, name)))
    assert "This ladder is no longer used since Thu 1 Jan 2009" in page
    assert "Oude indeling" in page
    assert 'name="rung"' not in page


def test_without_any_ladder_the_page_says_who_makes_one(browser, client):
    Ladder.objects.all().delete()
    assert "There is no ladder yet" in text(browser.get(address(client)))
    assert browser.post(address(client), {"reason": "X"}).status_code == 200


def test_a_slip_is_undone_from_the_page_and_a_second_click_does_no_harm(browser, client):
    make.placement(client, 2, "2026-01-01")
    press(browser, client, 5)
    url = reverse("placement_undo", args=[client.pk, latest(client).pk])
    assert url in text(browser.get(address(client)))
    for _click in range(2):
        assert "This has been undone." in text(browser.post(url, follow=True))
    assert latest(client).rung.position == 2
    assert url not in text(browser.get(address(client)))


def test_a_colleagues_placement_has_no_undo_and_refuses_it(browser, client):
    row = make.placement(client, 2, "2026-03-10", by=make.consultant())
    url = reverse("placement_undo", args=[client.pk, row.pk])
    assert url not in text(browser.get(address(client)))
    assert "Only the person who recorded this can undo it" in text(browser.post(url, follow=True))
    assert latest(client) == row


def test_the_undo_of_another_clients_placement_finds_nothing(browser, client):
    row = make.placement(make.client(client.consultant), 2, "2026-03-10")
    browser.post(reverse("placement_undo", args=[client.pk, row.pk]))
    assert Placement.objects.filter(pk=row.pk).exists()


def test_after_a_step_back_today_asks_what_happens_now(browser, client):
    make.placement(client, 4, "2026-01-01")
    make.placement(client, 3, "2026-03-01", reason="De opvang viel weg.")
    page = text(browser.get(reverse("today")))
    assert "A step back to Sport 3 · arbeidsactivering" in page
    assert "De opvang viel weg." in page
    url = reverse("placement_follow_up", args=[client.pk, latest(client).pk])
    assert url in page
    assert "Say what happens now." in text(browser.post(url, {"text": ""}))
    back = reverse("today")
    response = browser.post(url, {"text": "Gastouder zoeken.", "next": back})
    assert response.url == back
    assert "A step back to" not in text(browser.get(back))
    assert "Gastouder zoeken." in text(browser.get(address(client)))
    make.placement(client, 4, "2026-03-10")
    assert "The client has moved since." in text(browser.get(url))


def test_today_leads_from_standing_still_to_the_ladder(browser, client):
    make.placement(client, 3, "2025-03-10", reason="Begonnen met een cursus.")
    make.placement(client, 2, "2024-03-10", ladder="Participatieladder")
    sweep(at=make.at(TODAY))
    page = text(browser.get(reverse("today")))
    assert "A long time without movement on Sport 3 · arbeidsactivering" in page
    assert f'href="{address(client)}"' in page


def test_the_badge_names_the_rung_on_every_page_of_the_client(browser, client):
    make.placement(client, 4, "2026-02-01", ladder="Participatieladder")
    plan = reverse("plan", args=[client.pk])
    assert "Trede 4 · onbetaald werk" in text(browser.get(plan))
    make.placement(client, 2, "2026-01-01")
    page = text(browser.get(plan))
    assert "Sport 2 · sociale activering" in page
    assert "Trede 4" not in page


def test_reasons_are_shown_as_they_were_typed_and_as_nothing_else(browser, client):
    make.placement(client, 4, "2026-01-01")
    make.placement(client, 3, "2026-02-01", reason="<b>Stage</b> & 'opvang'")
    page = text(browser.get(address(client)))
    assert "<b>Stage" not in page
    assert page.count("&lt;b&gt;Stage&lt;/b&gt; &amp; &#x27;opvang&#x27;") == 3  # table, dot, note


def test_what_happened_stands_in_the_timeline(browser, client):
    press(browser, client, 2, reason="Vaste ochtend in het buurthuis.")
    event = Event.objects.get(client=client, kind="ladder-placed")
    assert "Vaste ochtend in het buurthuis." in sentence(event)
    assert "Vaste ochtend" in text(browser.get(reverse("client_events", args=[client.pk])))
