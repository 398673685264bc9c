"""The picture of where a client stood over the years, and the panel it stands on."""

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
from wiz.clients.models import Client
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


def latest(client: Client) -> Placement:
    return Placement.objects.current().get(client=client, ladder__is_default=True)


def drawn(client: Client) -> Any:
    return history(latest(client).ladder, placements_of(client, client.consultant), TODAY).picture


def test_the_line_goes_from_the_first_day_to_now_and_up_and_down(client):
    for position, day in ((1, "2024-03-10"), (3, "2025-03-10"), (2, "2025-09-08")):
        make.placement(client, position, day)
    picture = drawn(client)
    heights = dict(zip("654321", [y for y, _mark in picture.marks][::-1], strict=True))
    assert [mark for _y, mark in picture.marks] == list("123456")
    assert [(line.x1, line.x2, line.kind) for line in picture.lines] == [
        ("9.0%", "53.0%", ""),
        ("53.0%", "53.0%", ""),
        ("53.0%", "74.9%", ""),
        ("74.9%", "74.9%", "down"),
        ("74.9%", "97.0%", ""),
    ]
    levels = [(line.y1, line.y2) for line in picture.lines]
    one, two, three = heights["1"], heights["2"], heights["3"]
    assert levels == [(one, one), (one, three), (three, three), (three, two), (two, two)]
    assert three < two < one < picture.height


@pytest.mark.parametrize(
    ("first", "years"),
    [
        ("2026-03-10", ["2026", "now"]),
        ("2026-01-02", ["2026", "now"]),
        ("2025-03-10", ["2025", "2026", "now"]),
        ("2024-03-10", ["2024", "2025", "now"]),
        ("2023-12-20", ["2024", "2025", "now"]),
        ("2020-06-01", ["2021", "2022", "2023", "2024", "2025", "now"]),
        ("2006-06-01", ["2010", "2014", "2018", "2022", "now"]),
    ],
)
def test_the_years_that_fit_stand_below_it(client, first, years):
    make.placement(client, 2, first)
    found = drawn(client).years
    assert [mark.text for mark in found] == years
    places = [float(mark.at.rstrip("%")) for mark in found]
    assert all(later - earlier >= 10 for earlier, later in zip(places, places[1:], strict=False))


def test_the_latest_step_back_has_its_reason_beside_it(client):
    make.placement(client, 3, "2025-03-10")
    make.placement(client, 2, "2026-01-10", reason="Stage gestopt omdat de opvang op woensdag wegviel.")
    note = drawn(client).note
    assert (note.text, note.anchor) == ("Stage gestopt omdat de opvang…", "end")


def test_a_first_day_is_a_line_too(client):
    make.placement(client, 2, "2026-03-10")
    (line,) = drawn(client).lines
    assert (line.x1, line.x2) == ("9.0%", "97.0%")


def test_two_moves_of_one_day_are_drawn_in_their_order(client):
    make.placement(client, 2, "2026-03-10")
    make.placement(client, 5, "2026-03-10")
    assert len(drawn(client).lines) == 3
    assert len(drawn(client).dots) == 2


def test_the_picture_says_in_words_what_it_shows_and_the_table_the_rest(browser, client):
    make.placement(client, 1, "2025-03-10", reason="Eerst rust.")
    make.placement(client, 2, "2026-01-10", reason="Wil eruit.")
    page = text(browser.get(address(client)))
    said = re.search(r'<svg[^>]*role="img" aria-label="([^"]*)"', page)
    assert said
    assert said[1] == (
        "Werkladder: Sport 1 · zorg en rust from Mon 10 Mar 2025; now Sport 2 · sociale activering, since Sat 10 Jan."
    )
    assert "Sport 1 → Sport 2" in page
    assert page.count("Eerst rust.") == page.count("Wil eruit.") == 2  # table and dot


def test_the_panel_stands_on_the_clients_page_placed_or_not(browser, client):
    page = reverse("client", args=[client.pk])
    assert "Not placed on a ladder yet." in text(browser.get(page))
    make.placement(client, 2, "2026-01-10")
    assert "Sport 2 · sociale activering, since Sat 10 Jan" in text(browser.get(page))


def test_queries_do_not_grow_with_the_history(browser, client, django_assert_max_num_queries):
    make.placement(client, 2, "2022-01-10")
    browser.get(address(client))
    with django_assert_max_num_queries(20) as few:
        browser.get(address(client))
    for month in range(1, 13):
        make.placement(client, month % 6 + 1, f"2024-{month:02}-10")
        make.placement(client, month % 6 + 1, f"2024-{month:02}-10", ladder="Participatieladder")
    with django_assert_max_num_queries(len(few)):
        browser.get(address(client))
