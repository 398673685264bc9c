"""Exemptions in the client's file, on the caseload and in the calendar."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests import make
from trajecten.exemptions.actions import (
    MeanwhileRow,
    ask_peers,
    let_end,
    look_again,
    save_request,
    undo_look_again,
)
from trajecten.exemptions.bears import birthday, what_bears
from trajecten.exemptions.calendar import exemptions as dates
from trajecten.exemptions.casefile import exemption_badge, exemption_panel, exemption_threads
from trajecten.exemptions.caseload import chosen, show, value
from trajecten.exemptions.models import Exemption, ExemptionDocument, PeerOpinion
from trajecten.reviews.actions import revoke
from wiz.calendar.sources import scope_of
from wiz.casefile.models import Event
from wiz.clients.columns import COLUMNS, DEADLINES
from wiz.clients.models import Child, Client
from wiz.files.models import StoredFile

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 6, 10)
DAY = datetime.date


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"), time_machine.travel(make.at(TODAY, 12), tick=False):
        yield


def told(client: Client, today: DAY = TODAY) -> dict[str, Any]:
    """What her file says, freshly read: a client object keeps what was read once."""
    fresh = Client.objects.get(pk=client.pk)
    threads = exemption_threads(fresh, fresh.consultant, today)
    return {
        "badge": exemption_badge(fresh, today),
        "thread": (threads[0].kind, threads[0].state) if threads else None,
        "panel": exemption_panel(fresh, fresh.consultant, today),
        "move": threads[0].move if threads else "",
    }


def test_full_duty_has_no_badge_and_no_thread():
    found = told(make.client())
    assert (found["badge"], found["thread"], found["panel"]["exemption"]) == (None, None, None)


@pytest.mark.parametrize(
    ("day", "badge"),
    [
        ("2026-04-30", None),
        ("2026-05-01", ("plain", "partly exempt until 31 Oct, 16 h")),
        ("2026-10-31", ("plain", "partly exempt until 31 Oct, 16 h")),
        ("2026-11-01", None),
    ],
)
def test_badge_in_the_period_only(day, badge):
    client = make.exemption(state="granted").client
    assert told(client, DAY.fromisoformat(day))["badge"] == badge


def test_badge_of_a_full_one_says_the_year_when_it_is_another():
    client = make.exemption(state="granted", extent="full", hours=None, end=DAY(2027, 2, 1)).client
    assert told(client)["badge"] == ("plain", "fully exempt until 1 Feb 2027")


@pytest.mark.parametrize(
    ("state", "thread", "ours"),
    [
        ("draft", ("soon", "not submitted yet"), True),
        ("submitted", ("info", "awaiting review"), False),
        ("returned", ("soon", "returned with advice"), True),
        ("granted", ("ok", "granted until 31 Oct"), False),
        ("refused", None, False),
    ],
)
def test_thread_says_whose_move_it_is(state, thread, ours):
    client = make.exemption(state=state, on="2026-06-09").client
    found = told(client)
    assert found["thread"] == thread
    assert (found["move"] == "you") == ours


@pytest.mark.parametrize(("day", "late"), [("2026-04-28", False), ("2026-04-29", True)])
def test_thread_is_late_the_day_after_the_term(day, late):
    client = make.exemption(state="submitted", on="2026-04-20").client  # due 28 April: King's Day is left out
    assert told(client, DAY.fromisoformat(day))["thread"][0] == ("late" if late else "info")


def test_panel_shows_what_runs_and_what_was_asked_for_after_it():
    first = make.exemption(state="granted")
    period = {"start": DAY(2026, 11, 1), "end": DAY(2027, 2, 1), "look_again_on": DAY(2027, 1, 1)}
    asked = save_request(
        first.client, make.asked(**period), renews=first, by=first.made_by, at=make.at(TODAY)
    )
    panel = told(first.client)["panel"]
    assert (panel["exemption"], panel["asked"], panel["extent"]) == (
        first,
        asked,
        "partial, 16 hours a week left",
    )
    browser = Browser()
    browser.force_login(first.made_by)
    assert browser.get(reverse("client", args=[first.client_id])).status_code == 200


# What bears on it


@pytest.mark.parametrize(
    ("born", "age", "expected"),
    [
        ("2020-02-29", 5, "2025-03-01"),
        ("2020-02-29", 8, "2028-02-29"),
        ("2021-12-31", 5, "2026-12-31"),
    ],
)
def test_birthday_of_a_child_born_on_a_leap_day(born, age, expected):
    assert birthday(Child(birth_date=DAY.fromisoformat(born)), age) == DAY.fromisoformat(expected)


@pytest.mark.parametrize(
    ("born", "turns"),
    [
        ("2021-06-10", []),  # five today: past
        ("2021-06-11", [(5, "11 Jun")]),
        ("2021-10-31", [(5, "31 Oct")]),  # the last day of the period
        ("2021-11-01", []),
        ("2016-09-01", [(10, "1 Sep")]),
    ],
)
def test_birthdays_in_the_period(born, turns):
    exemption = make.exemption(start=DAY(2026, 7, 1))
    child = Child.objects.create(client=exemption.client, birth_date=DAY.fromisoformat(born), extra_care=True)
    bears = what_bears(exemption.client, exemption.made_by, TODAY, exemption)
    assert [(each.child, each.turns) for each in bears["children"]] == [(child, turns)]


@pytest.mark.parametrize("born", ["2026-06-01", "2023-06-01"])  # born since it began, and three since
def test_of_an_exemption_that_runs_only_birthdays_to_come_are_told(born):
    exemption = make.exemption(start=DAY(2026, 5, 1))
    Child.objects.create(client=exemption.client, birth_date=DAY.fromisoformat(born))
    (child,) = what_bears(exemption.client, exemption.made_by, TODAY, exemption)["children"]
    assert child.turns == []


def test_what_bears_tells_of_every_matter():
    client = make.client()
    make.intake(client, capacity="Zestien uur", capacity_hours=16, load="Mantelzorg")
    make.placement(client, 2, "2026-05-20")
    make.order(client, start="2026-05-01", end="2027-05-01")
    make.childcare(client, "2026-06-01")
    make.referral(client, "2026-06-02", ask="2026-07-01", owner_name="Buurtteam")
    earlier = make.exemption(client, "granted", "2025-04-20", start=DAY(2025, 5, 1), end=DAY(2025, 10, 31),
                             look_again_on=DAY(2025, 9, 1), meanwhile=("Een", "Twee", "Drie"))  # fmt: skip
    for line, outcome in zip(earlier.meanwhile.all(), ("done", "partly", ""), strict=True):
        if outcome:
            line.outcome, line.settled_by, line.settled_at = outcome, client.consultant, make.at(TODAY)
            line.save()
    bears = what_bears(client, client.consultant, TODAY)
    assert bears["intake"].capacity_hours == 16
    assert str(bears["rung"].rung).startswith("Sport 2")
    assert len(bears["activities"]) == len(bears["childcare"]) == len(bears["help"]) == 1
    before = bears["earlier"][0]
    assert (before.exemption, before.done, before.partly, before.agreed) == (earlier, 1, 1, 3)
    browser = Browser()
    browser.force_login(client.consultant)
    client.consultant.language = "en"
    client.consultant.save()
    page = browser.get(reverse("exemption_ask", args=[client.pk])).content.decode()
    for words in ("16 hours a week", "Mantelzorg", "Buurtteam", "1 of 3 agreements done", "1 partly"):
        assert words in page


def test_nothing_that_bears_is_filled_in():
    client = make.client()
    Child.objects.create(client=client, birth_date=DAY(2022, 1, 1), extra_care=True)
    make.intake(client, capacity_hours=16)
    make.exemption(client, "granted", "2025-04-20", start=DAY(2025, 5, 1), end=DAY(2025, 10, 31),
                   look_again_on=DAY(2025, 9, 1))  # fmt: skip
    browser = Browser()
    browser.force_login(client.consultant)
    form = browser.get(reverse("exemption_ask", args=[client.pk])).context["form"]
    filled = {name for name in form.fields if form[name].value() not in (None, "", [])}
    assert filled == {"revision", "form_key"}


# The caseload


def row(client: Client) -> Any:
    return COLUMNS["exemption"].annotate(Client.objects.filter(pk=client.pk), TODAY).get()


def found(value: str) -> set[int]:
    return set(chosen(Client.objects.all(), value, TODAY).values_list("pk", flat=True))


def test_caseload_column_and_filters():
    duty = make.client()
    partial = make.exemption(state="granted").client
    full = make.exemption(state="granted", extent="full", hours=None).client
    returned = make.exemption(state="returned", on=TODAY).client
    assert show(row(duty), TODAY) is None
    assert show(row(partial), TODAY).words == "16 h left, until 31 Oct"
    assert value(row(full), TODAY) == "full, until 31 Oct"
    assert show(row(returned), TODAY).badge == ("soon", "returned")
    assert found("geen") == {duty.pk, returned.pk}
    assert found("gedeeltelijk") == {partial.pk}
    assert found("volledig") == {full.pk}
    assert found("returned") == {returned.pk}
    assert found("draft") == set()


@pytest.mark.parametrize(("end", "near"), [("2026-07-21", True), ("2026-07-22", True), ("2026-07-23", False)])
def test_filter_on_what_ends_within_six_weeks(end, near):
    client = make.exemption(state="granted", end=DAY.fromisoformat(end), look_again_on=DAY(2026, 7, 1)).client
    assert (client.pk in found("loopt-af")) == near


def test_deadline_is_the_end_until_somebody_decided_what_follows():
    exemption = make.exemption(state="granted")
    clients = Client.objects.annotate(ends=DEADLINES["ontheffing"].first(TODAY))
    assert clients.get(pk=exemption.client_id).ends == DAY(2026, 10, 31)
    let_end(exemption, reason="Zij heeft werk.", by=exemption.made_by, at=make.at(TODAY))
    assert clients.get(pk=exemption.client_id).ends is None


# The calendar


def calendar(client: Client, first: str, last: str) -> list[tuple[str, str]]:
    person = client.consultant
    scope = scope_of(person, person, [])
    entries = dates(scope, DAY.fromisoformat(first), DAY.fromisoformat(last))
    return sorted((entry.day.isoformat(), str(entry.kind.value)) for entry in entries)


def test_calendar_of_a_granted_one():
    exemption = make.exemption(state="granted")
    client = exemption.client
    everything = [("2026-05-01", "starts"), ("2026-09-15", "look_again"), ("2026-10-31", "ends")]
    assert calendar(client, "2026-05-01", "2026-10-31") == everything
    assert calendar(client, "2026-05-02", "2026-10-30") == everything[1:2]
    # The end stays until what follows was decided; then it is an end, on its own day only.
    assert calendar(client, "2026-12-01", "2026-12-31") == everything[2:]
    let_end(exemption, reason="Werk.", by=exemption.made_by, at=make.at(TODAY))
    assert calendar(client, "2026-10-31", "2026-10-31") == everything[1:]
    assert calendar(client, "2026-12-01", "2026-12-31") == []


def test_calendar_asks_to_look_again_until_somebody_did():
    exemption = make.exemption(state="granted")
    client, by, look = exemption.client, exemption.made_by, ("2026-09-15", "look_again")
    assert calendar(client, "2026-10-01", "2026-10-02") == [look]
    for _click in range(2):
        look_again(exemption, note="De opvang is rond.", by=by, at=make.at("2026-10-01"))
    assert calendar(client, "2026-09-15", "2026-10-02") == []
    undo_look_again(exemption, by=by, at=make.at("2026-10-02"))
    assert calendar(client, "2026-10-01", "2026-10-02") == [look]
    assert look not in calendar(client, "2026-11-01", "2026-11-02")  # it is over
    kinds = Event.objects.filter(client=client, kind__contains="look").values_list("kind", flat=True)
    assert sorted(kinds) == ["exemption-look-again-undone", "exemption-looked-again"]


def test_calendar_of_a_submitted_one_is_its_review():
    client = make.exemption(state="submitted", on="2026-04-20").client
    assert calendar(client, "2026-04-20", "2026-04-27") == []
    assert calendar(client, "2026-04-20", "2026-04-28") == [("2026-04-28", "due")]
    assert calendar(client, "2026-06-01", "2026-06-30") == [("2026-04-28", "due")]


def test_calendar_of_a_revoked_one_ends_on_its_last_day():
    exemption = make.exemption(state="granted")
    revoke(exemption, last_day=DAY(2026, 6, 30), reason="Werk.", by=make.team_lead(), at=make.at(TODAY))
    assert calendar(exemption.client, "2026-06-10", "2026-12-31") == [("2026-06-30", "ends")]


# Queries


def queries(user: Any, address: str) -> int:
    browser = Browser()
    browser.force_login(user)
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_pages_ask_no_more_when_there_is_more():
    client = make.client()
    by = client.consultant
    exemption = make.exemption(client, "returned", TODAY, by=by)
    pages = [
        reverse("exemption", args=[exemption.pk]),
        reverse("exemption_change", args=[exemption.pk]),
        reverse("exemptions", args=[client.pk]),
        reverse("today"),
    ]
    grow(exemption, 1)
    before = [queries(by, address) for address in pages]
    grow(exemption, 12)
    assert [queries(by, address) for address in pages] == before
    assert max(before) <= 34, before


def grow(exemption: Exemption, many: int) -> None:
    """More of everything that stands on the pages of one exemption."""
    client, by = exemption.client, exemption.made_by
    rows = [MeanwhileRow(None, f"Afspraak {n}") for n in range(many)]
    fresh = Exemption.objects.get(pk=exemption.pk)
    save_request(client, make.asked(), exemption=fresh, meanwhile=rows, revision=fresh.revision, by=by,
                 at=make.at(TODAY))  # fmt: skip
    for n in range(many):
        Child.objects.create(client=client, birth_date=DAY(2018, 1, 1))
        file = StoredFile.objects.create(name=f"{n}.pdf", content_type="application/pdf", size=1, uploaded_by=by,
                                         uploaded_at=make.at(TODAY))  # fmt: skip
        ExemptionDocument.objects.create(exemption=exemption, file=file, by=by, at=make.at(TODAY))
        peer = make.consultant()
        ask_peers(fresh, [peer], by=by, at=make.at(TODAY))
        other = make.exemption(make.client(), by=make.consultant())
        ask_peers(other, [by], by=other.made_by, at=make.at(TODAY))
    PeerOpinion.objects.filter(asked_by=by).update(words="Goed zo.", answered_at=make.at(TODAY, 13))
    period = {
        "start": DAY(2020 - many, 1, 1),
        "end": DAY(2020 - many, 6, 1),
        "look_again_on": DAY(2020 - many, 3, 1),
    }
    Exemption.objects.bulk_create(
        Exemption(client=client, state="withdrawn", made_by=by, made_at=make.at(TODAY), reason="x", ground="care",
                  extent="full", **period) for _n in range(many)
    )  # fmt: skip
